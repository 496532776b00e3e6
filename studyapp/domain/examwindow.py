"""When an exam of a class can be begun, by whom, and until when it runs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

from studyapp.domain.studyday import as_utc
from studyapp.domain.timing import deadline

type Entry = Literal["open", "early", "late", "used up"]


@dataclass(frozen=True, slots=True)
class Window:
    """When it opens and closes (None: always open), and how long a sitting takes (None: no limit)."""

    opens_at: datetime | None
    closes_at: datetime | None
    limit: timedelta | None


def factor_of(own: Decimal, of_class: Decimal) -> Decimal:
    """Of a learner's own time factor and the one in the class the greater holds."""
    return max(own, of_class)


def closes_for(window: Window, factor: Decimal) -> datetime | None:
    """When the window closes for somebody with this factor: it is as much longer as the limit is.

    Without an opening there is no length to multiply, so what the limit gains is added.
    """
    if window.closes_at is None:
        return None
    if window.opens_at is not None:
        length = as_utc(window.closes_at) - as_utc(window.opens_at)
        return as_utc(window.opens_at) + length * float(factor)
    gained = (window.limit or timedelta(0)) * (float(factor) - 1)
    return as_utc(window.closes_at) + gained


def ends_for(window: Window, factor: Decimal, started_at: datetime) -> datetime | None:
    """When a sitting begun then is over: at its limit or when the window closes, whichever is first."""
    closes = closes_for(window, factor)
    limit = None if window.limit is None else deadline(started_at, window.limit, factor)
    return min((moment for moment in (closes, limit) if moment is not None), default=None)


def entry(window: Window, factor: Decimal, *, begun: int, allowed: int | None, now: datetime) -> Entry:
    """Whether somebody who has begun it so often may begin now."""
    closes = closes_for(window, factor)
    if window.opens_at is not None and as_utc(now) < as_utc(window.opens_at):
        return "early"
    if closes is not None and as_utc(now) >= closes:
        return "late"
    return "used up" if allowed is not None and begun >= allowed else "open"
