"""What counts as evidence in the rows, and the recall of what was reviewed."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from studyapp.actions.answers import record
from studyapp.actions.exams import save, submit
from studyapp.domain.evidence import FirstTry
from studyapp.domain.memory import Schedule, retrievability
from studyapp.models import Answer, Card, Learner, Question, Release
from studyapp.queries.answerfigures import answered as read_answers
from studyapp.queries.evidence import Tried, first_tries, known, practice_questions
from studyapp.queries.itemfigures import item_figures
from studyapp.queries.memories import remembered
from studyapp.queries.queue import Moment
from tests.factories.people import LearnerFactory
from tests.factories.study import (
    NOON,
    MemoryFactory,
    attempt_of,
    card_of,
    course,
    question_of,
    right,
    version_of,
    wrong,
)
from tests.factories.work import stored_answers

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def answered(
    learner: Learner,
    slug: str,
    *,
    place: str = "practice",
    correct: bool = True,
    confidence: str = "sure",
    now: datetime = NOON,
) -> Answer:
    version = version_of(slug)
    return record(
        learner=learner,
        version=version,
        response=right(version) if correct else wrong(version),
        confidence=confidence,
        place=place,
        token=uuid4(),
        now=now,
    )


def tried(**changes: Any) -> FirstTry:
    fields = {"objective": "K1", "difficulty": 3, "place": "practice", "guessed": False, "correct": True}
    return FirstTry(**{**fields, "at": NOON, **changes})


def tries_of(learner: Learner) -> Tried:
    """As the progress page sees them."""
    return first_tries(read_answers(learner.pk, NOON + DAY))


def test_the_first_answer_counts_and_no_later_one() -> None:
    learner = LearnerFactory.create()
    answered(learner, "q-k1-2", correct=False, now=NOON - DAY)
    answered(learner, "q-k1-2")
    answered(learner, "q-s1-2", place="review", confidence="guess")
    answered(LearnerFactory.create(), "q-k1-3")
    found = tries_of(learner)
    assert sorted(found.tries, key=lambda one: one.at) == [
        tried(correct=False, at=NOON - DAY),
        tried(objective="S1", place="review", guessed=True),
    ]
    assert found.seen == {question_of("q-k1-2").pk, question_of("q-s1-2").pk}


@pytest.mark.parametrize("place", ["lesson", "precheck"])
def test_what_was_met_in_a_lesson_is_seen_and_no_evidence(place: str) -> None:
    learner = LearnerFactory.create()
    answered(learner, "q-k1-1", place=place, confidence="")
    answered(learner, "q-k1-1", now=NOON + DAY)
    answered(learner, "q-k1-2")
    answered(learner, "q-k1-2", place=place, confidence="", now=NOON + DAY)
    found = tries_of(learner)
    assert found.tries == (tried(),)
    assert found.seen == {question_of("q-k1-1").pk, question_of("q-k1-2").pk}


def test_in_an_exam_what_was_answered_counts_and_what_was_left_out_does_not() -> None:
    learner = LearnerFactory.create()
    attempt = attempt_of(learner)
    version = attempt.items.select_related("version__question").get(position=2).version
    save(attempt=attempt, position=2, response=wrong(version), flagged=None, now=NOON)
    assert tries_of(learner).tries == ()
    submit(attempt=attempt, now=NOON + timedelta(minutes=3))
    found = tries_of(learner)
    objective = version.question.objective_id
    at = NOON + timedelta(minutes=3)
    assert found.tries == (tried(objective=objective, place="exam", correct=False, at=at),)
    assert len(found.seen) == 4


def test_a_retired_question_stays_evidence() -> None:
    learner = LearnerFactory.create()
    answered(learner, "q-k1-2")
    Question.objects.filter(slug="q-k1-2").update(retired_at=NOON, difficulty=1)
    assert tries_of(learner).tries == (tried(difficulty=1),)


def test_practice_questions_by_the_objective_they_are_counted_under() -> None:
    found = practice_questions(Release.objects.latest("pk").key)
    assert {code: len(ids) for code, ids in found.items()} == {"K1": 16, "S1": 16}
    assert question_of("q-s1-7").pk in found["S1"]
    assert question_of("x-s1-1").pk not in found["S1"]


def test_recall_of_the_reviewed_by_objective() -> None:
    learner = LearnerFactory.create()
    schedule, later = Schedule(), NOON + 20 * DAY
    kept = [
        MemoryFactory.create(
            learner=learner,
            card=card_of(f"card-k1-{n}"),
            stage="review",
            stability=float(n),
            last_at=NOON - n * DAY,
        )
        for n in (1, 5)
    ]
    both = card_of("card-k1-5")
    question = question_of("q-s1-2")
    kept.append(
        MemoryFactory.create(
            learner=learner, question=question, stage="relearning", stability=2.0, last_at=NOON
        )
    )
    MemoryFactory.create(learner=learner, card=card_of("card-k1-7"))  # new: nothing is known of it
    retired = card_of("card-k1-8")
    MemoryFactory.create(learner=learner, card=retired, stability=9.0, last_at=NOON)
    Card.objects.filter(pk=retired.pk).update(retired_at=NOON)
    MemoryFactory.create(card=card_of("card-k1-9"), stability=9.0, last_at=NOON)  # somebody else's
    now, then = (
        [retrievability(remembered(memory), at, schedule) for memory in kept] for at in (NOON, later)
    )
    moment = Moment(learner.pk, NOON.date(), NOON)
    objectives = {memory.card_id: ("K1",) for memory in kept if memory.card_id} | {both.pk: ("K1", "S1")}
    found = item_figures(moment, schedule=schedule, objectives=objectives, later=later).recall
    assert {code: one.items for code, one in found.items()} == {"K1": 2, "S1": 2}
    assert found["K1"].now == pytest.approx((now[0] + now[1]) / 2)
    assert found["K1"].later == pytest.approx((then[0] + then[1]) / 2)
    assert found["S1"].now == pytest.approx((now[1] + now[2]) / 2)
    assert found["S1"].later == pytest.approx((then[1] + then[2]) / 2)
    assert now[:2] == [pytest.approx(0.9), pytest.approx(0.9)]
    without_day = item_figures(moment, schedule=schedule, objectives=objectives, later=None).recall
    assert [one.later for one in without_day.values()] == [None, None]


@pytest.mark.parametrize("count", [1, 300])
def test_two_queries(django_assert_num_queries: DjangoAssertNumQueries, count: int) -> None:
    learner, found = LearnerFactory.create(), course()
    stored_answers(learner, count)
    for card in Card.objects.all()[:count]:
        MemoryFactory.create(learner=learner, card=card, stability=1.0, last_at=NOON)
    known(found, learner, schedule=Schedule(), now=NOON)  # the course has been read
    with django_assert_num_queries(2):
        facts = known(found, learner, schedule=Schedule(), now=NOON)
    assert len(facts.answers) == min(count, 32)
    assert facts.items.recall
