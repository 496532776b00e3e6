"""The account page, and the zone a learner is in: times are shown in it."""

import pytest
from django.test import Client

from studyapp.models import Card
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.work import DAY, due, work_of
from tests.views.conftest import Clock
from tests.views.rows import all_rows, changed
from tests.views.visitors import as_guest, look, send, signed_in

pytestmark = pytest.mark.django_db


def test_the_account_page() -> None:
    guest = as_guest(LearnerFactory.create())
    owner = signed_in(LearnerFactory.create(user=UserFactory.create(username="olga"), time_zone="Asia/Tokyo"))
    assert "You can study without an account." in look(Client(), "/account/").root.text
    assert "Your work is kept in this browser." in look(guest, "/account/").root.text
    assert [tile.text for tile in look(owner, "/account/").root.find("dd")] == ["olga", "Asia/Tokyo"]


@pytest.mark.parametrize(
    ("zone", "clock"),
    [
        ("Europe/Paris", "60 60 120"),
        ("America/Argentina/ComodRivadavia", "-180 -180 -180"),
        ("UTC", "0 0 0"),
    ],
)
def test_the_time_zone_is_the_learners(zone: str, clock: str) -> None:
    learner = LearnerFactory.create()
    client = as_guest(learner)
    response = send(client, "/account/time-zone/", {"zone": zone})
    assert (response.status_code, response.content) == (204, b"")
    learner.refresh_from_db()
    assert learner.time_zone == zone
    for address in ("/", "/account/"):  # one of a mould, one that is not
        told = look(client, address).root.find("body")[0].attrs
        assert (told["data-zone"], told["data-clock"]) == (zone, clock)


@pytest.mark.parametrize(
    "zone",
    ["", ".", "..", "/etc/passwd", "../../etc/passwd", "Mars/Olympus", "UTC\0", "zone.tab", "é", "x" * 5000],
)
def test_an_unknown_time_zone_changes_nothing(zone: str) -> None:
    client = as_guest(LearnerFactory.create())
    before = all_rows()
    assert send(client, "/account/time-zone/", {"zone": zone}).status_code == 400
    assert changed(before) == {}


@pytest.mark.parametrize("zone", ["Europe/Paris", "Mars/Olympus"])
def test_a_first_time_visitor_has_no_study_days_yet(zone: str) -> None:
    before = all_rows()
    assert send(Client(), "/account/time-zone/", {"zone": zone}).status_code == 204
    assert changed(before) == {}


def test_times_are_in_the_zone_of_whoever_asks() -> None:
    zones = {"Asia/Tokyo": "20:00", "America/New_York": "06:00", "UTC": "11:00"}
    for zone, clock in zones.items():
        learner = LearnerFactory.create(time_zone=zone)
        work_of(learner)
        (cell,) = look(as_guest(learner), "/exams/").root.find("tbody")[0].find("tr")[2].find("td")[:1]
        assert cell.text == f"24 Nov 2026, {clock}"


def test_a_study_day_begins_at_four_in_the_learners_zone(clock: Clock) -> None:
    """At noon UTC it is one in the morning in Auckland, and the day before goes on until four."""
    learner = LearnerFactory.create(time_zone="Pacific/Auckland")
    memory = due(learner, card=Card.objects.get(slug="card-k1-1"), since=-DAY)
    client = as_guest(learner)
    assert "0 due" in look(client, "/review/").root.text
    clock.pass_by(hours=2, minutes=59)
    assert "0 due" in look(client, "/review/").root.text
    clock.pass_by(minutes=1)
    assert "1 due" in look(client, "/review/").root.text
    assert memory.due_day == clock.now.date() + DAY
