"""The download: all of one learner, nothing of anybody else, nothing that is not told yet."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from studyapp.actions.recovery import make_codes, use_code
from studyapp.models import (
    Answer,
    Learner,
    Memory,
    Review,
)
from studyapp.queries import export, ownrows
from studyapp.queries.export import archive
from tests.actions.belongings import hanging_models
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import (
    NOON,
)
from tests.factories.work import HOUR, stored_answers
from tests.queries.downloads import document, table, unzipped, with_everything

pytestmark = pytest.mark.django_db

TABLES = {"answers.csv": "answers", "reviews.csv": "reviews", "attempts.csv": "attempts"}


@pytest.fixture
def learner(db: None) -> Learner:
    """Somebody with an account who has one of everything."""
    return with_everything(LearnerFactory.create(user=UserFactory.create(username="olga")))


def sizes(learner: Learner) -> dict[str, int]:
    """How many rows of each kind there are, by their place in the document."""
    places = {
        "answers": "Answer",
        "attempts": "Attempt",
        "lessons": "LessonProgress",
        "memories": "Memory",
        "classes": "Membership",
        "parameter_sets": "ParameterSet",
        "calendars": "CalendarFeed",
        "quizzes": "PracticeSession",
        "reports": "QuestionReport",
        "reviews": "Review",
    }
    models = {model.__name__: model for model in hanging_models()}
    return {
        place: models[name]._default_manager.filter(learner=learner).count() for place, name in places.items()
    }


def test_everything_is_in_it_and_as_often_as_it_is_stored(learner: Learner) -> None:
    told = document(learner)
    counts = sizes(learner)
    assert {place: len(told[place]) for place in counts} == counts
    assert min(counts.values()) >= 1
    nested = {
        "PracticeItem": sum(len(quiz["items"]) for quiz in told["quizzes"]),
        "AttemptItem": sum(len(sitting["items"]) for sitting in told["attempts"]),
        "AttemptEvent": sum(len(sitting["events"]) for sitting in told["attempts"]),
        "AssignmentException": sum(len(place["exceptions"]) for place in told["classes"]),
        "AssignmentHelp": sum(len(place["calls"]) for place in told["classes"]),
        "LiveVote": sum(len(place["votes"]) for place in told["classes"]),
    }
    stored = {model.__name__: model._default_manager.count() for model in hanging_models()}
    assert nested == {name: stored[name] for name in nested}
    assert {name: len(table(learner, name)) for name in TABLES} == {
        name: counts[place] for name, place in TABLES.items()
    }


def test_nothing_of_another_learner_is_in_it(learner: Learner) -> None:
    before = unzipped(learner)
    with_everything(LearnerFactory.create(user=UserFactory.create(username="sam")))
    with_everything(LearnerFactory.create())
    assert unzipped(learner) == before


def test_a_guest_has_it_too() -> None:
    guest = with_everything(LearnerFactory.create())
    told = document(guest)
    assert told["account"] is None
    assert {place: len(told[place]) for place in sizes(guest)} == sizes(guest)


def test_the_head(learner: Learner) -> None:
    assert learner.user is not None
    code, *_ = make_codes(user=learner.user, now=NOON)
    use_code(name="olga", code=code, password="a-longer-horse", now=NOON + HOUR)
    told = document(Learner.objects.get(pk=learner.pk))
    assert (told["format"], told["version"], told["made_at"]) == ("in-transit", 1, "2026-11-24T12:00:00Z")
    account = told["account"]
    assert (account["name"], account["email"]) == ("olga", "")
    assert account["recovery_codes"] == [
        {"created_at": "2026-11-24T12:00:00Z", "used_at": "2026-11-24T13:00:00Z"},
        *[{"created_at": "2026-11-24T12:00:00Z", "used_at": None}] * 9,
    ]
    assert (told["learner"]["time_zone"], told["learner"]["learning_steps"]) == ("UTC", [60, 600])
    text = json.dumps(told)
    assert learner.user.password not in text
    assert "code_hash" not in text


def test_an_answer_and_its_review_as_they_are_told(learner: Learner) -> None:
    review = Review.objects.filter(learner=learner).exclude(answer=None).first()
    assert review is not None
    assert review.answer is not None
    answer = review.answer
    told = document(learner)
    (found,) = (row for row in told["answers"] if row["token"] == str(answer.token))
    assert found == {
        "question": answer.question.slug,
        "version": answer.version.digest,
        "objective": answer.question.objective_id,
        "place": "review",
        "response": answer.response,
        "points": 1,
        "out_of": 1,
        "correct": True,
        "confidence": "sure",
        "answered_at": "2026-11-24T11:00:00Z",
        "seconds": None,
        "token": str(answer.token),
    }
    (found,) = (row for row in told["reviews"] if row["answer"] == str(answer.token))
    assert (found["question"], found["card"], found["rating"], found["number"]) == (
        answer.question.slug,
        None,
        review.rating,
        review.number,
    )
    assert (found["before"], found["after"]) == (review.before, review.after)


def keys(value: Any) -> Iterator[str]:
    """Every name in a document."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner)


