"""What a learner's reviews add up to. Reviews that were taken back are nowhere in it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Count, Q, Sum
from django.db.models.functions import Cast

from studyapp.domain.memory import Rating, Stage
from studyapp.models import Review

SPACED = Q(before_day__lt=Cast("day", CharField()))  # at least a study day after the review before


@dataclass(frozen=True, slots=True)
class Cell:
    """The reviews of one study day that met items of one stage and had one rating.

    `spaced` of them came at least a day after the review before; `seconds` were measured.
    """

    day: date
    stage: str
    rating: int
    reviews: int
    spaced: int
    seconds: float


@dataclass(frozen=True)
class ReviewFigures:
    """All of a learner's reviews, counted."""

    cells: tuple[Cell, ...] = ()

    def by_day(self) -> Counter[date]:
        """Reviews of each study day."""
        found: Counter[date] = Counter()
        for cell in self.cells:
            found[cell.day] += cell.reviews
        return found

    def seconds_by_day(self, since: date) -> dict[date, float]:
        """Time measured on each study day from `since` on."""
        found: dict[date, float] = {}
        for cell in self.cells:
            if cell.day >= since:
                found[cell.day] = found.get(cell.day, 0.0) + cell.seconds
        return found

    def by_stage(self) -> Counter[tuple[str, int]]:
        """Reviews by stage and rating."""
        found: Counter[tuple[str, int]] = Counter()
        for cell in self.cells:
            found[cell.stage, cell.rating] += cell.reviews
        return found

    def retained(self, since: date = date.min) -> tuple[int, int]:
        """Of items in review met at least a day after the last time: how many reviews, how many recalled."""
        met = [cell for cell in self.cells if cell.stage == Stage.REVIEW and cell.day >= since]
        return sum(cell.spaced for cell in met), sum(
            cell.spaced for cell in met if cell.rating > Rating.AGAIN
        )

    def spaced(self) -> int:
        """How many reviews say something about forgetting: see `domain.fitting.predictions`."""
        return sum(cell.spaced for cell in self.cells)


def review_figures(learner_id: int) -> ReviewFigures:
    """One query, answered from the index `review_figures` alone."""
    return ReviewFigures(tuple(_cells(learner_id)))


def _cells(learner_id: int) -> Iterator[Cell]:
    reviews = Review.objects.filter(learner_id=learner_id, undone_at=None).order_by()
    cells = reviews.values_list("day", "stage", "rating").annotate(
        reviews=Count("pk"), spaced=Count("pk", filter=SPACED), time=Sum("seconds", default=0.0)
    )
    for cell in cells:
        yield Cell(*cell)
