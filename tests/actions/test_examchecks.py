"""Checking one question during a sitting: it freezes the answer, and nothing else."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from studyapp.actions import exams
from studyapp.actions.examchecks import AnswerMoved, NothingToCheck, check
from studyapp.actions.examlog import Sent
from studyapp.domain.grading import Confidence
from studyapp.models import Answer, Attempt, AttemptItem
from tests.actions.sittings import DEADLINE, SECOND, item_at, log, save
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of, right, wrong

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(minutes=1)


@pytest.fixture
def attempt() -> Attempt:
    """A sitting whose questions may be checked; the first is answered wrong."""
    made = attempt_of(LearnerFactory.create())
    Attempt.objects.update(review="at_once")
    made.refresh_from_db()
    save(made, 1, wrong(item_at(made, 1).version))
    return made


def checked(attempt: Attempt, position: int = 1, *, version: int = 1, now: datetime = LATER) -> None:
    check(
        attempt=attempt,
        position=position,
        version=version,
        confidence=Confidence.SURE,
        now=now,
    )


def rows(attempt: Attempt) -> list[dict[str, Any]]:
    return [dict(row) for row in AttemptItem.objects.filter(attempt=attempt).order_by("position").values()]


def test_a_check_freezes_one_answer_and_is_in_the_log(attempt: Attempt) -> None:
    before = rows(attempt)
    checked(attempt)
    assert rows(attempt) == [{**before[0], "checked_at": LATER, "confidence": "sure"}, *before[1:]]
    assert log(attempt)[-1] == ("checked", 1, "sure", 1, False, LATER)


def test_checking_again_changes_nothing(attempt: Attempt) -> None:
    checked(attempt)
    before = (rows(attempt), log(attempt))
    check(attempt=attempt, position=1, version=1, confidence=Confidence.GUESS, now=LATER + SECOND)
    checked(attempt, version=7)
    assert (rows(attempt), log(attempt)) == before


@pytest.mark.parametrize("sent", [Sent(), Sent("tab-1", 9, LATER), Sent("tab-2", 1, LATER)])
@pytest.mark.parametrize("clears", [True, False])
def test_another_answer_is_refused_from_then_on(attempt: Attempt, sent: Sent, clears: bool) -> None:
    checked(attempt)
    before = (rows(attempt), log(attempt))
    version = item_at(attempt, 1).version
    with pytest.raises(exams.AlreadyChecked, match="so its answer stays as it was"):
        save(attempt, 1, right(version), sent=sent, clears=clears, flagged=True, now=LATER + SECOND)
    if clears:
        with pytest.raises(exams.AlreadyChecked):
            save(attempt, 1, (), sent=sent, clears=True, now=LATER + SECOND)
    assert (rows(attempt), log(attempt)) == before


def test_the_same_answer_a_flag_and_the_other_questions_are_taken(attempt: Attempt) -> None:
    checked(attempt)
    version = item_at(attempt, 1).version
    assert save(attempt, 1, wrong(version), now=LATER).word == "stored"
    assert save(attempt, 1, flagged=True, now=LATER).flagged is True
    assert save(attempt, 2, right(item_at(attempt, 2).version), now=LATER).word == "stored"
    assert rows(attempt)[0]["response"] == list(wrong(version))


def test_what_cannot_be_checked(attempt: Attempt) -> None:
    before = (rows(attempt), log(attempt))
    with pytest.raises(exams.NoSuchQuestion):
        checked(attempt, 5)
    with pytest.raises(NothingToCheck):
        checked(attempt, 2, version=0)
    with pytest.raises(AnswerMoved):
        checked(attempt, version=2)
    with pytest.raises(exams.TooLate):
        checked(attempt, now=DEADLINE)
    assert (rows(attempt), log(attempt)) == before


@pytest.mark.parametrize("review", ["after_submit", "after_window", "never", "?"])
def test_no_other_policy_knows_a_check(attempt: Attempt, review: str) -> None:
    Attempt.objects.update(review=review)
    with pytest.raises(NothingToCheck):
        checked(attempt)
    assert rows(attempt)[0]["checked_at"] is None


def test_nothing_is_checked_once_the_paper_is_handed_in(attempt: Attempt) -> None:
    exams.submit(attempt=attempt, now=LATER)
    with pytest.raises(exams.TooLate):
        checked(attempt)


def test_the_answer_on_record_says_how_sure_it_was(attempt: Attempt) -> None:
    save(attempt, 2, right(item_at(attempt, 2).version))
    checked(attempt)
    exams.submit(attempt=attempt, now=LATER)
    said = Answer.objects.order_by("pk").values_list("correct", "confidence")
    assert list(said) == [(False, "sure"), (True, ""), (False, ""), (False, "")]


def test_the_policy_and_the_window_are_frozen_at_the_start() -> None:
    made = attempt_of(LearnerFactory.create())
    exam = made.exam
    assert (made.review, made.review_from) == ("after_submit", None)
    exam.review, exam.closes_at = "after_window", DEADLINE
    exam.save()
    second = attempt_of(LearnerFactory.create())
    exam.review, exam.closes_at = "never", None
    exam.save()
    second.refresh_from_db()
    assert (second.review, second.review_from) == ("after_window", DEADLINE)
