"""What a class list would change in a class: worked out before anything is, and the same when it is done."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from studyapp.domain.roster import LineFault, RosterRow


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody in the class. `pk` is None for one to be added; `out` is who left or was removed."""

    pk: int | None
    name: str
    roster_id: str = ""
    groups: tuple[str, ...] = ()
    factor: Decimal = Decimal(1)
    role: str = "learner"
    out: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A seat as it will be, and what of it is another than before, in words; of a new one nothing."""

    line: int
    seat: Seat
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RosterPlan:
    """What a list does: who comes, who changes, how many stay as they are, and what cannot be done."""

    new: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    same: int = 0
    faults: tuple[LineFault, ...] = ()

    @property
    def changes(self) -> int:
        """How much there is to do."""
        return len(self.new) + len(self.changed)


def plan(rows: Sequence[RosterRow], seats: Iterable[Seat]) -> RosterPlan:
    """Who on the list is who in the class: by the id, else by a name that only one there has.

    Nobody is removed by a list, and nobody who left or was removed comes back by one. Done twice, the second
    time changes nothing: so a name is never looked for among those whom the list knows by their id.
    """
    match = _Match(rows, tuple(seats))
    new, changed, faults, same = [], [], [], 0
    for row in rows:
        found = match.of(row)
        if len(found) > 1:
            faults.append(LineFault(row.line, f"Several here are called {row.name}: give each an id first."))
        elif not found:
            new.append(Change(row.line, _seat(row, Seat(None, row.name))))
        elif found[0].out:
            faults.append(LineFault(row.line, f"{row.name} left or was removed, and stays out."))
        else:
            after = _seat(row, found[0])
            words = tuple(_words(found[0], after))
            same += not words
            changed += [Change(row.line, after, words)] if words else []
    return RosterPlan(tuple(new), tuple(changed), same, tuple(faults))


class _Match:
    """Who a row may be about."""

    def __init__(self, rows: Iterable[RosterRow], seats: Sequence[Seat]) -> None:
        wanted = {row.roster_id for row in rows} - {""}
        self.by_id = {seat.roster_id: seat for seat in seats if seat.roster_id}
        self.by_name: dict[str, list[Seat]] = defaultdict(list)
        for seat in seats:
            if seat.role == "learner" and seat.roster_id not in wanted:
                self.by_name[seat.name.casefold()].append(seat)
        self.times = Counter(row.name.casefold() for row in rows)

    def of(self, row: RosterRow) -> list[Seat]:
        """One with the id; for a new id one with the name alone and no id, if the list has the name once."""
        if row.roster_id in self.by_id:
            return [self.by_id[row.roster_id]]
        named = self.by_name[row.name.casefold()]
        if not row.roster_id:
            return named
        free = [seat for seat in named if not seat.roster_id]
        return free if self.times[row.name.casefold()] == 1 else []


def _seat(row: RosterRow, now: Seat) -> Seat:
    return replace(
        now,
        name=row.name,
        roster_id=row.roster_id or now.roster_id,
        groups=now.groups if row.groups is None else tuple(sorted(row.groups)),
        factor=now.factor if row.factor is None else row.factor,
    )


def _words(before: Seat, after: Seat) -> Iterable[str]:
    if before.name != after.name:
        yield f"name: {before.name} becomes {after.name}"
    if before.roster_id != after.roster_id:
        yield f"id: {after.roster_id}"
    if sorted(before.groups) != sorted(after.groups):
        yield f"groups: {', '.join(after.groups)}"
    if before.factor != after.factor:
        yield f"time factor: {before.factor.normalize()} becomes {after.factor.normalize()}"
