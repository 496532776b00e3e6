"""Every address of classes in every role: the statuses, and that whoever may not changes nothing."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studyapp import urls
from studyapp.models import Membership
from tests.factories.classes import (
    ClassExamFactory,
    ClassGroupFactory,
    ClassWork,
    MembershipFactory,
    class_work,
)
from tests.factories.ownquestions import own_question, own_text
from tests.factories.study import rolled_back
from tests.views.classroles import ROLE_ADDRESSES, ROLE_PAGES, ROLES, of_a_class
from tests.views.pagefaults import page_faults
from tests.views.rows import all_rows, changed
from tests.views.visitors import HTMX, look, names_of, read, send, signed_in

pytestmark = pytest.mark.django_db

OTHERS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
MOST = 6
# With a list that was read: the list, and the class it is compared with. The page of a class: what is to do
# there, and its exams. An exam of the class: what each learner did of it.
MORE = {"class-roster": 7, "class": 8, "class-exam": 7}
WRONG = {"join", "join-code"}  # a wrong code is answered with the same page, and counted


@pytest.fixture
def room(db: None) -> ClassWork:
    """A class with one of everything."""
    return class_work()


def clients(room: ClassWork) -> dict[str, Client]:
    """A browser of each role."""
    members = {**room.cast.by_role(), "elsewhere": room.cast.elsewhere}
    found = {role: signed_in(member.learner) for role, member in members.items() if member.learner}
    return found | {"signed out": Client()}


def test_every_address_of_classes_is_in_the_table() -> None:
    named = {pattern.name for pattern in urls.urlpatterns if of_a_class(pattern)}
    assert {address.name for address in ROLE_ADDRESSES} == named


def test_every_address_in_every_role(room: ClassWork) -> None:
    asked = []
    for address in ROLE_ADDRESSES:
        statuses = []
        for role in ROLES:
            with rolled_back():
                client = clients(room)[role]
                before = all_rows() if 404 in address.statuses else {}
                response = address.ask(client, room)
                statuses.append(response.status_code)
                if response.status_code == 404:
                    assert "404.html" in names_of(response), (str(address), role)
                    assert (str(address), role, changed(before)) == (str(address), role, {})
        asked.append((str(address), tuple(statuses)))
    assert asked == [(str(address), address.statuses) for address in ROLE_ADDRESSES]


def test_whoever_left_or_was_removed_is_as_a_stranger_at_the_next_request(room: ClassWork) -> None:
    for role, client in clients(room).items():
        Membership.objects.filter(classroom=room.cast.classroom).update(
            left_at=room.gone.left_at, removed=True
        )
        for address in ROLE_ADDRESSES:
            if 404 in address.statuses:
                before = all_rows()
                response = address.ask(client, room)
                assert (role, str(address), response.status_code) == (role, str(address), 404)
                assert changed(before) == {}


def test_ids_of_another_class_or_of_nothing_are_404(room: ClassWork) -> None:
    other = class_work()
    owner = clients(room)["owner"]
    before = all_rows()
    for address in ROLE_ADDRESSES:
        mine = address.args(room) if address.name not in WRONG else ()
        for place, foreign in enumerate(address.args(other) if mine else ()):
            for wrong in {foreign, 0, 999_999, 2**63, 2**80} - {mine[place]}:
                path = reverse(address.name, args=[*mine[:place], wrong, *mine[place + 1 :]])
                get = address.method == "GET"
                response = owner.get(path) if get else send(owner, path, address.fields(room))
                assert (path, response.status_code) == (path, 404)
    assert changed(before) == {}


def test_each_address_takes_the_methods_in_the_table_and_no_other(room: ClassWork) -> None:
    methods: dict[str, set[str]] = {address.name: set() for address in ROLE_ADDRESSES}
    for address in ROLE_ADDRESSES:
        methods[address.name] |= {"GET", "HEAD"} if address.method == "GET" else {"POST"}
    owner, before = clients(room)["owner"], all_rows()
    for address in ROLE_ADDRESSES:
        for method in {"GET", "HEAD", "POST", *OTHERS} - methods[address.name]:
            response = owner.generic(method, address.path(room))
            assert (str(address), method, response.status_code) == (str(address), method, 405)
    assert changed(before) == {}


def test_a_get_writes_nothing(room: ClassWork) -> None:
    everybody, before = clients(room), all_rows()
    for address in ROLE_PAGES:
        for client in everybody.values():
            address.ask(client, room)
            client.head(address.path(room))
        assert (str(address), changed(before)) == (str(address), {})
    assert set(everybody["signed out"].cookies) <= {"csrftoken", "messages"}


def test_a_megabyte_is_refused_everywhere(room: ClassWork) -> None:
    owner = Client(enforce_csrf_checks=True)
    assert room.cast.owner.learner is not None
    signed_in(room.cast.owner.learner, owner)
    (body,) = look(owner, "/account/").root.find("body")
    token, before = body.attrs["hx-headers"].split('"')[3], all_rows()
    for address in ROLE_ADDRESSES:
        if address.method == "POST":
            fields = {**address.fields(room), "csrfmiddlewaretoken": token, "x": "x" * 1_000_000}
            for headers in ({}, HTMX):
                response = send(owner, address.path(room), fields, headers=headers)
                assert (str(address), response.status_code) == (str(address), 400)
    assert changed(before) == {}


def test_pages_are_sound_for_everybody_who_may_open_them(room: ClassWork) -> None:
    for address in ROLE_PAGES:
        for role, client in clients(room).items():
            response = address.ask(client, room)
            if response.status_code == 200 and "html" in response.headers["Content-Type"]:
                assert (str(address), role, page_faults(read(response))) == (str(address), role, [])


def _cost(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_a_page_costs_at_most_six_queries_and_no_more_with_more_people(room: ClassWork) -> None:
    owner, learner = (clients(room)[role] for role in ("owner", "learner"))
    costs: list[dict[str, int]] = []
    for _ in range(2):
        paths = {f"{address} {address.path(room)}": address.path(room) for address in ROLE_PAGES}
        paths = {name: path for name, path in paths.items() if room.cast.classroom.code not in path}
        costs.append({name: _cost(owner, path) for name, path in paths.items()})
        costs[-1]["GET class as a learner"] = _cost(learner, f"/classes/{room.cast.classroom.pk}/")
        for n in range(3):
            group = ClassGroupFactory.create(classroom=room.cast.classroom)
            MembershipFactory.create(classroom=room.cast.classroom).groups.add(group)
            MembershipFactory.create(classroom=room.cast.classroom, role="instructor")
            MembershipFactory.create(
                classroom=room.cast.classroom, learner=None, joined_at=None, seat_code=f"T{len(costs)}{n:08d}"
            )
            ClassExamFactory.create(classroom=room.cast.classroom)
            stem = f"Stem {len(costs)} {n}?"
            own_question(room.cast.classroom, own_text(stem), id=f"n-{len(costs)}-{n}")
            MembershipFactory.create(learner=room.cast.owner.learner)
    assert costs[0] == costs[1]
    dear = {name: cost for name, cost in costs[1].items() if cost > MORE.get(name.split()[1], MOST)}
    assert dear == {}
