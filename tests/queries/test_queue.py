"""The order of the queue and its counts: siblings, limits, what is set aside, what was missed."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.actions import reviews
from studyapp.domain.grading import Confidence
from studyapp.domain.memory import Rating, retrievability
from studyapp.domain.sending import Sent
from studyapp.models import Card, Idea, Learner, Memory, Question
from studyapp.queries.memories import remembered, schedule_of
from studyapp.queries.queue import Counts
from studyapp.queries.reviews import to_ask
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, MemoryFactory, answered, graded, question_of, rolled_back, version_of
from tests.queries.queues import DAY, MINUTE, NOTHING, TODAY, due, page_of, queued, step

pytestmark = pytest.mark.django_db


def siblings(*memories: Memory) -> None:
    """Make these items siblings: of one idea."""
    idea = Idea.objects.create(slug=f"idea-{uuid4()}")
    for memory in memories:
        Card.objects.filter(memories=memory).update(idea=idea)
        Question.objects.filter(memories=memory).update(idea=idea)
        Memory.objects.filter(pk=memory.pk).update(idea=idea)
        memory.refresh_from_db()


def at_hand(learner: Learner, after: timedelta = timedelta(0)) -> int | None:
    item = page_of(learner, NOON + after).item
    return item.memory_id if item else None


def remember(memory: Memory, *, stability: float, days: int) -> None:
    """The item was last reviewed that many days ago."""
    Memory.objects.filter(pk=memory.pk).update(
        stability=stability, last_at=NOON - days * DAY, last_day=TODAY - days * DAY
    )


@settings(max_examples=30, deadline=None)
@given(
    memories=st.lists(
        st.tuples(st.floats(0.1, 300), st.integers(1, 400)),
        min_size=2,
        max_size=8,
        unique_by=lambda m: m[0] / m[1],
    )
)
def test_reviews_come_by_ascending_retrievability(memories: list[tuple[float, int]]) -> None:
    with rolled_back():
        learner = LearnerFactory.create()
        for card, (stability, days) in zip(Card.objects.order_by("pk"), memories, strict=False):
            remember(due(learner, card.slug), stability=stability, days=days)
        rows = list(Memory.objects.filter(learner=learner))
        schedule = schedule_of(learner)
        recall = {row.pk: retrievability(remembered(row), NOON, schedule) for row in rows}
        seen = []
        while (item := at_hand(learner)) is not None:
            seen.append(item)
            graded(Memory.objects.get(pk=item), Rating.EASY)
        assert [recall[pk] for pk in seen] == sorted(recall.values())


def test_siblings_do_not_come_on_the_same_day() -> None:
    learner = LearnerFactory.create()
    one, two, new = due(learner, "card-k1-1"), due(learner, "q-k1-1"), queued(learner, "card-k1-2")
    other = queued(learner, "card-k1-3")
    siblings(one, two, new)
    remember(two, stability=9.0, days=30)
    assert page_of(learner).counts == Counts(new=1, learning=0, review=1)
    assert at_hand(learner) == two.pk
    answered(two)
    assert page_of(learner).counts == Counts(new=1, learning=0, review=0)
    assert at_hand(learner) == other.pk
    assert page_of(learner, NOON + DAY).counts == Counts(new=1, learning=0, review=1)
    assert reviews.undo(learner=learner, now=NOON) == two
    assert (at_hand(learner), page_of(learner).counts.review) == (two.pk, 1)


def test_an_item_between_two_steps_holds_its_siblings() -> None:
    learner = LearnerFactory.create()
    held, running = queued(learner, "card-k1-1"), step(learner, "card-k1-2", NOON + 10 * MINUTE)
    siblings(held, running)
    Memory.objects.filter(pk=running.pk).update(last_at=NOON - DAY, last_day=TODAY - DAY)
    assert page_of(learner).counts == Counts(new=0, learning=1, review=0)
    assert at_hand(learner) == running.pk


def test_what_is_set_aside_does_not_hold_its_siblings() -> None:
    learner = LearnerFactory.create()
    free, aside = queued(learner, "card-k1-1"), step(learner, "card-k1-2", NOON)
    siblings(free, aside)
    Memory.objects.filter(pk=aside.pk).update(last_day=TODAY - DAY)
    reviews.suspend(memory=aside, now=NOON)
    assert page_of(learner).counts == Counts(new=1, learning=0, review=0)
    assert at_hand(learner) == free.pk


def test_somebody_elses_siblings_hold_nothing() -> None:
    mine, theirs = queued(LearnerFactory.create(), "card-k1-1"), queued(LearnerFactory.create(), "card-k1-1")
    graded(theirs)
    assert at_hand(mine.learner) == mine.pk


def test_only_so_many_reviews_a_day_and_steps_do_not_count() -> None:
    learner = LearnerFactory.create(reviews_per_day=2)
    memories = [due(learner, f"card-k1-{n}") for n in range(1, 5)]
    step(learner, "card-k1-5", NOON)
    assert page_of(learner).counts == Counts(new=0, learning=1, review=2)
    graded(Memory.objects.get(card__slug="card-k1-5"), Rating.EASY)
    assert page_of(learner).counts.review == 2
    graded(memories[0])
    graded(memories[1])
    assert (page_of(learner).counts, at_hand(learner)) == (NOTHING, None)
    assert page_of(learner, NOON + DAY).counts.review == 2
    Learner.objects.update(reviews_per_day=0)
    assert page_of(Learner.objects.get(), NOON + DAY).counts == NOTHING


def test_what_is_put_off_is_back_on_the_next_study_day() -> None:
    learner = LearnerFactory.create(time_zone="America/New_York")
    memory = due(learner, "card-k1-1")
    reviews.bury(memory=memory, now=NOON)
    assert Memory.objects.get().buried_until == TODAY + DAY
    turn = NOON + timedelta(hours=21)  # 04:00 on the 25th in New York
    assert page_of(learner, turn - MINUTE).counts == NOTHING
    assert page_of(learner, turn).counts == Counts(new=0, learning=0, review=1)


def test_what_is_set_aside_comes_when_it_is_brought_back() -> None:
    learner = LearnerFactory.create()
    memory = due(learner, "card-k1-1")
    before = Memory.objects.values().get()
    reviews.suspend(memory=memory, now=NOON)
    reviews.suspend(memory=memory, now=NOON + DAY)
    assert Memory.objects.get().suspended_at == NOON
    assert page_of(learner, NOON + 99 * DAY).counts == NOTHING
    reviews.bring_back(memory=memory)
    assert Memory.objects.values().get() == before
    assert at_hand(learner) == memory.pk


@pytest.mark.parametrize("steps", [[], [600], [7200]])
def test_a_session_ends_only_when_what_was_missed_has_been_recalled(steps: list[int]) -> None:
    learner = LearnerFactory.create(relearning_steps=steps)
    memory = due(learner, "card-k1-1")
    for _ in range(3):
        graded(memory, Rating.AGAIN)
        assert Memory.objects.get().missed
        assert (page_of(learner).counts.learning, at_hand(learner)) == (1, memory.pk)
    graded(memory, Rating.GOOD)
    assert not Memory.objects.get().missed
    assert (page_of(learner).counts, at_hand(learner)) == (NOTHING, None)


def test_what_was_missed_yesterday_comes_when_it_is_due() -> None:
    learner = LearnerFactory.create(relearning_steps=[])
    memory = due(learner, "card-k1-1")
    graded(memory, Rating.AGAIN)
    Memory.objects.update(due_day=TODAY + 3 * DAY)
    assert (at_hand(learner), at_hand(learner, DAY), at_hand(learner, 3 * DAY)) == (
        memory.pk,
        None,
        memory.pk,
    )


def test_a_thousand_due_are_one_query_and_none_is_lost() -> None:
    learner = LearnerFactory.create(reviews_per_day=9999)
    lesson_card = Card.objects.get(slug="card-k1-1")
    ideas = Idea.objects.bulk_create(Idea(slug=f"i{n}") for n in range(1000))
    cards = Card.objects.bulk_create(
        Card(
            slug=f"many-{n}",
            digest="",
            lesson_id=lesson_card.lesson_id,
            idea=ideas[n],
            position=n,
            front_html="",
            back_html="",
            source="https://docs.example.com/",
        )
        for n in range(1000)
    )
    for card in cards[:3]:
        MemoryFactory.create(learner=learner, card=card)
    Memory.objects.bulk_create(
        Memory(
            learner=learner,
            card=card,
            idea_id=card.idea_id,
            stage="review",
            stability=1.0 + n,
            difficulty=5.0,
            due_day=TODAY - n * DAY,
            last_at=NOON - 2 * n * DAY,
            last_day=TODAY - 2 * n * DAY,
            reviews=1,
            added_at=NOON,
        )
        for n, card in enumerate(cards[3:], start=1)
    )
    assert page_of(learner).counts == Counts(new=3, learning=0, review=997)


ITEMS = st.lists(
    st.tuples(st.sampled_from(["new", "review", "learning"]), st.integers(0, 3), st.integers(0, 2)),
    max_size=9,
)


@settings(max_examples=40, deadline=None)
@given(items=ITEMS, limits=st.tuples(st.integers(0, 6), st.integers(0, 6)))
def test_counts_fall_by_one_with_each_item_until_nothing_is_left(
    items: list[tuple[str, int, int]], limits: tuple[int, int]
) -> None:
    """Whatever waits, of whichever ideas: what the counts promise is what comes, and no idea twice."""
    with rolled_back():
        learner = LearnerFactory.create(new_per_day=limits[0], reviews_per_day=limits[1])
        ideas = Idea.objects.bulk_create(Idea(slug=f"law-{n}") for n in range(4))
        for card, (stage, idea, days) in zip(Card.objects.order_by("pk"), items, strict=False):
            if stage == "learning":
                memory = step(learner, card.slug, NOON)
            elif stage == "review":
                memory = due(learner, card.slug, TODAY - days * DAY)
            else:
                memory = queued(learner, card.slug)
            past = {} if stage == "new" else {"last_day": TODAY - (1 + days) * DAY}
            Memory.objects.filter(pk=memory.pk).update(idea=ideas[idea], **past)
        total, seen = page_of(learner).counts.total, []
        while (item := at_hand(learner)) is not None:
            seen.append(Memory.objects.get(pk=item))
            graded(seen[-1], Rating.EASY)
            assert page_of(learner).counts.total == total - len(seen)
        assert len(seen) == total
        reviewed = [memory.idea_id for memory in seen if memory.stage != "learning"]
        assert len(set(reviewed)) == len(reviewed)


def test_a_parallel_question_is_asked_rather_than_the_same() -> None:
    learner = LearnerFactory.create()
    memory = due(learner, "q-k1-1")
    idea = question_of("q-k1-1").idea
    Memory.objects.filter(pk=memory.pk).update(idea=idea)
    assert to_ask(Memory.objects.get()).question.slug == "q-k1-1"
    type(question_of("q-k1-2")).objects.filter(slug__in=["q-k1-2", "q-k1-6", "x-k1-1"]).update(idea=idea)
    reviews.grade_question(
        memory=Memory.objects.get(),
        sent=Sent(3),
        version_id=version_of("q-k1-1").pk,
        response=version_of("q-k1-1").body["choices"][0]["id"].split(),
        confidence=Confidence.SURE,
        token=uuid4(),
        now=NOON,
    )
    asked = []
    for number in range(4, 7):
        version = to_ask(Memory.objects.get())
        asked.append(version.question.slug)
        reviews.grade_question(
            memory=Memory.objects.get(),
            sent=Sent(number),
            version_id=version.pk,
            response=[version.body["choices"][0]["id"]],
            confidence=Confidence.SURE,
            token=uuid4(),
            now=NOON + number * DAY,
        )
    assert asked == ["q-k1-2", "q-k1-6", "q-k1-1"]  # never the exam's


def test_the_wrong_zone_of_a_flight_west_loses_nothing() -> None:
    """Across the date line the study day is the day before; what was reviewed is not asked again on it."""
    learner = LearnerFactory.create(time_zone="Pacific/Auckland")
    memory, other = (
        due(learner, "card-k1-1", date(2026, 11, 25)),
        due(learner, "card-k1-2", date(2026, 11, 25)),
    )
    morning = timedelta(hours=4)  # five o'clock on the 25th in Auckland, six on the 24th in Honolulu
    graded(memory, now=NOON + morning)
    row = Memory.objects.get(pk=memory.pk)
    assert row.last_day == date(2026, 11, 25)
    Learner.objects.update(time_zone="Pacific/Honolulu")
    flown = Learner.objects.get()
    assert at_hand(flown, morning) is None  # it is the 24th again: the other one is due on the 25th
    assert at_hand(flown, morning + DAY) == other.pk
    assert Memory.objects.get(pk=memory.pk).due_day == row.due_day
    assert reviews.undo(learner=flown, now=NOON + morning) == memory  # undo still reaches it
