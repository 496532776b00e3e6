"""True retention, the grades by stage, and the weights in use."""

from datetime import date, timedelta

import pytest

from studyapp.models import ParameterSet
from studyapp.queries.retention import Grades, Retained, Weights, grades, retention, weights
from studyapp.queries.reviewfigures import ReviewDay, ReviewFigures
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)


def reviewed(*days: tuple[int, int, int]) -> ReviewFigures:
    """How many days ago, how many reviews met an item in review, and how many recalled it."""
    return ReviewFigures(tuple(ReviewDay(TODAY - n * DAY, met + 1, 0.0, met, got) for n, met, got in days))


def test_retention_lately_and_of_all_time() -> None:
    found = retention(reviewed((0, 20, 19), (29, 20, 17), (30, 60, 30)), desired=0.9, since=TODAY - 29 * DAY)
    # Wilson: (36/40 + 1.92/40) / 1.096 and so on
    assert found.lately == Retained("The last 30 days", 40, 36, share=90, low=77, high=96, fit="as")
    assert found.ever == Retained("All time", 100, 66, share=66, low=56, high=75, fit="below")
    assert (found.desired, found.lines) == (90, (found.lately, found.ever))


@pytest.mark.parametrize(
    ("met", "recalled", "fit"), [(0, 0, "none"), (1, 0, "below"), (400, 396, "above"), (10, 9, "as")]
)
def test_what_is_said_of_it(met: int, recalled: int, fit: str) -> None:
    found = retention(reviewed((0, met, recalled)), desired=0.9, since=TODAY)
    assert found.lately.fit == fit


def test_a_desired_retention_between_whole_per_cents() -> None:
    assert retention(reviewed(), desired=0.925, since=TODAY).desired == 93


def test_grades_by_stage() -> None:
    figures = ReviewFigures(
        grades={
            ("new", 3): 4,
            ("learning", 1): 2,
            ("learning", 3): 3,
            ("relearning", 1): 5,
            ("review", 4): 1,
        }
    )
    found = grades(figures)
    assert found == (
        Grades("New", (0, 0, 4, 0)),
        Grades("Learning", (7, 0, 3, 0)),
        Grades("Review", (0, 0, 0, 1)),
    )
    assert [line.total for line in found] == [4, 10, 1]


@pytest.mark.django_db
@pytest.mark.parametrize(("spaced", "needed"), [(0, 400), (399, 1), (400, 0), (900, 0)])
def test_reviews_still_needed_for_weights_of_ones_own(spaced: int, needed: int) -> None:
    found = weights(LearnerFactory.create(), ReviewFigures(spaced=spaced))
    assert found == Weights(0, None, 0, 0.0, 0.0, needed=needed)


@pytest.mark.django_db
def test_weights_of_ones_own() -> None:
    learner = LearnerFactory.create()
    learner.parameter_set = ParameterSet.objects.create(
        learner=learner,
        number=2,
        parameters=[],
        optimizer="fsrs-rs",
        fitted_at=NOON,
        fitted_on=512,
        held_out=100,
        loss_before=0.4,
        loss_after=0.3,
        adopted=True,
    )
    assert weights(learner, ReviewFigures()) == Weights(2, NOON, 512, 0.4, 0.3, needed=0)
