"""Exams of a class: for its learners and for who makes them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from math import ceil

from django.db.models import Count

from studyapp.domain.examwindow import Entry, Window, closes_for, ends_for, entry, factor_of
from studyapp.domain.timing import state
from studyapp.models import Attempt, Exam, Membership, Question


@dataclass(frozen=True)
class ClassExam:
    """An exam of a class as one member meets it. `entry` says whether it can be begun now.

    `closes_at` and `minutes` are this member's own, by the time factor; `ends_at` is when a sitting begun
    now would be over.
    """

    pk: int
    title: str
    length: int
    minutes: int | None
    factor: Decimal
    opens_at: datetime | None
    closes_at: datetime | None
    ends_at: datetime | None
    entry: Entry
    begun: int
    allowed: int | None
    needs_code: bool
    running: int | None  # the pk of an open sitting
    last: int | None  # of the newest one that is over


@dataclass(frozen=True)
class PoolLine:
    """How many questions of an objective an exam can draw."""

    code: str
    name: str
    holds: int


def class_exams(membership: Membership, *, now: datetime) -> tuple[ClassExam, ...]:
    """Every exam of the class, the one that closes first on top. Two queries, or one if there is none."""
    rows = Exam.objects.filter(classroom=membership.classroom_id, retired_at=None)
    found = list(rows.order_by("closes_at", "pk"))
    own = _attempts(membership) if found else []
    return tuple(_met(exam, membership, own, now) for exam in found)


def class_exam(membership: Membership, exam: Exam, *, now: datetime) -> ClassExam:
    """One of them. One query."""
    return _met(exam, membership, _attempts(membership), now)


def pool() -> tuple[PoolLine, ...]:
    """What the course's exam pool holds of each objective, in their order. One query."""
    rows = Question.objects.filter(pool="exam", classroom=None, retired_at=None, current__isnull=False)
    counted = rows.values_list("objective_id", "objective__short").annotate(n=Count("pk"))
    return tuple(PoolLine(code, name, n) for code, name, n in counted.order_by("objective__position"))


def _attempts(membership: Membership) -> list[Attempt]:
    """This member's sittings of the class's exams, the newest first."""
    rows = Attempt.objects.filter(learner=membership.learner_id, exam__classroom=membership.classroom_id)
    return list(rows.only("pk", "exam_id", "deadline", "submitted_at").order_by("-started_at", "-pk"))


def _met(exam: Exam, membership: Membership, attempts: list[Attempt], now: datetime) -> ClassExam:
    assert membership.learner is not None
    own = [row for row in attempts if row.exam_id == exam.pk]
    is_open = [row for row in own if state(now, row.deadline, row.submitted_at) == "open"]
    limit = None if exam.minutes is None else timedelta(minutes=exam.minutes)
    window = Window(exam.opens_at, exam.closes_at, limit)
    factor = factor_of(membership.learner.time_factor, membership.time_factor)
    over = exam.retired_at is not None or membership.classroom.archived_at is not None
    entered = entry(window, factor, begun=len(own), allowed=exam.attempts_allowed, now=now)
    return ClassExam(
        pk=exam.pk,
        title=exam.title,
        length=exam.length,
        minutes=None if exam.minutes is None else ceil(exam.minutes * factor),
        factor=factor,
        opens_at=exam.opens_at,
        closes_at=closes_for(window, factor),
        ends_at=ends_for(window, factor, now),
        entry="late" if over else entered,
        begun=len(own),
        allowed=exam.attempts_allowed,
        needs_code=bool(exam.access_code),
        running=is_open[0].pk if is_open else None,
        last=next((row.pk for row in own if row not in is_open), None),
    )
