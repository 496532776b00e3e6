"""Today: the one thing to do next, and how far the course has come."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from studyapp.models import Learner
from studyapp.queries.catalogue import Catalogue, LessonLink
from studyapp.queries.exams import AttemptLine, open_attempt
from studyapp.queries.lessons import MapLine, course_map
from studyapp.queries.plan import State

Step = Literal["attempt", "rest", "review", "lesson", "practice"]


@dataclass(frozen=True)
class Today:
    """The start page. `next` names the one thing to do; the fields it needs are filled."""

    next: Step
    lesson: LessonLink | None
    section: str
    section_title: str
    attempt: AttemptLine | None
    due: int
    new: int
    reviewed: int
    read: int
    total: int
    minutes_left: int
    map: tuple[MapLine, ...]
    started: bool


def today(
    course: Catalogue,
    learner: Learner | None,
    *,
    due: int,
    new: int,
    reviewed: int,
    exam: State,
    now: datetime,
) -> Today:
    """What this learner should do next: two queries for a learner, none for a visitor.

    `due`, `new` and `reviewed` count what waits, what may still be begun today, and what was done today;
    `exam` says where the exam date lies.
    """
    lines = course_map(course, learner.pk if learner else None)
    attempt = open_attempt(learner.pk, now=now) if learner else None
    unread = [line for line in lines if line.state != "read"]
    current = next((line for line in unread if line.state == "reading"), next(iter(unread), None))
    return Today(
        next=_next(attempt, due=due, new=new, exam=exam, lesson=current is not None),
        lesson=current.link if current else None,
        section=current.section if current else "",
        section_title=_section_title(course, current),
        attempt=attempt,
        due=due,
        new=new,
        reviewed=reviewed,
        read=len(lines) - len(unread),
        total=len(lines),
        minutes_left=sum(line.link.minutes for line in unread),
        map=lines,
        started=learner is not None,
    )


def _section_title(course: Catalogue, line: MapLine | None) -> str:
    text = course.lesson(line.link.slug) if line else None
    return text.section_title(line.section) if text and line else ""


def _next(attempt: AttemptLine | None, *, due: int, new: int, exam: State, lesson: bool) -> Step:
    if attempt is not None:
        return "attempt"
    if exam == "today" or (exam == "tomorrow" and not due):
        return "rest"
    if due:
        return "review"
    if lesson:
        return "lesson"
    return "review" if new else "practice"