def test_every_stored_field_is_told_and_every_name_is_described(learner: Learner) -> None:
    told = set(keys(document(learner)))
    models: list[type[Model]] = [Learner, *hanging_models()]
    stored = (field for model in models for field in model._meta.concrete_fields)
    fields = {field.name for field in stored if not field.generated}
    assert fields - told - ownrows.LEFT_OUT == {"memory"}  # a review names the card or question instead
    described = set(re.findall(r"`(\w+)`", (settings.BASE_DIR / "docs" / "data.md").read_text("utf-8")))
    assert told - described == set()


def test_no_row_id_is_told(learner: Learner) -> None:
    told = json.dumps(document(learner))
    assert '"id"' not in told
    assert '"pk"' not in told


def test_a_cell_is_never_a_formula(learner: Learner) -> None:
    Answer.objects.filter(learner=learner).update(confidence="=1+1")
    rows = table(learner, "answers.csv")
    assert {row["confidence"] for row in rows} == {"'=1+1"}
    assert document(learner)["answers"][0]["confidence"] == "=1+1"


def test_many_rows_come_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    learner = LearnerFactory.create()
    stored_answers(learner, 25)
    monkeypatch.setattr(ownrows, "AT_ONCE", 10)
    monkeypatch.setattr(export, "PIECE", 100)
    monkeypatch.setattr(export, "MANY", -1)  # the wide format of the zip
    pieces = list(archive(learner, now=NOON))
    assert len(pieces) > 2
    told = document(learner)
    tokens = list(Answer.objects.order_by("pk").values_list("token", flat=True))
    assert [row["token"] for row in told["answers"]] == [str(token) for token in tokens]


def test_nothing_is_read_before_it_is_wanted(learner: Learner) -> None:
    with CaptureQueriesContext(connection) as seen:
        pieces = archive(learner, now=NOON)
    assert len(seen) == 0
    pieces.close()  # type: ignore[attr-defined]  # a generator, left by a browser that went away


def test_it_costs_as_many_queries_whatever_there_is() -> None:
    costs = []
    for times in (1, 3):
        learner = with_everything(LearnerFactory.create(), times=times)
        with CaptureQueriesContext(connection) as seen:
            unzipped(learner)
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_an_empty_learner_has_an_empty_document() -> None:
    learner = LearnerFactory.create()
    told = document(learner)
    assert [place for place, rows in told.items() if rows == []] == [
        "lessons",
        "answers",
        "memories",
        "reviews",
        "quizzes",
        "attempts",
        "reports",
        "classes",
        "path_answers",
        "parameter_sets",
        "calendars",
    ]
    assert table(learner, "answers.csv") == []


def test_what_is_suspended_or_taken_back_is_told_as_such(learner: Learner) -> None:
    Memory.objects.filter(learner=learner).update(suspended_at=NOON)
    Review.objects.filter(learner=learner).update(undone_at=NOON)
    told = document(learner)
    assert {row["suspended_at"] for row in told["memories"]} == {"2026-11-24T12:00:00Z"}
    assert {row["undone_at"] for row in table(learner, "reviews.csv")} == {"2026-11-24T12:00:00Z"}
