"""Who belongs to a class: joining, leaving, being removed, roles, groups and time factors."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from studyapp.actions.classes import NeedsAccount
from studyapp.actions.classexams import hand_in_open, move_deadlines
from studyapp.actions.classreviews import forget_own
from studyapp.actions.classwork import end_sets, hold_sets
from studyapp.actions.places import join_places
from studyapp.domain.roles import Role
from studyapp.domain.roster import MOST_ROWS
from studyapp.models import ClassGroup, Classroom, Learner, Membership, User
from studyapp.queries.joining import Door, door


class ClassFull(Exception):
    """As many people as a class can hold are in it."""


class NumberTaken(Exception):
    """Somebody else of the class has this number of the school's."""


@transaction.atomic
def join(*, learner: Learner, code: str, name: str, now: datetime) -> Membership | None:
    """Come into the class that the code opens, under this name; None if it opens none.

    A personal code gives the name and all else that the roster says. Whoever is in already stays as they
    are, with what their seat says; whoever had left comes back. Raises ClassFull, and NeedsAccount for a
    guest where the class takes none.
    """
    found = door(code, learner.pk, now)
    if found is None:
        return None
    Classroom.objects.select_for_update().get(pk=found.classroom.pk)  # two presses at once are one joining
    found = door(code, learner.pk, now)
    if found is None:
        return None
    if found.is_in and found.seat is None:
        return found.own
    if found.classroom.accounts_only and learner.user_id is None:
        raise NeedsAccount
    here = Membership.objects.filter(classroom=found.classroom, left_at=None)
    if found.seat is None and here.count() >= MOST_ROWS:
        raise ClassFull
    membership = _seated(found, learner, now) if found.seat else _entered(found, learner, name, now)
    return membership


@transaction.atomic
def leave(*, membership: Membership, now: datetime) -> None:
    """Go. Nothing of the class opens from now on; an open paper of it is handed in as it stands.

    Its own questions leave the reviews; what was answered stays.
    """
    _go(membership, now, removed=False)


@transaction.atomic
def remove(*, membership: Membership, now: datetime) -> None:
    """Somebody is removed by the staff. A seat that nobody has claimed is gone altogether."""
    if membership.learner_id is None:
        Membership.objects.filter(pk=membership.pk, learner=None).delete()
        return
    _go(membership, now, removed=True)


@transaction.atomic
def bring_back(*, membership: Membership) -> None:
    """Somebody who left or was removed is in again, as a learner."""
    rows = Membership.objects.filter(pk=membership.pk).exclude(left_at=None)
    rows.update(left_at=None, removed=False, role="learner")


@transaction.atomic
def set_role(*, membership: Membership, role: Role) -> None:
    """Another role, but never the owner's: a class is handed over. Staff need an account."""
    held = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("learner__user")
        .get(pk=membership.pk)
    )
    if role != "learner" and (held.learner is None or held.learner.user is None):
        raise NeedsAccount
    if "owner" not in (role, held.role):
        Membership.objects.filter(pk=held.pk).update(role=role)


@transaction.atomic
def edit_member(
    *,
    membership: Membership,
    name: str,
    roster_id: str,
    groups: Iterable[ClassGroup],
    time_factor: Decimal,
    staff: User,
    now: datetime,
) -> None:
    """What the class knows of somebody. More time holds at once, in an open paper too; less from the next."""
    others = Membership.objects.filter(classroom=membership.classroom_id).exclude(pk=membership.pk)
    if roster_id and others.filter(roster_id=roster_id).exists():
        raise NumberTaken
    Membership.objects.filter(pk=membership.pk).update(
        name=name, roster_id=roster_id, time_factor=time_factor
    )
    membership.groups.set(groups)
    move_deadlines(Q(pk=membership.pk), staff=staff, reason="Time factor", now=now)


@transaction.atomic
def add_group(*, classroom: Classroom, name: str) -> ClassGroup:
    """A group of this name, new or there already."""
    return ClassGroup.objects.get_or_create(classroom=classroom, name=name)[0]


@transaction.atomic
def delete_group(*, group: ClassGroup) -> None:
    """The group goes; its members stay in the class."""
    ClassGroup.objects.filter(pk=group.pk).delete()


def _go(membership: Membership, now: datetime, *, removed: bool) -> None:
    hold_sets(membership=membership)  # before the place, in the order in which an answer holds both
    rows = Membership.objects.filter(pk=membership.pk, left_at=None).exclude(role="owner")
    if rows.update(left_at=now, removed=removed):
        hand_in_open(membership, now=now)
        end_sets(membership=membership, now=now)
        forget_own(membership=membership)


def _entered(found: Door, learner: Learner, name: str, now: datetime) -> Membership:
    if found.own is None:
        return Membership.objects.create(
            classroom=found.classroom, learner=learner, name=name, added_at=now, joined_at=now
        )
    Membership.objects.filter(pk=found.own.pk).update(left_at=None, role="learner", name=name)
    return found.own


def _seated(found: Door, learner: Learner, now: datetime) -> Membership:
    seat, own = found.seat, found.own
    assert seat is not None
    if own is None:
        Membership.objects.filter(pk=seat.pk).update(learner=learner, joined_at=now, seat_code=None)
        return Membership.objects.get(pk=seat.pk)
    join_places(own=own, other=seat)
    Membership.objects.filter(pk=own.pk).update(name=seat.name)
    return Membership.objects.get(pk=own.pk)
