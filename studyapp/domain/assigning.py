"""Who has which assignment, from when to when, and how far it has come. Worked out from what was done.

Times are set as the class's clock shows them. An exception says the times of one member; what it leaves open
is the time of everybody. The window of an exam grows with a member's time factor, unless an exception says
its end: that is then meant to the minute.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Literal

type Kind = Literal["lesson", "practice", "review", "exam", "path"]
type State = Literal["not-started", "started", "help", "done"]

WORDS: Mapping[State, str] = {
    "not-started": "not started",
    "started": "started",
    "help": "help needed",
    "done": "done",
}


@dataclass(frozen=True, slots=True)
class Target:
    """For whom an assignment is: for all, or for the groups and members named."""

    for_all: bool = True
    groups: frozenset[int] = frozenset()
    members: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when; None is no limit on that side."""

    opens_at: datetime | None = None
    due_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether it may be begun. It stays open after it was due: late is better than never."""
        return self.opens_at is None or self.opens_at <= now


@dataclass(frozen=True, slots=True)
class Work:
    """What somebody did of an assignment; `done_at` once all of it is."""

    started: bool = False
    done_at: datetime | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands. `late`: done after it was due; `overdue`: due and not done; `open`: begun."""

    state: State
    late: bool
    overdue: bool
    open: bool

    @property
    def word(self) -> str:
        """The state as people read it."""
        return WORDS[self.state]


NOTHING = Work()


def is_for(target: Target, member: int, groups: Collection[int]) -> bool:
    """Whether a member with these groups has it."""
    return target.for_all or member in target.members or not target.groups.isdisjoint(groups)


def window(
    general: Window,
    exception: Window | None,
    *,
    created_at: datetime,
    factor: Decimal | float = 1,
    stretches: bool = False,
) -> Window:
    """The window of one member. `factor` is the greater of the two time factors; only an exam `stretches`.

    Time is given and never taken: the window grows from its opening, or from when the assignment was made.
    """
    if exception is None and not (stretches and factor > 1):
        return general
    due = general.due_at
    begins = general.opens_at or created_at
    if stretches and due is not None and due > begins:
        due = begins + (due - begins) * max(float(factor), 1.0)
    if exception is None:
        return Window(general.opens_at, due)
    return Window(exception.opens_at or general.opens_at, exception.due_at or due)


def standing(found: Window, work: Work, *, wants_help: bool, now: datetime) -> Standing:
    """Where somebody stands at `now`. Whoever is done needs no help any more."""
    if work.done_at is not None:
        return Standing("done", late=work.late, overdue=False, open=found.is_open(now))
    state: State = "help" if wants_help else "started" if work.started else "not-started"
    return Standing(state, late=False, overdue=is_overdue(found, work, now), open=found.is_open(now))


def is_overdue(found: Window, work: Work, now: datetime) -> bool:
    """Whether it was due and is not done."""
    return found.due_at is not None and found.due_at < now and work.done_at is None


def lesson_work(begun: bool, finished_at: datetime | None, found: Window) -> Work:
    """A lesson read before it was assigned is read: nobody can read it for the first time again."""
    return _work(begun or finished_at is not None, finished_at, found)


def best_of(attempts: Iterable[tuple[datetime, datetime | None]], found: Window) -> Work:
    """Quizzes or sittings as (begun, over or None): those begun before the opening are no part of it.

    The first one that was finished counts for being done in time.
    """
    counting = [one for one in attempts if found.is_open(one[0])]
    ends = [over for _, over in counting if over is not None]
    return _work(bool(counting), min(ends, default=None), found)


def review_work(days: Iterable[tuple[date, int]], wanted: int, found: Window, zone: tzinfo) -> Work:
    """Reviews by study day: whole days count, from the one on which it opens.

    It is late if the day on which the last wanted review was given comes after the day it was due.
    """
    first = found.opens_at.astimezone(zone).date() if found.opens_at else date.min
    due = found.due_at.astimezone(zone).date() if found.due_at else date.max
    given = 0
    for day, count in sorted(days):
        if day < first:
            continue
        given += count
        if given >= wanted:
            return Work(
                started=True, done_at=datetime(day.year, day.month, day.day, tzinfo=UTC), late=day > due
            )
    return Work(started=given > 0)


def moment_of(local: datetime, zone: tzinfo, *, ends: bool) -> datetime:
    """What the clock of the class shows, as a moment in UTC.

    Where the clock shows an hour twice, something opens at the first and ends at the second. An hour that
    the clock skips is counted as if it had not been moved: 02:30 is then shown as 03:30.
    """
    return local.replace(tzinfo=zone, fold=int(ends and _twice(local, zone))).astimezone(UTC)


def _twice(local: datetime, zone: tzinfo) -> bool:
    """Whether the clock shows this time two times."""
    first, second = (local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return first is not None and second is not None and second < first


def _work(started: bool, done_at: datetime | None, found: Window) -> Work:
    late = done_at is not None and found.due_at is not None and done_at > found.due_at
    return Work(started=started, done_at=done_at, late=late)
