"""Exams of a class: for its learners and for who makes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from math import ceil
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from studyapp.domain.examwindow import Entry, Window, closes_for, ends_for, entry, factor_of
from studyapp.models import Attempt, Exam, Membership, Question
from studyapp.queries.prepared import Values, objects_of


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
    """Every exam of the class, the one that closes first on top. One query."""
    assert membership.learner_id is not None
    values: Values = {"classroom": membership.classroom_id, "learner": membership.learner_id, "now": now}
    found = objects_of("exams of a class", values, _of_class)
    return tuple(_met(exam, membership, now) for exam in found)


def class_exam(membership: Membership, exam: Exam, *, now: datetime) -> ClassExam:
    """One of them. One query."""
    rows = Exam.objects.filter(pk=exam.pk, classroom=membership.classroom_id)
    return _met(_with_sittings(rows, membership.learner_id, now).get(), membership, now)


def pool() -> tuple[PoolLine, ...]:
    """What the course's exam pool holds of each objective, in their order. One query."""
    rows = Question.objects.filter(pool="exam", classroom=None, retired_at=None, current__isnull=False)
    counted = rows.values_list("objective_id", "objective__short").annotate(n=Count("pk"))
    return tuple(PoolLine(code, name, n) for code, name, n in counted.order_by("objective__position"))


def _of_class(values: Mapping[str, Any]) -> QuerySet[Exam]:
    rows = Exam.objects.filter(classroom=values["classroom"], retired_at=None)
    return _with_sittings(rows, values["learner"], values["now"]).order_by("closes_at", "pk")


def _with_sittings(exams: QuerySet[Exam], learner_id: int | None, now: datetime) -> QuerySet[Exam]:
    """The exams with what this learner sat of each: how often, the open sitting, the newest that is over."""
    own = Attempt.objects.filter(exam=OuterRef("pk"), learner=learner_id).order_by("-started_at", "-pk")
    still = (Q(deadline=None) | Q(deadline__gt=now)) & Q(submitted_at=None)  # as `timing.state` has it
    return exams.annotate(
        begun=Count("attempts", filter=Q(attempts__learner=learner_id)),
        running=Subquery(own.filter(still).values("pk")[:1]),
        last=Subquery(own.exclude(still).values("pk")[:1]),
    )


def _met(exam: Any, membership: Membership, now: datetime) -> ClassExam:  # an Exam with its sittings
    assert membership.learner is not None
    limit = None if exam.minutes is None else timedelta(minutes=exam.minutes)
    window = Window(exam.opens_at, exam.closes_at, limit)
    factor = factor_of(membership.learner.time_factor, membership.time_factor)
    over = exam.retired_at is not None or membership.classroom.archived_at is not None
    entered = entry(window, factor, begun=exam.begun, allowed=exam.attempts_allowed, now=now)
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
        begun=exam.begun,
        allowed=exam.attempts_allowed,
        needs_code=bool(exam.access_code),
        running=exam.running,
        last=exam.last,
    )
