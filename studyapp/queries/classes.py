"""Classes: the list, the page of one, its people. Nothing here looks beyond the class it is asked for."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import cast

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from studyapp.domain.joincode import opens, shown
from studyapp.domain.roles import RANKS, TABLE, Right, Role, may, may_change_role, may_remove
from studyapp.models import ClassGroup, Classroom, Membership

IN = Q(left_at=None)
NAMES: dict[str, str] = dict(Membership.ROLES)


@dataclass(frozen=True)
class ClassLine:
    """A class in the list of mine."""

    pk: int
    title: str
    role: str
    learners: int
    archived: bool


@dataclass(frozen=True)
class Person:
    """Somebody of a class as the staff see them. `account` is False for a guest and for an empty seat."""

    pk: int
    name: str
    role: str
    role_name: str
    roster_id: str
    groups: tuple[str, ...]
    factor: Decimal
    seat_code: str  # as it is read out; empty once it has been used
    joined_at: datetime | None
    left_at: datetime | None
    removed: bool
    account: bool


@dataclass(frozen=True)
class People:
    """Everybody of a class: who is in, whose seat waits, who has gone."""

    staff: tuple[Person, ...]
    learners: tuple[Person, ...]
    seats: tuple[Person, ...]
    gone: tuple[Person, ...]


@dataclass(frozen=True)
class GroupLine:
    """A group and how many are in it."""

    pk: int
    name: str
    members: int
    has: bool = False  # the member in question


@dataclass(frozen=True)
class Invitation:
    """How somebody joins: the code as it is read out, while it works."""

    code: str
    open: bool
    expires_at: datetime | None


def my_classes(learner_id: int) -> tuple[ClassLine, ...]:
    """Every class this learner belongs to, the newest first. One query."""
    rows = Membership.objects.filter(IN, learner=learner_id).select_related("classroom")
    counted = (
        Membership.objects.filter(IN, classroom=OuterRef("classroom"), role="learner")
        .exclude(learner=None)
        .order_by()
        .values("classroom")
        .annotate(n=Count("pk"))
        .values("n")
    )
    found = rows.annotate(learners=Subquery(counted)).order_by("-classroom__created_at", "-pk")
    return tuple(
        ClassLine(
            row.classroom_id,
            row.classroom.title,
            NAMES[row.role],
            row.learners or 0,
            row.classroom.archived_at is not None,
        )
        for row in found
    )


def rights_of(membership: Membership) -> frozenset[Right]:
    """What the role may, for a page that offers no more than that."""
    role = cast(Role, membership.role)
    return frozenset(right for right in TABLE if may(role, right))


def people(classroom_id: int) -> People:
    """Everybody, by name. Two queries, however many there are."""
    found = [_person(row) for row in _rows(classroom_id)]
    return People(
        staff=tuple(
            sorted(
                (one for one in found if one.role != "learner" and one.left_at is None),
                key=lambda one: -RANKS[cast(Role, one.role)],
            )
        ),
        learners=tuple(
            one for one in found if one.role == "learner" and one.joined_at and one.left_at is None
        ),
        seats=tuple(one for one in found if one.joined_at is None and one.left_at is None),
        gone=tuple(one for one in found if one.left_at is not None),
    )


def person(member: Membership) -> Person:
    """One of them, read already with the learner. One query."""
    return _person(member)


def groups(classroom_id: int, member_id: int | None = None) -> tuple[GroupLine, ...]:
    """The groups by name, and whether this member is in them. One query."""
    rows = ClassGroup.objects.filter(classroom=classroom_id)
    counted = rows.annotate(
        n=Count("members", filter=Q(members__left_at=None)),
        has=Count("members", filter=Q(members=member_id)),
    )
    return tuple(GroupLine(row.pk, row.name, row.n, bool(row.has)) for row in counted.order_by("name"))


def invitation(classroom: Classroom, now: datetime) -> Invitation:
    """How to join this class at this moment. No query."""
    is_open = opens(classroom.code_expires_at, classroom.archived_at, now)
    return Invitation(shown(classroom.code), is_open, classroom.code_expires_at if is_open else None)


def staff_names(classroom_id: int) -> tuple[tuple[str, str], ...]:
    """Who sees learner data in this class: names and roles. One query."""
    rows = Membership.objects.filter(IN, classroom=classroom_id).exclude(role="learner")
    found = sorted(rows, key=lambda row: (-RANKS[cast(Role, row.role)], row.name))
    return tuple((row.name, NAMES[row.role]) for row in found)


def roles_to_give(actor: Membership, member: Membership) -> tuple[tuple[str, str], ...]:
    """The roles that `actor` may give to `member`, the present one included; empty if none."""
    own, old = cast(Role, actor.role), cast(Role, member.role)
    return tuple((role, name) for role, name in NAMES.items() if may_change_role(own, old, cast(Role, role)))


def can_remove(actor: Membership, member: Membership) -> bool:
    """Whether `actor` may remove `member`."""
    return may_remove(cast(Role, actor.role), cast(Role, member.role))


def heirs(owner: Membership) -> tuple[tuple[int, str], ...]:
    """Who could own the class next: anybody in it with an account. One query."""
    rows = Membership.objects.filter(IN, classroom=owner.classroom_id, learner__user__isnull=False)
    return tuple(rows.exclude(pk=owner.pk).order_by("name", "pk").values_list("pk", "name"))


def _rows(classroom_id: int) -> QuerySet[Membership]:
    rows = Membership.objects.filter(classroom=classroom_id).select_related("learner")
    return rows.prefetch_related("groups").order_by("name", "pk")


def _person(row: Membership) -> Person:
    return Person(
        pk=row.pk,
        name=row.name,
        role=row.role,
        role_name=NAMES[row.role],
        roster_id=row.roster_id,
        groups=tuple(group.name for group in row.groups.all()),
        factor=row.time_factor,
        seat_code=shown(row.seat_code) if row.seat_code else "",
        joined_at=row.joined_at,
        left_at=row.left_at,
        removed=row.removed,
        account=row.learner is not None and row.learner.user_id is not None,
    )
