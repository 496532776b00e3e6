"""Who of a class may need a word: a list of rules, each told in the words that stand beside the name.

A learner sees the same words on the class page. Nothing of self-study goes further than a rule says: that
there was none for days, or that readiness stays below the pass mark; never what was done, nor the range.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

IDLE_DAYS = 7
OVERDUE = 2


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at. `last_at` is the last study of any kind; nobody is idle before `joined_at`.

    `reaches` says whether the readiness range ends at the pass mark or above, where there is such a range.
    """

    joined_at: datetime
    last_at: datetime | None = None
    overdue: int = 0
    exam_below: bool | None = None  # the newest result of an exam the class set: below its pass mark?
    reaches: bool | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """One rule that holds: what it says of somebody, and the rule itself as anybody may read it."""

    key: str
    says: str
    rule: str


RULES: Mapping[str, str] = {
    "idle": f"nothing done for {IDLE_DAYS} days",
    "overdue": f"{OVERDUE} or more assignments overdue",
    "exam": "the newest result of an exam of this class is below its pass mark",
    "readiness": "readiness, from enough first answers, ends below the pass mark",
}


def flags(facts: Facts, now: datetime) -> tuple[Flag, ...]:
    """Every rule that holds, in the order of the list."""
    found = ((key, SAYS[key](facts, now)) for key in RULES)
    return tuple(Flag(key, says, RULES[key]) for key, says in found if says)


def _idle(facts: Facts, now: datetime) -> str:
    since = max(facts.joined_at, facts.last_at or facts.joined_at)
    days = (now - since) // timedelta(days=1)
    return f"nothing done for {days} days" if days >= IDLE_DAYS else ""


def _overdue(facts: Facts, now: datetime) -> str:
    return f"{facts.overdue} assignments overdue" if facts.overdue >= OVERDUE else ""


def _exam(facts: Facts, now: datetime) -> str:
    return "newest exam result below the pass mark" if facts.exam_below else ""


def _readiness(facts: Facts, now: datetime) -> str:
    return "readiness below the pass mark" if facts.reaches is False else ""


SAYS: Mapping[str, Callable[[Facts, datetime], str]] = {
    "idle": _idle,
    "overdue": _overdue,
    "exam": _exam,
    "readiness": _readiness,
}
