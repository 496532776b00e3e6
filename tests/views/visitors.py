"""Somebody at a browser: reads pages, fills forms, sends them the way a browser does."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.test import Client

from studyapp.domain.grading import Response
from studyapp.models import Learner, QuestionVersion
from studyapp.views.access import GUEST_SESSION_KEY
from tests.views.htmlpage import Form, Page, parse

HTMX = {"HX-Request": "true"}

type Fields = Mapping[str, str | Iterable[str]]


def send(
    client: Client, path: str, fields: Fields | None = None, *, headers: Mapping[str, str] | None = None
) -> Any:
    """POST a form as a browser does, urlencoded."""
    body = urlencode(fields or {}, doseq=True)
    return client.post(path, body, content_type="application/x-www-form-urlencoded", headers=headers)


def look(client: Client, path: str, status: int = 200) -> Page:
    """The page at an address."""
    response = client.get(path)
    assert response.status_code == status, (path, response.status_code)
    return read(response)


def read(response: Any) -> Page:
    """The page or part in a response."""
    return parse(response.content.decode())


def filled(form: Form, version: QuestionVersion, response: Response, **more: str) -> Fields:
    """The form with an answer in it; every value must be one that the form offers."""
    fields: dict[str, str | Iterable[str]] = {**form.values, **answered(version, response), **more}
    for name, value in fields.items():
        for said in [value] if isinstance(value, str) else value:
            assert name not in form.offers or not form.offers[name] or said in form.offers[name], (name, said)
    return fields


def answered(version: QuestionVersion, response: Response) -> dict[str, str | Iterable[str]]:
    """The fields of an answer to a question of any kind."""
    if version.kind == "ordering":
        return {f"place-{step}": str(place) for place, step in enumerate(response, start=1)}
    if version.kind == "matching":
        pairs = (pair.split("=") for pair in response)
        return {f"match-{left}": right for left, right in pairs}
    return {"choice": list(response)}


def chosen(form: Form, version: QuestionVersion) -> Response:
    """The answer that a form shows as given."""
    if version.kind == "ordering":
        places = {name: values[0] for name, values in form.values.items() if name.startswith("place-")}
        given = (name for name, place in places.items() if place)
        return tuple(
            name.removeprefix("place-") for name in sorted(given, key=lambda name: int(places[name]))
        )
    if version.kind == "matching":
        pairs = {name: values[0] for name, values in form.values.items() if name.startswith("match-")}
        return tuple(sorted(f"{name.removeprefix('match-')}={side}" for name, side in pairs.items() if side))
    return tuple(sorted(form.values.get("choice", [])))


def as_guest(learner: Learner, client: Client | None = None) -> Client:
    """A browser whose session knows this guest."""
    client = client or Client()
    session = client.session
    session[GUEST_SESSION_KEY] = str(learner.key)
    session.save()
    return client


def signed_in(learner: Learner, client: Client | None = None) -> Client:
    """A browser signed in to the learner's account."""
    client = client or Client()
    assert learner.user is not None
    client.force_login(learner.user)
    return client


def names_of(response: Any) -> list[str]:
    """The templates a response was rendered from."""
    return [template.name for template in response.templates]
