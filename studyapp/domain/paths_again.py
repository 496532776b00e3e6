"""When a challenge comes again: worked out from the tries alone, by the same memory as cards and questions.

The first try of a study day counts, as the first look does; what follows on that day is practice. It is Good
if it met every condition with the fewest changes and no hint, Hard if it met them otherwise, else Again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from studyapp.domain.memory import NEW, Memory, Rating, Schedule, review


@dataclass(frozen=True, slots=True)
class Try:
    """One try at a challenge."""

    at: datetime
    solved: bool
    changes: int
    par: int
    hints: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands with a challenge: the fewest changes that solved it, the day it comes again."""

    tries: int
    best: int | None
    par: int
    due_day: date

    @property
    def solved(self) -> bool:
        """Whether any try met every condition."""
        return self.best is not None

    def is_due(self, today: date) -> bool:
        """Whether the day has come."""
        return self.due_day <= today


def rating(one: Try) -> Rating:
    """What a try says of the memory."""
    if not one.solved:
        return Rating.AGAIN
    return Rating.HARD if one.hints or one.changes > one.par else Rating.GOOD


def standing(tries: Iterable[Try], *, schedule: Schedule, seed: str) -> Standing | None:
    """Where the tries lead, in whatever order they come; None for none."""
    ordered = sorted(tries, key=lambda one: one.at)
    if not ordered:
        return None
    # No steps within a day: a challenge is a quarter of an hour's thought, not a glance.
    daily = replace(schedule, learning_steps=(), relearning_steps=())
    memory, counted = NEW, set[date]()
    for one in ordered:
        day = schedule.today(one.at)
        if day not in counted:
            counted.add(day)
            memory = review(memory, rating(one), now=one.at, schedule=daily, seed=seed)
    best = min((one.changes for one in ordered if one.solved), default=None)
    return Standing(len(ordered), best, ordered[-1].par, _due(memory))


def _due(memory: Memory) -> date:
    assert memory.due_day is not None, "reviewed at least once"
    return memory.due_day
