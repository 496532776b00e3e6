"""Reports: filed once, closed once, and never more open ones than can be read."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from studyapp.actions import reports
from studyapp.actions.reports import MOST_OPEN, ClosedMeanwhile, TooManyOpen
from studyapp.models import Attempt, Learner, QuestionReport, User
from studyapp.queries.reports import Reportable, reportable
from tests.actions.sittings import DEADLINE, GRACE_OVER, fill
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of, course
from tests.factories.work import ended_quiz, reported, staff

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(minutes=5)


def shown_to(learner: Learner, position: int = 1) -> Reportable:
    """A question of an ended quiz; the first one was answered."""
    session = ended_quiz(learner, seed=1)
    version = session.items.get(position=position).version_id
    found = reportable(course(), learner.pk, version, "practice", now=NOON)
    assert found is not None
    return found


def file(learner: Learner, shown: Reportable, **more: Any) -> QuestionReport:
    plain: dict[str, Any] = {"kind": "key", "text": "C too?", "token": uuid4(), "now": NOON}
    return reports.file_report(learner=learner, shown=shown, **plain | more)


def close(report: QuestionReport, by: User, *, alike: bool = False, state: str = "declined") -> int:
    return reports.close_report(
        report_id=report.pk, staff=by, state=state, reply=f"By {by}.", alike=alike, now=LATER
    )


def outcomes() -> list[tuple[str, str]]:
    return list(QuestionReport.objects.order_by("pk").values_list("state", "reply"))


def test_a_report_is_kept_with_the_text_and_the_answer() -> None:
    learner, token = LearnerFactory.create(), uuid4()
    shown = shown_to(learner)
    assert shown.answer_id is not None
    made = file(learner, shown, token=token)
    assert QuestionReport.objects.values().get() == {
        "id": made.pk,
        "learner_id": learner.pk,
        "question_id": shown.question_id,
        "version_id": shown.version_id,
        "answer_id": shown.answer_id,
        "place": "practice",
        "kind": "key",
        "text": "C too?",
        "created_at": NOON,
        "token": token,
        "state": "open",
        "reply": "",
        "closed_at": None,
        "closed_by_id": None,
        "seen_at": None,
    }


def test_a_question_left_open_is_reported_without_an_answer() -> None:
    learner = LearnerFactory.create()
    assert file(learner, shown_to(learner, position=2)).answer is None


def test_sent_twice_it_is_one_report() -> None:
    learner, token = LearnerFactory.create(), uuid4()
    shown = shown_to(learner)
    first = file(learner, shown, token=token)
    assert file(learner, shown, token=token, text="changed", now=LATER) == first
    assert QuestionReport.objects.values_list("text", "created_at").get() == ("C too?", NOON)


def test_a_token_is_one_learners_own() -> None:
    one, other, token = LearnerFactory.create(), LearnerFactory.create(), uuid4()
    assert file(one, shown_to(one), token=token) != file(other, shown_to(other), token=token)


def test_at_most_twenty_open_ones() -> None:
    learner, other = LearnerFactory.create(), LearnerFactory.create()
    shown, token = shown_to(learner), uuid4()
    made = [file(learner, shown, token=token), *(file(learner, shown) for _ in range(MOST_OPEN - 1))]
    with pytest.raises(TooManyOpen):
        file(learner, shown)
    assert QuestionReport.objects.count() == MOST_OPEN == 20
    assert file(learner, shown, token=token) == made[0]  # sent again: it is kept already
    file(other, shown_to(other))
    close(made[3], staff())
    file(learner, shown)
    with pytest.raises(TooManyOpen):
        file(learner, shown)


def test_an_exam_that_only_its_deadline_ended_is_settled_first() -> None:
    attempt = attempt_of(LearnerFactory.create())
    fill(attempt, [False])
    version = attempt.items.get(position=1).version_id
    shown = reportable(course(), attempt.learner_id, version, "exam", now=GRACE_OVER)
    assert shown is not None
    assert shown.unsettled == attempt.pk
    made = file(attempt.learner, shown, now=GRACE_OVER)
    assert Attempt.objects.get().submitted_at == DEADLINE
    assert made.answer is not None
    assert (made.answer.place, made.answer.version_id, made.answer.correct) == ("exam", version, False)


def test_an_answer_closes_a_report() -> None:
    by = staff()
    made = reported(ended_quiz(LearnerFactory.create(), seed=1))
    other = reported(ended_quiz(LearnerFactory.create(), seed=1))
    assert close(made, by) == 1
    closed = QuestionReport.objects.get(pk=made.pk)
    assert (closed.state, closed.reply, closed.closed_at, closed.closed_by) == (
        "declined",
        "By ines.",
        LATER,
        by,
    )
    assert QuestionReport.objects.get(pk=other.pk).state == "open"


def test_of_two_at_once_the_second_is_told() -> None:
    made = reported(ended_quiz(LearnerFactory.create(), seed=1))
    other = reported(ended_quiz(LearnerFactory.create(), seed=1))
    close(made, staff())
    with pytest.raises(ClosedMeanwhile):
        close(made, staff("otto"), alike=True, state="accepted")
    assert outcomes() == [("declined", "By ines."), ("open", "")]
    assert QuestionReport.objects.get(pk=other.pk).closed_at is None


def test_one_answer_for_all_that_is_open_on_the_same_question() -> None:
    session = ended_quiz(LearnerFactory.create(), seed=1)
    before, made, same = reported(session), reported(session), reported(session)
    other = ended_quiz(LearnerFactory.create(), seed=2)
    elsewhere = reported(other)
    assert elsewhere.question_id != made.question_id
    close(before, staff("otto"))
    assert close(made, staff(), alike=True, state="accepted") == 2
    assert outcomes() == [
        ("declined", "By otto."),
        ("accepted", "By ines."),
        ("accepted", "By ines."),
        ("open", ""),
    ]
    assert QuestionReport.objects.get(pk=same.pk).closed_at == LATER


def test_a_report_there_is_not_cannot_be_closed() -> None:
    made = reported(ended_quiz(LearnerFactory.create(), seed=1))
    made.pk += 1
    with pytest.raises(ClosedMeanwhile):
        close(made, staff())


def test_outcomes_are_seen_once() -> None:
    session = ended_quiz(LearnerFactory.create(), seed=1)
    made, still_open = reported(session), reported(session)
    others = reported(ended_quiz(LearnerFactory.create(), seed=1))
    for report in (made, others):
        close(report, staff(f"staff-{report.pk}"))
    assert reports.mark_seen(learner=session.learner, now=LATER) == 1
    assert reports.mark_seen(learner=session.learner, now=LATER + timedelta(days=1)) == 0
    seen = dict(QuestionReport.objects.values_list("pk", "seen_at"))
    assert seen == {made.pk: LATER, still_open.pk: None, others.pk: None}
