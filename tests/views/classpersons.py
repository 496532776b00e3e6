"""A class of somebody about whom every personal field is told apart, and the browsers of its roles."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.test import Client

from tests.factories.classes import ClassGroupFactory, ClassWork, MembershipFactory, class_work
from tests.factories.study import NOON
from tests.views.visitors import signed_in

JOINED: datetime = NOON - timedelta(days=43)
# What stands on a page only if the field is told there.
SIGNS: dict[str, tuple[str, ...]] = {
    "name": ("Leonora Sentinel",),
    "roster_id": ("NUMBER-4711",),
    "groups": ("Group-Sentinel",),
    "joined_at": (f"{JOINED:%d} Oct 2026",),
    "time_factor": ("3.75",),
    "seat_code": ("SSE-NTN-EL01",),
    "own_factor": ("2.85",),
    "username": ("sentinel-user",),
    "email": ("sentinel@example.org",),
    "elsewhere": ("Lea Elsewhere", "Other Sentinel Class"),
}


def told_apart() -> ClassWork:
    """A class whose learner has a sign for every field."""
    work = class_work()
    place = work.cast.learner
    learner = place.learner
    assert learner is not None
    assert learner.user is not None
    learner.user.username, learner.user.email = "sentinel-user", "sentinel@example.org"
    learner.user.save()
    learner.time_factor = Decimal("2.85")
    learner.save()
    place.name, place.roster_id, place.joined_at = "Leonora Sentinel", "NUMBER-4711", JOINED
    place.time_factor = Decimal("3.75")
    place.save()
    place.groups.set([ClassGroupFactory.create(classroom=place.classroom, name="Group-Sentinel")])
    work.seat.seat_code = "SSENTNEL01"
    work.seat.save()
    elsewhere = MembershipFactory.create(learner=learner, name="Lea Elsewhere")
    elsewhere.classroom.title = "Other Sentinel Class"
    elsewhere.classroom.save()
    return work


def clients(work: ClassWork) -> dict[str, Client]:
    """A browser of each role, of a second learner of the class, and of a learner of another class."""
    second = MembershipFactory.create(classroom=work.cast.classroom, name="Second Learner")
    members = {**work.cast.by_role(), "learner": second, "elsewhere": work.cast.elsewhere}
    return {role: signed_in(member.learner) for role, member in members.items() if member.learner}
