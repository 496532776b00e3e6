"""Reviews counted by day, stage and grade; what was taken back is nowhere."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from studyapp.actions import reviews
from studyapp.domain.fitting import predictions
from studyapp.domain.memory import Rating
from studyapp.domain.sending import Sent
from studyapp.models import Memory, Review
from studyapp.queries.fitting import histories
from studyapp.queries.reviewfigures import ReviewDay, ReviewFigures, review_figures
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, MemoryFactory, card_of, graded, rolled_back

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
TODAY = NOON.date()


def timed(memory: Memory, rating: Rating, days: float, seconds: float | None) -> Review:
    fresh = Memory.objects.get(pk=memory.pk)
    sent = Sent(fresh.reviews, seconds=seconds)
    return reviews.grade_card(memory=fresh, sent=sent, grade=rating, now=NOON + days * DAY)


def test_nobody_has_reviewed_anything() -> None:
    assert review_figures(LearnerFactory.create().pk) == ReviewFigures()


def test_days_grades_and_what_was_recalled() -> None:
    learner = LearnerFactory.create()
    one, other = (MemoryFactory.create(learner=learner, card=card_of(f"card-k1-{n}")) for n in (1, 2))
    timed(one, Rating.EASY, 0, 4.0)  # into review at once
    timed(other, Rating.GOOD, 0, None)
    timed(other, Rating.GOOD, 0.01, 2.5)  # a step on the same day, and into review
    timed(one, Rating.AGAIN, 9, 3.0)
    timed(one, Rating.HARD, 9.01, 1.0)
    timed(other, Rating.HARD, 12, 20.0)
    graded(MemoryFactory.create(), now=NOON)  # somebody else's
    found = review_figures(learner.pk)
    assert found.days == (
        ReviewDay(TODAY, 3, 6.5, met=0, recalled=0),
        ReviewDay(TODAY + 9 * DAY, 2, 4.0, met=1, recalled=0),
        ReviewDay(TODAY + 12 * DAY, 1, 20.0, met=1, recalled=1),
    )
    assert found.grades == {
        ("new", 4): 1,
        ("new", 3): 1,
        ("learning", 3): 1,
        ("review", 1): 1,
        ("relearning", 2): 1,
        ("review", 2): 1,
    }
    assert found.spaced == 2
    assert found.retained() == (2, 1)
    assert found.retained(since=TODAY + 10 * DAY) == (1, 1)
    assert found.retained(since=TODAY + 13 * DAY) == (0, 0)


def test_a_review_taken_back_counts_nowhere() -> None:
    learner = LearnerFactory.create()
    memory = MemoryFactory.create(learner=learner)
    timed(memory, Rating.EASY, 0, 4.0)
    before = review_figures(learner.pk)
    timed(memory, Rating.AGAIN, 8, 9.0)
    reviews.undo(learner=learner, now=NOON + 8 * DAY)
    assert review_figures(learner.pk) == before
    timed(memory, Rating.GOOD, 8, 5.0)
    assert review_figures(learner.pk).days[1:] == (ReviewDay(TODAY + 8 * DAY, 1, 5.0, met=1, recalled=1),)


def test_a_review_on_the_day_of_the_last_one_says_nothing_of_retention() -> None:
    learner = LearnerFactory.create()
    memory = MemoryFactory.create(learner=learner)
    graded(memory, Rating.EASY)
    fresh = Memory.objects.get(pk=memory.pk)
    # Given on the same day without network, after the other device had brought it into review.
    late = Sent(0, given_at=NOON + MINUTE)
    reviews.grade_card(memory=fresh, sent=late, grade=Rating.GOOD, now=NOON + 3 * DAY)
    found = review_figures(learner.pk)
    assert found.grades == {("new", 4): 1, ("review", 3): 1}
    assert (found.retained(), found.spaced) == ((0, 0), 0)


@pytest.mark.parametrize("count", [1, 3])
def test_one_query(django_assert_num_queries: DjangoAssertNumQueries, count: int) -> None:
    learner = LearnerFactory.create()
    for n in range(1, 1 + count):
        graded(MemoryFactory.create(learner=learner, card=card_of(f"card-k1-{n}")))
    with django_assert_num_queries(1):
        assert sum(review_figures(learner.pk).grades.values()) == count


@settings(max_examples=25, deadline=None)
@given(
    given_=st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 9), st.sampled_from(Rating), st.booleans()), max_size=12
    ),
    cuts=st.lists(st.integers(0, 40), max_size=4),
)
def test_the_sums_of_any_parts_are_those_of_the_whole(
    given_: list[tuple[int, int, Rating, bool]], cuts: list[int]
) -> None:
    with rolled_back():
        learner = LearnerFactory.create()
        cards = [MemoryFactory.create(learner=learner, card=card_of(f"card-k1-{n}")) for n in (1, 2, 3)]
        days = 0.0
        for which, wait, rating, taken_back in given_:
            days += wait + 0.001
            timed(cards[which], rating, days, 1.5)
            if taken_back:
                reviews.undo(learner=learner, now=NOON + days * DAY)
        found = review_figures(learner.pk)
        rows = Review.objects.filter(learner=learner, undone_at=None)
        assert sum(found.grades.values()) == sum(day.reviews for day in found.days) == rows.count()
        assert found.grades == Counter(rows.values_list("stage", "rating"))
        assert {day.day: day.reviews for day in found.days} == Counter(rows.values_list("day", flat=True))
        assert sum(day.seconds for day in found.days) == pytest.approx(1.5 * rows.count())
        assert found.spaced == predictions(histories(learner.pk).values())
        bounds = [date.min, *sorted(TODAY + cut * DAY for cut in cuts), date.max]
        parts = [
            [found.retained(since)[n] - found.retained(until)[n] for n in (0, 1)]
            for since, until in pairwise(bounds)
        ]
        assert tuple(map(sum, zip(*parts, strict=True))) == found.retained()
