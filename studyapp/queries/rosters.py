"""The class list: as the rules of an import see it, and as a file to take away."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from studyapp.domain.joincode import shown
from studyapp.domain.roster import BETWEEN_GROUPS, LineFault, RosterRow
from studyapp.domain.rosterplan import RosterPlan, Seat, plan
from studyapp.models import Membership, RosterDraft


@dataclass(frozen=True)
class DraftPage:
    """A list that was read: what importing it would do, and which lines cannot be used."""

    plan: RosterPlan
    faults: tuple[LineFault, ...]
    lines: int


def rows_of(draft: RosterDraft) -> list[RosterRow]:
    """The rows as they were read."""
    return [
        RosterRow(
            line,
            name,
            number,
            None if groups is None else tuple(groups),
            None if factor is None else Decimal(factor),
        )
        for line, name, number, groups, factor in draft.rows
    ]


def seats_of(classroom_id: int) -> list[Seat]:
    """Everybody of a class, whoever left included. Two queries."""
    rows = Membership.objects.filter(classroom=classroom_id).prefetch_related("groups").order_by("pk")
    return [
        Seat(
            pk=row.pk,
            name=row.name,
            roster_id=row.roster_id,
            groups=tuple(sorted(group.name for group in row.groups.all())),
            factor=row.time_factor,
            role=row.role,
            out=row.left_at is not None,
        )
        for row in rows
    ]


def draft_page(membership: Membership) -> DraftPage | None:
    """The draft of this person for this class, if there is one."""
    draft = RosterDraft.objects.filter(membership=membership).first()
    if draft is None:
        return None
    found = plan(rows_of(draft), seats_of(membership.classroom_id))
    read = tuple(LineFault(line, text) for line, text in draft.faults)
    faults = tuple(sorted((*read, *found.faults), key=lambda fault: fault.line))
    return DraftPage(found, faults, len(draft.rows) + len(read))


def roster_rows(classroom_id: int) -> Iterator[Mapping[str, object]]:
    """The learners of a class as lines of a file, the personal codes that nobody has used among them."""
    rows = Membership.objects.filter(classroom=classroom_id, role="learner", left_at=None)
    for row in rows.prefetch_related("groups").order_by("name", "pk"):
        yield {
            "name": row.name,
            "id": row.roster_id,
            "group": BETWEEN_GROUPS.join(group.name for group in row.groups.all()),
            "factor": str(row.time_factor.normalize()),
            "code": shown(row.seat_code) if row.seat_code else "",
        }
