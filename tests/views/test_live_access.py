"""Every address of a live room for every role, and for those who are not of the class."""

import re

import pytest
from django.test import Client

from studyapp import urls
from studyapp.actions import live
from studyapp.models import LiveRoom, Membership
from tests.cast import Cast
from tests.factories.live import Evening, brought_to, evening
from tests.factories.study import NOON, right, rolled_back, version_of
from tests.views.livestates import browser
from tests.views.rows import all_rows, changed
from tests.views.visitors import Fields, names_of, send

pytestmark = pytest.mark.django_db

ROLES = ("owner", "instructor", "assistant", "learner", "elsewhere", "left", "signed out")
# What each of ROLES gets, in that order.
TABLE = {
    ("GET", "/classes/{pk}/live/"): (200, 200, 200, 200, 404, 404, 404),
    ("POST", "/classes/{pk}/live/"): (302, 302, 404, 404, 404, 404, 404),
    ("GET", "/live/{code}/"): (302, 302, 200, 200, 404, 404, 404),
    ("GET", "/live/{code}/poll/"): (200, 200, 200, 200, 404, 404, 404),
    ("POST", "/live/{code}/join/"): (404, 404, 302, 302, 404, 404, 404),
    ("POST", "/live/{code}/vote/"): (404, 404, 302, 302, 404, 404, 404),
    ("POST", "/live/{code}/queue/"): (404, 404, 302, 302, 404, 404, 404),
    ("GET", "/live/{code}/report/"): (200, 200, 200, 200, 404, 404, 404),
    ("GET", "/live/{code}/control/"): (200, 200, 404, 404, 404, 404, 404),
    ("GET", "/live/{code}/control/poll/"): (200, 200, 404, 404, 404, 404, 404),
    ("GET", "/live/{code}/projector/"): (200, 200, 404, 404, 404, 404, 404),
    ("GET", "/live/{code}/projector/poll/"): (200, 200, 404, 404, 404, 404, 404),
    ("POST", "/live/{code}/move/"): (302, 302, 404, 404, 404, 404, 404),
    ("GET", "/live/{code}/add/"): (200, 200, 404, 404, 404, 404, 404),
    ("POST", "/live/{code}/add/"): (302, 302, 404, 404, 404, 404, 404),
    ("POST", "/live/{code}/spot/"): (302, 302, 404, 404, 404, 404, 404),
    ("GET", "/live/{code}/paths/"): (200, 200, 404, 404, 404, 404, 404),
    ("POST", "/live/{code}/board/"): (302, 302, 404, 404, 404, 404, 404),
    ("POST", "/live/{code}/challenge/"): (302, 302, 404, 404, 404, 404, 404),
    ("POST", "/live/{code}/withdraw/"): (302, 302, 404, 404, 404, 404, 404),
    ("POST", "/live/{code}/close/"): (302, 302, 404, 404, 404, 404, 404),
}


def browsers(found: Evening) -> dict[str, Client]:
    """One for each of ROLES."""
    cast = found.cast
    members = (cast.owner, cast.instructor, cast.assistant, cast.learner, cast.elsewhere)
    gone = Membership.objects.get(pk=cast.learner.pk)
    gone.pk, gone.learner, gone.name = None, evening().cast.learner.learner, "Gone"
    gone.left_at = NOON
    gone.save()
    clients = dict(zip(ROLES, [browser(member) for member in (*members, gone)], strict=False))
    return {**clients, "signed out": Client()}


def fields(found: Evening, path: str) -> Fields:
    """What a form of the page would send."""
    pk = str(found.question.pk)
    version = version_of("q-k1-1")
    known: dict[str, Fields] = {
        "live": {"title": "New", "naming": "named"},
        "vote": {"question": pk, "round": "1", "choice": list(right(version))},
        "queue": {"pk": pk},
        "move": {"question": pk, "old": "vote1", "new": "discuss"},
        "add": {"pk": str(version_of("q-k1-2").pk)},
        "spot": {"text": "Who?", "option0": "You", "option1": "AWS"},
        "board": {"path": "web"},
        "challenge": {"path": "web", "challenge": "every-hop"},
        "withdraw": {"pk": pk},
    }
    return known.get(path.rstrip("/").rpartition("/")[2], {})


def test_every_address_of_a_room_is_in_the_table() -> None:
    patterns = [pattern for pattern in urls.urlpatterns if str(pattern.name).startswith("live")]
    named = {"/" + re.sub(r"<\w+:(\w+)>", r"{\1}", str(pattern.pattern)) for pattern in patterns}
    assert {path for _, path in TABLE} == named


def test_every_address_for_every_role() -> None:
    found = evening()
    brought_to(found.question, "vote1")
    clients = browsers(found)
    asked = {}
    for method, pattern in TABLE:
        path = pattern.format(code=found.room.code, pk=found.cast.classroom.pk)
        statuses = []
        for client in clients.values():
            with rolled_back():
                before = all_rows()
                sent = client.get(path) if method == "GET" else send(client, path, fields(found, path))
                statuses.append(sent.status_code)
                if sent.status_code == 404:
                    assert (path, changed(before), "404.html" in names_of(sent)) == (path, {}, True)
        asked[method, pattern] = tuple(statuses)
    assert asked == TABLE


def test_a_wrong_code_is_answered_as_a_room_of_others_is() -> None:
    found, other = evening(), evening()
    client = browser(found.cast.learner)
    for code in (other.room.code, "ZZZZZZ", "0", "x" * 200):
        assert client.get(f"/live/{code}/").status_code == 404


def test_a_code_is_taken_as_somebody_types_it() -> None:
    found = evening()
    LiveRoom.objects.filter(pk=found.room.pk).update(code="1A0B2C")
    client = browser(found.cast.learner)
    for typed in ("1a0b2c", "la0b2c", "IaOB-2C"):
        assert client.get(f"/live/{typed}/").status_code == 200


def test_whoever_is_removed_is_out_at_the_next_look() -> None:
    found = evening()
    client = browser(found.cast.learner)
    live.join(room=found.room, membership=found.cast.learner, now=NOON)
    brought_to(found.question, "vote1")
    assert client.get(f"/live/{found.room.code}/poll/").status_code == 200
    Membership.objects.filter(pk=found.cast.learner.pk).update(left_at=NOON)
    before = all_rows()
    assert client.get(f"/live/{found.room.code}/poll/").status_code == 404
    sent = send(client, f"/live/{found.room.code}/vote/", fields(found, "vote/"))
    assert (sent.status_code, changed(before)) == (404, {})


def test_no_role_of_one_class_opens_anything_of_another(cast: Cast) -> None:
    mine, other = evening(), evening()
    for member in mine.cast.by_role().values():
        for method, pattern in TABLE:
            path = pattern.format(code=other.room.code, pk=other.cast.classroom.pk)
            client = browser(member)
            sent = client.get(path) if method == "GET" else send(client, path, fields(other, path))
            assert (member.role, path, sent.status_code) == (member.role, path, 404)


def test_its_code_typed_where_classes_are_joined_leads_its_members_there_and_nobody_else() -> None:
    found = evening()
    clients, code = browsers(found), found.room.code
    for role in ROLES:
        answer = send(clients[role], "/join/", {"code": f" {code[:3].lower()}-{code[3:]}"})
        inside = role in ("owner", "instructor", "assistant", "learner")
        assert answer.status_code == (302 if inside else 422), role
        assert answer.headers.get("Location") == (f"/live/{code}/" if inside else None)
