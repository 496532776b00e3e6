"""A running sitting as its page's script knows it: how each question stands, and the time left."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from studyapp.domain.paperstate import Progress, progress
from studyapp.domain.timing import SittingState, state
from studyapp.domain.versions import key_of
from studyapp.models import Attempt, AttemptItem

MOMENT = timedelta(milliseconds=1)


@dataclass(frozen=True)
class ItemState:
    """How one question stands; `version` counts the changes of its response."""

    response: tuple[str, ...]
    flagged: bool
    struck: tuple[str, ...]
    seen: bool
    version: int


@dataclass(frozen=True)
class SittingNow:
    """What a page must not remember but ask: `left` and `total` are milliseconds, None without a limit."""

    state: SittingState
    left: int | None
    total: int | None
    items: dict[int, ItemState]


def sitting_now(attempt: Attempt, *, now: datetime) -> SittingNow:
    """The sitting at this moment. One query."""
    rows = AttemptItem.objects.filter(attempt=attempt).values_list(
        "position", "response", "flagged", "struck", "seen", "revision"
    )
    items = {row[0]: ItemState(tuple(row[1]), row[2], tuple(row[3]), row[4], row[5]) for row in rows}
    return at_moment(attempt, items, now=now)


def at_moment(attempt: Attempt, items: dict[int, ItemState], *, now: datetime) -> SittingNow:
    """The same where the questions, or one of them, are known. No query."""
    end = attempt.deadline
    return SittingNow(
        state=state(now, end, attempt.submitted_at),
        left=None if end is None else max(0, (end - now) // MOMENT),
        total=None if end is None else (end - attempt.started_at) // MOMENT,
        items=items,
    )


def state_of(row: AttemptItem) -> ItemState:
    """The same of a row that has been read."""
    return ItemState(tuple(row.response), row.flagged, tuple(row.struck), row.seen, row.revision)


def wanted_of(row: AttemptItem) -> int:
    """How much chosen makes an answer complete: as many options as the question asks for, as it says."""
    return len(key_of("multiple", row.version.body).answer) if row.version.kind == "multiple" else 1


def status_of(row: AttemptItem) -> Progress:
    """The word of the real exam for where a question stands."""
    touched = bool(row.seen or row.flagged or row.struck)
    return progress(chosen=len(row.response), wanted=wanted_of(row), touched=touched)
