"""A live room of a class, and its questions at any phase."""

from dataclasses import dataclass
from typing import Any

from studyapp.actions import live, liveboard
from studyapp.domain.live import PHASES, Phase
from studyapp.models import Classroom, LiveQuestion, LiveRoom, LiveVote, Membership
from tests.factories.classes import ClassCast, MembershipFactory, class_cast
from tests.factories.study import NOON, course, right, version_of, wrong

SINGLE, MULTIPLE = "q-k1-1", "q-k1-3"


@dataclass(frozen=True)
class Evening:
    """A class, a room of it and a question of the course in the room."""

    cast: ClassCast
    room: LiveRoom
    question: LiveQuestion


def room_with(classroom: Classroom, questions: int) -> LiveRoom:
    """An open room with so many questions of the course, at most four; the first takes votes."""
    room = live.open_room(classroom=classroom, title="A room", naming="named", now=NOON)
    slugs = (SINGLE, "q-k1-2", MULTIPLE, "q-k1-6")[:questions]
    put = [live.add_question(room=room, version=version_of(slug), seed=1, now=NOON) for slug in slugs]
    brought_to(put[0], "vote1")
    return room


def evening(*, naming: str = "pseudonymous", slug: str = SINGLE, cast: ClassCast | None = None) -> Evening:
    """A room just opened, its question not asked yet."""
    cast = cast or class_cast()
    room = live.open_room(classroom=cast.classroom, title="An evening", naming=naming, now=NOON)
    question = live.add_question(room=room, version=version_of(slug), seed=7, now=NOON)
    return Evening(cast, room, question)


def brought_to(question: LiveQuestion, phase: Phase, **options: Any) -> None:
    """Move a question on, step by step, until it stands there."""
    now_at = PHASES.index(LiveQuestion.objects.get(pk=question.pk).phase)
    for old, new in zip(PHASES[now_at:], PHASES[now_at + 1 :], strict=False):
        if PHASES.index(new) <= PHASES.index(phase):
            assert live.move(
                room=question.room, question_id=question.pk, old=old, new=new, now=NOON, **options
            )


def voted(question: LiveQuestion, member: Membership, round_: int, *, good: bool = True) -> LiveVote:
    """A vote of somebody for a question of the course."""
    assert question.version is not None
    response = right(question.version) if good else wrong(question.version)
    return live.vote(
        room=question.room,
        membership=member,
        question_id=question.pk,
        round_=round_,
        response=response,
        now=NOON,
    )


def challenge_evening(*, naming: str = "pseudonymous", cast: ClassCast | None = None) -> Evening:
    """A room whose question is the first challenge of the small path, not asked yet."""
    cast = cast or class_cast()
    room = live.open_room(classroom=cast.classroom, title="An evening", naming=naming, now=NOON)
    text = course().path("web")
    assert text is not None
    question = liveboard.add_challenge(room=room, path=text, challenge="every-hop", seed=7, now=NOON)
    return Evening(cast, room, question)


def chosen(question: LiveQuestion, member: Membership, round_: int, option: int) -> LiveVote:
    """A vote for an option of a challenge by its place."""
    return live.vote(
        room=question.room,
        membership=member,
        question_id=question.pk,
        round_=round_,
        response=[str(option)],
        now=NOON,
    )


def crowd(found: Evening, size: int) -> list[Membership]:
    """So many more learners of the class."""
    return MembershipFactory.create_batch(size, classroom=found.cast.classroom)
