"""The page of what goes out and comes in: downloads, files brought, the calendar and its secret address."""

import io
import json
import logging
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from studyapp.actions.erasing import erase
from studyapp.loglines import JsonLines
from studyapp.models import CalendarFeed, Learner, Memory, Review
from studyapp.queries.calendarfeed import token_of
from studyapp.queries.coursequestions import course_questions
from tests.cast import Cast
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import NOON
from tests.factories.work import DAY, Work, studied
from tests.queries.ankipackages import package
from tests.queries.downloads import unzipped
from tests.views.entrances import errors, guest_of
from tests.views.pagefaults import page_faults
from tests.views.rows import all_rows, changed
from tests.views.visitors import as_guest, look, read, send, signed_in

pytestmark = pytest.mark.django_db

PAGE, BRING, ANKI = "/account/in-and-out/", "/account/in-and-out/bring/", "/account/in-and-out/anki/"


def sent(client: Client, path: str, name: str, data: bytes) -> Any:
    """The form with a file."""
    return client.post(path, {f"{name}-file": SimpleUploadedFile("file", data)})


def own_file(learner: Learner) -> bytes:
    """The document of the download."""
    return unzipped(learner)["in-transit.json"].encode()


# Out


def test_everybody_can_take_cards_and_questions(settings: Settings, small_content: Path) -> None:
    settings.CONTENT_ROOT = small_content
    course_questions.cache_clear()
    page = look(Client(), PAGE)
    out = [link.attrs["href"] for link in page.root.find("a") if "download" in link.attrs]
    assert len(out) == 6
    names = []
    for path in out:
        response = Client().get(path)
        assert (response.status_code, len(response.content) > 1000) == (200, True)
        names.append(response.headers["Content-Disposition"].partition("filename=")[2])
    assert names == [
        '"in-transit.apkg"',
        '"in-transit.csv"',
        '"in-transit-questions.moodle.xml"',
        '"in-transit-questions.qti.zip"',
        '"in-transit-questions.gift.txt"',
        '"in-transit-questions.md"',
    ]
    assert Client().get("/cards/pdf/").status_code == Client().get("/questions/pdf/").status_code == 404


def test_while_the_course_has_a_fault_there_are_no_questions(settings: Settings, tmp_path: Path) -> None:
    course_questions.cache_clear()
    (tmp_path / "course.yaml").write_text("x: 1\n")
    settings.CONTENT_ROOT = tmp_path
    client = Client()
    assert client.get("/questions/gift/").headers["Location"] == PAGE
    assert "being edited" in look(client, PAGE).root.text


# In


def test_everything_comes_back_to_a_guest() -> None:
    guest = LearnerFactory.create()
    studied(guest)
    data, count = own_file(guest), Memory.objects.count()
    erase(learner=guest, user=None, now=NOON)
    client = Client()
    response = sent(client, BRING, "own", data)
    assert (response.status_code, response.headers["Location"]) == (302, PAGE)
    learner = Learner.objects.get()
    assert (guest_of(client), Memory.objects.filter(learner=learner).count()) == (str(learner.key), count)
    text = look(client, PAGE).root.text
    assert f"Welcome back. Brought in: {count} items in the reviews" in text
    assert "Left out: 4 answers, 1 quiz, 3 practice exams, 1 report." in text


def test_the_zip_is_taken_as_it_was_downloaded(cast: Cast) -> None:
    learner = LearnerFactory.create(user=UserFactory.create(username="rosa"))
    studied(learner)
    response = signed_in(learner).get("/account/data/")
    body = b"".join(response.streaming_content)  # type: ignore[attr-defined]  # it is a stream
    erase(learner=learner, user=learner.user, now=NOON)
    fresh = LearnerFactory.create(user=UserFactory.create(username="rosa"))
    assert sent(signed_in(fresh), BRING, "own", body).status_code == 302
    assert Memory.objects.filter(learner=fresh).count() == 3


def refused(client: Client, path: str, name: str, data: bytes) -> str:
    """Why a file is not taken: the page with one sentence, and nothing stored."""
    before = all_rows()
    response = sent(client, path, name, data)
    page = read(response)
    assert (response.status_code, changed(before), page_faults(page)) == (422, {}, [])
    (sentence,) = errors(page)
    return sentence


