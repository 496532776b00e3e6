"""The time limit of a sitting. Only the stored deadline and the server's `now` count.

Moments are aware datetimes in any zone and are compared as moments, not as wall clocks. Without a zone they
are a ValueError.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from math import ceil, isfinite
from typing import Literal

from studyapp.domain.studyday import as_utc

type SittingState = Literal["open", "submitted", "over"]

# An answer given in the last second is still on its way when the time is up.
GRACE = timedelta(seconds=10)
MORE_AT_MOST = 240  # minutes that are given at once in a running sitting


def deadline(started_at: datetime, limit: timedelta, factor: Decimal | float) -> datetime:
    """The moment, in UTC, when a sitting is over: `limit` times the learner's time factor from the start.

    `factor` is 1 for the usual time and 1.5 for half as much again. It gives time and never takes it, and
    `limit` is longer than nothing; anything else is a ValueError.
    """
    if limit <= timedelta(0):
        raise ValueError("A time limit is longer than nothing.")
    if not isfinite(factor) or factor < 1:
        raise ValueError("A time factor is a number from 1 up.")
    return as_utc(started_at) + limit * float(factor)


def most_more(deadline: datetime, keys_at: datetime | None) -> int:
    """How many minutes a running sitting can be given: none ends after others see the keys of its exam."""
    if keys_at is None:
        return MORE_AT_MOST
    room = (as_utc(keys_at) - as_utc(deadline)) // timedelta(minutes=1)
    return min(max(room, 0), MORE_AT_MOST)


def pace(minutes: int, questions: int, times: float = 1) -> timedelta:
    """The time for one question where `questions` have so many minutes, or `times` as much."""
    return timedelta(minutes=minutes) * times / questions


def in_words(length: timedelta) -> str:
    """A short length of time to the nearest second: "2 min 37 s"."""
    minutes, seconds = divmod(round(length / timedelta(seconds=1)), 60)
    parts = [f"{minutes} min"] if minutes else []
    return " ".join([*parts, f"{seconds} s"] if seconds or not minutes else parts)


def state(now: datetime, deadline: datetime | None, submitted_at: datetime | None) -> SittingState:
    """Where a sitting stands: submitted for good, else open until the deadline and over from then on.

    Without a deadline it is open until it is submitted.
    """
    if submitted_at is not None:
        return "submitted"
    return "open" if deadline is None or as_utc(now) < as_utc(deadline) else "over"


def seconds_left(now: datetime, deadline: datetime) -> int:
    """Whole seconds until the deadline, rounded up: 0 exactly when the time is over, never negative."""
    return max(ceil((as_utc(deadline) - as_utc(now)) / timedelta(seconds=1)), 0)


def accepts(now: datetime, deadline: datetime | None, submitted_at: datetime | None) -> bool:
    """Whether an answer that arrives at `now` is still stored: not submitted yet, and `GRACE` not used up."""
    return submitted_at is None and (deadline is None or as_utc(now) < as_utc(deadline) + GRACE)
