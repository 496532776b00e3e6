"""What a class list changes, and that doing it twice changes nothing more."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.roster import LineFault, RosterRow
from studyapp.domain.rosterplan import Change, RosterPlan, Seat, plan

ANA = Seat(1, "Ana", "7", ("Red",), Decimal("1.25"))


def test_one_of_each() -> None:
    seats = [ANA, Seat(2, "Bo"), Seat(3, "Cy", "9", out=True), Seat(4, "Di"), Seat(5, "DI")]
    rows = [
        RosterRow(2, "Ana", "7"),
        RosterRow(3, "bo", "8", ("Red", "Blue"), Decimal(2)),
        RosterRow(4, "Cy", "9"),
        RosterRow(5, "Di"),
        RosterRow(6, "Ed", factor=Decimal("1.5")),
    ]
    bo = Seat(2, "bo", "8", ("Blue", "Red"), Decimal(2))
    words = ("name: Bo becomes bo", "id: 8", "groups: Blue, Red", "time factor: 1 becomes 2")
    assert plan(rows, seats) == RosterPlan(
        new=(Change(6, Seat(None, "Ed", factor=Decimal("1.5"))),),
        changed=(Change(3, bo, words),),
        same=1,
        faults=(
            LineFault(4, "Cy left or was removed, and stays out."),
            LineFault(5, "Several here are called Di: give each an id first."),
        ),
    )


def test_an_empty_cell_leaves_what_is_there() -> None:
    assert plan([RosterRow(2, "Ana")], [ANA]) == RosterPlan(same=1)


def test_a_name_is_no_id_of_somebody_else() -> None:
    found = plan([RosterRow(2, "Ana", "8")], [ANA])
    assert [change.seat for change in found.new] == [Seat(None, "Ana", "8")]


def test_two_of_one_name_take_nobody_by_the_name() -> None:
    found = plan([RosterRow(2, "Ana", "8"), RosterRow(3, "Ana", "9")], [Seat(1, "Ana")])
    assert [change.seat.roster_id for change in found.new] == ["8", "9"]
    assert found.changed == ()


def test_staff_are_not_found_by_their_name() -> None:
    assert len(plan([RosterRow(2, "Ana")], [Seat(1, "Ana", role="owner")]).new) == 1


def carried_out(found: RosterPlan, seats: list[Seat]) -> list[Seat]:
    """The class after the plan."""
    after = {change.seat.pk: change.seat for change in found.changed}
    kept = [after.get(seat.pk, seat) for seat in seats]
    return kept + [replace(change.seat, pk=1000 + n) for n, change in enumerate(found.new)]


few = st.sampled_from(["Ana", "ana", "Bo", "Cy"])
ids = st.sampled_from(["", "1", "2", "3"])
some = st.sampled_from([None, ("A",), ("A", "B"), ("B", "A")])
times = st.sampled_from([None, Decimal(1), Decimal("1.5")])
lists = st.lists(
    st.builds(RosterRow, st.just(2), few, ids, some, times),
    max_size=6,
    unique_by=lambda row: row.roster_id or row.name.casefold(),
)
classes = st.lists(
    st.builds(Seat, st.just(0), few, ids, out=st.booleans(), role=st.sampled_from(["learner", "owner"])),
    max_size=5,
).map(lambda seats: [replace(seat, pk=n, roster_id=unique(seats, n)) for n, seat in enumerate(seats)])


def unique(seats: list[Seat], place: int) -> str:
    """An id once: the database allows no more."""
    own = seats[place].roster_id
    return "" if own in [seat.roster_id for seat in seats[:place]] else own


@given(lists, classes)
def test_doing_it_twice_changes_nothing_more(rows: list[RosterRow], seats: list[Seat]) -> None:
    first = plan(rows, seats)
    after = carried_out(first, seats)
    again = plan(rows, after)
    assert again.changes == 0
    assert len(first.new) + len(first.changed) + first.same + len(first.faults) == len(rows)
    assert {seat.pk for seat in seats} <= {seat.pk for seat in after}
    assert [seat for seat in after if seat.out] == [seat for seat in seats if seat.out]
    named = [seat.roster_id for seat in after if seat.roster_id]
    assert len(named) == len(set(named))
