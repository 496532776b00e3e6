"""The days until the exam: the load of each, and the recall on the day, overall and by objective."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import ceil, floor
from uuid import UUID

from studyapp.domain.memory import Stage
from studyapp.domain.outlook import Day, Item, LessonLeft, Outlook, Recall, Situation, outlook
from studyapp.domain.planning import opening
from studyapp.models import Card, Learner, Question
from studyapp.queries.catalogue import Catalogue, LessonLink
from studyapp.queries.frame import Frame
from studyapp.queries.memories import remembered, schedule_of, seed_of
from studyapp.queries.reviews import queue

MOST_BARS = 70  # of a chart: more days than that are shown by the week


@dataclass(frozen=True)
class LoadSpan:
    """A day of the load, or a week of a long one: `known` reviews have their day already, `planned` follow
    from answers still to be given. All but the lessons are means of a day, and `closing` means within the
    days of last looks."""

    first: date
    last: date
    lessons: int
    new: float
    known: float
    planned: float
    closing: bool

    @property
    def reviews(self) -> float:
        """All reviews of a day."""
        return self.known + self.planned


@dataclass(frozen=True)
class RecallLine:
    """Predicted recall of one objective's items in whole percent, the range rounded outwards."""

    code: str
    name: str
    items: int
    low: int
    mean: int
    high: int
    untouched: int


@dataclass(frozen=True)
class PlanAhead:
    """Until the exam: loads, recall on the day, and what will not fit.

    `begun` says whether anything has been answered yet. `mean` and `most` are reviews of a day; `unbegun`
    new items and `waiting` reviews will not be done in time, `enough` new a day would begin everything.
    """

    begun: bool
    spans: tuple[LoadSpan, ...]
    weekly: bool
    mean: int
    most: int
    most_on: date | None
    last_lesson: date | None
    lessons_left: int
    overall: RecallLine
    objectives: tuple[RecallLine, ...]
    unbegun: int
    enough: int
    waiting: int


@dataclass(frozen=True)
class Reading:
    """Where a learner stands with the lessons: those left, with how many of their cards are not in the queue
    yet; the minutes of her last day of reading, and how many days ago that was."""

    left: tuple[tuple[LessonLink, int], ...]
    read: int
    since: int


@dataclass(frozen=True)
class _Served:
    """What each published card and question serves, and which cards a lesson brings, in order."""

    cards: Mapping[int, tuple[str, ...]]
    questions: Mapping[int, tuple[str, ...]]
    of_lesson: Mapping[int, tuple[int, ...]]


def plan_ahead(
    course: Catalogue, learner: Learner, *, today: date, frame: Frame, reading: Reading
) -> PlanAhead:
    """The outlook of a learner whose exam has not been yet. One query."""
    assert learner.exam_date is not None, "only an exam date has an outlook"
    situation = _situation(course, learner, today, learner.exam_date, frame, reading)
    found = outlook(situation)
    busiest = max(found.days, key=lambda day: day.reviews, default=None)
    names = {objective.code: objective.short for objective in course.objectives}
    spans = spans_of(found.days, learner.exam_date)
    return PlanAhead(
        begun=any(item.memory.stage is not Stage.NEW for item in situation.items),
        spans=spans,
        weekly=len(spans) < len(found.days),
        mean=round(sum(day.reviews for day in found.days) / max(len(found.days), 1)),
        most=ceil(busiest.reviews) if busiest else 0,
        most_on=busiest.day if busiest else None,
        last_lesson=max((day.day for day in found.days if day.lessons), default=None),
        lessons_left=len(reading.left),
        overall=_line("", "Everything", found.overall),
        objectives=tuple(
            _line(code, name, found.recall[code]) for code, name in names.items() if code in found.recall
        ),
        unbegun=found.unbegun,
        enough=_enough(situation, found),
        waiting=round(found.waiting),
    )


def spans_of(days: Sequence[Day], exam_day: date) -> tuple[LoadSpan, ...]:
    """The days one by one, or the weeks back from the exam if there are too many for a chart."""
    size = 1 if len(days) <= MOST_BARS else 7
    ends = range(len(days), 0, -size)  # whole weeks back from the exam; the first may be shorter
    parts = [days[max(end - size, 0) : end] for end in reversed(ends)]
    return tuple(
        LoadSpan(
            first=part[0].day,
            last=part[-1].day,
            lessons=sum(day.lessons for day in part),
            new=sum(day.new for day in part) / len(part),
            known=sum(day.known for day in part) / len(part),
            planned=sum(day.reviews - day.known for day in part) / len(part),
            closing=part[0].day >= opening(exam_day),
        )
        for part in parts
    )


def _situation(
    course: Catalogue, learner: Learner, today: date, exam_day: date, frame: Frame, reading: Reading
) -> Situation:
    served = _served(course.key)
    rows = list(queue(learner.pk).order_by("pk"))
    have = {row.card_id for row in rows}
    lessons = [
        LessonLeft(
            minutes=link.minutes,
            items=tuple(
                # A number no row has, for there is no row yet.
                Item(-card, f"card:{card}", objectives=served.cards[card])
                for card in served.of_lesson.get(link.pk, ())
                if card not in have
            ),
        )
        for link, _ in reading.left
    ]
    items = [
        Item(row.pk, seed_of(row), remembered(row), _objectives(served, row.card_id, row.question_id))
        for row in rows
        if row.suspended_at is None  # she has laid it aside: it is neither asked for nor counted
    ]
    return Situation(
        today=today,
        exam_day=exam_day,
        schedule=schedule_of(learner),
        new_per_day=learner.new_per_day,
        reviews_per_day=learner.reviews_per_day,
        items=items,
        lessons=lessons,
        begun=frame.introduced,
        reviewed=max(frame.reviewed - frame.introduced, 0),
        read=reading.read,
        since=reading.since,
    )


def _objectives(served: _Served, card: int | None, question: int | None) -> tuple[str, ...]:
    if card is not None:
        return served.cards.get(card, ())
    return served.questions.get(question or 0, ())


@lru_cache(maxsize=2)
def _served(key: UUID) -> _Served:
    """Read once a release, like the catalogue whose key is given."""
    cards, questions = defaultdict(list), defaultdict(list)
    for card, code in Card.objectives.through.objects.order_by("pk").values_list("card_id", "objective_id"):
        cards[card].append(code)
    # Of the course alone: what a class wrote is asked, but says nothing about the exam.
    of_course = Question.objectives.through.objects.filter(question__classroom=None)
    for question, code in of_course.order_by("pk").values_list("question_id", "objective_id"):
        questions[question].append(code)
    lessons = defaultdict(list)
    for pk, lesson in Card.objects.filter(retired_at=None).values_list("pk", "lesson_id"):
        lessons[lesson].append(pk)
    return _Served(
        {pk: tuple(codes) for pk, codes in cards.items()},
        {pk: tuple(codes) for pk, codes in questions.items()},
        {pk: tuple(own) for pk, own in lessons.items()},
    )


def _line(code: str, name: str, recall: Recall) -> RecallLine:
    return RecallLine(
        code=code,
        name=name,
        items=recall.items,
        low=floor(100 * recall.low),
        mean=round(100 * recall.mean),
        high=ceil(100 * recall.high),
        untouched=round(100 * recall.untouched),
    )


def _enough(situation: Situation, found: Outlook) -> int:
    """How many new a day would begin everything before the eve; 0 if all will be begun or it is too late."""
    begun = sum(day.new for day in found.days)
    days = situation.days - 1
    if not found.unbegun or days < 1:
        return 0
    return -(-(begun + found.unbegun + situation.begun) // days)
