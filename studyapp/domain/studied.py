"""What the days and reviews of a learner come to: runs of days, shares, and the items by their recall."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from studyapp.domain.studyday import ONE_DAY

BINS = 10  # of recall, each as wide as the others
# What databases differ by in the age of a memory must not move an item between two bins.
_NEXT_TO_NOTHING = 1e-8


@dataclass(frozen=True, slots=True)
class Run:
    """Days of study one after another, and whether today is among them or the run only reached yesterday."""

    days: int
    today: bool


def run_of(studied: Collection[date], today: date) -> Run:
    """The run that today goes on. A day that has only begun breaks none."""
    newest = today if today in studied else today - ONE_DAY
    days = 0
    while newest - days * ONE_DAY in studied:
        days += 1
    return Run(days, today=today in studied)


def span(last: date, days: int) -> tuple[date, ...]:
    """So many days, the last one given."""
    return tuple(last - timedelta(days=n) for n in reversed(range(days)))


def weeks_until(last: date, weeks: int) -> tuple[date, ...]:
    """The days from a Monday on, in so many weeks of which the last holds `last`; none after it."""
    monday = last - timedelta(days=last.weekday())
    return span(last, (last - monday).days + 1 + 7 * (weeks - 1))


def percent(part: int, whole: int) -> int:
    """A share in whole per cent, halves rounded up. There must be something."""
    return (200 * part + whole) // (2 * whole)


def to_percent(share: float) -> int:
    """The same of a share that is no count."""
    return int(100 * share + 0.5 + _NEXT_TO_NOTHING)


def by_recall(shares: Iterable[float]) -> tuple[int, ...]:
    """How many items have a recall of 0 to below 10 %, 10 to below 20 % … 90 to 100 %."""
    found = Counter(int(share * BINS + _NEXT_TO_NOTHING) for share in shares)
    return (*(found[n] for n in range(BINS - 1)), found[BINS - 1] + found[BINS])
