"""What there is to fit a learner's weights on, and what came of the last fit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from studyapp.domain.fitting import FEWEST, History, grouped
from studyapp.models import Learner, ParameterSet, Review
from studyapp.queries.reviewfigures import spaced_reviews


@dataclass(frozen=True)
class Fit:
    """A set of weights that was fitted, whether it is in use or not."""

    number: int
    fitted_at: datetime
    fitted_on: int
    held_out: int
    loss_before: float
    loss_after: float
    adopted: bool


@dataclass(frozen=True)
class FitState:
    """Where a learner stands: weights of her own, or how many reviews are still needed for them."""

    own: bool
    needed: int
    last: Fit | None


def histories(learner_id: int) -> Mapping[int, History]:
    """Every review that was not taken back, by memory. One query."""
    rows = Review.objects.filter(learner_id=learner_id, undone_at=None).order_by("memory_id", "number")
    return grouped(rows.values_list("memory_id", "day", "rating").iterator(5000))


def fit_state(learner: Learner) -> FitState:
    """Two queries."""
    last = ParameterSet.objects.filter(learner=learner).order_by("-number").first()
    return FitState(
        own=learner.parameter_set is not None,
        needed=max(FEWEST - spaced_reviews(learner.pk), 0),
        last=None
        if last is None
        else Fit(
            last.number,
            last.fitted_at,
            last.fitted_on,
            last.held_out,
            last.loss_before,
            last.loss_after,
            last.adopted,
        ),
    )
