"""A clock that was set back, and a learner who flew over the date line: nothing is lost, the chain holds."""

import itertools
from datetime import date, timedelta

import pytest

from studyapp.domain.memory import Rating
from studyapp.models import Learner, Memory, Review
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, MemoryFactory, card_of, graded

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def chain(memory: Memory) -> list[tuple[int, date]]:
    """Number and study day of each review, as they arrived; each begins where the one before ended."""
    rows = list(Review.objects.filter(memory=memory).order_by("pk"))
    for one, other in itertools.pairwise(rows):
        assert one.after == other.before
    return [(row.number, row.day) for row in rows]


def test_a_clock_set_back_between_two_reviews_loses_neither() -> None:
    memory = MemoryFactory.create(card=card_of("card-k1-1"), added_at=NOON - 20 * DAY)
    for at in (NOON, NOON + 3 * DAY, NOON - 5 * DAY, NOON + 9 * DAY):
        graded(memory, Rating.GOOD, at)
    assert chain(memory) == [
        (0, date(2026, 11, 24)),
        (1, date(2026, 11, 27)),
        (2, date(2026, 11, 19)),
        (3, date(2026, 12, 3)),
    ]
    fresh = Memory.objects.get()
    assert (fresh.reviews, fresh.lapses, fresh.last_at) == (4, 0, NOON + 9 * DAY)
    assert fresh.due_day is not None
    assert fresh.due_day > date(2026, 12, 3)


@pytest.mark.parametrize(
    ("first", "then", "hours", "days"),
    [
        ("Pacific/Auckland", "Pacific/Honolulu", 12, (date(2026, 11, 25), date(2026, 11, 24))),
        ("Pacific/Honolulu", "Pacific/Auckland", 30, (date(2026, 11, 24), date(2026, 11, 26))),
    ],
)
def test_over_the_date_line_each_review_keeps_the_day_it_had(
    first: str, then: str, hours: int, days: tuple[date, date]
) -> None:
    learner = LearnerFactory.create(time_zone=first)
    memory = MemoryFactory.create(learner=learner, card=card_of("card-k1-1"), added_at=NOON - 9 * DAY)
    graded(memory, Rating.EASY, NOON + timedelta(hours=3))
    Learner.objects.filter(pk=learner.pk).update(time_zone=then)
    graded(memory, Rating.GOOD, NOON + timedelta(hours=hours))
    assert chain(memory) == [(0, days[0]), (1, days[1])]
    assert Memory.objects.get().reviews == 2
