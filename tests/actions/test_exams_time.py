"""The clock of a sitting: frozen, moved by staff alone, over without anybody, or not there at all."""

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from studyapp.actions import exams
from studyapp.actions.exams import TooLate
from studyapp.models import Answer, Attempt, AttemptEvent, Exam, Learner
from studyapp.queries.examreport import report
from studyapp.queries.exams import is_over, open_attempt, still_takes_answers
from tests.actions.editedcourse import edited, publish_files, spare_course
from tests.actions.sittings import DEADLINE, GRACE_OVER, SECOND, fill, item_at, log, save
from tests.factories.course import small_course
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import NOON, attempt_of, course

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def begun(learner: Learner, factor: str | None) -> Attempt:
    times = Decimal(factor) if factor else None
    exam = Exam.objects.get(slug="mini")
    return exams.start(learner=learner, exam=exam, seed=1, now=NOON, time_factor=times)


@pytest.mark.parametrize(
    ("own", "chosen", "minutes"),
    [
        ("1", None, 8),
        ("1", "1.25", 10),
        ("1", "1.5", 12),
        ("1", "2", 16),
        ("1.5", None, 12),
        ("1.5", "1.25", 12),
        ("1.5", "2", 16),
    ],
)
def test_a_sitting_may_take_more_time_than_the_learners_own_and_never_less(
    own: str, chosen: str | None, minutes: int
) -> None:
    begun(LearnerFactory.create(time_factor=Decimal(own)), chosen)
    stored = Attempt.objects.get()
    assert stored.deadline == NOON + minutes * MINUTE
    assert stored.time_factor == Decimal(minutes) / 8
    assert Learner.objects.get().time_factor == Decimal(own)


def test_staff_can_give_more_time_and_it_is_logged() -> None:
    attempt, staff = attempt_of(LearnerFactory.create()), UserFactory.create(is_staff=True)
    now, later = NOON + MINUTE, DEADLINE + 5 * MINUTE
    exams.extend(attempt=attempt, deadline=later, staff=staff, reason="Fire alarm", now=now)
    stored = Attempt.objects.get()
    assert (stored.deadline, stored.time_limit, stored.time_factor) == (later, 8 * MINUTE, Decimal(1))
    told = {
        "from": DEADLINE.isoformat(),
        "to": later.isoformat(),
        "by": staff.username,
        "reason": "Fire alarm",
    }
    assert log(attempt)[-1] == ("extended", None, told, 0, False, now)
    option = item_at(attempt, 1).order[0]
    save(attempt, 1, (option,), now=DEADLINE + 4 * MINUTE)
    assert AttemptEvent.objects.get(kind="saved").late is False
    exams.submit(attempt=attempt, now=DEADLINE + 4 * MINUTE)  # `attempt` still has the old deadline
    assert Attempt.objects.get().submitted_at == DEADLINE + 4 * MINUTE
    assert log(attempt)[-1][0] == "submitted"


@pytest.mark.parametrize(
    ("deadline", "now"), [(DEADLINE, NOON), (DEADLINE - SECOND, NOON), (DEADLINE + SECOND, DEADLINE + SECOND)]
)
def test_more_time_is_more_time(deadline: datetime, now: datetime) -> None:
    attempt = attempt_of(LearnerFactory.create())
    before = log(attempt), Attempt.objects.values().get()
    with pytest.raises(ValueError, match="More time"):
        exams.extend(attempt=attempt, deadline=deadline, staff=UserFactory.create(), reason="", now=now)
    assert (log(attempt), Attempt.objects.values().get()) == before


@pytest.mark.parametrize("submitted", [True, False])
def test_what_is_over_stays_over(submitted: bool) -> None:
    attempt = attempt_of(LearnerFactory.create())
    if submitted:
        exams.submit(attempt=attempt, now=NOON + SECOND)
    now = NOON + MINUTE if submitted else GRACE_OVER
    with pytest.raises(TooLate):
        exams.extend(
            attempt=attempt, deadline=DEADLINE + MINUTE * 9, staff=UserFactory.create(), reason="", now=now
        )
    assert Attempt.objects.get().deadline == DEADLINE


def test_closing_what_is_overdue_tidies_once_and_leaves_the_rest() -> None:
    overdue, running = (
        attempt_of(LearnerFactory.create()),
        attempt_of(LearnerFactory.create(), now=NOON + MINUTE),
    )
    fill(overdue, [True])
    assert exams.close_overdue(now=GRACE_OVER - timedelta(microseconds=1)) == 0  # answers are on their way
    assert Attempt.objects.filter(submitted_at=None).count() == 2
    assert exams.close_overdue(now=GRACE_OVER) == 1
    rows = list(Attempt.objects.order_by("pk").values_list("pk", "submitted_at"))
    assert rows == [(overdue.pk, DEADLINE), (running.pk, None)]
    assert Answer.objects.filter(correct=True).count() == 1
    assert log(overdue)[-1] == ("closed", None, None, 0, False, GRACE_OVER)
    assert exams.close_overdue(now=GRACE_OVER) == 0
    assert len(log(overdue)) == 3


def test_a_new_start_of_another_exam_leaves_what_is_on_its_way(tmp_path: Path) -> None:
    publish_files(tmp_path / "course", spare_course())
    learner = LearnerFactory.create()
    attempt = attempt_of(learner)
    attempt_of(learner, slug="maxi", now=DEADLINE + SECOND)
    option = item_at(attempt, 1).order[0]
    assert save(attempt, 1, (option,), now=DEADLINE + 2 * SECOND).word == "stored"


def test_without_a_limit_a_paper_is_open_until_it_is_handed_in(tmp_path: Path) -> None:
    publish_files(tmp_path / "course", edited(small_course(), "exams/mini.yaml", "minutes: 8\n", ""))
    learner = LearnerFactory.create(time_factor=2)
    begun(learner, "2")
    attempt = Attempt.objects.select_related("exam").get()
    assert (attempt.deadline, attempt.time_limit) == (None, None)
    later = NOON + timedelta(days=400)
    assert (is_over(attempt, later), still_takes_answers(attempt, later)) == (False, True)
    assert exams.close_overdue(now=later) == 0
    running = open_attempt(learner.pk, now=later)
    assert running is not None
    assert (running.pk, running.deadline) == (attempt.pk, None)
    fill(attempt, [True] * 4, now=later)
    assert attempt_of(learner, now=later) == attempt
    with pytest.raises(ValueError, match="More time"):
        exams.extend(attempt=attempt, deadline=later, staff=UserFactory.create(), reason="", now=NOON)
    exams.submit(attempt=attempt, now=later)
    attempt.refresh_from_db()
    assert attempt.submitted_at == later
    assert log(attempt)[-1][0] == "submitted"
    seen = report(course(), attempt, now=later)
    assert (seen.in_time, seen.score.right) == (True, 4)
