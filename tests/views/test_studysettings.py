"""Study settings, what is set aside, and leafing through cards."""

import pytest
from django.test import Client

from studyapp.models import Card, Learner, Memory, Review
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON
from tests.factories.work import due
from tests.views.addresses import SETTINGS
from tests.views.conftest import Clock
from tests.views.rows import all_rows, changed
from tests.views.visitors import as_guest, look, send

pytestmark = pytest.mark.django_db

ADDRESS = "/account/settings/"


def test_a_visitor_sees_the_defaults_and_saving_makes_a_learner() -> None:
    client = Client()
    form = look(client, ADDRESS).form("")
    assert (form.values["desired_retention"], form.values["learning_steps"]) == (["90.0"], ["1m 10m"])
    assert Learner.objects.count() == 0
    assert send(client, ADDRESS, SETTINGS | {"queue_misses": "on"}).headers["Location"] == ADDRESS
    stored = Learner.objects.values().get()
    assert (stored["desired_retention"], stored["new_per_day"], stored["reviews_per_day"]) == (0.92, 10, 100)
    assert (stored["learning_steps"], stored["relearning_steps"]) == ([60, 600], [600])
    assert (stored["queue_misses"], stored["zone_chosen"], stored["time_zone"]) == (True, False, "UTC")
    assert "Saved. Your next grade follows these settings." in look(client, ADDRESS).root.text


def test_a_refused_setting_changes_nothing_and_keeps_what_was_typed() -> None:
    client = as_guest(LearnerFactory.create())
    before = all_rows()
    response = send(client, ADDRESS, SETTINGS | {"rollover_hour": "25", "learning_steps": "7m"})
    assert (response.status_code, changed(before)) == (422, {})
    assert 'value="7m"' in response.content.decode()


def test_a_zone_chosen_by_hand_is_not_moved_by_the_browser() -> None:
    learner = LearnerFactory.create()
    client = as_guest(learner)
    send(client, ADDRESS, SETTINGS | {"time_zone": "Asia/Tokyo"})
    assert send(client, "/account/time-zone/", {"zone": "Europe/Paris"}).status_code == 204
    assert Learner.objects.get().time_zone == "Asia/Tokyo"
    send(client, ADDRESS, SETTINGS)
    send(client, "/account/time-zone/", {"zone": "Europe/Paris"})
    assert Learner.objects.get().time_zone == "Europe/Paris"


def test_a_rollover_moved_in_the_middle_of_a_day_loses_nothing(clock: Clock) -> None:
    learner = LearnerFactory.create()
    client = as_guest(learner)
    one = due(learner, card=Card.objects.get(slug="card-k1-1"))
    other = due(learner, card=Card.objects.get(slug="card-k1-2"))
    send(client, f"/review/{one.pk}/1/card/", {"rating": "3"})
    reviewed = Memory.objects.get(pk=one.pk)
    send(client, ADDRESS, SETTINGS | {"rollover_hour": "13"})  # at noon, today becomes yesterday again
    assert Memory.objects.get(pk=one.pk) == reviewed
    assert Memory.objects.get(pk=one.pk).due_day == reviewed.due_day
    assert Review.objects.get().day == NOON.date()
    send(client, ADDRESS, SETTINGS | {"rollover_hour": "4"})
    (counts,) = look(client, "/review/").root.find("p", class_="queue-counts")
    assert counts.text.startswith("1 due")
    assert Memory.objects.get(pk=other.pk).reviews == 1


def test_an_item_goes_aside_and_comes_back() -> None:
    learner = LearnerFactory.create()
    client = as_guest(learner)
    one = due(learner, card=Card.objects.get(slug="card-k1-1"))
    two = due(learner, question="q-k1-2")
    send(client, f"/review/{one.pk}/suspend/")
    send(client, f"/review/{two.pk}/bury/")
    page = look(client, "/review/aside/")
    lines = [item.text for item in page.root.find("li", class_="aside-line")]
    assert [line.startswith(start) for line, start in zip(lines, ("Set aside", "Put off"), strict=True)] == [
        True,
        True,
    ]
    assert "What is fact 1 of K1?" in lines[0]
    assert send(client, f"/review/{one.pk}/back/").headers["Location"] == "/review/aside/"
    assert [
        item.text[:7] for item in look(client, "/review/aside/").root.find("li", class_="aside-line")
    ] == ["Put off"]


def test_what_keeps_slipping_shows_where_to_read_on() -> None:
    learner = LearnerFactory.create()
    memory = due(learner, card=Card.objects.get(slug="card-k1-1"))
    Card.objects.filter(slug="card-k1-1").update(section="what-to-remember")
    Memory.objects.update(lapses=7)
    client = as_guest(learner)
    assert "keeps slipping" not in look(client, f"/review/?show={memory.pk}").root.text
    Memory.objects.update(lapses=8)
    (box,) = look(client, f"/review/?show={memory.pk}").root.find("aside", class_="leech")
    assert "forgotten 8 times" in box.text
    assert [link.attrs["href"] for link in box.find("a")] == ["/lessons/first/#what-to-remember"]


def test_leafing_writes_nothing_and_shows_each_card_once() -> None:
    learner = LearnerFactory.create()
    client = as_guest(learner)
    for n in (1, 2, 3):
        due(learner, card=Card.objects.get(slug=f"card-k1-{n}"))
    before = all_rows()
    fronts = set()
    for n in (1, 2, 3):
        page = look(client, f"/review/cram/?seed=5&n={n}")
        (front,) = page.root.find("div", class_="flashcard-front")
        fronts.add(front.text)
        assert f"Card {n} of 3" in page.root.text
        look(client, f"/review/cram/?seed=5&n={n}&back=1")
    assert fronts == {f"What is fact {n} of K1?" for n in (1, 2, 3)}
    assert "That was the pack" in look(client, "/review/cram/?seed=5&n=4").root.text
    assert changed(before) == {}


@pytest.mark.parametrize("query", ["seed=x&n=-1", "scope=exam", "objective=X9", "n=999999999&seed=999999999"])
def test_leafing_stands_anything_in_the_address(query: str) -> None:
    assert look(Client(), f"/review/cram/?{query}").root.find("h1")
