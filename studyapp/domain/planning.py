"""Studying towards an exam day: where the last looks fall, and how much to begin on which day.

Plain FSRS knows of no exam: of what it schedules beyond the day, nobody looks at it again, and capping every
interval at the eve piles the whole course up on one day. Here each item has a day of its own, its slot, among
the last 14 before the exam (`planned`); the eve is nobody's slot and left to what was just forgotten.
`manage.py bench plan` shows what that costs and what it brings.

Everything is computed from the facts of the day it is asked on. So a missed day needs no repair: what was not
done is still left, and the next plan is made of what is left.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate

from studyapp.domain.memory import Memory, Schedule, Stage, retrievability
from studyapp.domain.studyday import ONE_DAY, days_between

WINDOW = 14  # days before the exam in which every item is looked at once more, the eve among them
LAST_RECALL = 0.95  # what the last look must leave for the exam day; below it another one comes
HELD_BACK = 2  # a review waits for its slot for at most this many times its interval
READING_MINUTES = 60  # of lessons a day, where they can be spread over more days than planned
FURTHEST = timedelta(days=731)  # two years

# 2^64 times the inverse of the golden ratio, and of the plastic number and its square: the multiples of
# these, modulo 2^64, fill a line and a square more evenly than random numbers do (Weyl; M. Roberts, "The
# Unreasonable Effectiveness of Quasirandom Sequences"). Whole numbers, so that every machine gives the same.
_GOLDEN = 0x9E3779B97F4A7C15
_PLASTIC, _PLASTIC_SQUARED = 0xC13FA9A902A6328F, 0x91E10DA5C79E7B1C
_BITS = 64


def planned(after: Memory, *, today: date, exam_day: date | None, number: int, schedule: Schedule) -> Memory:
    """The memory after a review today (the result of `memory.review`), its due day fit for the exam.

    Before the last 14 days, an item whose due day, or twice the wait for it, reaches its slot comes back on
    its slot: what lies beyond the exam is brought forward, what would come shortly before the slot waits for
    it and spares a review. Within the 14 days the look has just been had. It was the last one if it leaves a
    recall of 95 % on the exam day (of the desired retention, if that is more). Else there is another one, on
    a day in the second half of what is left, again after at most twice the wait.

    `number` names the item, as Memory.pk does. The rating decides nothing beyond what it did to the memory,
    so the order of the four buttons stays. Steps of learning are never moved, a wait never falls below a day
    or rises above the maximum interval, and without an exam ahead nothing is changed.
    """
    if exam_day is None or today >= exam_day or after.stage is not Stage.REVIEW or after.due_day is None:
        return after
    latest = today + min(HELD_BACK * (after.due_day - today), schedule.maximum_interval * ONE_DAY)
    if today < opening(exam_day):
        slot = last_look(number, exam_day)
        return replace(after, due_day=slot) if slot <= latest else after
    if recall_on(exam_day, after, schedule) >= lasting_recall(schedule):
        furthest = today + schedule.maximum_interval * ONE_DAY
        return replace(after, due_day=max(after.due_day, min(exam_day, furthest)))
    days = (exam_day - today).days
    if days == 1:
        return after
    first = today + timedelta(days=1 + (days - 1) // 2)
    another = _among(number * _PLASTIC + after.reviews * _PLASTIC_SQUARED, first, exam_day)
    return replace(after, due_day=max(today + ONE_DAY, min(another, latest)))


def settled(memory: Memory, *, today: date, exam_day: date | None, number: int, schedule: Schedule) -> Memory:
    """An item at rest on the day an exam date is set: what lies beyond the exam is given its last look.

    The look falls on the slot, or on one of the days still left once the last 14 have begun. What was seen in
    these days and lasts, and everything else, stays where it is.
    """
    if exam_day is None or memory.stage is not Stage.REVIEW or memory.due_day is None:
        return memory
    first = max(opening(exam_day), today + ONE_DAY)
    if memory.due_day < exam_day or first >= exam_day:
        return memory
    seen = memory.last_day is not None and memory.last_day >= opening(exam_day)
    if seen and recall_on(exam_day, memory, schedule) >= lasting_recall(schedule):
        return memory
    return replace(memory, due_day=_slot(number, first, exam_day))


def exam_date_fault(day: date | None, today: date) -> str:
    """Why a learner cannot set this exam date; empty if she can. No date at all is fine."""
    if day is not None and day < today:
        return "This day has passed. Choose today or a later one."
    if day is not None and day > today + FURTHEST:
        return "Choose a day within the next two years."
    return ""


def opening(exam_day: date) -> date:
    """The first of the 14 days of last looks."""
    return exam_day - timedelta(days=WINDOW)


def last_look(number: int, exam_day: date) -> date:
    """The slot of an item: its own day among the 14. Of consecutive numbers, each day gets about as many."""
    return _slot(number, opening(exam_day), exam_day)


def lasting_recall(schedule: Schedule) -> float:
    """The recall on the exam day with which an item needs no further look."""
    return max(LAST_RECALL, schedule.desired_retention)


def recall_on(day: date, memory: Memory, schedule: Schedule) -> float:
    """The predicted recall on a study day if nothing happens until then; 0 for a new item."""
    if memory.last_at is None or memory.last_day is None:
        return 0.0
    elapsed = timedelta(days=days_between(memory.last_day, day))
    return retrievability(memory, memory.last_at + elapsed, schedule)


def days_to_begin(today: date, exam_day: date) -> int:
    """On how many days, from today, something new should be begun: those before the last 14, else one.

    0 on the eve and later: what is begun then can no longer be looked at after a night.
    """
    left = (exam_day - today).days
    return max(left - WINDOW, 1) if left > 1 else 0


def most_new(today: date, exam_day: date | None, wanted: int) -> int:
    """How many new items the queue may begin in a day: as many as the learner wants, but none on the eve of
    the exam and on its day. The plan's own pace is the least that is needed; going faster does no harm.
    """
    if exam_day is None or exam_day < today:
        return wanted
    return wanted if days_to_begin(today, exam_day) else 0


def new_on(day: date, *, left: int, exam_day: date, most: int, begun: int = 0) -> int:
    """How many of `left` new items to begin on `day`, where `begun` have been begun already.

    As many as finish before the last 14 days at an even pace, rounded up: a learner who keeps to it is never
    behind. At most `most`, her own limit; who is late goes on at it within the 14 days.
    """
    days = days_to_begin(day, exam_day)
    if not days:
        return 0
    pace = -(-(left + begun) // days)
    return max(0, min(pace, most) - begun)


def reading_days(
    minutes: Sequence[int], *, today: date, exam_day: date, read: int = 0, since: int = 0
) -> tuple[int, ...]:
    """For each lesson left, in order, in how many days to read it; empty if there is no day left for it.

    The minutes are spread evenly over the days before the last 14, or over more where that would be above an
    hour a day. `read` minutes were read on the last day of reading, `since` days ago: they are part of the
    spread, so whoever has read today's share is not asked for more, and who missed days simply starts today.
    """
    left = (exam_day - today).days
    if left <= 1:
        return ()
    total = sum(minutes)
    days = min(max(left - WINDOW, -(-total // READING_MINUTES)), left - 1)
    # What was read then is used up, or too long ago to tell a pace.
    if since > days or read * (days + since) < since * (read + total):
        read = since = 0
    *before, whole = accumulate(minutes, initial=read)
    return tuple(max(0, done * (days + since) // whole - since) for done in before)


def _slot(number: int, first: date, exam_day: date) -> date:
    """The item's day from `first` to before the eve; the eve itself if there is no other."""
    return _among(number * _GOLDEN, first, max(exam_day - ONE_DAY, first + ONE_DAY))


def _among(multiple: int, first: date, end: date) -> date:
    """The day, from `first` to before `end`, that a multiple of one of the constants stands for."""
    fraction = multiple % (1 << _BITS)
    return first + timedelta(days=fraction * (end - first).days >> _BITS)
