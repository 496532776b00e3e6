"""Accounts as support sees them: found by name, when what was done, and nothing of how it went."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, DateTimeField, OuterRef, QuerySet, Subquery, Value

from studyapp.domain.timing import SittingState, accepts, most_more, state
from studyapp.models import (
    Answer,
    Attempt,
    LessonProgress,
    Membership,
    PathAnswer,
    QuestionReport,
    Review,
    User,
)

FOUND_AT_MOST = 20
SHOWN_AT_MOST = 50  # of sittings and of reports, the newest
ROLES = dict(Membership.ROLES)
KINDS = dict(QuestionReport.KINDS)
STATES = dict(QuestionReport.STATES)
# What is done and when; an exam counts by its start, which the page has anyway.
STUDIED = (
    (Answer, "answered_at"),
    (Review, "received_at"),
    (PathAnswer, "answered_at"),
    (LessonProgress, "updated_at"),
)


@dataclass(frozen=True)
class Found:
    """An account in the list of those found."""

    pk: int
    name: str
    joined_at: datetime


@dataclass(frozen=True)
class Place:
    """A place in a class; `left_at` if it is one no more."""

    title: str
    role: str
    joined_at: datetime | None
    left_at: datetime | None


@dataclass(frozen=True)
class Report:
    """A report: what was said to be wrong and what came of it, but not of which question."""

    kind: str
    state: str
    made_at: datetime


@dataclass(frozen=True)
class Sitting:
    """A sitting without anything of its paper."""

    pk: int
    exam: str
    started_at: datetime
    deadline: datetime | None
    submitted_at: datetime | None
    state: SittingState


@dataclass(frozen=True)
class AccountFile:
    """All that support sees of one account. `more` if it has more sittings than are listed."""

    pk: int
    name: str
    open: bool
    joined_at: datetime
    studied_at: datetime | None
    places: tuple[Place, ...]
    sittings: tuple[Sitting, ...]
    more: bool
    reports: tuple[Report, ...]


@dataclass(frozen=True)
class Extendable:
    """A sitting that somebody asks more time for, and for how many minutes it can be given at most.

    `keys_at` is when its exam shows its keys to those who are done: nobody sits on after that.
    """

    pk: int
    account: int
    name: str
    exam: str
    started_at: datetime
    deadline: datetime | None
    keys_at: datetime | None
    takes: bool
    most: int

    @property
    def seen(self) -> str:
        """The end as a form says that it saw it: while it stands, the form has not been used."""
        return self.deadline.isoformat() if self.deadline else ""

    def later(self, minutes: int) -> datetime:
        """The end with so much more time; only where there is one."""
        assert self.deadline is not None
        return self.deadline + timedelta(minutes=minutes)

    def given_already(self, seen: str, minutes: int) -> bool:
        """Whether the end is what a form that saw another one asked for: a second click."""
        return self.deadline is not None and (self.deadline - timedelta(minutes=minutes)).isoformat() == seen


def accounts_named(text: str) -> tuple[tuple[Found, ...], bool]:
    """The accounts whose names begin so, the exact one first; and whether there are more. One query."""
    rows = User.objects.filter(folded__startswith=text.casefold()).order_by("folded")
    found = [Found(user.pk, user.username, user.date_joined) for user in rows[: FOUND_AT_MOST + 1]]
    return tuple(found[:FOUND_AT_MOST]), len(found) > FOUND_AT_MOST


def account_file(pk: int, *, now: datetime) -> AccountFile | None:
    """One account, or None. Three queries."""
    user: Any = User.objects.filter(pk=pk).annotate(**_last_times()).first()
    if user is None:
        return None
    sittings = _sittings(pk, now)
    times = [getattr(user, name) for name in _last_times()] + [sitting.started_at for sitting in sittings]
    places, reports = _places_and_reports(pk)
    return AccountFile(
        pk=user.pk,
        name=user.username,
        open=user.is_active,
        joined_at=user.date_joined,
        studied_at=max((time for time in times if time), default=None),
        places=places,
        sittings=sittings[:SHOWN_AT_MOST],
        more=len(sittings) > SHOWN_AT_MOST,
        reports=reports[:SHOWN_AT_MOST],
    )


def extendable(attempt: Attempt, *, now: datetime) -> Extendable:
    """What the form for more time is about. Asks nothing of an attempt that came with exam and account."""
    user = attempt.learner.user
    assert user is not None
    keys_at = attempt.review_from if attempt.review == "after_window" else None
    return Extendable(
        pk=attempt.pk,
        account=user.pk,
        name=user.username,
        exam=attempt.exam.title,
        started_at=attempt.started_at,
        deadline=attempt.deadline,
        keys_at=keys_at,
        takes=accepts(now, attempt.deadline, attempt.submitted_at),
        most=most_more(attempt.deadline, keys_at) if attempt.deadline else 0,
    )


def _last_times() -> dict[str, Subquery]:
    """The last time of each kind of work."""
    own = {"learner__user": OuterRef("pk")}
    return {
        f"last_{model._meta.model_name}": Subquery(
            model._default_manager.filter(**own).order_by(f"-{when}").values(when)[:1]
        )
        for model, when in STUDIED
    }


def _sittings(account: int, now: datetime) -> tuple[Sitting, ...]:
    """The newest first, one more than are shown. One query."""
    rows = Attempt.objects.filter(learner__user=account).select_related("exam").order_by("-started_at", "-pk")
    return tuple(
        Sitting(
            pk=row.pk,
            exam=row.exam.title,
            started_at=row.started_at,
            deadline=row.deadline,
            submitted_at=row.submitted_at,
            state=state(now, row.deadline, row.submitted_at),
        )
        for row in rows[: SHOWN_AT_MOST + 1]
    )


def _places_and_reports(account: int) -> tuple[tuple[Place, ...], tuple[Report, ...]]:
    """The classes by title, the reports from the newest. One query for both."""
    places = Membership.objects.filter(learner__user=account)
    reports = QuestionReport.objects.filter(learner__user=account)
    never = Value(None, output_field=DateTimeField())
    both = _rows(places, "class", "classroom__title", "role", "joined_at", "left_at").union(
        _rows(reports, "report", "kind", "state", "created_at", never), all=True
    )
    rows = list(both.order_by())
    classes = (Place(row[2], ROLES[row[3]], row[4], row[5]) for row in _of(rows, "class"))
    reported = (Report(KINDS[row[2]], STATES[row[3]], row[4]) for row in _of(rows, "report"))
    return (
        tuple(sorted(classes, key=lambda place: (place.left_at is not None, place.title.casefold()))),
        tuple(sorted(reported, key=lambda report: report.made_at, reverse=True)),
    )


def _rows(rows: QuerySet[Any], sort: str, *columns: Any) -> QuerySet[Any, Any]:
    """Rows of one table in the shape of both."""
    return rows.order_by().values_list(Value(sort, output_field=CharField()), "pk", *columns)


def _of(rows: Iterable[Any], sort: str) -> list[Any]:
    return [row for row in rows if row[0] == sort]
