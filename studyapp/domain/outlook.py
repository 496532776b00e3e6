"""The days from today to the exam as they will go if the plan is kept: the load, and the recall on the day.

Every item is followed, day by day, through reviews that are recalled as often as FSRS predicts. The dice are
hashes of the item and its number of reviews, so the outlook is the same until something is learned, and a
review changes only what follows from it. Few items are followed several times over and the mean is taken.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import blake2b
from math import sqrt

from studyapp.domain.memory import NEW, Memory, Rating, Schedule, Stage, retrievability, review
from studyapp.domain.planning import new_on, planned, reading_days, recall_on
from studyapp.domain.studyday import day_start

FIRST_RECALL = 0.9  # of a new item at its first showing: FSRS predicts nothing before an answer
RUNS, FOLLOWED = 8, 400  # at most so many times over, and so many items followed in all
_FOUR_FIFTHS = 1.2816  # standard deviations on each side that hold 80 % of a normal distribution
_NOON = timedelta(hours=8)  # after the day begins; any hour would do


@dataclass(frozen=True, slots=True)
class Item:
    """Something to keep in memory. `number` decides its slot and dice, `seed` the fuzz of its intervals."""

    number: int
    seed: str
    memory: Memory = NEW
    objectives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LessonLeft:
    """A lesson not read yet, and what it will bring into the queue."""

    minutes: int
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Situation:
    """The facts of a learner's day that the outlook is computed from.

    `items` are in the queue, new ones in the order in which they will come. `begun` and `reviewed` count
    the new items and the reviews of today that are done; `read` and `since` are those of `reading_days`.
    """

    today: date
    exam_day: date
    schedule: Schedule
    new_per_day: int
    reviews_per_day: int
    items: Sequence[Item] = ()
    lessons: Sequence[LessonLeft] = ()
    begun: int = 0
    reviewed: int = 0
    read: int = 0
    since: int = 0

    @property
    def days(self) -> int:
        """How many days are left to study, today among them; the day of the exam is not."""
        return max((self.exam_day - self.today).days, 0)

    def day(self, offset: int) -> date:
        """The day that many days from today."""
        return self.today + timedelta(days=offset)


@dataclass(frozen=True)
class Day:
    """One day's share: how many lessons, new items and reviews. `known` are the reviews whose day is fixed
    already; the others follow from answers still to be given, so they are means."""

    day: date
    lessons: int
    new: int
    reviews: float
    known: float


@dataclass(frozen=True)
class Recall:
    """The share of items recalled on the exam day: what to expect, and between what it lies on four of five
    such days. `untouched` is what to expect if nothing more were studied from today."""

    items: int
    low: float
    mean: float
    high: float
    untouched: float


@dataclass(frozen=True)
class Outlook:
    """What lies ahead. `recall` is by objective; `unbegun` new items and `waiting` reviews will not be done
    before the exam, because of the learner's limits per day or because it is too late to begin."""

    days: tuple[Day, ...]
    overall: Recall
    recall: Mapping[str, Recall]
    unbegun: int
    waiting: float


@dataclass
class _Run:
    """One way it may go."""

    memories: dict[int, Memory]
    reviews: list[int] = field(default_factory=list)
    known: list[int] = field(default_factory=list)
    waiting: int = 0


