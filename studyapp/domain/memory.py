"""The memory of one item: FSRS-6 on study days, with seeded fuzz and a preview that keeps its word.

The formulas are those of the `fsrs` package (open-spaced-repetition/py-fsrs). This module decides what goes
in and what becomes of what comes out: elapsed time in study days of the learner's zone instead of periods of
24 hours, due days instead of due moments, and fuzz that is the same in the preview and in the answer.

Undo needs nothing from here: `review` never changes the memory it is given, so storing that one is enough.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import IntEnum, StrEnum
from functools import lru_cache
from hashlib import blake2b
from math import ceil, inf

import fsrs
from fsrs.scheduler import DEFAULT_PARAMETERS as DEFAULT_PARAMETERS  # the others know it by this door

from studyapp.domain.studyday import ONE_DAY, as_utc, days_between, study_day

RETENTION_MIN, RETENTION_MAX = 0.80, 0.97
_DAYS_PER_YEAR = 365.25
_DAYS_PER_MONTH = _DAYS_PER_YEAR / 12
_FUZZ_FROM = 2.5
_FUZZ_BANDS = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, inf, 0.05))  # from day, to day, share of it


class Rating(IntEnum):
    """How an answer went, as on the four buttons."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Stage(StrEnum):
    """Where an item stands: never answered, in its first steps, in review, or in steps after a lapse."""

    NEW = "new"
    LEARNING = "learning"
    REVIEW = "review"
    RELEARNING = "relearning"


_RATINGS = {rating: fsrs.Rating(rating) for rating in Rating}
_STATES = {
    Stage.NEW: fsrs.State.Learning,  # the library knows a new card by its missing stability
    Stage.LEARNING: fsrs.State.Learning,
    Stage.REVIEW: fsrs.State.Review,
    Stage.RELEARNING: fsrs.State.Relearning,
}
_STAGES = {state: stage for stage, state in _STATES.items() if stage is not Stage.NEW}


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered about one item of one learner.

    `step` counts from 0 inside learning and relearning and is None elsewhere. `stability` is the number of
    days after which recall has fallen to 90 %, `difficulty` lies between 1 and 10; both are None until the
    first answer. `due_day` is a study day; `due_at` (UTC) is set only inside steps. `last_at` (UTC) and
    `last_day` tell when the last review was. `reviews` counts answers, `lapses` those of Again in review.
    `missed` says that the last answer was Again: the item has not been recalled since.
    """

    stage: Stage = Stage.NEW
    step: int | None = None
    stability: float | None = None
    difficulty: float | None = None
    due_day: date | None = None
    due_at: datetime | None = None
    last_at: datetime | None = None
    last_day: date | None = None
    reviews: int = 0
    lapses: int = 0
    missed: bool = False


NEW = Memory()


@dataclass(frozen=True)
class Schedule:
    """A learner's settings; anything out of range is a ValueError.

    `parameters` are the 21 weights of FSRS-6, steps are in seconds, `maximum_interval` is in days. The study
    day begins at `rollover_hour` in `zone`.
    """

    parameters: tuple[float, ...] = DEFAULT_PARAMETERS
    desired_retention: float = 0.90
    learning_steps: tuple[int, ...] = (60, 600)
    relearning_steps: tuple[int, ...] = (600,)
    maximum_interval: int = 36_500
    zone: tzinfo = UTC
    rollover_hour: int = 4
    fuzz: bool = True

    def __post_init__(self) -> None:
        if not RETENTION_MIN <= self.desired_retention <= RETENTION_MAX:
            raise ValueError(f"Desired retention lies between {RETENTION_MIN:.2f} and {RETENTION_MAX:.2f}.")
        if any(step <= 0 for step in (*self.learning_steps, *self.relearning_steps)):
            raise ValueError("A step takes at least one second.")
        if self.maximum_interval < 1:
            raise ValueError("The maximum interval is at least one day.")
        if not 0 <= self.rollover_hour <= 23:
            raise ValueError("The rollover hour lies between 0 and 23.")
        _scheduler(self)  # refuses parameters that are out of bounds

    def today(self, now: datetime) -> date:
        """The learner's study day at `now`."""
        return study_day(now, self.zone, self.rollover_hour)


def is_due(memory: Memory, now: datetime, schedule: Schedule) -> bool:
    """Whether the item waits for a review. A new one never does: it is introduced, not reviewed."""
    if memory.due_day is None or memory.due_day > schedule.today(now):
        return False
    return memory.due_at is None or memory.due_at <= as_utc(now)


def review(memory: Memory, rating: Rating, *, now: datetime, schedule: Schedule, seed: str) -> Memory:
    """The memory after an answer at `now`; the one given stays as it is.

    `seed` names the item of this learner: with the number of reviews it decides the fuzz, so the same call
    gives the same result. The rating has no part in it: fuzz never puts Hard after Good or Good after Easy.
    """
    moment = as_utc(now)
    today = schedule.today(moment)
    card, _ = _scheduler(schedule).review_card(_card(memory, moment, today), _RATINGS[rating], moment)
    stage = _STAGES[card.state]
    if stage is Stage.REVIEW:
        days = (card.due - moment).days
        if schedule.fuzz:
            days = _fuzzed(days, memory, schedule.maximum_interval, seed)
        due_day, due_at = today + timedelta(days=days), None
    else:
        due_day, due_at = schedule.today(card.due), card.due
    return Memory(
        stage=stage,
        step=card.step,
        stability=card.stability,
        difficulty=card.difficulty,
        due_day=due_day,
        due_at=due_at,
        last_at=moment,
        last_day=today,
        reviews=memory.reviews + 1,
        lapses=memory.lapses + (memory.stage is Stage.REVIEW and rating == Rating.AGAIN),
        missed=rating == Rating.AGAIN,
    )


