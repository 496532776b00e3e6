"""The code that lets somebody into a class, and the personal one that claims a seat on its roster."""

from datetime import datetime, timedelta

from studyapp.domain.recoverycode import SIGNS, canonical
from studyapp.domain.studyday import as_utc

LENGTH = 9  # of 32 signs: 45 bits
SEAT_LENGTH = 10  # one more, so that the two are told apart before anything is looked up
# How long a new code works; the longest is a term.
LIFETIMES = {"day": timedelta(days=1), "fortnight": timedelta(days=14), "term": timedelta(days=120)}


def shown(code: str) -> str:
    """The code in groups of three, as it is read out; a seat's ends with four."""
    return "-".join([code[:3], code[3:6], code[6:]])


def read_code(typed: str) -> str:
    """The signs of a code as somebody typed it, or "" if it cannot be one."""
    code = canonical(typed)
    return code if len(code) in (LENGTH, SEAT_LENGTH) and set(code) <= set(SIGNS) else ""


def is_seat(code: str) -> bool:
    """Whether a code that was read claims a seat."""
    return len(code) == SEAT_LENGTH


def opens(expires_at: datetime | None, archived_at: datetime | None, now: datetime) -> bool:
    """Whether a class can be joined by its code: not closed, not expired, not archived."""
    return archived_at is None and expires_at is not None and as_utc(now) < as_utc(expires_at)
