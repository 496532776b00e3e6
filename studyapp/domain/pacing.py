"""Where the time of a sitting went, worked out from its log.

The log has changes, not looks: from one change to the next the time belongs to the question that was changed.
So the time on a question that was read and left goes to the next one that was answered.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST = timedelta(minutes=10)  # between two changes: whoever took longer was away


@dataclass(frozen=True, slots=True)
class Moment:
    """A line of the log: when, and which question it changed; None for what is about the whole paper."""

    at: datetime
    position: int | None


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds by question, and those after the last change of one."""

    questions: dict[int, float]
    rest: float

    @property
    def total(self) -> float:
        """All of it."""
        return sum(self.questions.values()) + self.rest


def pace_of(started_at: datetime, finished_at: datetime, log: Iterable[Moment]) -> Pace:
    """The time on each question. The order of the log says nothing, nor what is outside the sitting."""
    changes = sorted((line.at, line.position) for line in log if line.position is not None)
    questions: dict[int, float] = {}
    before = started_at
    for at, position in changes:
        moment = min(max(at, before), max(finished_at, before))
        questions[position] = questions.get(position, 0.0) + _seconds(before, moment)
        before = moment
    return Pace(questions, _seconds(before, finished_at))


def slowest_first(pace: Pace) -> Sequence[tuple[int, float]]:
    """The questions with their seconds, the slowest first, then by place."""
    return sorted(pace.questions.items(), key=lambda pair: (-pair[1], pair[0]))


def _seconds(before: datetime, at: datetime) -> float:
    return min(max(at - before, timedelta(0)), LONGEST).total_seconds()
