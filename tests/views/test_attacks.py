"""What somebody may try beyond what pages offer, on the whole site: nothing of it does anything.

Of exams, with their endings and races: test_exam_attacks. Who may do what: test_access, test_class_access.
"""

import os
import random
import secrets
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client

from tests.actions.belongings import belongings
from tests.cast import Cast
from tests.factories.classes import ClassWork, class_work
from tests.factories.people import LearnerFactory
from tests.factories.study import rolled_back
from tests.factories.work import Work, work_of
from tests.views.addresses import POSTS
from tests.views.classroles import ROLE_ADDRESSES
from tests.views.conftest import with_room
from tests.views.contents import FORGED, content_of, highest
from tests.views.forged import Way, posts_of
from tests.views.rows import all_rows, changed, changed_but_tries
from tests.views.states import STATES, Stage
from tests.views.test_csrf import strict
from tests.views.visitors import as_guest, names_of, send, signed_in

pytestmark = pytest.mark.django_db

OFFERED = {  # what a form of this address does offer; forging it is filling it in
    "class-exam-new": {"minutes", "review"},
    "class-exam-edit": {"minutes", "review"},
    "class-person": {"time_factor"},
    "class-role": {"role"},
    "class-question-new": {"kind"},
    "class-question": {"kind"},
    "assignment-new": {"due_at"},
    "assignment": {"due_at"},
    "assignment-times": {"due_at"},
    "report-new": {"kind"},
    "keys-repair": {"kind"},
    "exam": {"factor"},
    "review-receive": {"at"},
}


@pytest.fixture
def room(db: None) -> ClassWork:
    """A class with one of everything."""
    return class_work()


@pytest.fixture
def ways(cast: Cast, work: Work, room: ClassWork) -> Sequence[Way]:
    """Every POST of the site as it should be."""
    return [Way(*one, frozenset()) for one in posts_of(cast, work, room)]


def without_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on the same dice fall the same way."""
    dice = random.Random(5)  # noqa: S311 (that is the point)
    for name, draw in (
        ("randbits", dice.getrandbits),
        ("choice", dice.choice),
        ("randbelow", dice.randrange),
    ):
        monkeypatch.setattr(secrets, name, draw)
    monkeypatch.setattr(os, "urandom", dice.randbytes)  # of which every UUID is made


@pytest.mark.parametrize("where", ["body", "query"])
def test_no_field_says_what_the_server_decides(
    where: str, ways: Sequence[Way], monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = []
    for way in ways:
        free = FORGED.keys() - way.fields.keys() - OFFERED.get(way.name, set())
        forged: Mapping[str, str] = {name: FORGED[name] for name in sorted(free)}
        known, outcomes = highest(), []
        query = "?" + "&".join(f"{name}={value}" for name, value in forged.items())
        for path, more in ((way.path, {}), (way.path, forged) if where == "body" else (way.path + query, {})):
            without_chance(monkeypatch)
            cookies = deepcopy(way.client.cookies)
            with rolled_back():
                status = Way(way.name, way.client, path, way.fields, frozenset()).send(more).status_code
                outcomes.append((status, content_of(known)))
            way.client.cookies = cookies
        if outcomes[0] != outcomes[1]:
            moved.append((way.name, [status for status, _ in outcomes]))
    assert moved == []


def test_what_one_sends_about_another_leaves_the_other_as_they_were(cast: Cast, work: Work) -> None:
    """To addresses of one's own, with every id that the other's form holds in body and in query."""
    mine = with_room(work_of(cast.stranger_learner))
    names = ("learner", "user", "owner", "member", "membership", "attempt", "memory", "session")
    ids = (cast.owner_learner.pk, work.attempt.pk, work.card.pk, work.quiz.pk)
    before = belongings(cast.owner_learner)
    for address in POSTS:
        if address.name in {"sign-in", "recover", "reset"}:  # these are about whoever can prove it
            continue
        theirs = dict(address.fields(work))
        for number in ids:
            query = "?" + "&".join(f"{name}={number}" for name in names)
            with rolled_back():
                fields = {
                    **address.fields(mine),
                    **theirs,
                    **dict.fromkeys(names - theirs.keys(), str(number)),
                }
                send(signed_in(cast.stranger_learner), address.path(mine) + query, fields)
                assert (str(address), belongings(cast.owner_learner) == before) == (str(address), True)


def test_no_form_of_a_class_is_taken_without_a_token(room: ClassWork) -> None:
    """Those of all other pages: test_csrf."""
    assert room.cast.owner.learner is not None
    owner, before = signed_in(room.cast.owner.learner, strict()), all_rows()
    for address in ROLE_ADDRESSES:
        if address.method == "POST":
            for client in (owner, strict()):
                for token in ({}, {"csrfmiddlewaretoken": "x" * 64}):
                    response = send(client, address.path(room), {**address.fields(room), **token})
                    assert (str(address), response.status_code) == (str(address), 403)
                    assert "403_csrf.html" in names_of(response)
    assert changed(before) == {}


def asked_again(response: Any, client: Client, method: str) -> Any:
    """The same page, asked for by this browser."""
    asked = response.request
    return client.generic(method, f"{asked['PATH_INFO']}?{asked['QUERY_STRING']}")


def test_looking_changes_nothing_in_any_state(cast: Cast, work: Work) -> None:
    """Every page in every state, by whoever it is for, by others, and by somebody who was never here."""
    guest, looked = as_guest(LearnerFactory.create()), 0
    for state, ask in STATES.items():
        with rolled_back():
            response = ask(Stage(cast, work))
            if response.request["REQUEST_METHOD"] != "GET" or response.status_code == 400:
                continue
            looked += 1
            before = all_rows()
            for client in (response.client, cast.stranger, guest, Client()):
                asked_again(response, client, "GET")
            asked_again(response, response.client, "HEAD")
            # A look at the door of a class that is none is counted, as what it is: a guess at a code.
            found = (changed_but_tries if state.startswith("join") else changed)(before)
            assert (state, found) == (state, {})
    assert looked > 150
