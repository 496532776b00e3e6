"""The review queue: entering it, and one grade a showing."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connections

from studyapp.actions.reviews import (
    AlreadyGraded,
    enrol_cards,
    enrol_question,
    enrol_questions,
    grade_card,
    grade_question,
)
from studyapp.domain.grading import Confidence, InvalidResponse
from studyapp.domain.memory import NEW, Rating, review
from studyapp.domain.sending import Sent
from studyapp.models import Answer, Card, Lesson, Memory, Question, Review
from studyapp.queries.memories import from_json, remembered, schedule_of, seed_of, to_json
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, MemoryFactory, answered, graded, question_of, version_of, wrong

TOKEN = UUID(int=1)
LATER = NOON + timedelta(hours=1)


def row(memory: Memory) -> Mapping[str, Any]:
    """The memory as stored."""
    return Memory.objects.filter(pk=memory.pk).values().get()


def question_memory(slug: str = "q-k1-1") -> Memory:
    return MemoryFactory.create(question=question_of(slug))


@pytest.mark.django_db
def test_cards_enter_the_queue_once() -> None:
    learner, other = LearnerFactory.create(), LearnerFactory.create()
    lesson = Lesson.objects.get(slug="first").pk
    Card.objects.filter(slug="card-k1-12").update(retired_at=NOON)
    assert enrol_cards(learner=learner, lesson_id=lesson, now=NOON) == 11
    before = list(Memory.objects.order_by("pk").values())
    assert enrol_cards(learner=learner, lesson_id=lesson, now=LATER) == 0
    assert list(Memory.objects.order_by("pk").values()) == before
    assert enrol_cards(learner=other, lesson_id=lesson, now=LATER) == 11
    assert {memory["added_at"] for memory in before} == {NOON}
    assert {remembered(memory) for memory in Memory.objects.all()} == {NEW}


@pytest.mark.django_db
def test_questions_enter_the_queue_once_and_exam_questions_never() -> None:
    learner = LearnerFactory.create()
    Question.objects.filter(slug="q-k1-3").update(retired_at=NOON)
    slugs = ["q-k1-2", "q-k1-1", "q-k1-3", "x-k1-1"]
    wanted = [question_of(slug).pk for slug in slugs]
    assert enrol_questions(learner=learner, question_ids=wanted, now=NOON) == 2
    assert enrol_questions(learner=learner, question_ids=wanted, now=LATER) == 0
    assert enrol_question(learner=learner, question_id=wanted[0], now=LATER) == 0
    assert enrol_question(learner=learner, question_id=wanted[3], now=LATER) == 0
    assert enrol_question(learner=learner, question_id=question_of("q-s1-1").pk, now=LATER) == 1
    queued = Memory.objects.filter(learner=learner).values_list("question__slug", "added_at")
    assert dict(queued) == {"q-k1-1": NOON, "q-k1-2": NOON, "q-s1-1": LATER}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rating", "stage", "step", "minutes", "stability"),
    [  # FSRS-6's first stabilities are the parameters w0 to w3; the steps are of 1 and 10 minutes
        (Rating.AGAIN, "learning", 0, 1, 0.212),
        (Rating.HARD, "learning", 0, 5.5, 1.2931),
        (Rating.GOOD, "learning", 1, 10, 2.3065),
        (Rating.EASY, "review", None, None, 8.2956),
    ],
)
def test_a_grade_moves_the_memory_and_appends_a_review(
    rating: Rating, stage: str, step: int | None, minutes: float | None, stability: float
) -> None:
    memory = MemoryFactory.create()
    made = graded(memory, rating)
    after = Memory.objects.get()
    assert (after.stage, after.step) == (stage, step)
    assert after.stability == pytest.approx(stability)
    assert after.due_at == (None if minutes is None else NOON + timedelta(minutes=minutes))
    assert (after.last_at, after.last_day, after.reviews, after.lapses) == (NOON, date(2026, 11, 24), 1, 0)
    assert remembered(after) == review(
        NEW, rating, now=NOON, schedule=schedule_of(memory.learner), seed=seed_of(memory)
    )
    stored = Review.objects.values().get()
    derived = {"before_day": stored["before_day"]}  # worked out by the database from `before`
    assert stored == derived | {
        "id": made.pk,
        "learner_id": memory.learner_id,
        "memory_id": memory.pk,
        "number": 0,
        "stage": "new",
        "rating": rating,
        "answer_id": None,
        "order": [],
        "reviewed_at": NOON,
        "received_at": NOON,
        "seconds": None,
        "token": None,
        "day": date(2026, 11, 24),
        "before": to_json(NEW),
        "after": to_json(remembered(after)),
        "undone_at": None,
        "before_day": None,
    }


@pytest.mark.django_db
def test_reviews_form_a_chain() -> None:
    memory = MemoryFactory.create()
    for day, rating in enumerate([Rating.EASY, Rating.AGAIN, Rating.GOOD, Rating.HARD]):
        graded(memory, rating, NOON + timedelta(days=9 * day))
    done = list(Review.objects.order_by("pk"))
    assert [made.number for made in done] == [0, 1, 2, 3]
    assert [made.before for made in done[1:]] == [made.after for made in done[:-1]]
    assert from_json(done[-1].after) == remembered(Memory.objects.get())
    assert (Memory.objects.get().reviews, Memory.objects.get().lapses) == (4, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, 2, 99])
def test_a_number_that_is_not_the_current_one_is_refused(number: int) -> None:
    memory = MemoryFactory.create()
    graded(memory)
    before = row(memory)
    with pytest.raises(AlreadyGraded):
        grade_card(memory=Memory.objects.get(pk=memory.pk), sent=Sent(number), grade=Rating.EASY, now=NOON)
    assert row(memory) == before
    assert Review.objects.count() == 1


@pytest.mark.django_db
def test_of_two_tabs_the_second_is_refused() -> None:
    memory = MemoryFactory.create()
    here, there = Memory.objects.get(pk=memory.pk), Memory.objects.get(pk=memory.pk)
    grade_card(memory=here, sent=Sent(0), grade=Rating.GOOD, now=NOON)
    before = row(memory)
    with pytest.raises(AlreadyGraded):
        grade_card(memory=there, sent=Sent(0), grade=Rating.AGAIN, now=NOON)
    assert row(memory) == before
    assert Review.objects.get().rating == Rating.GOOD


@pytest.mark.django_db
def test_a_memory_that_was_read_too_early_is_not_built_upon() -> None:
    memory = MemoryFactory.create()
    early = Memory.objects.get(pk=memory.pk)
    graded(memory)
    before = row(memory)
    with pytest.raises(AlreadyGraded):
        grade_card(memory=early, sent=Sent(1), grade=Rating.GOOD, now=NOON)
    assert (row(memory), Review.objects.count()) == (before, 1)


def test_of_ten_threads_grading_one_showing_one_gets_through(published: None) -> None:
    memory = MemoryFactory.create()
    together = Barrier(10)

    def click(_: int) -> bool:
        seen = Memory.objects.select_related("learner").get(pk=memory.pk)
        try:
            together.wait()
            grade_card(memory=seen, sent=Sent(0), grade=Rating.GOOD, now=NOON)
        except AlreadyGraded:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(10) as pool:
        assert sorted(pool.map(click, range(10))) == [False] * 9 + [True]
    assert Review.objects.count() == 1
    assert Memory.objects.get().reviews == 1


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["q-k1-1", "q-k1-3", "q-k1-4", "q-k1-5"])
@pytest.mark.parametrize(
    ("good", "confidence", "rating"),
    [
        (True, Confidence.SURE, Rating.GOOD),
        (True, Confidence.UNSURE, Rating.HARD),
        (True, Confidence.GUESS, Rating.AGAIN),
        (False, Confidence.SURE, Rating.AGAIN),
        (False, Confidence.UNSURE, Rating.AGAIN),
        (False, Confidence.GUESS, Rating.AGAIN),
    ],
)
def test_a_question_is_graded_by_answer_and_confidence(
    slug: str, good: bool, confidence: Confidence, rating: Rating
) -> None:
    memory = question_memory(slug)
    made = answered(memory, good=good, confidence=confidence, token=TOKEN)
    answer = Answer.objects.get()
    assert (answer.correct, answer.confidence, answer.place) == (good, confidence, "review")
    assert (answer.learner_id, answer.question) == (memory.learner_id, memory.question)
    stored = Review.objects.get()
    assert (stored, stored.rating, stored.answer) == (made, rating, answer)
    schedule, seed = schedule_of(memory.learner), seed_of(memory)
    assert remembered(Memory.objects.get()) == review(NEW, rating, now=NOON, schedule=schedule, seed=seed)


@pytest.mark.django_db
def test_a_response_that_does_not_fit_leaves_no_trace() -> None:
    memory = question_memory()
    before = row(memory)
    with pytest.raises(InvalidResponse):
        grade_question(
            memory=memory,
            sent=Sent(0),
            version_id=version_of("q-k1-1").pk,
            response=["nonsense"],
            confidence=Confidence.SURE,
            token=TOKEN,
            now=NOON,
        )
    assert (Answer.objects.count(), Review.objects.count(), row(memory)) == (0, 0, before)


@pytest.mark.django_db
@pytest.mark.parametrize("token", [TOKEN, UUID(int=2)])
def test_a_question_graded_before_leaves_no_second_answer(token: UUID) -> None:
    memory = question_memory()
    answered(memory, token=TOKEN)
    before = row(memory)
    with pytest.raises(AlreadyGraded):
        grade_question(
            memory=Memory.objects.get(),
            sent=Sent(0),
            version_id=version_of("q-k1-1").pk,
            response=wrong(version_of("q-k1-1")),
            confidence=Confidence.SURE,
            token=token,
            now=NOON,
        )
    assert (Answer.objects.get().correct, Review.objects.count(), row(memory)) == (True, 1, before)


@pytest.mark.django_db
def test_an_evening_and_a_morning_are_one_study_day_apart() -> None:
    """14 hours, but a night between: the interval counts from one day, not from none."""
    learner = LearnerFactory.create(time_zone="America/New_York")
    memory = MemoryFactory.create(learner=learner)
    evening = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)  # 19:00 on the 23rd
    graded(memory, Rating.GOOD, evening)
    graded(memory, Rating.GOOD, evening + timedelta(hours=14))
    after = Memory.objects.get()
    assert after.stage == "review"
    assert after.stability == pytest.approx(7.3153, abs=1e-4)
    assert list(Review.objects.order_by("pk").values_list("day", flat=True)) == [
        date(2026, 11, 23),
        date(2026, 11, 24),
    ]


@pytest.mark.django_db
def test_a_token_sent_with_another_question_is_that_questions_own() -> None:
    one = question_memory("q-k1-1")
    two = MemoryFactory.create(learner=one.learner, question=question_of("q-k1-2"))
    answers = [answered(memory, token=TOKEN).answer for memory in (one, two)]
    assert [answer and answer.question for answer in answers] == [one.question, two.question]
