"""Requests that are too large or of a strange shape: refused with a sentence, nothing stored."""

from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from studyapp.views.wholebody import FORM
from tests.cast import Cast
from tests.factories.work import Work
from tests.views.addresses import POSTS
from tests.views.pagefaults import page_faults
from tests.views.rows import all_rows, changed, changed_but_tries
from tests.views.visitors import HTMX, look, read, send, signed_in

pytestmark = pytest.mark.django_db

MEGABYTE = "x" * 1_000_000


def token_of(client: Client) -> str:
    """A token that this browser may send."""
    (body,) = look(client, "/account/").root.find("body")
    return body.attrs["hx-headers"].split('"')[3]


def test_a_megabyte_is_refused_everywhere(cast: Cast, work: Work) -> None:
    owner, nobody = (Client(enforce_csrf_checks=True) for _ in range(2))
    signed_in(cast.owner_learner, owner)
    for client in (owner, nobody):
        token = token_of(client)
        before = all_rows()
        for address in POSTS:
            fields = {**address.fields(work), "csrfmiddlewaretoken": token, "choice": MEGABYTE}
            for headers in ({}, HTMX):
                response = send(client, address.path(work), fields, headers=headers)
                assert (str(address), response.status_code) == (str(address), 400)
                assert "Nothing was saved." in read(response).root.text
        assert changed(before) == {}


@pytest.mark.parametrize("size", [64 * 1024 + 1, 1_000_000])
def test_a_form_in_parts_is_refused_too(size: int, cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    fields = {"csrfmiddlewaretoken": token_of(client), "choice": "x" * size}
    before = all_rows()
    response = client.post("/lessons/first/checks/q-k1-1/", fields)
    assert (response.status_code, changed(before)) == (400, {})


def test_too_many_fields_are_refused(cast: Cast, work: Work) -> None:
    client = signed_in(cast.owner_learner, Client(enforce_csrf_checks=True))
    fields = {"csrfmiddlewaretoken": token_of(client)} | {f"match-{n}": "1" for n in range(200)}
    before = all_rows()
    for path in (f"/practice/{work.quiz.pk}/1/answer/", f"/attempts/{work.attempt.pk}/1/save/"):
        response = send(client, path, fields)
        assert (response.status_code, page_faults(read(response))) == (400, [])
    assert changed(before) == {}


def test_two_hundred_fields_are_an_answer_that_does_not_fit(cast: Cast, work: Work) -> None:
    fields = {"confidence": "sure"} | {f"match-{n}": "1" for n in range(199)}
    before = all_rows()
    response = send(cast.owner, f"/practice/{work.quiz.pk}/1/answer/", fields)
    assert (response.status_code, changed(before)) == (422, {})


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b'{"choice": "0"}'),
        ("text/plain", b"choice=0"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
        ("application/x-www-form-urlencoded", b"choice=%ff%00&choice=\xff"),
        ("application/x-www-form-urlencoded; charset=utf-7", b"choice=0"),
        ("application/x-www-form-urlencoded; charset=nonsense", b"choice=0"),
    ],
)
def test_a_strange_body_stores_nothing(content_type: str, body: bytes, cast: Cast, work: Work) -> None:
    before = all_rows()
    for path in (
        "/lessons/first/checks/q-k1-1/",
        f"/practice/{work.quiz.pk}/1/answer/",
        f"/review/{work.question.pk}/1/question/",
        "/account/sign-up/",
    ):
        response = cast.owner.generic("POST", path, body, content_type=content_type)
        assert response.status_code in (200, 400, 415, 422), (path, response.status_code)
    assert changed_but_tries(before) == {}


def test_a_form_that_broke_off_is_refused_everywhere(cast: Cast, work: Work) -> None:
    """The server hands over what had come; half of an answer is no answer."""
    client = signed_in(cast.owner_learner, Client(enforce_csrf_checks=True))
    token = token_of(client)
    before = all_rows()
    for address in POSTS:
        body = urlencode({**address.fields(work), "csrfmiddlewaretoken": token}, doseq=True)
        broken: dict[str, Any] = {"wsgi.input": BytesIO(body.encode()), "CONTENT_LENGTH": str(len(body) + 1)}
        response = client.post(address.path(work), content_type=FORM, **broken)
        assert (str(address), response.status_code) == (str(address), 400)
        assert page_faults(read(response)) == []
    assert changed(before) == {}
