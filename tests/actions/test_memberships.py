"""Joining, leaving, being removed; roles, groups and time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connections
from django.db.models import Model

from studyapp.actions import classes, memberships
from studyapp.actions.classes import NeedsAccount
from studyapp.domain.joincode import LENGTH, LIFETIMES
from studyapp.domain.recoverycode import SIGNS
from studyapp.models import AttemptEvent, Classroom, Learner, Membership, User
from tests.factories.classes import (
    ClassExamFactory,
    ClassGroupFactory,
    ClassroomFactory,
    MembershipFactory,
    class_cast,
)
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import NOON, attempt_of

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(minutes=2)


def fresh[T: Model](row: T) -> T:
    """The row as it is stored now."""
    return type(row)._default_manager.get(pk=row.pk)


def join(room: Classroom, learner: Learner | None = None, name: str = "Leo") -> Membership | None:
    """Come in by the code of the class."""
    return memberships.join(learner=learner or LearnerFactory.create(), code=room.code, name=name, now=NOON)


def edit(
    place: Membership, *, roster_id: str = "", factor: Decimal = Decimal(1), staff: User | None = None
) -> None:
    """What the staff may change of somebody."""
    memberships.edit_member(
        membership=place,
        name="Leo",
        roster_id=roster_id,
        groups=[],
        time_factor=factor,
        staff=staff or UserFactory.create(),
        now=LATER,
    )


def test_a_new_class_has_an_owner_and_a_code_of_45_bits_for_two_weeks() -> None:
    learner = LearnerFactory.create(user=UserFactory.create())
    made = classes.create_class(owner=learner, title="Mondays", time_zone="UTC", name="Olga", now=NOON)
    room = made.classroom
    assert (made.role, made.name, made.learner) == ("owner", "Olga", learner)
    assert len(room.code) == LENGTH
    assert set(room.code) <= set(SIGNS)
    assert room.code_expires_at == NOON + timedelta(days=14)
    with pytest.raises(NeedsAccount):
        classes.create_class(owner=LearnerFactory.create(), title="x", time_zone="UTC", name="x", now=NOON)


def test_a_guest_joins_once_however_often() -> None:
    room, guest = ClassroomFactory.create(), LearnerFactory.create()
    first, second = join(room, guest), join(room, guest, "Another name")
    assert first is not None
    assert first == second
    assert (fresh(first).name, fresh(first).role, fresh(first).joined_at) == ("Leo", "learner", NOON)


@pytest.mark.parametrize(
    "said",
    [
        {"code": "Z00000000"},
        {"code_expires_at": NOON},
        {"code_expires_at": None},
        {"archived_at": NOON},
    ],
    ids=["another code", "expired", "closed", "archived"],
)
def test_what_opens_nothing_lets_nobody_in(said: dict[str, object]) -> None:
    room = ClassroomFactory.create()
    Classroom.objects.filter(pk=room.pk).update(**said)
    assert join(room) is None
    assert Membership.objects.count() == 0


def test_a_renewed_code_shuts_out_the_one_before() -> None:
    room = ClassroomFactory.create()
    classes.renew_code(classroom=room, lifetime=LIFETIMES["day"], now=NOON)
    assert join(room) is None
    assert join(fresh(room)) is not None
    classes.close_joining(classroom=room)
    assert join(fresh(room)) is None


def test_who_left_may_come_back_by_the_code_and_who_was_removed_may_not() -> None:
    room = ClassroomFactory.create()
    left, removed = MembershipFactory.create_batch(2, classroom=room)
    memberships.leave(membership=left, now=NOON)
    memberships.remove(membership=removed, now=NOON)
    assert (fresh(left).left_at, fresh(left).removed) == (NOON, False)
    assert (fresh(removed).left_at, fresh(removed).removed) == (NOON, True)
    assert join(room, left.learner) == left
    assert join(room, removed.learner) is None
    memberships.bring_back(membership=removed)
    assert (fresh(removed).left_at, fresh(removed).removed) == (None, False)


def test_the_owner_neither_leaves_nor_is_removed() -> None:
    owner = MembershipFactory.create(role="owner")
    memberships.leave(membership=owner, now=NOON)
    memberships.remove(membership=owner, now=NOON)
    assert fresh(owner).left_at is None


@pytest.mark.parametrize("go", [memberships.leave, memberships.remove])
def test_whoever_goes_hands_in_what_is_open_of_the_class_and_nothing_else(go: Callable[..., None]) -> None:
    place = MembershipFactory.create()
    assert place.learner is not None
    theirs = attempt_of(place.learner, slug=ClassExamFactory.create(classroom=place.classroom).slug)
    own = attempt_of(place.learner)
    go(membership=place, now=LATER)
    assert (fresh(theirs).submitted_at, fresh(own).submitted_at) == (LATER, None)


def test_a_seat_gives_its_name_number_groups_and_time() -> None:
    group = ClassGroupFactory.create()
    seat = MembershipFactory.create(
        classroom=group.classroom,
        learner=None,
        joined_at=None,
        name="Sara",
        roster_id="7",
        seat_code="S000000001",
        time_factor="1.5",
    )
    seat.groups.add(group)
    learner = LearnerFactory.create()
    classes.close_joining(classroom=group.classroom)  # a seat can be claimed all the same
    made = memberships.join(learner=learner, code="s00-000-0001", name="", now=NOON)
    assert made == seat
    assert (fresh(seat).learner, fresh(seat).seat_code, fresh(seat).joined_at) == (learner, None, NOON)
    assert memberships.join(learner=LearnerFactory.create(), code="S000000001", name="", now=NOON) is None


def test_whoever_is_in_already_and_claims_a_seat_is_there_once() -> None:
    own = MembershipFactory.create(name="leo", time_factor=2)
    seat = MembershipFactory.create(
        classroom=own.classroom,
        learner=None,
        joined_at=None,
        name="Leo L.",
        roster_id="7",
        seat_code="S000000001",
    )
    seat.groups.add(ClassGroupFactory.create(classroom=own.classroom))
    assert own.learner is not None
    memberships.join(learner=own.learner, code="S000000001", name="", now=NOON)
    (row,) = Membership.objects.all()
    assert (row.pk, row.name, row.roster_id, row.time_factor) == (own.pk, "Leo L.", "7", Decimal(2))
    assert row.groups.count() == 1


def test_a_seat_nobody_has_claimed_is_gone_when_it_is_removed() -> None:
    seat = MembershipFactory.create(learner=None, joined_at=None)
    memberships.remove(membership=seat, now=NOON)
    assert Membership.objects.count() == 0


def test_staff_need_an_account_and_no_role_makes_or_unmakes_an_owner() -> None:
    cast = class_cast()
    guest = MembershipFactory.create(classroom=cast.classroom, learner=LearnerFactory.create())
    with pytest.raises(NeedsAccount):
        memberships.set_role(membership=guest, role="assistant")
    memberships.set_role(membership=cast.learner, role="instructor")
    memberships.set_role(membership=cast.owner, role="learner")
    memberships.set_role(membership=cast.assistant, role="owner")
    roles = [fresh(row).role for row in (guest, cast.learner, cast.owner, cast.assistant)]
    assert roles == ["learner", "instructor", "owner", "assistant"]


def test_a_class_is_handed_over_to_somebody_with_an_account() -> None:
    cast = class_cast()
    guest = MembershipFactory.create(classroom=cast.classroom, learner=LearnerFactory.create())
    with pytest.raises(NeedsAccount):
        classes.hand_over(owner=cast.owner, to=guest)
    classes.hand_over(owner=cast.owner, to=cast.learner)
    assert (fresh(cast.owner).role, fresh(cast.learner).role) == ("instructor", "owner")
    classes.hand_over(owner=cast.owner, to=cast.assistant)  # as a tab from before would
    assert fresh(cast.learner).role == "owner"


def test_a_number_is_one_persons() -> None:
    cast = class_cast()
    edit(cast.learner, roster_id="7")
    with pytest.raises(memberships.NumberTaken):
        edit(cast.assistant, roster_id="7")


def test_a_new_factor_moves_an_open_paper_of_the_class_and_never_shortens_one() -> None:
    place = MembershipFactory.create()
    staff = UserFactory.create(username="ines")
    assert place.learner is not None
    theirs = attempt_of(place.learner, slug=ClassExamFactory.create(classroom=place.classroom).slug)
    own = attempt_of(place.learner)
    deadlines = []
    for factor in (Decimal("1.5"), Decimal(1)):
        edit(place, factor=factor, staff=staff)
        deadlines.append((fresh(theirs).deadline, fresh(own).deadline))
    assert deadlines == [(NOON + timedelta(minutes=15), own.deadline)] * 2
    (value,) = AttemptEvent.objects.filter(attempt=theirs, kind="extended").values_list("value", flat=True)
    assert value is not None
    assert (value["by"], value["reason"]) == ("ines", "Time factor")


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_are_one_joining(published: None) -> None:
    room, learner = ClassroomFactory.create(), LearnerFactory.create()

    def press(_: int) -> int | None:
        try:
            found = join(room, learner)
            return found.pk if found else None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(press, range(6)))) == 1
    assert Membership.objects.count() == 1