def test_what_is_refused(cast: Cast, work: Work) -> None:
    data = own_file(cast.owner_learner)
    assert "You have work here already" in refused(cast.owner, BRING, "own", data)
    for client in (cast.stranger, cast.nobody, as_guest(LearnerFactory.create())):
        assert "belongs to somebody else" in refused(client, BRING, "own", data)
        assert "is not JSON" in refused(client, BRING, "own", b"{")
        assert "at most 3 MB" in refused(client, BRING, "own", b"x" * 3_000_001)
    told = json.loads(data)
    told["memories"][0]["stability"] = -1
    assert "“memories”, row 1" in refused(cast.owner, BRING, "own", json.dumps(told).encode())
    assert "damaged" in refused(cast.owner, ANKI, "anki", b"PK")
    assert "too large" in refused(cast.owner, ANKI, "anki", b"x" * 3_000_001)


def test_reviews_come_from_anki() -> None:
    learner = LearnerFactory.create()
    client, at = as_guest(learner), int((NOON - DAY).timestamp() * 1000)
    data = package([("card-k1-1", at, 3, 0, 2500, 4000), ("card-k1-2", at + 1, 1, 1, 2500, 900)], others=7)
    for said in (
        "2 reviews of 2 cards came in. 7 notes are not ours and were left out: “Own 0”, “Own 1”, “Own 2”, "
        "“Own 3”, “Own 4” and 2 more.",
        "Nothing new: 2 reviews are here already.",
    ):
        assert sent(client, ANKI, "anki", data).headers["Location"] == PAGE
        assert said in look(client, PAGE).root.text
    assert Review.objects.filter(learner=learner).count() == 2
    assert sent(client, ANKI, "anki", package([])).status_code == 302
    assert "no review of our cards in this package" in look(client, PAGE).root.text


# The calendar


def address_on(client: Client) -> str:
    """The address on the page, as a path."""
    (box,) = look(client, PAGE).root.find("p", **{"class": "address"})
    return box.text.strip().removeprefix("http://testserver")


def test_a_calendar_is_made_read_renewed_and_switched_off(cast: Cast, work: Work) -> None:
    first = address_on(cast.owner)
    response = Client().get(first)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Cache-Control"] == "private, no-store"
    text = response.content.decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    assert "SUMMARY:Due: A practice" in text
    assert "URL:http://testserver/review/" in text
    assert set(Client().get(first).cookies) == set()
    send(cast.owner, "/account/calendar/", {"renew": "1"})
    second = address_on(cast.owner)
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    send(cast.owner, "/account/calendar/close/")
    assert (Client().get(second).status_code, CalendarFeed.objects.count()) == (404, 0)
    page = look(cast.owner, PAGE)
    texts = [button.text for button in page.root.find("button")]
    assert ("Make an address" in texts, "New address" in texts) == (True, False)


def test_a_visitor_who_makes_one_becomes_a_guest() -> None:
    client = Client()
    assert send(client, "/account/calendar/").headers["Location"] == PAGE
    assert Client().get(address_on(client)).status_code == 200


def test_the_address_stands_on_no_other_page_and_in_no_download(cast: Cast, work: Work) -> None:
    token = token_of(work.calendar)
    assert token not in "".join(unzipped(cast.owner_learner).values())
    assert work.calendar.key.hex not in "".join(unzipped(cast.owner_learner).values()).replace("-", "")
    for path in ("/", "/account/", "/plan/"):
        assert token not in cast.owner.get(path).content.decode()


def test_no_log_holds_an_address(cast: Cast, work: Work, settings: Settings) -> None:
    send(cast.owner, "/account/calendar/", {"renew": "1"})
    token = token_of(work.calendar)
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    settings.LOG_REQUESTS = True
    logging.getLogger().addHandler(handler)
    try:
        assert Client().get(f"/calendar/{token}.ics").status_code == 404
        Client().get("/nowhere/")
    finally:
        logging.getLogger().removeHandler(handler)
    assert [json.loads(line)["status"] for line in written.getvalue().splitlines()] == [404, 404]
    assert token not in written.getvalue()