def preview(memory: Memory, *, now: datetime, schedule: Schedule, seed: str) -> dict[Rating, Memory]:
    """What `review` would give for each of the four buttons."""
    return {rating: review(memory, rating, now=now, schedule=schedule, seed=seed) for rating in Rating}


def interval(memory: Memory, now: datetime, schedule: Schedule) -> timedelta:
    """How long until the item is due: exact inside steps, else whole study days; negative when overdue.

    ValueError for a new item, which has no due day.
    """
    if memory.due_day is None:
        raise ValueError("A new item is not due on any day.")
    if memory.due_at is not None:
        return memory.due_at - as_utc(now)
    return memory.due_day - schedule.today(now)


def interval_text(length: timedelta) -> str:
    """An interval for a button: "1 min", "4 days", "2.3 months". Minutes are rounded up."""
    if length <= timedelta(0):
        return "now"
    minutes = ceil(length / timedelta(minutes=1))
    if minutes < 60:
        return f"{minutes} min"
    hours = round(length / timedelta(hours=1), 1)
    if hours < 24:
        return _counted(hours, "hour")
    days = round(length / ONE_DAY)
    if days <= 30:
        return _counted(days, "day")
    months = round(days / _DAYS_PER_MONTH, 1)
    if months < 12:
        return _counted(months, "month")
    return _counted(round(days / _DAYS_PER_YEAR, 1), "year")


def retrievability(memory: Memory, now: datetime, schedule: Schedule) -> float:
    """The predicted probability (0 to 1) of recalling the item at `now`; 0 for a new item.

    For displays, so the time since the last review has fractions; scheduling counts whole study days.
    """
    if memory.stability is None or memory.last_at is None:
        return 0.0
    return forgetting(schedule)((as_utc(now) - as_utc(memory.last_at)) / ONE_DAY, memory.stability)


def forgetting(schedule: Schedule) -> Callable[[float, float], float]:
    """The forgetting curve: from days since the last review and stability to the probability of recall.

    R(t, S) = (1 + F t / S)^(-w20) with F = 0.9^(-1 / w20) - 1, t the days and S the stability (FSRS-6;
    open-spaced-repetition/fsrs4anki, wiki, "The Algorithm"). Days before the last review count as none.
    """
    decay = -schedule.parameters[20]
    factor = 0.9 ** (1 / decay) - 1

    def recall(days: float, stability: float) -> float:
        return float((1 + factor * max(days, 0.0) / stability) ** decay)

    return recall


def fuzz_range(days: int, maximum: int) -> tuple[int, int]:
    """The shortest and the longest interval, in days, that fuzz makes of `days`; 1 and 2 stay as they are.

    The bands are those of py-fsrs and Anki (FUZZ_RANGES in fsrs/scheduler.py).
    """
    if days < _FUZZ_FROM:
        return days, days
    delta = 1 + sum(factor * max(min(days, end) - start, 0.0) for start, end, factor in _FUZZ_BANDS)
    longest = min(round(days + delta), maximum)
    return min(round(days - delta), longest), longest


def _fuzzed(days: int, before: Memory, maximum: int, seed: str) -> int:
    """`days` moved uniformly within its fuzz range; one that grew stays longer than the interval before."""
    shortest, longest = fuzz_range(days, maximum)
    if before.due_day is not None and before.last_day is not None:
        previous = (before.due_day - before.last_day).days
        if days > previous:
            shortest = max(shortest, previous + 1)
    if shortest == longest:
        return days
    # A hash and whole numbers: the same on every Python version, which `random` promises for floats only.
    digest = blake2b(f"{seed}:{before.reviews}".encode(), digest_size=8).digest()
    return shortest + (int.from_bytes(digest) * (longest - shortest + 1) >> 64)


def _card(memory: Memory, moment: datetime, today: date) -> fsrs.Card:
    """The memory as the library wants it. It counts 24-hour periods: the last review lies whole days back."""
    last_review = None
    if memory.last_day is not None:
        last_review = moment - timedelta(days=days_between(memory.last_day, today))
    # Without an id and a due moment the library would read the clock, and sleep for a millisecond.
    return fsrs.Card(
        card_id=0,
        state=_STATES[memory.stage],
        step=memory.step,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=moment,
        last_review=last_review,
    )


@lru_cache(maxsize=1024)
def _scheduler(schedule: Schedule) -> fsrs.Scheduler:
    """The library's scheduler for these settings, built once. ValueError if a parameter is out of bounds."""
    return fsrs.Scheduler(
        parameters=schedule.parameters,
        desired_retention=schedule.desired_retention,
        learning_steps=[timedelta(seconds=step) for step in schedule.learning_steps],
        relearning_steps=[timedelta(seconds=step) for step in schedule.relearning_steps],
        maximum_interval=schedule.maximum_interval,
        enable_fuzzing=False,  # the library's own can pass the maximum and draws from the global generator
    )


def _counted(number: float, unit: str) -> str:
    return f"{number:g} {unit}" if number == 1 else f"{number:g} {unit}s"
