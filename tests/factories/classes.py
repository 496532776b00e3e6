"""Classes and who belongs to them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import factory
from factory.django import DjangoModelFactory

from studyapp.actions.answers import record
from studyapp.actions.ownquestions import retire
from studyapp.actions.rosters import keep_draft
from studyapp.domain.roster import parse
from studyapp.models import (
    Assignment,
    AssignmentException,
    AssignmentHelp,
    ClassGroup,
    Classroom,
    Exam,
    Learner,
    LiveParticipant,
    LiveQuestion,
    LiveRoom,
    LiveVote,
    Membership,
    Question,
    QuestionDraft,
    RosterDraft,
)
from tests.factories.ownquestions import own_question, question_draft
from tests.factories.people import CREATED, LearnerFactory, UserFactory
from tests.factories.study import NOON, right, version_of


class ClassroomFactory(DjangoModelFactory[Classroom]):
    """A class that can be joined for two weeks; nobody belongs to it, not even an owner."""

    class Meta:
        model = Classroom

    title = factory.Sequence(lambda n: f"Evening class {n}")
    time_zone = "Europe/Paris"
    code = factory.Sequence(lambda n: f"C{n:08d}")
    code_expires_at = NOON + timedelta(days=14)
    created_at = CREATED


class MembershipFactory(DjangoModelFactory[Membership]):
    """A learner of a class, with an account; `role="owner"` for its owner."""

    class Meta:
        model = Membership
        skip_postgeneration_save = True

    classroom = factory.SubFactory(ClassroomFactory)
    learner: Any = factory.SubFactory(LearnerFactory, user=factory.SubFactory(UserFactory))
    role = "learner"
    name = factory.Sequence(lambda n: f"Person {n}")
    added_at = CREATED
    joined_at = CREATED


class ClassGroupFactory(DjangoModelFactory[ClassGroup]):
    """A group of a class, with nobody in it."""

    class Meta:
        model = ClassGroup

    classroom = factory.SubFactory(ClassroomFactory)
    name = factory.Sequence(lambda n: f"Group {n}")


@dataclass(frozen=True)
class ClassCast:
    """A class with one of each role, and a learner of another class."""

    classroom: Classroom
    owner: Membership
    instructor: Membership
    assistant: Membership
    learner: Membership
    elsewhere: Membership  # a learner of another class, which has an owner of its own

    def by_role(self) -> dict[str, Membership]:
        """The four of this class."""
        rows = (self.owner, self.instructor, self.assistant, self.learner)
        return {row.role: row for row in rows}


def class_cast(owner: Learner | None = None) -> ClassCast:
    """Everybody a test of a class needs; `owner` is a learner who is there already."""
    classroom, other = ClassroomFactory.create(), ClassroomFactory.create()
    first = {"learner": owner} if owner else {}
    MembershipFactory.create(classroom=other, role="owner")
    return ClassCast(
        classroom=classroom,
        owner=MembershipFactory.create(classroom=classroom, role="owner", name="Olga Owner", **first),
        instructor=MembershipFactory.create(classroom=classroom, role="instructor", name="Ines Instructor"),
        assistant=MembershipFactory.create(classroom=classroom, role="assistant", name="Anna Assistant"),
        learner=MembershipFactory.create(classroom=classroom, name="Leo Learner"),
        elsewhere=MembershipFactory.create(classroom=other, name="Elsa Elsewhere"),
    )


class ClassExamFactory(DjangoModelFactory[Exam]):
    """An exam of a class: one question of K1 in ten minutes, open from an hour before noon for a day."""

    class Meta:
        model = Exam

    classroom = factory.SubFactory(ClassroomFactory)
    slug = factory.Sequence(lambda n: f"class-exam-{n}")
    digest = ""
    title = factory.Sequence(lambda n: f"Test of the evening {n}")
    minutes = 10
    pass_mark = 750
    pool = "exam"
    blueprint = factory.LazyFunction(lambda: {"K1": 1})
    unscored = 0
    position = 0
    opens_at = NOON - timedelta(hours=1)
    closes_at = NOON + timedelta(days=1)


@dataclass(frozen=True)
class ClassWork:
    """All that can be asked for by an id in a class."""

    cast: ClassCast
    group: ClassGroup  # the learner is in it
    seat: Membership  # on the list, and nobody has claimed it
    gone: Membership  # a learner who was removed
    exam: Exam  # open, with the access code "tram"
    draft: RosterDraft  # the owner's; one line of it is faulty
    question: Question  # of the class's own
    retired: Question  # another, which is retired
    question_draft: QuestionDraft  # the owner's


def class_work(cast: ClassCast | None = None) -> ClassWork:
    """A class with one of everything."""
    cast = cast or class_cast()
    room = cast.classroom
    group = ClassGroupFactory.create(classroom=room, name="Red")
    cast.learner.groups.add(group)
    return ClassWork(
        cast=cast,
        group=group,
        seat=MembershipFactory.create(
            classroom=room, learner=None, joined_at=None, name="Sara Seat", seat_code=f"S{room.pk:09d}"
        ),
        gone=MembershipFactory.create(classroom=room, name="Gus Gone", left_at=NOON, removed=True),
        exam=ClassExamFactory.create(classroom=room, access_code="tram"),
        draft=keep_draft(
            membership=cast.owner, parsed=parse(b"name,id,factor\nNew Person,77,\nBad,78,9\n"), now=NOON
        ),
        question=own_question(room),
        retired=_retired(room),
        question_draft=question_draft(cast.owner),
    )


def _retired(classroom: Classroom) -> Question:
    question = own_question(classroom, id="gone")
    retire(question=question, now=NOON)
    return question


def took_part(learner: Learner, membership: Membership | None = None) -> LiveVote:
    """A place in a class with a group, an exception and a vote in a named live room, answered for good."""
    place = membership or MembershipFactory.create(learner=learner, roster_id="7")
    place.groups.add(ClassGroupFactory.create(classroom=place.classroom))
    task = Assignment.objects.create(
        classroom=place.classroom, kind="review", title="Reviews", task={"reviews": 5}, created_at=NOON
    )
    AssignmentException.objects.create(assignment=task, membership=place, due_at=NOON + timedelta(days=2))
    AssignmentHelp.objects.create(assignment=task, membership=place, at=NOON)
    version = version_of("q-k1-2")
    room = LiveRoom.objects.create(
        classroom=place.classroom, title="Evening 1", code=uuid4().hex[:10], naming="named", opened_at=NOON
    )
    question = LiveQuestion.objects.create(
        room=room, position=1, version=version, phase="revealed", changed_at=NOON
    )
    participant = LiveParticipant.objects.create(
        room=room, membership=place, tag=uuid4().hex, pseudonym="Amber Fox", joined_at=NOON
    )
    answer = record(
        learner=learner,
        version=version,
        response=right(version),
        confidence="",
        place="live",
        token=uuid4(),
        now=NOON,
    )
    return LiveVote.objects.create(
        question=question,
        participant=participant,
        round=1,
        response=list(right(version)),
        correct=True,
        answer=answer,
        at=NOON,
    )
