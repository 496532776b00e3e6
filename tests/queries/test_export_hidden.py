"""What the download does not tell: keys, reasons, and what no page tells yet."""

import re
from datetime import timedelta

import pytest

from studyapp.actions import exams, practice
from studyapp.models import Attempt, AttemptItem, Learner, QuestionVersion
from tests.factories.keys import repaired, sat
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import NOON, attempt_of, quiz_of, reasons_of, right, wrong
from tests.factories.work import HOUR
from tests.queries.downloads import document, table, unzipped, with_everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(db: None) -> Learner:
    """Somebody with an account who has one of everything."""
    return with_everything(LearnerFactory.create(user=UserFactory.create(username="olga")))


def test_no_key_and_no_reason_is_in_it(learner: Learner) -> None:
    text = "".join(unzipped(learner).values())
    reasons = [reason for version in QuestionVersion.objects.all() for reason in reasons_of(version)]
    plain = [re.sub(r"<[^>]+>", "", reason) for reason in reasons]
    assert len(plain) > 100
    assert [reason for reason in (*reasons, *plain) if reason in text] == []
    for name in ("body", "choices", "stem_html", "takeaway_html"):
        assert f'"{name}"' not in text


def test_a_running_sitting_tells_no_more_than_its_page() -> None:
    learner = LearnerFactory.create()
    attempt = attempt_of(learner)
    item = AttemptItem.objects.filter(attempt=attempt).select_related("version").first()
    assert item is not None
    exams.save(attempt=attempt, position=1, response=right(item.version), flagged=True, now=NOON)
    (told,) = document(learner)["attempts"]
    first = told["items"][0]
    assert first["response"] == list(right(item.version))
    hidden = ("question", "objective", "scored", "correct", "answer")
    assert {name: {row[name] for row in told["items"]} for name in hidden} == {
        name: {None} for name in hidden
    }
    assert [event["kind"] for event in told["events"]] == ["started", "saved", "flagged"]
    (row,) = table(learner, "attempts.csv")
    assert (row["questions"], row["answered"], row["right"]) == ("4", "1", "")
    exams.submit(attempt=attempt, now=NOON)
    (told,) = document(learner)["attempts"]
    assert [row["correct"] for row in told["items"]] == [True, False, False, False]
    assert told["items"][0]["question"] == item.version.question.slug
    assert table(learner, "attempts.csv")[0]["right"] == "1"


def test_more_time_is_told_and_who_gave_it_is_not() -> None:
    learner, staff = LearnerFactory.create(), UserFactory.create(username="prudence", is_staff=True)
    attempt = attempt_of(learner)
    assert attempt.deadline is not None
    later = attempt.deadline + HOUR
    exams.extend(attempt=attempt, deadline=later, staff=staff, reason="Fire alarm", now=NOON)
    event = document(learner)["attempts"][0]["events"][-1]
    told = {"from": attempt.deadline.isoformat(), "to": later.isoformat(), "reason": "Fire alarm"}
    assert (event["kind"], event["value"]) == ("extended", told)
    assert "prudence" not in "".join(unzipped(learner).values())


def test_an_exam_that_never_shows_its_key_does_not_show_it_here() -> None:
    learner = LearnerFactory.create()
    attempt = attempt_of(learner)
    exams.submit(attempt=attempt, now=NOON)
    assert [row["correct"] for row in document(learner)["attempts"][0]["items"]] == [False] * 4
    Attempt.objects.update(review="never")
    told = document(learner)
    assert [row["correct"] for row in told["attempts"][0]["items"]] == [None] * 4
    assert [(row["correct"], row["points"]) for row in told["answers"]] == [(None, None)] * 4


def test_a_sitting_past_its_deadline_is_told_once_no_answer_can_come() -> None:
    learner = LearnerFactory.create()
    attempt_of(learner, now=NOON - timedelta(minutes=8, seconds=5))  # within the grace
    assert document(learner)["attempts"][0]["items"][0]["question"] is None
    Attempt.objects.update(deadline=NOON - HOUR)
    assert document(learner)["attempts"][0]["items"][0]["question"] is not None


@pytest.mark.parametrize("mode", ["each", "end"])
@pytest.mark.parametrize("good", [True, False])
def test_a_quiz_with_its_reasons_at_the_end_keeps_them_here_too(mode: str, good: bool) -> None:
    learner = LearnerFactory.create()
    session = quiz_of(learner, mode=mode)
    version = session.items.select_related("version").get(position=1).version
    given = right(version) if good else wrong(version)
    practice.answer(session=session, position=1, response=given, confidence="sure", now=NOON)
    hidden = mode == "end"
    (answer,) = document(learner)["answers"]
    assert answer["correct"] == (None if hidden else good)
    assert (answer["points"] is None) == hidden
    assert table(learner, "answers.csv")[0]["correct"] == ("" if hidden else str(good))
    practice.finish(session=session, now=NOON)
    assert document(learner)["answers"][0]["correct"] == good


def test_what_a_repaired_key_did_is_told_and_who_repaired_it_is_not() -> None:
    learner = LearnerFactory.create()
    attempt = sat(learner, good=(False, True, True, True))
    version = attempt.items.select_related("version").get(position=1).version
    made = repaired(version, staff=UserFactory.create(username="prudence", is_staff=True))
    (told,) = document(learner)["attempts"][0]["repairs"]
    why = {"reason": made.reason, "undo_reason": "", "position": 1}
    assert told == {
        "repair": {
            "kind": "key",
            "never_lower": False,
            "made_at": "2026-11-24T12:00:00Z",
            "undone_at": None,
            **why,
        },
        **{"right_before": 3, "total_before": 4, "scaled_before": 750, "passed_before": True},
        **{"right_after": 4, "total_after": 4, "scaled_after": 1000, "passed_after": True},
    }
    Attempt.objects.update(review="never")
    (told,) = document(learner)["attempts"][0]["repairs"]
    assert {name: told["repair"][name] for name in why} == dict.fromkeys(why)
    text = "".join(unzipped(learner).values())
    assert ("prudence" in text, made.reason in text) == (False, False)
