"""How a grade arrives: from which showing, when it was given, and how long it took."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

LONGEST = 600.0  # seconds that one answer can have taken; whoever took longer was away


@dataclass(frozen=True)
class Sent:
    """A grade on its way.

    `number` is memory.reviews as the page showed it. `token` makes a grade sent twice one review. `seconds`
    is how long it took, None if that is not known. `given_at` is set only for a grade given without network:
    it joins whatever has happened to the item since, at the time it was given.
    """

    number: int
    token: UUID | None = None
    seconds: float | None = None
    given_at: datetime | None = None


def moment(milliseconds: int | None) -> datetime | None:
    """A moment from milliseconds since 1970, as browsers count; None for what is no moment of our time."""
    if milliseconds is None or not 0 < milliseconds < 10**14:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def seconds_between(shown: datetime | None, given: datetime) -> float | None:
    """How long an answer took, up to `LONGEST`; None if the page did not say when it was shown."""
    if shown is None:
        return None
    return min(max((given - shown).total_seconds(), 0.0), LONGEST)


def believed(given_at: datetime | None, *, earliest: datetime, now: datetime) -> datetime:
    """When a grade was given, as far as a browser's clock can be believed."""
    return now if given_at is None else min(max(given_at, earliest), now)
