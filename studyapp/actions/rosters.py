"""A class list: read and kept as a draft, then imported. What is imported is what the draft's page showed."""

from collections.abc import Iterable
from dataclasses import astuple
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from studyapp.actions.classes import new_code
from studyapp.actions.classexams import move_deadlines
from studyapp.domain.joincode import SEAT_LENGTH
from studyapp.domain.roster import Parsed
from studyapp.domain.rosterplan import Change, RosterPlan, plan
from studyapp.models import ClassGroup, Classroom, Membership, RosterDraft, User
from studyapp.queries.rosters import rows_of, seats_of

KEPT = timedelta(days=1)  # a list with names is not left lying about


@transaction.atomic
def keep_draft(*, membership: Membership, parsed: Parsed, now: datetime) -> RosterDraft:
    """What a file holds, for its page and the import after it. It takes the place of the one before."""
    RosterDraft.objects.filter(made_at__lt=now - KEPT).delete()
    rows = [
        [row.line, row.name, row.roster_id, row.groups, None if row.factor is None else str(row.factor)]
        for row in parsed.rows
    ]
    said = {"rows": rows, "faults": [list(astuple(fault)) for fault in parsed.faults], "made_at": now}
    return RosterDraft.objects.update_or_create(membership=membership, defaults=said)[0]


@transaction.atomic
def import_draft(*, draft: RosterDraft, staff: User, now: datetime) -> RosterPlan:
    """Do what the list says, as the class stands now, and forget the draft. Returns what was done."""
    held = RosterDraft.objects.select_for_update(of=("self",)).select_related("membership").get(pk=draft.pk)
    classroom = Classroom.objects.select_for_update().get(pk=held.membership.classroom_id)
    todo = plan(rows_of(held), seats_of(classroom.pk))
    if todo.changes:
        groups = _groups(classroom, todo)
        _add(classroom, todo, groups, now)
        _change(classroom, todo, groups)
        longer = [change.seat.pk for change in todo.changed]
        move_deadlines(Q(pk__in=longer), staff=staff, reason="Time factor", now=now)
    RosterDraft.objects.filter(pk=held.pk).delete()
    return todo


def _groups(classroom: Classroom, todo: RosterPlan) -> dict[str, ClassGroup]:
    wanted = {name for change in (*todo.new, *todo.changed) for name in change.seat.groups}
    known = {group.name: group for group in ClassGroup.objects.filter(classroom=classroom)}
    missing = [ClassGroup(classroom=classroom, name=name) for name in sorted(wanted - known.keys())]
    return known | {group.name: group for group in ClassGroup.objects.bulk_create(missing)}


def _add(classroom: Classroom, todo: RosterPlan, groups: dict[str, ClassGroup], now: datetime) -> None:
    made = Membership.objects.bulk_create(
        Membership(
            classroom=classroom,
            name=change.seat.name,
            roster_id=change.seat.roster_id,
            time_factor=change.seat.factor,
            seat_code=new_code(SEAT_LENGTH),
            added_at=now,
        )
        for change in todo.new
    )
    _put_into_groups(zip(made, todo.new, strict=True), groups)


def _change(classroom: Classroom, todo: RosterPlan, groups: dict[str, ClassGroup]) -> None:
    seats = {change.seat.pk: change for change in todo.changed if change.seat.pk is not None}
    members = list(Membership.objects.filter(classroom=classroom, pk__in=seats))
    for member in members:
        seat = seats[member.pk].seat
        member.name, member.roster_id, member.time_factor = seat.name, seat.roster_id, Decimal(seat.factor)
    # In two steps, since two people may swap their numbers.
    Membership.objects.filter(pk__in=seats).update(roster_id="")
    Membership.objects.bulk_update(members, ["name", "roster_id", "time_factor"], batch_size=200)
    Membership.groups.through.objects.filter(membership__in=members).delete()
    _put_into_groups(((member, seats[member.pk]) for member in members), groups)


def _put_into_groups(found: Iterable[tuple[Membership, Change]], groups: dict[str, ClassGroup]) -> None:
    through = Membership.groups.through
    through.objects.bulk_create(
        through(membership_id=member.pk, classgroup_id=groups[name].pk)
        for member, change in found
        for name in change.seat.groups
    )
