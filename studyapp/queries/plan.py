"""The plan: what today asks for, and what the days until the exam will bring."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.db.models import Count, FilteredRelation, OuterRef, Q, Subquery

from studyapp.domain.planning import new_on, reading_days
from studyapp.domain.studyday import days_between
from studyapp.models import Learner, Lesson, Memory
from studyapp.queries.catalogue import Catalogue, LessonLink
from studyapp.queries.frame import Frame
from studyapp.queries.memories import schedule_of
from studyapp.queries.outlook import PlanAhead, Reading, plan_ahead

type State = Literal["none", "ahead", "tomorrow", "today", "past"]


@dataclass(frozen=True)
class PlanToday:
    """The plan in a few lines, cheap enough for any page.

    `state` says where the exam date lies; `days_left` counts the days until it. Until the eve, `lessons` are
    to be read today (`minutes` of them), `new` items may be begun today and `due` reviews wait now.
    """

    state: State
    exam_date: date | None
    days_left: int
    lessons: tuple[LessonLink, ...]
    minutes: int
    new: int
    due: int


@dataclass(frozen=True)
class PlanPage:
    """The plan as its page shows it; `ahead` is None without an exam date and after it."""

    today: PlanToday
    ahead: PlanAhead | None
    new_per_day: int
    reviews_per_day: int


def plan_today(
    course: Catalogue, learner: Learner | None, *, today: date, frame: Frame, due: int
) -> PlanToday:
    """What the plan asks for today, `due` reviews among it. One query, none without an exam date to come."""
    return _today(learner, today, frame, _reading(course, learner, today), due)


def plan_page(course: Catalogue, learner: Learner | None, *, today: date, frame: Frame, due: int) -> PlanPage:
    """The whole plan. Two queries, however much is in memory; none without an exam date to come."""
    reading = _reading(course, learner, today)
    now = _today(learner, today, frame, reading, due)
    if learner is None:
        return PlanPage(now, None, new_per_day=0, reviews_per_day=0)
    ahead = None
    if now.state not in {"none", "past"}:
        ahead = plan_ahead(course, learner, today=today, frame=frame, reading=reading)
    return PlanPage(now, ahead, learner.new_per_day, learner.reviews_per_day)


def reading_ahead(course: Catalogue, learner: Learner, *, today: date) -> tuple[tuple[LessonLink, date], ...]:
    """Every lesson left with the day to read it on; empty without an exam date to come. At most one query."""
    reading = _reading(course, learner, today)
    if learner.exam_date is None:
        return ()
    days = _days(reading, today, learner.exam_date)
    links = (link for link, _ in reading.left)
    return tuple((link, today + timedelta(days=days_on)) for link, days_on in zip(links, days, strict=False))


def state_of(exam_date: date | None, today: date) -> State:
    """Where an exam date lies, seen from today."""
    if exam_date is None:
        return "none"
    days = (exam_date - today).days
    return "past" if days < 0 else "today" if days == 0 else "tomorrow" if days == 1 else "ahead"


def _reading(course: Catalogue, learner: Learner | None, today: date) -> Reading:
    if learner is None or state_of(learner.exam_date, today) in {"none", "past"}:
        return Reading((), 0, 0)
    queued = Memory.objects.filter(learner=learner, card__lesson=OuterRef("pk"), card__retired_at=None)
    rows = (
        Lesson.objects.filter(pk__in=course.links)
        .order_by()
        .annotate(
            mine=FilteredRelation("progress", condition=Q(progress__learner=learner)),
            queued=Subquery(queued.order_by().values("card__lesson").annotate(n=Count("pk")).values("n")),
        )
        .values_list("pk", "mine__finished_at", "queued")
    )
    schedule = schedule_of(learner)
    left: dict[int, int] = {}
    days: dict[date, int] = defaultdict(int)
    for pk, finished_at, count in rows:
        if finished_at is None:
            left[pk] = max(course.links[pk].cards - (count or 0), 0)
        else:
            days[schedule.today(finished_at)] += course.links[pk].minutes
    last = max(days, default=None)
    links = (lesson.link for lesson in course.lessons)
    return Reading(
        left=tuple((link, left[link.pk]) for link in links if link.pk in left),
        read=days[last] if last else 0,
        since=days_between(last, today) if last else 0,
    )


def _today(learner: Learner | None, today: date, frame: Frame, reading: Reading, due: int) -> PlanToday:
    exam_date = learner.exam_date if learner else None
    state = state_of(exam_date, today)
    if learner is None or exam_date is None or state == "past":
        return PlanToday(state, exam_date, 0, (), 0, 0, due)
    days = _days(reading, today, exam_date)
    lessons = tuple(link for (link, _), offset in zip(reading.left, days, strict=False) if offset == 0)
    arriving = {link.pk: cards for link, cards in reading.left}
    new = new_on(
        today,
        left=frame.new + sum(arriving.values()),
        exam_day=exam_date,
        most=learner.new_per_day,
        begun=frame.introduced,
    )
    return PlanToday(
        state=state,
        exam_date=exam_date,
        days_left=(exam_date - today).days,
        lessons=lessons,
        minutes=sum(link.minutes for link in lessons),
        new=min(new, frame.new + sum(arriving[link.pk] for link in lessons)),
        due=due,
    )


def _days(reading: Reading, today: date, exam_date: date) -> tuple[int, ...]:
    return reading_days(
        [link.minutes for link, _ in reading.left],
        today=today,
        exam_day=exam_date,
        read=reading.read,
        since=reading.since,
    )
