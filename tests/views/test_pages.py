"""Today, the glossary, the style page, and the answer for machines."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import path
from pytest_django import Settings

from studyapp import urls
from studyapp.models import Learner, Release
from studyapp.views import pages
from tests.cast import Cast
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of
from tests.factories.work import DAY, Work, due, tried
from tests.queries.test_readiness import first_answers
from tests.views.conftest import Clock
from tests.views.pagefaults import page_faults
from tests.views.rows import all_rows, changed
from tests.views.visitors import HTMX, as_guest, look, read, send

pytestmark = pytest.mark.django_db

STYLE = "/style/"


class WithStyle:
    """The addresses while DEBUG is on."""

    urlpatterns = [*urls.urlpatterns, path("style/", pages.style, name="style")]


def test_a_first_visit_starts_with_the_first_lesson() -> None:
    page = look(Client(), "/")
    assert page.root.find("h1")[0].text == "Learn what protects data on the wire"
    (button,) = page.root.find("a", class_="btn-primary")
    assert (button.text, button.attrs["href"]) == ("Read lesson 1", "/lessons/first/")
    assert len(page.root.find("li", class_="lesson-row")) == 2


def test_what_today_says_to_do_next(clock: Clock) -> None:
    """First the exam whose clock runs, then what is due, then reading, then what is new, then practice."""
    learner = LearnerFactory.create()
    client = as_guest(learner)

    def next_step() -> str:
        (section,) = look(client, "/").root.find("section", class_="next-up")
        return section.find("a")[0].attrs["href"]

    assert next_step() == "/lessons/first/"
    for slug in ("first", "second"):
        send(client, f"/lessons/{slug}/finish/")
    assert next_step() == "/review/"
    learner.new_per_day = 0
    learner.save()
    assert next_step() == "/practice/"
    due(learner, question="q-k1-2")
    assert next_step() == "/review/"
    attempt = attempt_of(learner, now=NOON)
    assert next_step() == f"/attempts/{attempt.pk}/?q=1"
    clock.pass_by(minutes=8)
    assert next_step() == "/review/"


def test_nothing_new_is_offered_on_the_eve_of_the_exam(clock: Clock) -> None:
    learner = LearnerFactory.create()
    client = as_guest(learner)
    send(client, "/lessons/first/finish/")
    with_date = Learner.objects.filter(pk=learner.pk)
    offered = {}
    for days in (2, 1, 0, -1):
        with_date.update(exam_date=clock.now.date() + timedelta(days=days))
        shown = client.get("/")
        queue = client.get("/review/").content.decode()
        offered[days] = (shown.context["today"].new, "Show the answer" in queue)
    some = offered[2][0]
    assert some > 0
    assert offered == {2: (some, True), 1: (0, False), 0: (0, False), -1: (some, True)}


def test_the_tile_of_readiness_is_filled_in_afterwards(clock: Clock) -> None:
    learner = LearnerFactory.create()
    client = as_guest(learner)
    assert look(client, "/").root.text.count("see the range") == 1
    assert client.get("/progress/readiness/")["Location"] == "/progress/"
    tile = client.get("/progress/readiness/", headers=HTMX).content.decode()
    assert "not enough answers yet" in tile
    for objective in ("K1", "S1"):
        first_answers(learner, objective, "++++++--")
    tile = client.get("/progress/readiness/", headers=HTMX).content.decode()
    assert "<dd>65\N{EN DASH}82 <small>%</small></dd>" in tile
    assert "close" in tile


def test_challenges_that_are_due_follow_today_with_the_range(clock: Clock) -> None:
    learner = LearnerFactory.create()
    client = as_guest(learner)
    assert "path challenge" not in client.get("/progress/readiness/", headers=HTMX).content.decode()
    tried(learner, now=clock.now - 3 * DAY)
    line = read(client.get("/progress/readiness/", headers=HTMX)).root
    (added,) = (one for one in line.find("div") if one.attrs.get("hx-swap-oob") == "beforebegin:#course")
    assert added.text == "1 path challenge is due"
    assert [link.attrs["href"] for link in added.find("a")] == ["/paths/"]
    tried(learner, challenge="first-hop", now=clock.now - 3 * DAY)
    assert "2 path challenges are due" in client.get("/progress/readiness/", headers=HTMX).content.decode()
    tried(LearnerFactory.create(), now=clock.now - 3 * DAY)
    assert "2 path challenges are due" in client.get("/progress/readiness/", headers=HTMX).content.decode()
    today = client.get("/").content.decode()
    assert today.count('id="course"') == 1  # where the line goes
    assert '<noscript><p class="meta"><a href="/paths/">' in today


def test_the_counts_of_today(cast: Cast, work: Work) -> None:
    tiles = look(cast.owner, "/").root.find("div", class_="tile")
    assert [[cell.text for cell in tile.find("dd")] for tile in tiles] == [
        ["2", "0 new to begin"],
        ["1", "go on"],
        ["0 of 2", "10 min of reading left"],
        ["\N{EN DASH}", "see the range"],
    ]
    (badge,) = look(cast.owner, "/lessons/").root.find("span", class_="count")
    assert badge.text == "2 due"


def test_the_glossary_names_every_term_and_its_lesson() -> None:
    page = look(Client(), "/glossary/")
    (term,) = page.root.find("div", id="term-macsec")
    assert term.find("dt")[0].text == "MACsec 802.1AE"
    assert [link.attrs["href"] for link in term.find("a")] == ["/lessons/first/"]
    assert [link.text for link in page.root.find("nav", class_="az")[0].find("a")] == ["M"]


def test_a_lesson_leads_to_the_glossary_at_first_use() -> None:
    links = look(Client(), "/lessons/first/").root.find("a", href="/glossary/#term-macsec")
    assert [link.text for link in links] == ["MACsec"]


def test_the_process_answers() -> None:
    response = Client().get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response.headers["Content-Type"] == "text/plain"
    assert response.cookies == {}


@pytest.fixture
def style_page(settings: Settings) -> None:
    """The address of the style page, which is there while DEBUG is on."""
    settings.ROOT_URLCONF = WithStyle


@pytest.mark.usefixtures("style_page")
def test_the_style_page_is_sound_and_writes_nothing(cast: Cast) -> None:
    before = all_rows()
    for client in (cast.owner, cast.nobody):
        faults = page_faults(look(client, STYLE))
        assert [fault for fault in faults if "form" not in fault] == []  # its forms lead nowhere
        assert client.post(STYLE).status_code == 405
    assert changed(before) == {}


def test_the_style_page_is_there_while_debug_is_on_only() -> None:
    assert Client().get(STYLE).status_code == 404


def test_a_process_is_ready_once_there_is_a_course() -> None:
    response = Client().get("/readyz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    Release.objects.all().delete()
    response = Client().get("/readyz")
    assert response.status_code == 503
    assert response.content == b"No course is published. Run: python3 manage.py publish_content\n"
