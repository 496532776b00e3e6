"""Live rooms: opening one, putting questions into it, moving their rounds on, voting.

Whatever changes a room's rounds holds the room's row, and then the question's; a vote holds the question's.
So a vote is either in before its round ends, or refused.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max

from studyapp.actions.answers import Given, record_all
from studyapp.actions.classreviews import enrol_own
from studyapp.actions.misses import enrol_live_misses
from studyapp.actions.paths import record_live_misses
from studyapp.actions.reviews import enrol_question
from studyapp.domain.grading import InvalidResponse, check_response, grade
from studyapp.domain.live import ROUNDS, Phase, final, may_move, pairs, pseudonym, tag_of
from studyapp.domain.recoverycode import SIGNS
from studyapp.domain.shuffling import shuffled
from studyapp.domain.versions import ids_to_shuffle
from studyapp.models import (
    Classroom,
    Learner,
    LivePair,
    LiveParticipant,
    LiveQuestion,
    LiveRoom,
    LiveVote,
    Membership,
    QuestionVersion,
)
from studyapp.queries.livequestions import asked

CODE_LENGTH = 6
UNDER_WAY = ("vote1", "discuss", "vote2")


class RoundIsOver(Exception):
    """The vote is for a round that takes none: it is over, has not begun, or never was."""


class ClassIsArchived(Exception):
    """No room opens in a class that has ended."""


class RoomIsClosed(Exception):
    """Nothing more is put into a closed room."""


@transaction.atomic
def open_room(*, classroom: Classroom, title: str, naming: str, now: datetime) -> LiveRoom:
    """A new room of a class, with nothing in it. Raises ClassIsArchived."""
    if not Classroom.objects.select_for_update().filter(pk=classroom.pk, archived_at=None).exists():
        raise ClassIsArchived
    code = ""
    while not code or LiveRoom.objects.filter(code=code).exists():
        code = "".join(secrets.choice(SIGNS) for _ in range(CODE_LENGTH))
    return LiveRoom.objects.create(classroom=classroom, title=title, code=code, naming=naming, opened_at=now)


@transaction.atomic
def add_question(*, room: LiveRoom, version: QuestionVersion, seed: int, now: datetime) -> LiveQuestion:
    """Put a question of the course or the class last in line. The same one once more is the one there is."""
    held = held_open(room)
    there = LiveQuestion.objects.filter(room=held, version=version).first()
    if there is not None:
        return there
    order = shuffled(ids_to_shuffle(version.kind, version.body), f"live:{seed}")
    return put_last(held, now, version=version, order=list(order))


@transaction.atomic
def add_spot(
    *, room: LiveRoom, text: str, options: Sequence[str], right: int | None, now: datetime
) -> LiveQuestion:
    """Put a question on the spot last in line, its options in the order they were typed."""
    spot = {"text": text, "options": list(options), "right": right}
    return put_last(held_open(room), now, spot=spot, order=[str(n) for n in range(len(options))])


@transaction.atomic
def withdraw(*, room: LiveRoom, question_id: int) -> bool:
    """Take a question that was never asked out of the line; False if there is none such."""
    held = held_open(room)
    gone, _ = LiveQuestion.objects.filter(pk=question_id, room=held, phase="waiting").delete()
    _changed(held)
    return bool(gone)


@transaction.atomic
def move(
    *, room: LiveRoom, question_id: int, old: Phase, new: Phase, pair_up: bool = False, now: datetime
) -> bool:
    """Move a question on from one phase to the next; False, and no change, if it does not stand there.

    So a press on an old page does nothing. A question is asked only when no other is under way.
    """
    held = LiveRoom.objects.select_for_update().filter(pk=room.pk, closed_at=None).first()
    if held is None or not may_move(old, new) or not _in_turn(held, question_id, old):
        return False
    question = LiveQuestion.objects.select_for_update().filter(pk=question_id, room=held, phase=old).first()
    if question is None:
        return False
    LiveQuestion.objects.filter(pk=question.pk).update(phase=new, changed_at=now)
    # A path on the screen makes room for the question.
    LiveRoom.objects.filter(pk=held.pk).update(current=question, board=None, version=F("version") + 1)
    if new == "discuss" and pair_up and held.naming != "anonymous":
        _pair_up(question)
    if new == "revealed" and held.naming != "anonymous":
        _record(question, now)
    return True


@transaction.atomic
def close(*, room: LiveRoom, now: datetime) -> bool:
    """End a room. A question under way stays unrevealed, and nothing of it joins any reviews."""
    held = LiveRoom.objects.select_for_update().get(pk=room.pk)
    if held.current is not None:  # a vote on its way is in, or out
        LiveQuestion.objects.select_for_update().get(pk=held.current.pk)
    ended = LiveRoom.objects.filter(pk=held.pk, closed_at=None)
    return bool(ended.update(closed_at=now, version=F("version") + 1))


@transaction.atomic
def join(*, room: LiveRoom, membership: Membership, now: datetime) -> LiveParticipant:
    """Take part. Again, or on another device, it is the same place. Raises RoomIsClosed."""
    tag = tag_of(settings.SECRET_KEY, room.pk, membership.pk)
    there = LiveParticipant.objects.filter(room=room, tag=tag).first()
    if there is not None:
        return there
    held = held_open(room)
    hidden = held.naming == "anonymous"
    taken = frozenset(LiveParticipant.objects.filter(room=held).values_list("pseudonym", flat=True))
    return LiveParticipant.objects.get_or_create(
        room=held,
        tag=tag,
        defaults={
            "membership": None if hidden else membership,
            "pseudonym": pseudonym(tag, taken) if held.naming == "pseudonymous" else "",
            "joined_at": held.opened_at if hidden else now,  # no moment that could be laid beside another
        },
    )[0]


@transaction.atomic
def vote(
    *,
    room: LiveRoom,
    membership: Membership,
    question_id: int,
    round_: int,
    response: Sequence[str],
    now: datetime,
) -> LiveVote:
    """Vote, or vote anew: the newest stands while the round is open.

    Raises RoundIsOver, and grading.InvalidResponse, with a sentence, if the vote does not fit the question.
    """
    if not LiveRoom.objects.filter(pk=room.pk, closed_at=None).exists():
        raise RoundIsOver
    participant = join(room=room, membership=membership, now=now)
    rows = LiveQuestion.objects.select_for_update(of=("self",)).select_related("room", "version__question")
    question = rows.filter(pk=question_id, room=room).first()
    if question is None or question.room.closed_at or question.room.current_id != question.pk:
        raise RoundIsOver
    if ROUNDS.get(question.phase) != round_:  # type: ignore[call-overload]  # a column is any text
        raise RoundIsOver
    text = asked(question)
    given = check_response(text.rules, response)
    if not given:
        raise InvalidResponse("Choose an answer first.")
    stored, _ = LiveVote.objects.update_or_create(
        question=question,
        participant=participant,
        round=round_,
        defaults={
            "response": list(given),
            "correct": grade(text.rules, given).correct if text.key is not None else None,
            "at": question.changed_at if question.room.naming == "anonymous" else now,
        },
    )
    return stored


@transaction.atomic
def queue(*, room: LiveRoom, question_id: int, learner: Learner, now: datetime) -> int:
    """Put a revealed question into one's own reviews; 0 if it is there already or may not be.

    For whoever wants to, right or wrong: in an anonymous room it must not tell how somebody voted.
    """
    rows = LiveQuestion.objects.select_related("version")
    question = rows.filter(pk=question_id, room=room, phase="revealed").first()
    if question is None or question.version is None:
        return 0
    asked = question.version.question_id
    return enrol_question(learner=learner, question_id=asked, now=now) + enrol_own(
        learner_ids=[learner.pk], question_ids=[asked], now=now
    )


def held_open(room: LiveRoom) -> LiveRoom:
    """The room's row, held; raises RoomIsClosed."""
    held = LiveRoom.objects.select_for_update().filter(pk=room.pk, closed_at=None).first()
    if held is None:
        raise RoomIsClosed
    return held


