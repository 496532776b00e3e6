"""The log of the site as it is run: one line for each request, by which no person can be found."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from studyapp import settings as house
from studyapp.actions.recovery import make_codes
from studyapp.loglines import JsonLines
from studyapp.models import User
from studyapp.queries.accounts import link_of
from tests.cast import Cast
from tests.factories.classes import ClassroomFactory
from tests.factories.study import NOON
from tests.factories.work import Work
from tests.views.addresses import ADDRESSES
from tests.views.entrances import SIGN_IN, sign_up
from tests.views.visitors import read, send

pytestmark = pytest.mark.django_db

ADDRESS = "203.0.113.77"
KEPT_BACK = {
    "name": "Leonora",
    "password": "sentinel-horse",
    "wrong": "mistyped-horse",
    "word": "sentinelword",
}


@pytest.fixture
def log(settings: Settings) -> Iterator[io.StringIO]:
    """What is written to standard error in production, with the levels of the settings."""
    settings.LOG_REQUESTS = True
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    """The lines so far; they are taken out."""
    found = [json.loads(line) for line in log.getvalue().splitlines()]
    log.seek(0)
    log.truncate()
    return found


def test_a_request_is_one_line(log: io.StringIO) -> None:
    response = Client().get("/lessons/first/?q=sentinelword")
    (line,) = lines(log)
    assert line.pop("request") == response.headers["X-Request-ID"]
    assert isinstance(line.pop("ms"), float)
    assert set(line) == {"at", "method", "route", "status"}
    assert (line["method"], line["route"], line["status"]) == ("GET", "/lessons/<slug:slug>/", 200)


def test_what_has_no_page_is_one_line_too(log: io.StringIO) -> None:
    client = Client()
    client.generic("SENTINELWORD", "/nowhere/sentinelword/")
    client.get("/static/css/site.css")
    client.get("/", headers={"Host": "sentinelword.example"})
    Client(enforce_csrf_checks=True).post("/join/sentinelword/")
    found = [
        (line.get("method"), line.get("route"), line.get("status", line.get("logger"))) for line in lines(log)
    ]
    assert found == [
        ("other", "none", 404),
        ("GET", "static", 404),  # collected nowhere in tests
        (None, None, "django.security.DisallowedHost"),
        ("GET", "none", 400),
        ("POST", "/join/<slug:code>/", 403),
    ]


def test_every_address_is_logged_by_its_pattern_and_nothing_else(
    log: io.StringIO, cast: Cast, work: Work
) -> None:
    for address in ADDRESSES:
        address.ask(cast.owner, work)
        (line,) = lines(log)
        assert (str(address), line["method"], "<" in line["route"]) == (
            str(address),
            address.method,
            bool(address.args(work)),
        )


def test_an_evening_leaves_nobody_in_the_log(
    log: io.StringIO, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    """Signing up, failing to sign in, a lost password, a link, a class joined, a fault of ours."""
    room, client = ClassroomFactory.create(title="Sentinelclass"), Client(REMOTE_ADDR=ADDRESS)
    secret = KEPT_BACK
    sign_up(client, secret["name"], secret["password"])
    user = User.objects.get(username=secret["name"])
    user.email = "leonora@sentinel.example"
    user.save()
    codes, link = make_codes(user=user, now=NOON), link_of(user)
    send(client, f"/join/{room.code}/", {"name": "Leonora Sentinel"})
    send(client, "/join/", {"code": "SENTINEL9"})
    client.get(f"/search/?q={secret['word']}")
    other = Client(REMOTE_ADDR=ADDRESS)
    for _ in range(11):
        sign_in_as(other, secret["name"], secret["wrong"])
    sent = {"username": secret["name"], "code": codes[0], "password": "short"}
    send(other, "/account/recover/", sent)
    other.get("/account/reset/{}/{}/".format(*link))
    Client(enforce_csrf_checks=True).post(f"/join/{room.code}/", {"name": "Leonora"})
    client.get(
        "/", headers={"X-Forwarded-For": ADDRESS, "User-Agent": "Sentinelbrowser", "Referer": "/sentinel/"}
    )

    def fail(*_: object, **__: object) -> None:
        secret_value = dict(secret)
        raise ValueError(f"{secret_value} of {user.email}")

    monkeypatch.setattr("studyapp.views.pages.today_of", fail)
    client.raise_request_exception = False
    response = client.get(f"/?q={secret['word']}")
    text = log.getvalue()
    written = lines(log)
    assert (written[-1]["status"], written[-2]["logger"]) == (500, "django.request")
    assert written[-1]["request"] == written[-2]["request"] == response.headers["X-Request-ID"]
    assert written[-2]["errors"][0]["error"] == "builtins.ValueError"
    assert response.headers["X-Request-ID"] in read(response).root.text
    learner = user.learner
    personal = [
        *secret.values(), user.email, ADDRESS, room.code, room.title, *codes, *link, str(learner.key),
        "Leonora", "entinel", client.session.session_key or "no session",
        client.cookies["csrftoken"].value, user.password, settings.SECRET_KEY,
    ]  # fmt: skip
    assert [word for word in personal if word.lower() in text.lower()] == []
    assert len(written) > 20


def sign_in_as(client: Client, name: str, password: str) -> None:
    """One try."""
    send(client, SIGN_IN, {"username": name, "password": password})


@pytest.mark.parametrize(("behind", "given", "taken"), [
    (True, "0123456789abcdef", True),
    (False, "0123456789abcdef", False),
    (True, "leonora@sentinel.example", False),
    (True, "0123456789abcdef\", \"x", False),
])  # fmt: skip
def test_a_number_is_taken_from_the_proxy_alone(
    behind: bool, given: str, taken: bool, settings: Settings, log: io.StringIO
) -> None:
    settings.BEHIND_PROXY = behind
    response = Client().get("/healthz", headers={"X-Request-ID": given})
    (line,) = lines(log)
    assert (response.headers["X-Request-ID"] == given) is taken
    assert line["request"] == response.headers["X-Request-ID"]
    assert Client().get("/healthz").headers["X-Request-ID"] != response.headers["X-Request-ID"]


def test_for_a_learner_alone_at_home_nothing_is_written(log: io.StringIO, settings: Settings) -> None:
    settings.LOG_REQUESTS = False
    response = Client().get("/nowhere/")
    assert (lines(log), len(response.headers["X-Request-ID"])) == ([], 16)


def test_the_log_of_the_settings_is_this_one() -> None:
    assert house.LOGGING["handlers"]["console"]["formatter"] == ("line" if house.DEBUG else "json")
    assert house.LOGGING["formatters"]["json"] == {"()": "studyapp.loglines.JsonLines"}
    assert logging.getLogger("django").handlers == []  # and no mail with all that was sent
