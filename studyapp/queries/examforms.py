"""The forms of an exam before anything is drawn: in groups for the list, and the times one may take."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import groupby
from math import ceil

from studyapp.domain.timing import deadline
from studyapp.models import Exam
from studyapp.queries.catalogue import Catalogue

FACTORS = (Decimal("1.25"), Decimal("1.5"), Decimal(2))
GROUPS = ("Like the real exam", "One objective", "Without a clock")


@dataclass(frozen=True)
class ExamTime:
    """A time to choose before the start: so many times the limit, and when that would be over."""

    factor: Decimal
    minutes: int
    closes_at: datetime


@dataclass(frozen=True)
class ExamGroup:
    """Forms of one sort, under a heading."""

    id: str
    title: str
    exams: tuple[Exam, ...]


def groups(course: Catalogue) -> tuple[ExamGroup, ...]:
    """Every form: the longest first, those of one objective in the order of the objectives. No query."""
    ranked = sorted(course.exams, key=lambda exam: (_group(exam), _rank(exam)))
    return tuple(
        ExamGroup(f"group-{number + 1}", GROUPS[number], tuple(exams))
        for number, exams in groupby(ranked, key=_group)
    )


def times(exam: Exam, least: Decimal, *, now: datetime) -> tuple[ExamTime, ...]:
    """The times a sitting begun now may take, the least first; none for a form without a limit."""
    if exam.minutes is None:
        return ()
    limit = timedelta(minutes=exam.minutes)
    return tuple(
        ExamTime(factor, ceil(limit * float(factor) / timedelta(minutes=1)), deadline(now, limit, factor))
        for factor in (least, *(more for more in FACTORS if more > least))
    )


def _group(exam: Exam) -> int:
    if exam.minutes is None:
        return 2
    return 1 if len(exam.blueprint) == 1 else 0


def _rank(exam: Exam) -> tuple[int, str]:
    return (0, min(exam.blueprint)) if len(exam.blueprint) == 1 else (-exam.length, exam.title)
