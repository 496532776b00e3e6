"""Setting something for a class: what is stored, and what of another class never is."""

from datetime import timedelta
from uuid import uuid4

import pytest

from studyapp.actions import classwork, practice
from studyapp.actions.classwork import Plan
from studyapp.models import (
    Assignment,
    AssignmentException,
    AssignmentHelp,
    ClassGroup,
    Exam,
    Membership,
    PracticeSession,
    Question,
)
from tests.factories.classes import ClassExamFactory, ClassroomFactory, MembershipFactory
from tests.factories.classwork import DAY, assigned, class_of, quizzed, who
from tests.factories.study import NOON

pytestmark = pytest.mark.django_db


def test_what_is_set_is_stored() -> None:
    classroom, (one, two) = class_of(2)
    group = ClassGroup.objects.create(classroom=classroom, name="Monday")
    plan = Plan(
        kind="review",
        title="Fifty",
        task={"reviews": 50},
        for_all=False,
        groups=(group.pk,),
        members=(two.pk,),
        opens_at=NOON,
        due_at=NOON + DAY,
    )
    made = Assignment.objects.get(pk=classwork.assign(classroom=classroom, plan=plan, now=NOON - DAY).pk)
    assert (made.kind, made.title, made.task, made.exam, made.for_all) == (
        "review",
        "Fifty",
        {"reviews": 50},
        None,
        False,
    )
    assert (made.opens_at, made.due_at, made.created_at) == (NOON, NOON + DAY, NOON - DAY)
    assert [list(made.groups.all()), list(made.members.all())] == [[group], [two]]
    classwork.change(assignment=made, plan=Plan(kind="lesson", title="All", task={"reviews": 9}))
    made.refresh_from_db()
    assert (made.kind, made.title, made.task, made.for_all) == ("review", "All", {"reviews": 9}, True)
    assert (made.opens_at, made.due_at, made.groups.count(), made.members.count()) == (None, None, 0, 0)
    assert one.assignments.count() == 0


def test_nothing_of_another_class_is_taken() -> None:
    classroom, (one,) = class_of(1)
    foreign = MembershipFactory.create()
    group = ClassGroup.objects.create(classroom=foreign.classroom, name="Theirs")
    owner = MembershipFactory.create(classroom=classroom, role="owner")
    made = assigned(classroom, for_all=False, groups=(group.pk,), members=(foreign.pk, owner.pk, one.pk))
    assert (list(made.groups.all()), list(made.members.all())) == ([], [one])
    theirs = ClassExamFactory.create(classroom=foreign.classroom)
    with pytest.raises(Exam.DoesNotExist):
        assigned(classroom, "exam", exam=theirs.pk)
    ours = ClassExamFactory.create(classroom=classroom)
    assert assigned(classroom, "exam", exam=ours.pk).exam == ours
    made = Assignment.objects.get(pk=assigned(classroom).pk)
    assert not classwork.set_exception(assignment=made, member=foreign.pk, opens_at=NOON, due_at=None)
    assert AssignmentException.objects.count() == 0


def test_an_exception_is_one_and_goes_when_nothing_is_left_of_it() -> None:
    classroom, (one,) = class_of(1)
    made = assigned(classroom)
    for due in (NOON + DAY, NOON + 2 * DAY):
        assert classwork.set_exception(assignment=made, member=one.pk, opens_at=None, due_at=due)
    row = AssignmentException.objects.get()
    assert (row.assignment, row.membership, row.opens_at, row.due_at) == (made, one, None, NOON + 2 * DAY)
    assert classwork.set_exception(assignment=made, member=one.pk, opens_at=None, due_at=None)
    assert AssignmentException.objects.count() == 0


def test_withdrawn_once() -> None:
    made = assigned(ClassroomFactory.create())
    classwork.withdraw(assignment=made, now=NOON)
    classwork.withdraw(assignment=made, now=NOON + DAY)
    made.refresh_from_db()
    assert made.withdrawn_at == NOON


def test_the_first_call_for_help_stands() -> None:
    classroom, (one,) = class_of(1)
    made = assigned(classroom)
    for now in (NOON, NOON + DAY):
        classwork.ask_for_help(assignment=made, membership=one, now=now)
    call = AssignmentHelp.objects.get()
    assert (call.assignment, call.membership, call.at) == (made, one, NOON)
    for _ in range(2):
        classwork.take_help_back(assignment=made, membership=one)
    assert AssignmentHelp.objects.count() == 0


def test_a_practice_set_asks_what_was_set() -> None:
    classroom, (one,) = class_of(1)
    made = assigned(classroom, "practice")
    session = quizzed(one, made, answers=1)
    session.refresh_from_db()
    assert (session.assignment, session.pick, session.objectives, session.mode) == (
        made,
        "mixed",
        ["K1"],
        "each",
    )
    assert session.items.count() == 5
    assert {item.version.question.objective_id for item in session.items.all()} == {"K1"}
    drill = assigned(
        classroom, "practice", task={"pick": "idea", "subject": "k1-1", "objectives": [], "size": 5}
    )
    found = classwork.begin_quiz(assignment=drill, learner=who(one), seed=1, token=uuid4(), now=NOON)
    assert [item.version.question.slug for item in found.items.all()] == ["q-k1-1"]


def test_a_set_of_nothing_is_not_begun() -> None:
    classroom, (one,) = class_of(1)
    made = assigned(classroom, "practice")
    Question.objects.update(retired_at=NOON)
    with pytest.raises(practice.NothingToPractise):
        quizzed(one, made)
    assert PracticeSession.objects.count() == 0


def test_what_was_done_stays_when_the_class_goes() -> None:
    classroom, (one,) = class_of(1)
    made = assigned(classroom, "practice")
    session = quizzed(one, made)
    classwork.ask_for_help(assignment=made, membership=one, now=NOON + timedelta(hours=1))
    classroom.delete()
    session.refresh_from_db()
    assert (session.assignment_id, session.learner_id) == (None, one.learner_id)
    assert (Membership.objects.count(), AssignmentHelp.objects.count()) == (0, 0)
