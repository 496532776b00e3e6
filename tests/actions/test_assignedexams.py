"""The time that a class gives reaches an exam of the course that it set: limit and window, also meanwhile."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from studyapp.actions import assignedexams, memberships
from studyapp.models import Assignment, Attempt, AttemptEvent, ClassGroup, Exam, Learner, Membership
from studyapp.queries.classtime import least_factor
from studyapp.queries.classwork import todo_list
from tests.factories.classes import ClassroomFactory, MembershipFactory
from tests.factories.classwork import DAY, HOUR, SINCE, assigned, who
from tests.factories.people import UserFactory
from tests.factories.study import NOON, attempt_of

pytestmark = pytest.mark.django_db

MINUTES = timedelta(minutes=8)  # of the small exam
DOUBLE = Decimal(2)


@pytest.fixture
def place(db: None) -> Membership:
    """A learner with twice the time in a class, and with the usual time elsewhere."""
    return MembershipFactory.create(time_factor=DOUBLE)


def begun(place: Membership, now: datetime = NOON, factor: Decimal | None = None) -> Attempt:
    exam = Exam.objects.get(slug="mini")
    return assignedexams.begin(learner=who(place), exam=exam, seed=7, now=now, time_factor=factor)


def edited(place: Membership, factor: Decimal, now: datetime) -> None:
    """Its class gives somebody another factor."""
    memberships.edit_member(
        membership=place,
        name=place.name,
        roster_id="",
        groups=(),
        time_factor=factor,
        staff=UserFactory.create(username="olga"),
        now=now,
    )


def test_an_exam_that_the_class_set_has_the_time_of_the_class(place: Membership) -> None:
    assigned(place.classroom, "exam")
    attempt = begun(place)
    assert (attempt.time_factor, attempt.deadline) == (DOUBLE, NOON + 2 * MINUTES)


def test_it_is_the_least_and_whoever_wants_more_has_more(place: Membership) -> None:
    assigned(place.classroom, "exam")
    assert begun(place, factor=Decimal("1.25")).time_factor == DOUBLE
    other = MembershipFactory.create(classroom=place.classroom, time_factor=DOUBLE)
    assert begun(other, factor=Decimal(3)).time_factor == 3
    Learner.objects.filter(pk=who(place).pk).update(time_factor=4)
    learner = Learner.objects.get(pk=who(place).pk)
    assert least_factor(learner, Exam.objects.get(slug="mini").pk, now=NOON) == 4


def test_the_window_grows_with_the_same_factor(place: Membership) -> None:
    assigned(place.classroom, "exam", opens_at=NOON, due_at=NOON + HOUR)
    (todo,) = todo_list(who(place).pk, now=NOON).now
    assert todo.window.due_at == NOON + 2 * HOUR


@pytest.mark.parametrize(
    "lacks",
    ["never set", "not open yet", "withdrawn", "for others", "gone", "archived", "staff", "in another"],
)
def test_without_the_assignment_the_own_factor_holds(place: Membership, lacks: str) -> None:
    made = assigned(ClassroomFactory.create() if lacks == "in another" else place.classroom, "exam")
    rows = Assignment.objects.filter(pk=made.pk)
    match lacks:
        case "never set":
            rows.delete()
        case "not open yet":
            rows.update(opens_at=NOON + HOUR)
        case "withdrawn":
            rows.update(withdrawn_at=NOON)
        case "for others":
            rows.update(for_all=False)
            made.groups.add(ClassGroup.objects.create(classroom=place.classroom, name="Red"))
        case "gone":
            Membership.objects.filter(pk=place.pk).update(left_at=NOON)
        case "archived":
            type(place.classroom).objects.filter(pk=place.classroom_id).update(archived_at=NOON)
        case "staff":
            Membership.objects.filter(pk=place.pk).update(role="assistant")
    attempt = begun(place)
    assert (attempt.time_factor, attempt.deadline) == (Decimal(1), NOON + MINUTES)


def test_more_time_given_meanwhile_moves_the_open_paper(place: Membership) -> None:
    Membership.objects.filter(pk=place.pk).update(time_factor=1)
    assigned(place.classroom, "exam")
    attempt = begun(place)
    assert attempt.deadline == NOON + MINUTES
    edited(place, Decimal("1.5"), NOON + timedelta(minutes=2))
    attempt.refresh_from_db()
    assert attempt.deadline == NOON + 1.5 * MINUTES
    log = AttemptEvent.objects.get(attempt=attempt, kind="extended")
    assert log.value is not None
    assert (log.value["by"], log.value["reason"]) == ("olga", "Time factor")
    edited_back = Membership.objects.get(pk=place.pk)
    memberships.edit_member(
        membership=edited_back, name="N", roster_id="", groups=(), time_factor=Decimal(1),
        staff=UserFactory.create(), now=NOON + timedelta(minutes=3),
    )  # fmt: skip
    attempt.refresh_from_db()
    assert attempt.deadline == NOON + 1.5 * MINUTES  # nothing shortens it


@pytest.mark.parametrize("why", ["never set", "begun before", "set in another class"])
def test_a_paper_that_is_not_of_the_class_is_not_moved_by_it(place: Membership, why: str) -> None:
    Membership.objects.filter(pk=place.pk).update(time_factor=1)
    if why == "begun before":
        attempt = attempt_of(who(place), now=SINCE - timedelta(minutes=1))
        Attempt.objects.filter(pk=attempt.pk).update(deadline=NOON + DAY)
        attempt.refresh_from_db()
        assigned(place.classroom, "exam")
    else:
        attempt = attempt_of(who(place))
        if why == "set in another class":
            assigned(ClassroomFactory.create(), "exam")
    before = attempt.deadline
    edited(place, Decimal(5), NOON + timedelta(minutes=2))
    attempt.refresh_from_db()
    assert attempt.deadline == before
    assert not AttemptEvent.objects.filter(kind="extended").exists()
