"""Sitting an exam: what is saved, and the end."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connections
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.actions import exams
from studyapp.actions.exams import NoSuchQuestion, TooLate
from studyapp.domain.grading import InvalidResponse, Response
from studyapp.models import Answer, Attempt, AttemptEvent
from studyapp.queries.examreport import Report, report
from studyapp.queries.exams import attempts
from tests.actions.sittings import DEADLINE, GRACE_OVER, SECOND, fill, item_at, log, save
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of, course, rolled_back


@pytest.mark.django_db
def test_a_response_is_saved_changed_and_cleared() -> None:
    attempt = attempt_of(LearnerFactory.create())
    one, two = item_at(attempt, 2).order[:2]
    for number, response in enumerate([(one,), (two,), ()], start=1):
        returned = save(attempt, 2, response, clears=not response, now=NOON + number * SECOND)
        stored = item_at(attempt, 2)
        assert (returned.word, returned.response, returned.version) == ("stored", response, number)
        assert (stored.response, stored.revision) == (list(response), number)
    assert log(attempt)[1:] == [
        ("saved", 2, [one], 1, False, NOON + SECOND),
        ("saved", 2, [two], 2, False, NOON + 2 * SECOND),
        ("saved", 2, [], 3, False, NOON + 3 * SECOND),
    ]
    assert {item.revision for item in attempt.items.exclude(position=2)} == {0}
    assert Answer.objects.count() == 0


@pytest.mark.django_db
def test_saving_the_same_again_is_no_change() -> None:
    attempt = attempt_of(LearnerFactory.create())
    option = item_at(attempt, 1).order[0]
    save(attempt, 1, (option,), flagged=True)
    before = log(attempt), list(attempt.items.values())
    save(attempt, 1, (option,), flagged=True, now=NOON + timedelta(minutes=1))
    save(attempt, 1, None, flagged=None)
    assert (log(attempt), list(attempt.items.values())) == before


@pytest.mark.django_db
def test_a_flag_and_a_response_leave_each_other_alone() -> None:
    attempt = attempt_of(LearnerFactory.create())
    option = item_at(attempt, 3).order[1]
    save(attempt, 3, flagged=True)
    save(attempt, 3, (option,))
    stored = item_at(attempt, 3)
    assert (stored.flagged, stored.response, stored.revision) == (True, [option], 1)
    save(attempt, 3, flagged=False)
    stored = item_at(attempt, 3)
    assert (stored.flagged, stored.response, stored.revision) == (False, [option], 1)
    assert [(kind, value) for kind, _, value, *_ in log(attempt)[1:]] == [
        ("flagged", True),
        ("saved", [option]),
        ("flagged", False),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("response", [("nonsense",), ("x" * 1_000_000,), tuple("0123456789")])
def test_what_does_not_fit_is_refused_and_not_even_the_flag_is_stored(response: Response) -> None:
    attempt = attempt_of(LearnerFactory.create())
    before = log(attempt), list(attempt.items.values())
    with pytest.raises(InvalidResponse):
        save(attempt, 1, response, flagged=True)
    assert (log(attempt), list(attempt.items.values())) == before


@pytest.mark.django_db
@pytest.mark.parametrize("position", [0, 5, 10**9])
def test_a_position_the_paper_does_not_have(position: int) -> None:
    attempt = attempt_of(LearnerFactory.create())
    with pytest.raises(NoSuchQuestion):
        save(attempt, position, ())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "late"),
    [
        (DEADLINE - SECOND, False),
        (DEADLINE + SECOND, True),
        (GRACE_OVER - timedelta(microseconds=1), True),
    ],
)
def test_what_is_on_its_way_when_the_time_is_up_counts_and_is_marked_late(now: datetime, late: bool) -> None:
    attempt = attempt_of(LearnerFactory.create())
    option = item_at(attempt, 1).order[0]
    save(attempt, 1, (option,), flagged=True, now=now)
    assert item_at(attempt, 1).response == [option]
    assert log(attempt)[1:] == [("saved", 1, [option], 1, late, now), ("flagged", 1, True, 1, late, now)]


@pytest.mark.django_db
@pytest.mark.parametrize("now", [GRACE_OVER, GRACE_OVER + timedelta(days=400)])
def test_ten_seconds_after_the_deadline_nothing_is_stored(now: datetime) -> None:
    attempt = attempt_of(LearnerFactory.create())
    before = log(attempt), list(attempt.items.values())
    with pytest.raises(TooLate):
        save(attempt, 1, (item_at(attempt, 1).order[0],), flagged=True, now=now)
    assert (log(attempt), list(attempt.items.values())) == before


@pytest.mark.django_db
def test_after_the_submit_nothing_is_stored() -> None:
    attempt = attempt_of(LearnerFactory.create())
    exams.submit(attempt=attempt, now=NOON + SECOND)
    before = log(attempt), list(attempt.items.values())
    with pytest.raises(TooLate):
        # The attempt as it was read before: what is stored decides.
        save(attempt, 1, (item_at(attempt, 1).order[0],), now=NOON + 2 * SECOND)
    assert (log(attempt), list(attempt.items.values())) == before


@pytest.mark.django_db
def test_submitting_records_every_answer_once() -> None:
    learner = LearnerFactory.create()
    attempt = attempt_of(learner)
    fill(attempt, [True, False, True])
    finish = NOON + timedelta(minutes=5)
    exams.submit(attempt=attempt, now=finish)
    assert Attempt.objects.get().submitted_at == finish
    stored = [item.answer for item in attempt.items.select_related("answer")]
    assert [answer and answer.correct for answer in stored] == [True, False, True, False]
    for item, answer in zip(attempt.items.all(), stored, strict=True):
        assert answer is not None
        assert (answer.learner, answer.place, answer.confidence) == (learner, "exam", "")
        assert (answer.version_id, answer.response) == (item.version_id, item.response)
        assert answer.answered_at == finish
    assert log(attempt)[-1] == ("submitted", None, None, 0, False, finish)
    rows = list(Answer.objects.order_by("pk").values()), log(attempt)
    exams.submit(attempt=attempt, now=finish + SECOND)
    exams.submit(attempt=Attempt.objects.get(), now=GRACE_OVER)
    assert (list(Answer.objects.order_by("pk").values()), log(attempt)) == rows
    assert Attempt.objects.get().submitted_at == finish


def test_ten_submits_at_once_are_one(published: None) -> None:
    attempt = attempt_of(LearnerFactory.create())
    fill(attempt, [True, True])
    together = Barrier(10)

    def click(_: int) -> None:
        try:
            together.wait()
            exams.submit(attempt=Attempt.objects.get(pk=attempt.pk), now=NOON + SECOND)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(click, range(10)))
    assert (Answer.objects.count(), Answer.objects.filter(correct=True).count()) == (4, 2)
    assert AttemptEvent.objects.filter(kind="submitted").count() == 1
    assert attempt.items.filter(answer=None).count() == 0


def test_what_was_shown_as_saved_is_handed_in(published: None) -> None:
    """Four saves and a submit at once: each save is either in the answers or was refused."""
    attempt = attempt_of(LearnerFactory.create())
    wanted = {position: item_at(attempt, position).order[0] for position in range(1, 5)}
    together = Barrier(5)

    def save_or_submit(position: int) -> bool:
        try:
            together.wait()
            if position == 5:
                exams.submit(attempt=attempt, now=NOON + SECOND)
            else:
                save(attempt, position, (wanted[position],))
        except TooLate:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(5) as pool:
        stored = dict(zip(range(1, 6), pool.map(save_or_submit, range(1, 6)), strict=True))
    for item in attempt.items.select_related("answer"):
        assert item.answer is not None
        saved = [wanted[item.position]] if stored[item.position] else []
        assert (item.response, item.answer.response) == (saved, saved)


@pytest.mark.django_db
@pytest.mark.parametrize("late", [SECOND, timedelta(seconds=10), timedelta(days=30)])
def test_a_late_submit_finishes_at_the_deadline(late: timedelta) -> None:
    attempt = attempt_of(LearnerFactory.create())
    fill(attempt, [True])
    exams.submit(attempt=attempt, now=DEADLINE + late)
    assert Attempt.objects.get().submitted_at == DEADLINE
    assert set(Answer.objects.values_list("answered_at", flat=True)) == {DEADLINE}
    assert log(attempt)[-1] == ("closed", None, None, 0, False, DEADLINE + late)


def report_of(attempt: Attempt, now: datetime) -> Report:
    """The report as a page that has just been loaded would have it."""
    return report(course(), Attempt.objects.select_related("exam").get(pk=attempt.pk), now=now)


@settings(max_examples=10, deadline=None)
@given(
    marks=st.lists(st.booleans(), max_size=4),
    closed_after=st.timedeltas(timedelta(seconds=10), timedelta(days=9)),
    seed=st.integers(0, 2**32),
)
@pytest.mark.django_db
def test_the_report_is_the_same_whether_or_not_anything_ran_after_the_deadline(
    marks: list[bool], closed_after: timedelta, seed: int
) -> None:
    with rolled_back():
        learner = LearnerFactory.create()
        attempt = attempt_of(learner, seed=seed)
        fill(attempt, marks)
        later = DEADLINE + timedelta(days=10)
        untouched = report_of(attempt, later)
        assert (untouched.score.right, untouched.score.total) == (sum(marks), 4)
        assert (untouched.finished_at, untouched.in_time) == (DEADLINE, False)
        assert report_of(attempt, GRACE_OVER) == untouched
        listed = attempts(learner.pk, now=later)
        exams.submit(attempt=attempt, now=DEADLINE + closed_after)
        assert report_of(attempt, later) == untouched
        assert attempts(learner.pk, now=later) == (replace(listed[0], state="submitted"),)


@pytest.mark.django_db
def test_each_sitting_has_answers_of_its_own() -> None:
    one, two = LearnerFactory.create(), LearnerFactory.create()
    for learner in (one, two):
        attempt = attempt_of(learner)
        fill(attempt, [learner == one] * 4)
        exams.submit(attempt=attempt, now=NOON + SECOND)
    assert Answer.objects.filter(learner=one, correct=True).count() == 4
    assert Answer.objects.filter(learner=two, correct=False).count() == 4
    tokens: set[UUID] = set(Answer.objects.values_list("token", flat=True))
    assert len(tokens) == 8
