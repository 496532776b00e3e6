"""Today's queue as a list: what comes after what, as the queue itself would bring it."""

from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from studyapp.domain.memory import Rating
from studyapp.models import Card, Idea, Learner, Memory, Question
from studyapp.queries.frame import frame
from studyapp.queries.memories import schedule_of
from studyapp.queries.pack import MOST, pack
from studyapp.queries.queue import memories_ahead
from studyapp.queries.reviews import QueueItem, to_ask
from studyapp.views.visits import Visit
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, course, graded, question_of, rolled_back
from tests.queries.queues import DAY, MINUTE, TODAY, due, page_of, queued, step

pytestmark = pytest.mark.django_db


def visit_of(learner: Learner) -> Visit:
    """A visit at NOON."""
    schedule = schedule_of(learner)
    today = schedule.today(NOON)
    seen = frame(learner_id=learner.pk, today=today, now=NOON)
    return Visit(NOON, today, learner, schedule, course(), seen)


def pack_of(learner: Learner, most: int = MOST) -> tuple[QueueItem, ...]:
    visit = visit_of(learner)
    return pack(visit.course, learner, moment=visit.moment, counts=visit.counts, most=most)


ITEMS = st.lists(
    st.tuples(
        st.sampled_from(["new", "review", "step", "soon", "missed", "later", "aside"]),
        st.integers(0, 4),
        st.integers(1, 40),
    ),
    max_size=12,
)


def item(learner: Learner, card: Card, kind: str, idea: Idea, days: int) -> None:
    """An item of the kind, of the idea, last reviewed that many days ago."""
    memory = {
        "new": lambda: queued(learner, card.slug),
        "step": lambda: step(learner, card.slug, NOON - days * MINUTE),
        "soon": lambda: step(learner, card.slug, NOON + days * MINUTE),
    }.get(kind, lambda: due(learner, card.slug, TODAY + (DAY if kind == "later" else -days * DAY)))()
    fields: dict[str, Any] = {"last_at": NOON - days * DAY, "last_day": TODAY - days * DAY}
    if kind == "new":
        fields = {}
    if kind == "missed":
        fields = {"missed": True, "last_at": NOON - days * MINUTE, "last_day": TODAY}
    if kind == "aside":
        fields = {"suspended_at": NOON}
    Memory.objects.filter(pk=memory.pk).update(idea=idea, **fields)


@settings(max_examples=60, deadline=None)
@given(items=ITEMS, limits=st.tuples(st.integers(0, 8), st.integers(0, 8)))
def test_the_list_is_what_the_queue_brings_one_by_one(
    items: list[tuple[str, int, int]], limits: tuple[int, int]
) -> None:
    with rolled_back():
        learner = LearnerFactory.create(new_per_day=limits[0], reviews_per_day=limits[1])
        ideas = Idea.objects.bulk_create(Idea(slug=f"list-{n}") for n in range(5))
        for card, (kind, idea, days) in zip(Card.objects.order_by("pk"), items, strict=False):
            item(learner, card, kind, ideas[idea], days)
        visit = visit_of(learner)
        ahead = [memory.pk for memory in memories_ahead(visit.moment, visit.counts, most=99)]
        seen = []
        while (at_hand := page_of(learner).item) is not None:
            seen.append(at_hand.memory_id)
            graded(Memory.objects.get(pk=at_hand.memory_id), Rating.EASY)
        assert ahead == seen
        assert len(ahead) == visit.counts.total


def test_at_most_so_many() -> None:
    learner = LearnerFactory.create()
    for n in range(1, 6):
        due(learner, f"card-k1-{n}")
    assert len(pack_of(learner)) == 5
    assert pack_of(learner, most=2) == pack_of(learner)[:2]


def test_an_item_is_what_the_page_of_the_queue_shows() -> None:
    """With both sides and the buttons of a card that is turned over; a question as it is asked."""
    learner = LearnerFactory.create()
    for slug in ("card-k1-1", "q-k1-3"):
        memory = due(learner, slug)
        (packed,) = pack_of(learner)
        shown = page_of(learner, show=memory.pk).item
        assert shown is not None
        assert packed.buttons == shown.buttons
        assert (packed.memory_id, packed.number, packed.version) == (memory.pk, 3, shown.version)
        assert packed.card == shown.card
        if packed.question is not None:
            assert shown.question is not None
            assert packed.question.prefix == "q1"
            assert packed.question.options == shown.question.options
        memory.delete()


def test_parallel_questions_are_chosen_as_the_queue_does() -> None:
    learner = LearnerFactory.create()
    idea = Idea.objects.create(slug=f"parallel-{uuid4()}")
    Question.objects.filter(slug__in=["q-k1-1", "q-k1-2"]).update(idea=idea)
    for slug in ("q-k1-2", "q-s1-1"):
        due(learner, slug)
    Memory.objects.filter(question__slug="q-k1-2").update(idea=idea)
    by_one = {memory.pk: to_ask(memory).pk for memory in Memory.objects.all()}
    assert {packed.memory_id: packed.version for packed in pack_of(learner)} == by_one
    assert question_of("q-k1-1").current_id in by_one.values()


def test_nobody_has_nothing_and_that_costs_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    learner = LearnerFactory.create()
    visit = visit_of(learner)
    with django_assert_num_queries(0):
        assert pack(visit.course, learner, moment=visit.moment, counts=visit.counts) == ()


def test_three_queries_however_many(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    learner = LearnerFactory.create()
    slugs = [f"{kind}-{code}-{n}" for kind in ("card", "q") for code in ("k1", "s1") for n in range(1, 11)]
    for number, slug in enumerate(slugs, start=1):
        due(learner, slug)
        if number in (21, 40):
            visit = visit_of(learner)
            with django_assert_num_queries(3):
                items = pack(visit.course, learner, moment=visit.moment, counts=visit.counts)
            assert len(items) == number


def test_somebody_elses_items_are_not_in_it() -> None:
    due(LearnerFactory.create(), "card-k1-1")
    mine = due(LearnerFactory.create(), "card-k1-2")
    assert [packed.memory_id for packed in pack_of(mine.learner)] == [mine.pk]
