"""What falls due when, and how much is remembered, from the rows of the queue."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from studyapp.domain.memory import Schedule, retrievability
from studyapp.models import Card, Learner, Memory, Question
from studyapp.queries.itemfigures import ItemFigures, item_figures
from studyapp.queries.memories import remembered
from studyapp.queries.queue import Moment
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, MemoryFactory, card_of, question_of, rolled_back

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TODAY = NOON.date()
SCHEDULE = Schedule()


def looked_at(learner: Learner, now: datetime = NOON, later: datetime | None = None) -> ItemFigures:
    moment = Moment(learner.pk, SCHEDULE.today(now), now)
    return item_figures(moment, schedule=SCHEDULE, objectives={}, later=later)


def item(learner: Learner, number: int, **fields: Any) -> Memory:
    """A card in review, last seen five days ago and due today unless said otherwise."""
    usual: dict[str, Any] = {
        "stage": "review",
        "stability": 5.0,
        "last_at": NOON - 5 * DAY,
        "due_day": TODAY,
    }
    return MemoryFactory.create(learner=learner, card=card_of(f"card-k1-{number}"), **usual | fields)


def test_nothing_is_in_memory() -> None:
    assert looked_at(LearnerFactory.create()) == ItemFigures(now=[], later=[])


def test_items_by_the_day_they_are_due() -> None:
    learner = LearnerFactory.create()
    item(learner, 1, due_day=TODAY - 3 * DAY)
    item(learner, 2)
    item(learner, 3)
    item(learner, 4, due_day=TODAY + 40 * DAY)
    item(learner, 5, stage="learning", due_at=NOON)
    item(learner, 6, buried_until=TODAY + DAY)  # put off
    item(learner, 7, buried_until=TODAY - DAY)  # was put off once
    item(learner, 8, suspended_at=NOON)
    item(learner, 9, stage="new", stability=None, last_at=None, due_day=None)
    item(LearnerFactory.create(), 1)
    found = looked_at(learner)
    assert found.items == 9
    assert found.due == {
        TODAY - 3 * DAY: 1,
        TODAY: 4,
        TODAY + DAY: 1,
        TODAY + 40 * DAY: 1,
    }
    assert len(found.now) == 7  # neither the new one nor the one set aside


def test_what_has_left_the_course_is_not_due() -> None:
    learner = LearnerFactory.create()
    item(learner, 1)
    item(learner, 2)
    for slug in ("q-s1-2", "q-s1-3", "q-s1-4"):
        MemoryFactory.create(
            learner=learner,
            question=question_of(slug),
            stage="review",
            stability=5.0,
            last_at=NOON,
            due_day=TODAY,
        )
    Card.objects.filter(slug="card-k1-1").update(retired_at=NOON)
    Question.objects.filter(slug="q-s1-2").update(retired_at=NOON)
    Question.objects.filter(slug="q-s1-3").update(pool="exam")
    found = looked_at(learner)
    assert (found.items, found.due) == (2, {TODAY: 2})
    assert {code: one.items for code, one in found.recall.items()} == {"S1": 1}


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(0.05, 900),
            st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1)),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_recall_is_that_of_the_forgetting_curve(reviewed: list[tuple[float, datetime]]) -> None:
    later = NOON + 30 * DAY
    with rolled_back():
        learner = LearnerFactory.create()
        for number, (stability, at) in enumerate(reviewed, start=1):
            item(learner, number, stability=stability, last_at=at.replace(tzinfo=NOON.tzinfo))
        found = looked_at(learner, later=later)
        rows = [remembered(row) for row in Memory.objects.filter(learner=learner)]
        for shares, at in ((found.now, NOON), (found.later, later)):
            assert sorted(shares) == pytest.approx(
                sorted(retrievability(row, at, SCHEDULE) for row in rows), abs=1e-7
            )


def test_lapses_are_counted_by_the_idea_of_their_cards() -> None:
    learner = LearnerFactory.create()
    twice = item(learner, 1, lapses=2)
    item(learner, 2, lapses=3, idea_id=twice.idea_id)
    item(learner, 3)
    MemoryFactory.create(learner=learner, question=question_of("q-s1-2"), lapses=7)
    assert looked_at(learner).card_lapses == {twice.idea_id: 5}


def test_a_date_before_the_last_review_is_as_right_after_it() -> None:
    learner = LearnerFactory.create()
    item(learner, 1, last_at=NOON + 2 * DAY)  # by a clock that was set back since
    assert list(looked_at(learner, later=NOON + DAY).later) == [1.0]
    assert list(looked_at(learner).now) == [1.0]


@pytest.mark.parametrize("count", [1, 3])
def test_one_query(django_assert_num_queries: DjangoAssertNumQueries, count: int) -> None:
    learner = LearnerFactory.create()
    for number in range(1, 1 + count):
        item(learner, number)
    with django_assert_num_queries(1):
        assert looked_at(learner).items == count
