"""Taking grades back: the memory as it was, today's only, and one's own."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.actions.reviews import undo
from studyapp.domain.grading import Confidence
from studyapp.domain.memory import Rating
from studyapp.models import Answer, Memory, Review
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, MemoryFactory, answered, card_of, graded, question_of, rolled_back

TOKEN = UUID(int=1)
EARLY = datetime(2026, 11, 24, 8, 59, tzinfo=UTC)  # 03:59 in New York
TURN = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # 04:00 there: a new study day


def row(memory: Memory) -> Mapping[str, Any]:
    """The memory as stored."""
    return Memory.objects.filter(pk=memory.pk).values().get()


def question_memory(slug: str = "q-k1-1") -> Memory:
    return MemoryFactory.create(question=question_of(slug))


@pytest.mark.django_db
def test_undo_restores_the_memory_and_keeps_the_record() -> None:
    memory = MemoryFactory.create()
    before = row(memory)
    made = graded(memory)
    restored = undo(learner=memory.learner, now=NOON + timedelta(minutes=1))
    assert restored == memory
    assert row(memory) == before
    stored = Review.objects.get()
    assert (stored.pk, stored.undone_at) == (made.pk, NOON + timedelta(minutes=1))
    assert undo(learner=memory.learner, now=NOON) is None


@pytest.mark.django_db
def test_after_undo_the_same_showing_is_graded_anew() -> None:
    memory = MemoryFactory.create()
    graded(memory, Rating.AGAIN)
    undo(learner=memory.learner, now=NOON)
    graded(memory, Rating.EASY)
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
            graded(cards[which], rating, now)
            states.append([row(card) for card in cards])
        done = [undo(learner=learner, now=now) is not None for _ in range(back)]
        assert done == [number < len(steps) for number in range(back)]
        assert [row(card) for card in cards] == states[max(len(steps) - back, 0)]
        assert Review.objects.filter(undone_at=None).count() == max(len(steps) - back, 0)


@pytest.mark.django_db
def test_undo_takes_back_todays_reviews_only() -> None:
    learner = LearnerFactory.create(time_zone="America/New_York")
    memory = MemoryFactory.create(learner=learner)
    made = graded(memory, Rating.GOOD, EARLY)
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
    graded(memory, Rating.GOOD, EARLY)
    morning = row(memory)
    assert graded(memory, Rating.GOOD, TURN).day == date(2026, 11, 24)
    assert undo(learner=learner, now=TURN) == memory
    assert row(memory) == morning
    assert undo(learner=learner, now=TURN) is None


@pytest.mark.django_db
def test_undo_takes_back_ones_own_reviews_only() -> None:
    mine, theirs = MemoryFactory.create(), MemoryFactory.create()
    graded(mine)
    graded(theirs)
    before = row(theirs)
    assert undo(learner=mine.learner, now=NOON) == mine
    assert undo(learner=mine.learner, now=NOON) is None
    assert row(theirs) == before
    assert Review.objects.get(memory=theirs).undone_at is None


@pytest.mark.django_db
def test_undo_of_a_question_keeps_its_answer() -> None:
    memory = question_memory()
    before = row(memory)
    answered(memory)
    undo(learner=memory.learner, now=NOON)
    assert row(memory) == before
    assert Answer.objects.count() == 1
    answered(memory, good=False)
    assert list(Answer.objects.order_by("pk").values_list("correct", flat=True)) == [True, False]


@pytest.mark.django_db
def test_the_page_from_before_an_undo_can_be_sent_again_and_its_answer_stands() -> None:
    memory = question_memory()
    first = answered(memory, token=TOKEN)
    undo(learner=memory.learner, now=NOON)
    again = answered(memory, good=False, token=TOKEN)
    assert (again.answer, again.rating) == (first.answer, Rating.GOOD)
    assert Answer.objects.count() == 1
    assert list(Review.objects.order_by("pk").values_list("number", "undone_at")) == [(0, NOON), (0, None)]


@pytest.mark.django_db
def test_a_page_sent_again_is_graded_by_the_answer_that_stands() -> None:
    memory = question_memory()
    answered(memory, confidence=Confidence.GUESS, token=TOKEN)
    undo(learner=memory.learner, now=NOON)
    again = answered(memory, confidence=Confidence.SURE, token=TOKEN)
    assert (Answer.objects.get().confidence, again.rating) == ("guess", Rating.AGAIN)