def _changed(room: LiveRoom) -> None:
    LiveRoom.objects.filter(pk=room.pk).update(version=F("version") + 1)


def put_last(room: LiveRoom, now: datetime, **asks: object) -> LiveQuestion:
    """A new question at the end of the line of a room that is held."""
    last = LiveQuestion.objects.filter(room=room).aggregate(last=Max("position"))["last"] or 0
    question = LiveQuestion.objects.create(room=room, position=last + 1, changed_at=now, **asks)
    _changed(room)
    return question


def _in_turn(room: LiveRoom, question_id: int, old: Phase) -> bool:
    if old != "waiting":
        return room.current_id == question_id
    return room.current is None or room.current.phase not in UNDER_WAY


def _pair_up(question: LiveQuestion) -> None:
    votes = {row.participant_id: tuple(row.response) for row in LiveVote.objects.filter(question=question)}
    LivePair.objects.bulk_create(
        LivePair(question=question, one_id=one, other_id=other)
        for one, other in pairs(votes, f"live:{question.pk}")
    )


def _last_votes(question: LiveQuestion) -> list[LiveVote]:
    """The vote that stood at the end of everybody who is known."""
    votes = LiveVote.objects.filter(question=question, participant__membership__learner__isnull=False)
    votes = votes.select_related("participant__membership", "question")
    first, second = ({row.participant_id: row for row in votes if row.round == n} for n in (1, 2))
    return list(final(first, second).values())


def _record(question: LiveQuestion, now: datetime) -> None:
    """The vote of everybody that stood at the end becomes an answer, and a miss joins the reviews.

    Of a challenge of the path lab a miss joins the challenges to try again.
    """
    if question.version_id is None:
        if "challenge" in (question.spot or {}):
            record_live_misses(votes=[row for row in _last_votes(question) if row.correct is False])
        return
    version = QuestionVersion.objects.get(pk=question.version_id)
    last = _last_votes(question)
    given = [
        Given(learner, version, row.response, uuid5(NAMESPACE_URL, f"live vote:{row.pk}"), row.at)
        for row in last
        if row.participant.membership and (learner := row.participant.membership.learner_id)
    ]
    answers = record_all(given=given, place="live")
    for row, answer in zip(last, answers, strict=True):
        row.answer = answer
    LiveVote.objects.bulk_update(last, ["answer"], batch_size=100)
    missed = [answer.learner_id for answer in answers if not answer.correct]
    enrol_live_misses(question_id=version.question_id, learner_ids=missed, now=now)
