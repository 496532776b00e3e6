"""Exams that an instructor makes for a class: made, changed, withdrawn, begun, and their time moved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from studyapp.actions import exams
from studyapp.domain.examwindow import Entry, Window, closes_for, ends_for, entry, factor_of
from studyapp.models import Attempt, Classroom, Exam, Learner, Membership, Release, User
from studyapp.queries.classtime import set_since


@dataclass(frozen=True)
class ExamTerms:
    """All that an instructor decides of an exam."""

    title: str
    minutes: int | None
    blueprint: Mapping[str, int]
    opens_at: datetime | None
    closes_at: datetime | None
    access_code: str
    attempts_allowed: int | None
    review: str


class NotNow(Exception):
    """It cannot be begun now; `entry` says why."""

    def __init__(self, why: Entry) -> None:
        super().__init__(why)
        self.why = why


class WrongAccessCode(Exception):
    """The exam has an access code, and this is another one."""


@transaction.atomic
def make_exam(*, classroom: Classroom, terms: ExamTerms) -> Exam:
    """A new exam of the class, drawn from the course's exam pool."""
    return Exam.objects.create(
        classroom=classroom,
        slug=f"class-{uuid4().hex[:20]}",
        digest="",
        pass_mark=Release.objects.latest("pk").info["exam"]["pass_mark"],  # as the real exam
        pool="exam",
        unscored=0,
        position=0,
        **_fields(terms),
    )


@transaction.atomic
def change_exam(*, exam: Exam, terms: ExamTerms, staff: User, now: datetime) -> None:
    """Other terms for whoever begins from now on. More time before it closes holds in open papers, too."""
    Exam.objects.filter(pk=exam.pk).update(**_fields(terms))
    learners = Attempt.objects.filter(exam=exam, submitted_at=None).values("learner")
    members = Q(learner__in=learners, classroom=exam.classroom_id)
    move_deadlines(members, staff=staff, reason="The exam closes later", now=now)


@transaction.atomic
def withdraw_exam(*, exam: Exam, now: datetime) -> None:
    """Nobody begins it any more. Papers that are open can be finished; results stay."""
    Exam.objects.filter(pk=exam.pk, retired_at=None).update(retired_at=now)


@transaction.atomic
def begin(*, membership: Membership, exam: Exam, code: str, seed: int, now: datetime) -> Attempt:
    """A sitting of a member, or the one already open. Raises NotNow, WrongAccessCode, BlueprintTooLarge."""
    held = Membership.objects.select_for_update().get(pk=membership.pk)  # two presses are one sitting
    learner = Learner.objects.select_related("user").get(memberships=held)
    own = Attempt.objects.filter(learner=learner, exam=exam)
    still_open = Q(deadline=None) | Q(deadline__gt=now)
    running = own.filter(still_open, submitted_at=None).first()
    if running is not None:
        return running
    window, factor = window_of(exam), factor_of(learner.time_factor, held.time_factor)
    why = entry(window, factor, begun=own.count(), allowed=exam.attempts_allowed, now=now)
    if why != "open" or exam.retired_at is not None or membership.classroom.archived_at is not None:
        raise NotNow("late" if why == "open" else why)
    if exam.access_code and code.strip().casefold() != exam.access_code.casefold():
        raise WrongAccessCode
    return exams.start(
        learner=learner,
        exam=exam,
        seed=seed,
        now=now,
        time_factor=factor,
        closes_at=closes_for(window, factor),
        keys_from=closes_for(window, _greatest_factor(membership.classroom_id)),
    )


def _greatest_factor(classroom_id: int) -> Decimal:
    """Whoever has the most time: until then somebody may sit the exam."""
    members = Membership.objects.filter(classroom=classroom_id, left_at=None, learner__isnull=False)
    most = members.aggregate(own=Max("learner__time_factor"), here=Max("time_factor"))
    return factor_of(most["own"] or Decimal(1), most["here"] or Decimal(1))


def window_of(exam: Exam) -> Window:
    """The window of an exam, as the rules see it."""
    limit = None if exam.minutes is None else timedelta(minutes=exam.minutes)
    return Window(exam.opens_at, exam.closes_at, limit)


def move_deadlines(members: Q, *, staff: User, reason: str, now: datetime) -> None:
    """Give open papers of these members the time their factor and the window allow now; none gets less.

    Papers of the class's own exams, and of those of the course that it set for them.
    """
    for member in Membership.objects.filter(members, learner__isnull=False).select_related("learner"):
        assert member.learner is not None
        factor = factor_of(member.learner.time_factor, member.time_factor)
        for attempt in _timed_by(member):
            _give_time(attempt, factor, staff=staff, reason=reason, now=now)


def hand_in_open(membership: Membership, *, now: datetime) -> None:
    """Papers of the class that somebody who goes has open, as they stand."""
    for attempt in _open_of(membership).select_related("learner"):
        exams.submit(attempt=attempt, now=now)


def _give_time(attempt: Attempt, factor: Decimal, *, staff: User, reason: str, now: datetime) -> None:
    window = Window(attempt.exam.opens_at, attempt.exam.closes_at, attempt.time_limit)
    until = ends_for(window, max(factor, attempt.time_factor), attempt.started_at)
    if until is None or attempt.deadline is None or until <= max(attempt.deadline, now):
        return
    try:
        exams.extend(attempt=attempt, deadline=until, staff=staff, reason=reason, now=now)
    except exams.TooLate:
        return  # handed in a moment ago


def _timed_by(member: Membership) -> list[Attempt]:
    """The open papers whose time the class has a say in."""
    own_or_course = Q(exam__classroom=member.classroom_id) | Q(exam__classroom=None)
    mine = Attempt.objects.filter(own_or_course, learner=member.learner_id, submitted_at=None)
    found = list(mine.select_related("exam").order_by("pk"))
    if all(attempt.exam.classroom_id for attempt in found):
        return found
    since = set_since(member)
    return [
        attempt
        for attempt in found
        if attempt.exam.classroom_id
        or (attempt.exam_id in since and attempt.started_at >= since[attempt.exam_id])
    ]


def _open_of(membership: Membership) -> QuerySet[Attempt]:
    return Attempt.objects.filter(
        learner=membership.learner_id, exam__classroom=membership.classroom_id, submitted_at=None
    ).order_by("pk")


def _fields(terms: ExamTerms) -> dict[str, object]:
    return {
        "title": terms.title,
        "minutes": terms.minutes,
        "blueprint": dict(terms.blueprint),
        "opens_at": terms.opens_at,
        "closes_at": terms.closes_at,
        "access_code": terms.access_code,
        "attempts_allowed": terms.attempts_allowed,
        "review": terms.review,
    }
