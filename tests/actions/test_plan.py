"""Setting the exam date."""

from datetime import UTC, date, datetime, timedelta

import pytest

from studyapp.actions.plan import DateRefused, set_exam_date
from studyapp.domain.planning import last_look
from studyapp.models import Card, Learner, Memory
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, MemoryFactory
from tests.views.rows import all_rows, changed

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
EXAM = TODAY + 60 * DAY


def kept(learner: Learner, number: int, due: date | None, stage: str = "review") -> Memory:
    """A card of the course in memory, by its place."""
    return MemoryFactory.create(
        learner=learner,
        card=Card.objects.order_by("pk")[number],
        stage=stage,
        stability=None if stage == "new" else 80.0,
        difficulty=None if stage == "new" else 5.0,
        due_day=due,
        last_at=None if stage == "new" else NOON - 5 * DAY,
        last_day=None if stage == "new" else TODAY - 5 * DAY,
        reviews=0 if stage == "new" else 4,
    )


def due_days(learner: Learner) -> list[date | None]:
    return list(Memory.objects.filter(learner=learner).order_by("pk").values_list("due_day", flat=True))


def test_a_date_moves_what_lies_beyond_it_and_nothing_else() -> None:
    learner, other = LearnerFactory.create_batch(2)
    beyond = [kept(learner, n, EXAM + n * DAY) for n in range(4)]
    kept(learner, 4, EXAM - DAY)
    kept(learner, 5, None, stage="new")
    kept(learner, 6, TODAY, stage="learning")
    kept(other, 0, EXAM + DAY)
    before = all_rows()
    assert set_exam_date(learner=learner, day=EXAM, now=NOON) == 4
    assert changed(before) == {"Learner": 0, "Memory": 0}
    assert Learner.objects.get(pk=learner.pk).exam_date == EXAM
    assert due_days(learner) == [*(last_look(row.pk, EXAM) for row in beyond), EXAM - DAY, None, TODAY]
    assert due_days(other) == [EXAM + DAY]
    assert Learner.objects.get(pk=other.pk).exam_date is None


def test_the_same_date_twice_moves_nothing_more() -> None:
    learner = LearnerFactory.create()
    kept(learner, 0, EXAM)
    assert [set_exam_date(learner=learner, day=EXAM, now=NOON) for _ in range(2)] == [1, 0]


def test_an_earlier_date_moves_again_and_a_later_one_does_not() -> None:
    learner = LearnerFactory.create()
    memory = kept(learner, 0, EXAM + 100 * DAY)
    set_exam_date(learner=learner, day=EXAM, now=NOON)
    sooner, later = EXAM - 20 * DAY, EXAM + 90 * DAY
    assert set_exam_date(learner=learner, day=sooner, now=NOON) == 1
    assert due_days(learner) == [last_look(memory.pk, sooner)]
    assert set_exam_date(learner=learner, day=later, now=NOON) == 0
    assert Learner.objects.get(pk=learner.pk).exam_date == later


def test_clearing_moves_nothing() -> None:
    learner = LearnerFactory.create(exam_date=EXAM)
    kept(learner, 0, EXAM + DAY)
    before = all_rows()
    assert set_exam_date(learner=learner, day=None, now=NOON) == 0
    assert changed(before) == {"Learner": 0}
    assert Learner.objects.get(pk=learner.pk).exam_date is None


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (TODAY - DAY, "This day has passed. Choose today or a later one."),
        (date(1999, 1, 1), "This day has passed. Choose today or a later one."),
        (date(2028, 11, 25), "Choose a day within the next two years."),
        (date(9999, 12, 31), "Choose a day within the next two years."),
    ],
)
def test_a_day_that_has_passed_or_is_too_far_is_refused(day: date, reason: str) -> None:
    learner = LearnerFactory.create(exam_date=EXAM)
    kept(learner, 0, EXAM + 900 * DAY)
    before = all_rows()
    with pytest.raises(DateRefused) as refusal:
        set_exam_date(learner=learner, day=day, now=NOON)
    assert str(refusal.value) == reason
    assert changed(before) == {}


def test_today_and_tomorrow_can_be_set_and_leave_what_lies_beyond() -> None:
    learner = LearnerFactory.create()
    kept(learner, 0, EXAM)
    for day in (TODAY, TODAY + DAY):
        assert set_exam_date(learner=learner, day=day, now=NOON) == 0
        assert due_days(learner) == [EXAM]
    assert Learner.objects.get(pk=learner.pk).exam_date == TODAY + DAY


def test_the_day_is_the_learners_own() -> None:
    learner = LearnerFactory.create(time_zone="Pacific/Auckland")
    night = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)  # 11 in the morning of the 24th there
    with pytest.raises(DateRefused):
        set_exam_date(learner=learner, day=TODAY - DAY, now=night)
    set_exam_date(learner=learner, day=TODAY, now=night)
    assert Learner.objects.get(pk=learner.pk).exam_date == TODAY
