"""The review queue: entering it, one grade a showing, and taking grades back."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connections
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.actions.reviews import (
    AlreadyGraded,
    enrol_cards,
    enrol_question,
    enrol_questions,
    grade_card,
    grade_question,
    undo,
)
from studyapp.domain.grading import Confidence, InvalidResponse
from studyapp.domain.memory import NEW, Rating, review
from studyapp.models import Answer, Card, Lesson, Memory, Question, Review
from studyapp.queries.reviews import from_json, remembered, schedule_of, seed_of, to_json
from tests.factories.people import LearnerFactory
from tests.factories.study import (
    NOON,
    MemoryFactory,
    card_of,
    question_of,
    right,
    rolled_back,
    version_of,
    wrong,
)

TOKEN = UUID(int=1)
EARLY = datetime(2026, 11, 24, 8, 59, tzinfo=UTC)  # 03:59 in New York
TURN = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # 04:00 there: a new study day
RETAKEN = "a token that was used before its review was taken back runs into Review.answer's constraint"


def row(memory: Memory) -> Mapping[str, Any]:
    """The memory as stored."""
    return Memory.objects.filter(pk=memory.pk).values().get()


def grade(memory: Memory, rating: Rating = Rating.GOOD, now: datetime = NOON) -> Review:
    """Grade a card as the page that has just been loaded would."""
    fresh = Memory.objects.get(pk=memory.pk)
    return grade_card(memory=fresh, number=fresh.reviews, grade=rating, now=now)


def question_memory(slug: str = "q-k1-1") -> Memory:
    return MemoryFactory.create(question=question_of(slug))


def respond(
    memory: Memory, *, good: bool = True, confidence: Confidence = Confidence.SURE, token: UUID | None = None
) -> Review:
    """Answer a question as the page that has just been loaded would."""
    fresh = Memory.objects.get(pk=memory.pk)
    assert fresh.question is not None
    version = version_of(fresh.question.slug)
    return grade_question(
        memory=fresh,
        number=fresh.reviews,
        response=right(version) if good else wrong(version),
        confidence=confidence,
        token=token or uuid4(),
        now=NOON,
    )


@pytest.mark.django_db
def test_cards_enter_the_queue_once() -> None:
    learner, other = LearnerFactory.create(), LearnerFactory.create()
    lesson = Lesson.objects.get(slug="first").pk
    Card.objects.filter(slug="card-k1-12").update(retired_at=NOON)
    assert enrol_cards(learner=learner, lesson_id=lesson, now=NOON) == 11
    before = list(Memory.objects.order_by("pk").values())
    assert enrol_cards(learner=learner, lesson_id=lesson, now=TURN) == 0
    assert list(Memory.objects.order_by("pk").values()) == before
    assert enrol_cards(learner=other, lesson_id=lesson, now=TURN) == 11
    assert {memory["added_at"] for memory in before} == {NOON}
    assert {remembered(memory) for memory in Memory.objects.all()} == {NEW}


@pytest.mark.django_db
def test_questions_enter_the_queue_once_and_exam_questions_never() -> None:
    learner = LearnerFactory.create()
    Question.objects.filter(slug="q-k1-3").update(retired_at=NOON)
    slugs = ["q-k1-2", "q-k1-1", "q-k1-3", "x-k1-1"]
    wanted = [question_of(slug).pk for slug in slugs]
    assert enrol_questions(learner=learner, question_ids=wanted, now=NOON) == 2
    assert enrol_questions(learner=learner, question_ids=wanted, now=TURN) == 0
    assert enrol_question(learner=learner, question_id=wanted[0], now=TURN) == 0
    assert enrol_question(learner=learner, question_id=wanted[3], now=TURN) == 0
    assert enrol_question(learner=learner, question_id=question_of("q-s1-1").pk, now=TURN) == 1
    queued = Memory.objects.filter(learner=learner).values_list("question__slug", "added_at")
    assert dict(queued) == {"q-k1-1": NOON, "q-k1-2": NOON, "q-s1-1": TURN}


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
    made = grade(memory, rating)
    after = Memory.objects.get()
    assert (after.stage, after.step) == (stage, step)
    assert after.stability == pytest.approx(stability)
    assert after.due_at == (None if minutes is None else NOON + timedelta(minutes=minutes))
    assert (after.last_at, after.last_day, after.reviews, after.lapses) == (NOON, date(2026, 11, 24), 1, 0)
    assert remembered(after) == review(
        NEW, rating, now=NOON, schedule=schedule_of(memory.learner), seed=seed_of(memory)
    )
    assert Review.objects.values().get() == {
        "id": made.pk,
        "learner_id": memory.learner_id,
        "memory_id": memory.pk,
        "number": 0,
        "rating": rating,
        "answer_id": None,
        "reviewed_at": NOON,
        "day": date(2026, 11, 24),
        "before": to_json(NEW),
        "after": to_json(remembered(after)),
        "undone_at": None,
    }


@pytest.mark.django_db
def test_reviews_form_a_chain() -> None:
    memory = MemoryFactory.create()
    for day, rating in enumerate([Rating.EASY, Rating.AGAIN, Rating.GOOD, Rating.HARD]):
        grade(memory, rating, NOON + timedelta(days=9 * day))
    done = list(Review.objects.order_by("pk"))
    assert [made.number for made in done] == [0, 1, 2, 3]
    assert [made.before for made in done[1:]] == [made.after for made in done[:-1]]
    assert from_json(done[-1].after) == remembered(Memory.objects.get())
    assert (Memory.objects.get().reviews, Memory.objects.get().lapses) == (4, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, 2, 99])
def test_a_number_that_is_not_the_current_one_is_refused(number: int) -> None:
    memory = MemoryFactory.create()
    grade(memory)
    before = row(memory)
    with pytest.raises(AlreadyGraded):
        grade_card(memory=Memory.objects.get(pk=memory.pk), number=number, grade=Rating.EASY, now=NOON)
    assert row(memory) == before
    assert Review.objects.count() == 1


@pytest.mark.django_db
def test_of_two_tabs_the_second_is_refused() -> None:
    memory = MemoryFactory.create()
    here, there = Memory.objects.get(pk=memory.pk), Memory.objects.get(pk=memory.pk)
    grade_card(memory=here, number=0, grade=Rating.GOOD, now=NOON)
    before = row(memory)
    with pytest.raises(AlreadyGraded):
        grade_card(memory=there, number=0, grade=Rating.AGAIN, now=NOON)
    assert row(memory) == before
    assert Review.objects.get().rating == Rating.GOOD


def test_of_ten_threads_grading_one_showing_one_gets_through(published: None) -> None:
    memory = MemoryFactory.create()
    together = Barrier(10)

    def click(_: int) -> bool:
        seen = Memory.objects.select_related("learner").get(pk=memory.pk)
        try:
            together.wait()
            grade_card(memory=seen, number=0, grade=Rating.GOOD, now=NOON)
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
    made = respond(memory, good=good, confidence=confidence, token=TOKEN)
    answer = Answer.objects.get()
    assert (answer.correct, answer.confidence, answer.place) == (good, confidence, "review")
    assert (answer.learner_id, answer.question, answer.token) == (memory.learner_id, memory.question, TOKEN)
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
            number=0,
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
    respond(memory, token=TOKEN)
    before = row(memory)
    with pytest.raises(AlreadyGraded):
        grade_question(
            memory=Memory.objects.get(),
            number=0,
            response=wrong(version_of("q-k1-1")),
            confidence=Confidence.SURE,
            token=token,
            now=NOON,
        )
    assert (Answer.objects.get().correct, Review.objects.count(), row(memory)) == (True, 1, before)


@pytest.mark.django_db
def test_undo_restores_the_memory_and_keeps_the_record() -> None:
    memory = MemoryFactory.create()
    before = row(memory)
    made = grade(memory)
    restored = undo(learner=memory.learner, now=NOON + timedelta(minutes=1))
    assert restored == memory
    assert row(memory) == before
    stored = Review.objects.get()
    assert (stored.pk, stored.undone_at) == (made.pk, NOON + timedelta(minutes=1))
    assert undo(learner=memory.learner, now=NOON) is None


@pytest.mark.django_db
def test_after_undo_the_same_showing_is_graded_anew() -> None:
    memory = MemoryFactory.create()
    grade(memory, Rating.AGAIN)
    undo(learner=memory.learner, now=NOON)
    grade(memory, Rating.EASY)
    assert list(Review.objects.order_by("pk").values_list("number", "rating", "undone_at")) == [
        (0, Rating.AGAIN, NOON),
        (0, Rating.EASY, None),
    ]
    assert Memory.objects.get().stage == "review"


@settings(max_examples=12, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from(Rating), st.integers(0, 3600)), min_size=1, max_size=8
    ),
    back=st.integers(1, 8),
)
@pytest.mark.django_db
def test_so_many_undos_restore_the_state_before_so_many_grades(
    steps: list[tuple[int, Rating, int]], back: int
) -> None:
    with rolled_back():
        learner, now = LearnerFactory.create(), NOON
        cards = [MemoryFactory.create(learner=learner, card=card_of(f"card-k1-{n}")) for n in (1, 2, 3)]
        states = [[row(card) for card in cards]]
        for which, rating, seconds in steps:
            now += timedelta(seconds=seconds)
            grade(cards[which], rating, now)
            states.append([row(card) for card in cards])
        done = [undo(learner=learner, now=now) is not None for _ in range(back)]
        assert done == [number < len(steps) for number in range(back)]
        assert [row(card) for card in cards] == states[max(len(steps) - back, 0)]
        assert Review.objects.filter(undone_at=None).count() == max(len(steps) - back, 0)


@pytest.mark.django_db
def test_undo_takes_back_todays_reviews_only() -> None:
    learner = LearnerFactory.create(time_zone="America/New_York")
    memory = MemoryFactory.create(learner=learner)
    made = grade(memory, Rating.GOOD, EARLY)
    assert made.day == date(2026, 11, 23)
    before = row(memory)
    assert undo(learner=learner, now=TURN) is None
    assert row(memory) == before
    assert undo(learner=learner, now=EARLY + timedelta(seconds=59)) == memory
    assert row(memory)["reviews"] == 0


@pytest.mark.django_db
def test_undo_stops_at_the_beginning_of_the_day() -> None:
    learner = LearnerFactory.create(time_zone="America/New_York")
    memory = MemoryFactory.create(learner=learner)
    grade(memory, Rating.GOOD, EARLY)
    morning = row(memory)
    assert grade(memory, Rating.GOOD, TURN).day == date(2026, 11, 24)
    assert undo(learner=learner, now=TURN) == memory
    assert row(memory) == morning
    assert undo(learner=learner, now=TURN) is None


@pytest.mark.django_db
def test_undo_takes_back_ones_own_reviews_only() -> None:
    mine, theirs = MemoryFactory.create(), MemoryFactory.create()
    grade(mine)
    grade(theirs)
    before = row(theirs)
    assert undo(learner=mine.learner, now=NOON) == mine
    assert undo(learner=mine.learner, now=NOON) is None
    assert row(theirs) == before
    assert Review.objects.get(memory=theirs).undone_at is None


@pytest.mark.django_db
def test_an_evening_and_a_morning_are_one_study_day_apart() -> None:
    """14 hours, but a night between: the interval counts from one day, not from none."""
    learner = LearnerFactory.create(time_zone="America/New_York")
    memory = MemoryFactory.create(learner=learner)
    evening = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)  # 19:00 on the 23rd
    grade(memory, Rating.GOOD, evening)
    grade(memory, Rating.GOOD, evening + timedelta(hours=14))
    after = Memory.objects.get()
    assert after.stage == "review"
    assert after.stability == pytest.approx(7.3153, abs=1e-4)
    assert list(Review.objects.order_by("pk").values_list("day", flat=True)) == [
        date(2026, 11, 23),
        date(2026, 11, 24),
    ]


@pytest.mark.django_db
def test_undo_of_a_question_keeps_its_answer() -> None:
    memory = question_memory()
    before = row(memory)
    respond(memory)
    undo(learner=memory.learner, now=NOON)
    assert row(memory) == before
    assert Answer.objects.count() == 1
    respond(memory, good=False)
    assert list(Answer.objects.order_by("pk").values_list("correct", flat=True)) == [True, False]


@pytest.mark.xfail(strict=True, raises=IntegrityError, reason=RETAKEN)
@pytest.mark.django_db
def test_the_page_from_before_an_undo_can_be_sent_again() -> None:
    memory = question_memory()
    respond(memory, token=TOKEN)
    undo(learner=memory.learner, now=NOON)
    with suppress(AlreadyGraded):
        respond(memory, good=False, token=TOKEN)
    assert Review.objects.filter(undone_at=None).count() == Memory.objects.get().reviews


@pytest.mark.xfail(strict=True, raises=IntegrityError, reason=RETAKEN)
@pytest.mark.django_db
def test_a_token_sent_with_another_question_is_that_questions_own() -> None:
    one = question_memory("q-k1-1")
    two = MemoryFactory.create(learner=one.learner, question=question_of("q-k1-2"))
    respond(one, token=TOKEN)
    respond(two, token=TOKEN)
    assert Review.objects.get(memory=two).answer is not None
    assert set(Answer.objects.values_list("question__slug", flat=True)) == {"q-k1-1", "q-k1-2"}
