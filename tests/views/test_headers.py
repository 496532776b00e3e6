"""What every response says in its headers, whatever it is."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tests.cast import Cast
from tests.factories.classes import class_work
from tests.factories.study import rolled_back
from tests.factories.work import Work
from tests.views.addresses import ADDRESSES, IMPERSONAL
from tests.views.classroles import ROLE_ADDRESSES
from tests.views.states import STATES, Stage
from tests.views.visitors import HTMX, send, signed_in

pytestmark = pytest.mark.django_db

ON_EVERY_RESPONSE = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; "
        "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "hid=(), magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), "
        "serial=(), usb=(), xr-spatial-tracking=()"
    ),
}
NO_STORE = "private, no-store"


def missing(response: Any) -> dict[str, Any]:
    """Which of the headers are not as they should be."""
    return {
        name: response.headers.get(name)
        for name, value in ON_EVERY_RESPONSE.items()
        if response.headers.get(name) != value
    }


def test_every_page_in_every_state(cast: Cast, work: Work) -> None:
    responses = {state: ask(Stage(cast, work)) for state, ask in STATES.items()}
    # A foreign host is refused before that middleware has its turn; `frame-ancestors` says the same.
    assert {state: missing(response) for state, response in responses.items() if missing(response)} == {
        "bad request": {"X-Frame-Options": None}
    }
    reports = "Content-Security-Policy-Report-Only"
    assert [state for state, response in responses.items() if reports in response.headers] == []
    kept = {
        state: response.headers.get("Cache-Control")
        for state, response in responses.items()
        if response.status_code in (200, 422) and response.headers.get("Cache-Control") != NO_STORE
    }
    assert kept == {}


def test_every_address_and_method_for_everybody(cast: Cast, work: Work) -> None:
    for address in ADDRESSES:
        for client in (cast.nobody, cast.stranger, cast.owner):
            responses = [address.ask(client, work), client.head(address.path(work))]
            responses += [client.put(address.path(work)), client.post(address.path(work), headers=HTMX)]
            assert [missing(response) for response in responses] == [{}] * 4, str(address)


def test_a_page_says_of_scripts_what_its_header_says_before_it_names_one() -> None:
    head = Client().get("/offline/").content.decode().partition("</head>")[0]
    meta, script = (head.index(part) for part in ("<meta http-equiv", "<script"))
    assert head[meta:].startswith(
        """<meta http-equiv="Content-Security-Policy" content="script-src 'self'">"""
    )
    assert meta < script


def test_every_address_of_classes_and_method_for_everybody() -> None:
    room = class_work()
    assert room.cast.owner.learner is not None
    for address in ROLE_ADDRESSES:
        for client in (Client(), signed_in(room.cast.owner.learner)):
            responses = [address.ask(client, room), client.head(address.path(room))]
            responses += [client.put(address.path(room)), client.post(address.path(room), headers=HTMX)]
            assert [missing(response) for response in responses] == [{}] * 4, str(address)


@pytest.mark.parametrize("path", ["/static/css/site.css", "/static/nowhere.css", "/nowhere/", "/healthz"])
def test_what_is_no_page_has_them_too(path: str) -> None:
    assert missing(Client().get(path)) == {}


def test_every_cookie_of_every_address_is_closed(cast: Cast, work: Work, settings: Settings) -> None:
    """Over https: the values of the settings there. The names: test_settings."""
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.HTTPS = True
    seen = set()
    for address in ADDRESSES:
        for client in (Client(), signed_in(cast.owner_learner)):
            with rolled_back():
                response = address.ask(client, work)
            for name, cookie in response.cookies.items():
                seen.add(name)
                deleted = cookie["max-age"] == 0
                assert (str(address), name, cookie["samesite"], cookie["domain"]) == (
                    str(address), name, "Lax", ""
                )  # fmt: skip
                assert cookie["secure"] or deleted, (str(address), name)
                # The one that scripts read: a page kept for use without network sends the newest token.
                assert cookie["httponly"] or name == "csrftoken" or deleted, (str(address), name)
    assert seen == {"sessionid", "csrftoken", "messages", "known"}


def test_a_fault_of_ours_has_them_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("studyapp.views.pages.today_of", fail)
    response = Client(raise_request_exception=False).get("/")
    assert (response.status_code, missing(response)) == (500, {})


@pytest.mark.parametrize("path", ["/practice/{work.quiz.pk}/", "/review/"])
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
def test_one_address_of_two_sizes_says_so_to_caches(
    path: str, headers: dict[str, str], cast: Cast, work: Work
) -> None:
    response = cast.owner.get(path.format(work=work), headers=headers)
    varies = {part.strip() for part in response.headers["Vary"].split(",")}
    assert varies == {"HX-Request", "Cookie", "Accept-Encoding"}


def test_what_differs_between_visitors_says_so_to_caches(cast: Cast, work: Work) -> None:
    for address in ADDRESSES:
        if address.method == "GET" and address.name not in IMPERSONAL:
            assert "Cookie" in address.ask(cast.owner, work).headers["Vary"], str(address)


def test_the_cookies_are_as_closed_as_they_can_be(cast: Cast) -> None:
    send(cast.nobody, "/lessons/first/finish/")
    cast.nobody.get("/")
    session, csrf = cast.nobody.cookies["sessionid"], cast.nobody.cookies["csrftoken"]
    assert (session["httponly"], session["samesite"], csrf["samesite"]) == (True, "Lax", "Lax")
    assert session["max-age"] == 365 * 24 * 60 * 60
    assert [cookie["domain"] for cookie in (session, csrf)] == ["", ""]
    assert set(cast.nobody.cookies) <= {"sessionid", "csrftoken", "messages"}
