"""Fitting the weights of FSRS to one learner: what to fit on, what to hold out, and whether it was worth it.

The fit itself is done by the FSRS project's optimizer (fsrs-rs) outside this process; here is what goes in
and what becomes of what comes out. A new set is used only if it predicts reviews that it has not seen better
than the set in use: log loss, -ln p of what happened, as in the SRS benchmark
(open-spaced-repetition/srs-benchmark, "Log Loss").
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import pairwise
from math import log

from studyapp.domain.memory import NEW, Memory, Rating, Schedule, retrievability, review
from studyapp.domain.studyday import days_between

FEWEST = 400  # predictions: with fewer, chance decides more about the weights than the learner does
HELD_OUT = 0.2  # the share of the newest predictions that the fit does not see
_CERTAIN = 1e-4  # no prediction counts as surer than this, or one surprise would decide everything


@dataclass(frozen=True)
class Repetition:
    """One review of an item: its study day and how it went."""

    day: date
    rating: Rating


type History = Sequence[Repetition]
"""All reviews of one item, in order."""


@dataclass(frozen=True)
class Sequences:
    """What the optimizer takes: for each prediction the (rating, days since the one before) up to it."""

    items: tuple[tuple[tuple[int, int], ...], ...]


def predictions(histories: Iterable[History]) -> int:
    """How many reviews say something about forgetting: those at least a day after the one before."""
    return sum(before.day < after.day for history in histories for before, after in pairwise(history))


def still_needed(histories: Iterable[History]) -> int:
    """How many more predictions a fit needs; 0 if there are enough."""
    return max(FEWEST - predictions(histories), 0)


def held_out_from(histories: Sequence[History]) -> date:
    """The first study day whose reviews are held out. ValueError if nothing can be predicted."""
    days = sorted(
        after.day for history in histories for before, after in pairwise(history) if before.day < after.day
    )
    if not days:
        raise ValueError("No review lies a day after the one before.")
    return days[min(int(len(days) * (1 - HELD_OUT)), len(days) - 1)]


def sequences(histories: Iterable[History], *, before: date) -> Sequences:
    """Everything that happened before a day, as the optimizer takes it."""
    items = []
    for history in histories:
        past = [repetition for repetition in history if repetition.day < before]
        steps = [
            (int(at.rating), 0 if n == 0 else days_between(past[n - 1].day, at.day))
            for n, at in enumerate(past)
        ]
        items += [tuple(steps[: n + 1]) for n in range(1, len(steps)) if steps[n][1] > 0]
    return Sequences(tuple(items))


def log_loss(parameters: Sequence[float], histories: Iterable[History], *, since: date) -> tuple[float, int]:
    """The mean log loss of the predictions from `since` on, and how many there are; (0, 0) for none."""
    schedule = _plain(parameters)
    total, count = 0.0, 0
    for history in histories:
        memory = NEW
        for repetition in history:
            now = _noon(repetition.day)
            if memory.last_day is not None and memory.last_day < repetition.day >= since:
                expected = min(max(retrievability(memory, now, schedule), _CERTAIN), 1 - _CERTAIN)
                total -= log(expected if repetition.rating > Rating.AGAIN else 1 - expected)
                count += 1
            memory = review(memory, repetition.rating, now=now, schedule=schedule, seed="")
    return (total / count if count else 0.0), count


def replayed(parameters: Sequence[float], history: History) -> Memory:
    """The memory after these reviews under other weights; only stability and difficulty are of use."""
    schedule, memory = _plain(parameters), NEW
    for repetition in history:
        memory = review(memory, repetition.rating, now=_noon(repetition.day), schedule=schedule, seed="")
    return memory


def is_better(*, before: float, after: float) -> bool:
    """Whether a new set is worth adopting."""
    return after < before


def _plain(parameters: Sequence[float]) -> Schedule:
    return Schedule(parameters=tuple(parameters), fuzz=False)


def _noon(day: date) -> datetime:
    """A moment of the study day: what counts is how many days lie between two of them."""
    return datetime.combine(day, time(12), tzinfo=UTC)


def grouped(rows: Iterable[tuple[int, date, int]]) -> Mapping[int, History]:
    """Histories by memory id, from rows of (memory id, study day, rating) in order of review."""
    found: dict[int, list[Repetition]] = {}
    for memory_id, day, rating in rows:
        found.setdefault(memory_id, []).append(Repetition(day, Rating(rating)))
    return found