def outlook(situation: Situation) -> Outlook:
    """The days ahead and the recall on the exam day. Without a day left, the recall as it stands."""
    lessons = [0] * situation.days
    for offset in lesson_days(situation):
        lessons[offset] += 1
    begun, unbegun = _beginnings(situation)
    everything = [*situation.items, *(item for lesson in situation.lessons for item in lesson.items)]
    count = max(1, min(RUNS, FOLLOWED // max(len(everything), 1)))
    runs = [_run(situation, begun, number) for number in range(count)]
    days = tuple(
        Day(
            day=situation.day(n),
            lessons=lessons[n],
            new=len(begun[n]),
            reviews=sum(run.reviews[n] for run in runs) / count,
            known=sum(run.known[n] for run in runs) / count,
        )
        for n in range(situation.days)
    )
    recall = _recall(situation, everything, runs)
    overall = recall.pop("")
    return Outlook(days, overall, recall, unbegun, sum(run.waiting for run in runs) / count)


def lesson_days(situation: Situation) -> tuple[int, ...]:
    """In how many days to read each lesson left."""
    minutes = [lesson.minutes for lesson in situation.lessons]
    return reading_days(
        minutes,
        today=situation.today,
        exam_day=situation.exam_day,
        read=situation.read,
        since=situation.since,
    )


def _beginnings(situation: Situation) -> tuple[list[list[Item]], int]:
    """Which new items are begun on which day, and how many on none. A lesson's items come with its day."""
    at_hand = [item for item in situation.items if item.memory.stage is Stage.NEW]
    arriving: dict[int, list[Item]] = defaultdict(list)
    for lesson, offset in zip(situation.lessons, lesson_days(situation), strict=False):
        arriving[offset] += lesson.items
    left = len(at_hand) + sum(len(lesson.items) for lesson in situation.lessons)
    begun: list[list[Item]] = []
    for n in range(situation.days):
        at_hand += arriving[n]
        count = new_on(
            situation.day(n),
            left=left,
            exam_day=situation.exam_day,
            most=situation.new_per_day,
            begun=0 if n else situation.begun,
        )
        begun.append(at_hand[:count])
        at_hand = at_hand[count:]
        left -= len(begun[-1])
    return begun, left


def _run(situation: Situation, begun: Sequence[Sequence[Item]], number: int) -> _Run:
    """Follow every item to the exam once."""
    run = _Run({item.number: item.memory for item in situation.items})
    due: dict[int, list[Item]] = defaultdict(list)
    for item in situation.items:
        if item.memory.due_day is not None:
            due[max((item.memory.due_day - situation.today).days, 0)].append(item)
    untouched = set(run.memories)
    waiting: list[Item] = []
    for n in range(situation.days):
        now = day_start(situation.day(n), situation.schedule.zone, situation.schedule.rollover_hour) + _NOON
        most = max(situation.reviews_per_day - (0 if n else situation.reviewed), 0)
        waiting += due.pop(n, ())
        if len(waiting) > most:  # the queue shows first what is closest to being forgotten
            waiting.sort(key=lambda item: retrievability(run.memories[item.number], now, situation.schedule))
        taken, waiting = waiting[:most], waiting[most:]
        run.reviews.append(len(taken))
        run.known.append(sum(item.number in untouched for item in taken))
        for item in (*taken, *begun[n]):
            untouched.discard(item.number)
            after = _answered(situation, item, run.memories.get(item.number, NEW), now, number)
            run.memories[item.number] = after
            if after.due_day is not None:
                due[(after.due_day - situation.today).days].append(item)
    run.waiting = len(waiting)
    return run


def _answered(situation: Situation, item: Item, memory: Memory, now: datetime, number: int) -> Memory:
    """The memory after a day's dealings with an item: one answer, and what steps of learning it leads to."""
    schedule = situation.schedule
    chance = FIRST_RECALL if memory.stage is Stage.NEW else retrievability(memory, now, schedule)
    rating = Rating.GOOD if _die(item.number, memory.reviews, number) < chance else Rating.AGAIN
    after = review(memory, rating, now=now, schedule=schedule, seed=item.seed)
    while after.stage is not Stage.REVIEW:
        after = review(after, Rating.GOOD, now=now, schedule=schedule, seed=item.seed)
    return planned(
        after,
        today=schedule.today(now),
        exam_day=situation.exam_day,
        number=item.number,
        schedule=schedule,
    )


def _die(number: int, reviews: int, run: int) -> float:
    """A number from 0 to below 1 that looks drawn and is not."""
    digest = blake2b(f"{number}:{reviews}:{run}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) / 2**64


def _recall(situation: Situation, items: Iterable[Item], runs: Sequence[_Run]) -> dict[str, Recall]:
    """By objective, and of everything under the empty name."""
    chances: dict[str, list[tuple[float, float]]] = defaultdict(list)
    chances[""] = []
    for item in items:
        on_day = sum(
            recall_on(situation.exam_day, run.memories.get(item.number, NEW), situation.schedule)
            for run in runs
        )
        untouched = recall_on(situation.exam_day, item.memory, situation.schedule)
        for name in ("", *item.objectives):
            chances[name].append((on_day / len(runs), untouched))
    return {name: expected(pairs) for name, pairs in chances.items()}


def expected(chances: Sequence[tuple[float, float]]) -> Recall:
    """The share recalled, of items each recalled with its own chance (with the plan, and untouched).

    The number of successes has the variance of a Poisson binomial distribution, the sum of p (1 - p); the
    range is the middle 80 % of the normal distribution of that mean and variance, cut at 0 and 1.
    """
    count = len(chances)
    if not count:
        return Recall(0, 0.0, 0.0, 0.0, 0.0)
    mean = sum(chance for chance, _ in chances) / count
    reach = _FOUR_FIFTHS * sqrt(sum(chance * (1 - chance) for chance, _ in chances)) / count
    untouched = sum(chance for _, chance in chances) / count
    return Recall(count, max(mean - reach, 0.0), mean, min(mean + reach, 1.0), untouched)
