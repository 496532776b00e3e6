"""What falls due in the days ahead, and how much of it all is remembered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from studyapp.domain.studied import BINS, by_recall, to_percent
from studyapp.queries.itemfigures import ItemFigures


@dataclass(frozen=True, slots=True)
class DueDay:
    """How many items have this day as theirs; with today also those whose day has passed."""

    day: date
    items: int


@dataclass(frozen=True)
class Forecast:
    """Items by the day on which they are due. `late` of today's were due before; `later` come after the last
    day shown. New items, and those set aside, are no part of it.
    """

    days: tuple[DueDay, ...]
    late: int
    later: int

    @property
    def ahead(self) -> int:
        """All on the days shown."""
        return sum(one.items for one in self.days)

    @property
    def total(self) -> int:
        """Everything that has a day."""
        return self.ahead + self.later


@dataclass(frozen=True, slots=True)
class RecallBin:
    """Items with a recall from `low` to below `high` per cent; the last bin holds 100 as well."""

    low: int
    high: int
    now: int
    later: int


@dataclass(frozen=True)
class Remembered:
    """The recall of what was reviewed and is not set aside, in whole per cent: now, and on the exam day if
    nothing is reviewed until then. `exam_day` is None if there is none ahead; then nothing is said of it.
    """

    items: int
    mean: int
    exam_day: date | None
    mean_later: int
    bins: tuple[RecallBin, ...]


def forecast(items: ItemFigures, days: Sequence[date]) -> Forecast:
    """What falls due on these days, the first of which is today."""
    late = sum(count for day, count in items.due.items() if day < days[0])
    return Forecast(
        days=tuple(DueDay(day, items.due.get(day, 0) + (late if day == days[0] else 0)) for day in days),
        late=late,
        later=sum(count for day, count in items.due.items() if day > days[-1]),
    )


def remembered(items: ItemFigures, *, exam_day: date | None) -> Remembered:
    """How well the items are remembered."""
    bins = zip(by_recall(items.now), by_recall(items.later), strict=True)
    return Remembered(
        items=len(items.now),
        mean=_mean(items.now),
        exam_day=exam_day if items.later else None,
        mean_later=_mean(items.later),
        bins=tuple(RecallBin(n * 100 // BINS, (n + 1) * 100 // BINS, *both) for n, both in enumerate(bins)),
    )


def _mean(shares: Sequence[float]) -> int:
    return to_percent(sum(shares) / len(shares)) if shares else 0
