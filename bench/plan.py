"""What the exam-date plan costs and brings, next to plain FSRS and to a cap at the exam day, simulated.

    python3 manage.py bench plan [learners]

120 items, 42 days, 200 learners whose memory follows FSRS-6 with its default weights: every answer is drawn
with the true retrievability at that moment. A new item, just read in its lesson, is recalled at its first
showing with a chance of 0.9. All four ways begin items at the pace of the plan (`planning.new_on`), study
every day at nine, go through the learning steps, and use the fuzz; only what becomes of a due day differs.

A review is one answer: first showings and steps count. The load of a day is its mean over the learners;
the median is that of the loads of all days with any review, and the busiest day is held against it. Because
a mean hides what one learner sees, the same quotient is taken for each learner too, and its 95th percentile
printed. Recall is the mean retrievability of all items at nine on the exam day, which is not studied on.
"""

import random
import statistics
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from studyapp.domain.memory import NEW, Memory, Rating, Schedule, Stage, retrievability, review
from studyapp.domain.planning import new_on, planned
from studyapp.domain.studyday import ONE_DAY

ITEMS, DAYS, LEARNERS = 120, 42, 200
NEW_PER_DAY = 20
FIRST_RECALL = 0.9
START = date(2026, 1, 5)
FEWER, STEEPEST = 0.15, 1.5  # what is promised: reviews spared against plain 0.95, busiest day by median

type Rule = Callable[[Memory, date, date, int, Schedule], Memory]


def plain(after: Memory, today: date, exam_day: date, number: int, schedule: Schedule) -> Memory:
    """FSRS as it is."""
    return after


def capped(after: Memory, today: date, exam_day: date, number: int, schedule: Schedule) -> Memory:
    """No due day beyond the eve of the exam."""
    eve = exam_day - ONE_DAY
    if after.due_day is None or today >= eve:
        return after
    return replace(after, due_day=min(after.due_day, eve))


def spread(after: Memory, today: date, exam_day: date, number: int, schedule: Schedule) -> Memory:
    """The plan."""
    return planned(after, today=today, exam_day=exam_day, number=number, schedule=schedule)


WAYS: dict[str, tuple[float, Rule]] = {
    "plain 0.90": (0.90, plain),
    "plain 0.95": (0.95, plain),
    "cap at exam day": (0.90, capped),
    "the plan": (0.90, spread),
}


@dataclass(frozen=True)
class Figures:
    """Of one way: `loads` are the mean reviews of each day, `steepness` is of each learner."""

    reviews: float
    recall: float
    loads: tuple[float, ...]
    steepness: tuple[float, ...]

    @property
    def busiest(self) -> float:
        """The load of the busiest day."""
        return max(self.loads)

    @property
    def median(self) -> float:
        """The median load of the days with any review."""
        return median_load(self.loads)

    @property
    def steepest(self) -> float:
        """The busiest day by the median of one learner in twenty, at least."""
        return sorted(self.steepness)[-(-95 * len(self.steepness) // 100) - 1]


def main(arguments: list[str]) -> None:
    """Print the table, and what was promised."""
    learners = int(arguments[0]) if arguments else LEARNERS
    sys.stdout.write(
        f"{ITEMS} items, {DAYS} days, {learners} learners\n"
        f"{'':16} reviews  recall on  busiest  median of  busiest by  the same of  reviews on\n"
        f"{'':16}          exam day      day       days      median  one learner    last day\n"
        f"{'':62}(95th perc.)\n"
    )
    figures = {}
    for name, (retention, rule) in WAYS.items():
        figures[name] = found = simulate(retention, rule, learners)
        sys.stdout.write(
            f"{name:16} {found.reviews:7.1f} {found.recall:10.4f} {found.busiest:8.1f} {found.median:10.1f}"
            f" {found.busiest / found.median:11.2f} {found.steepest:12.2f} {found.loads[-1]:11.1f}\n"
        )
    plan, strict = figures["the plan"], figures["plain 0.95"]
    sys.stdout.write(
        f"\nthe plan against plain 0.95: recall {plan.recall - strict.recall:+.4f} (at least +0), "
        f"{1 - plan.reviews / strict.reviews:.1%} fewer reviews (at least {FEWER:.0%})\n"
        f"busiest day by the median of days: {plan.busiest / plan.median:.2f} (at most {STEEPEST})\n"
    )


def simulate(retention: float, rule: Rule, learners: int) -> Figures:
    """One way, with that many learners."""
    schedule = Schedule(desired_retention=retention)
    done = [study(schedule, rule, learner) for learner in range(learners)]
    loads = [load for load, _ in done]
    return Figures(
        reviews=statistics.fmean(sum(load) for load in loads),
        recall=statistics.fmean(recall for _, recall in done),
        loads=tuple(statistics.fmean(days) for days in zip(*loads, strict=True)),
        steepness=tuple(max(load) / median_load(load) for load in loads),
    )


def study(schedule: Schedule, rule: Rule, learner: int) -> tuple[list[int], float]:
    """One learner's reviews of each day, and the mean recall on the exam day."""
    dice = random.Random(learner)  # noqa: S311 (the same learner every time)
    exam_day = START + timedelta(days=DAYS)
    memories: dict[int, Memory] = {}
    due: dict[date, list[int]] = defaultdict(list)
    loads = []
    for n in range(DAYS):
        today = START + timedelta(days=n)
        count = new_on(today, left=ITEMS - len(memories), exam_day=exam_day, most=NEW_PER_DAY)
        first = learner * ITEMS + len(memories) + 1  # numbers run on from learner to learner, as keys do
        load = 0
        for number in (*due.pop(today, ()), *range(first, first + count)):
            after, answers = answered(memories.get(number, NEW), number, today, schedule, dice)
            after = memories[number] = rule(after, today, exam_day, number, schedule)
            assert after.due_day is not None, "what was answered is due some day"
            due[after.due_day].append(number)
            load += answers
        loads.append(load)
    moment = at_nine(exam_day)
    return loads, statistics.fmean(retrievability(memory, moment, schedule) for memory in memories.values())


def answered(
    memory: Memory, number: int, today: date, schedule: Schedule, dice: random.Random
) -> tuple[Memory, int]:
    """The memory after today's answers to one item, its steps included, and how many they were."""
    moment, answers = at_nine(today), 0
    while not answers or memory.due_at is not None:
        moment = max(moment, memory.due_at) if answers and memory.due_at else moment
        chance = FIRST_RECALL if memory.stage is Stage.NEW else retrievability(memory, moment, schedule)
        rating = Rating.GOOD if dice.random() < chance else Rating.AGAIN
        memory = review(memory, rating, now=moment, schedule=schedule, seed=f"memory:{number}")
        answers += 1
    return memory, answers


def at_nine(day: date) -> datetime:
    """Nine in the morning of a day."""
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def median_load(loads: tuple[float, ...] | list[int]) -> float:
    """The median of the days on which there was any review."""
    return statistics.median(load for load in loads if load)
