"""What reviews came to: how much was still remembered, which grades were given, and the weights of FSRS."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from studyapp.domain.calibration import wilson
from studyapp.domain.fitting import FEWEST
from studyapp.domain.memory import Rating, Stage
from studyapp.domain.studied import percent, to_percent
from studyapp.models import Learner
from studyapp.queries.reviewfigures import ReviewFigures

_STAGES = {  # the name of a row, and what the items were that it counts
    "New": (Stage.NEW,),
    "Learning": (Stage.LEARNING, Stage.RELEARNING),
    "Review": (Stage.REVIEW,),
}

type Fit = Literal["none", "as", "above", "below"]


@dataclass(frozen=True, slots=True)
class Retained:
    """How many of so many reviews were recalled, in whole per cent, and between what that may truly lie.

    `fit` says where the range lies against what is desired; "none" and zeros without any review.
    """

    name: str
    reviews: int
    recalled: int
    share: int
    low: int
    high: int
    fit: Fit


@dataclass(frozen=True)
class Retention:
    """True retention lately and of all time, against what is desired, in whole per cent."""

    desired: int
    lately: Retained
    ever: Retained

    @property
    def lines(self) -> tuple[Retained, Retained]:
        """Both, the newest first."""
        return (self.lately, self.ever)


@dataclass(frozen=True, slots=True)
class Grades:
    """The grades given to items of one stage: Again, Hard, Good, Easy."""

    name: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)


@dataclass(frozen=True)
class Weights:
    """The weights in use: number 0 for the defaults, while `needed` more reviews are missing for own ones."""

    number: int
    fitted_at: datetime | None
    fitted_on: int
    loss_before: float
    loss_after: float
    needed: int


def retention(figures: ReviewFigures, *, desired: float, since: date) -> Retention:
    """Of items in review met at least a day after the last time: how many were recalled.

    The range is the Wilson interval of 95 %, as in `domain.calibration`.
    """
    return Retention(
        desired=to_percent(desired),
        lately=_retained("The last 30 days", *figures.retained(since), desired),
        ever=_retained("All time", *figures.retained(), desired),
    )


def grades(figures: ReviewFigures) -> tuple[Grades, ...]:
    """Every grade ever given, by what the item was when it was given."""
    return tuple(
        Grades(
            name, tuple(sum(figures.grades.get((stage, rating), 0) for stage in stages) for rating in Rating)
        )
        for name, stages in _STAGES.items()
    )


def weights(learner: Learner, figures: ReviewFigures) -> Weights:
    """No query: the set in use comes with the learner."""
    fitted = learner.parameter_set
    if fitted is None:
        return Weights(0, None, 0, 0.0, 0.0, needed=max(FEWEST - figures.spaced, 0))
    return Weights(
        fitted.number, fitted.fitted_at, fitted.fitted_on, fitted.loss_before, fitted.loss_after, needed=0
    )


def _retained(name: str, reviews: int, recalled: int, desired: float) -> Retained:
    if not reviews:
        return Retained(name, 0, 0, 0, 0, 0, "none")
    low, high = wilson(recalled, reviews)
    fit: Fit = "above" if low > desired else "below" if high < desired else "as"
    return Retained(
        name, reviews, recalled, percent(recalled, reviews), to_percent(low), to_percent(high), fit
    )
