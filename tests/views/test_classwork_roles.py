"""Every address of the work of a class for every role, taken from the list of addresses."""

import re

import pytest

from studyapp import urls
from studyapp.models import Assignment
from tests.factories.classes import ClassCast, class_cast
from tests.factories.classwork import all_kinds
from tests.factories.study import rolled_back
from tests.views.addresses import ADDRESSES
from tests.views.classpages import by_role
from tests.views.rows import all_rows, changed
from tests.views.visitors import Fields, names_of, send

pytestmark = pytest.mark.django_db

STAFF, TEACHERS, LEARNER = (200, 200, 200, 404, 404, 404), (200, 200, 404, 404, 404, 404), 302
SENT, NOBODY_ELSE = (302, 302, 404, 404, 404, 404), (404, 404, 404, 302, 404, 404)
# What owner, co-instructor, assistant, learner, learner of another class, and somebody signed out get.
TABLE: dict[tuple[str, str], tuple[int, ...]] = {
    ("GET", "/classes/todo/"): (200, 200, 200, 200, 200, 404),
    ("GET", "/classes/{room}/work/"): (302, 302, 302, 200, 404, 404),
    ("POST", "/classes/{room}/work/{practice}/begin/"): NOBODY_ELSE,
    ("POST", "/classes/{room}/work/{practice}/help/"): NOBODY_ELSE,
    ("GET", "/classes/{room}/assignments/"): STAFF,
    ("GET", "/classes/{room}/assignments/new/lesson/"): TEACHERS,
    ("POST", "/classes/{room}/assignments/new/lesson/"): SENT,
    ("GET", "/classes/{room}/assignments/new/set/"): TEACHERS,
    ("POST", "/classes/{room}/assignments/new/set/"): SENT,
    ("GET", "/classes/{room}/assignments/{practice}/"): TEACHERS,
    ("POST", "/classes/{room}/assignments/{practice}/"): SENT,
    ("POST", "/classes/{room}/assignments/{practice}/times/"): SENT,
    ("POST", "/classes/{room}/assignments/{practice}/withdraw/"): SENT,
    ("POST", "/classes/{room}/assignments/drill/"): SENT,
    ("GET", "/classes/{room}/grid/"): STAFF,
    ("GET", "/classes/{room}/attention/"): STAFF,
    ("GET", "/classes/{room}/picture/"): STAFF,
    ("GET", "/classes/{room}/gradebook/"): STAFF,
    ("GET", "/classes/{room}/gradebook/{exam}/"): TEACHERS,
    ("GET", "/classes/{room}/gradebook.csv"): STAFF,
}
PART = re.compile(r"<\w+:\w+>|\{\w+\}|(?<=new/)\w+")


def shape(path: str) -> str:
    """An address whatever stands in its parts."""
    return PART.sub("*", path)


def fields(people: ClassCast, path: str) -> Fields:
    """What a form of the page would send."""
    known: dict[str, Fields] = {
        "lesson": {"lesson": "first", "whom": "all"},
        "set": {"questions": "q-k1-1", "whom": "all"},
        "times": {"member": str(people.learner.pk), "due_at": "2026-12-01T18:00"},
        "drill": {"idea": "k1-1"},
        "help": {"want": "yes"},
        "begin": {},
        "withdraw": {},
    }
    edited: Fields = {"pick": "mixed", "size": "5", "whom": "all"}
    return known.get(path.rstrip("/").rpartition("/")[2], edited)


def test_every_address_that_another_table_leaves_out_is_in_this_one() -> None:
    """Those of classes that stand in neither of the tables by role, of classes and of live rooms."""
    mine = {address.name for address in ADDRESSES}
    patterns = [
        "/" + str(pattern.pattern)
        for pattern in urls.urlpatterns
        if str(pattern.pattern).startswith("classes/")
        and pattern.name in mine
        and not str(pattern.name).startswith("live")
    ]
    assert patterns
    assert {shape(path) for _, path in TABLE} == set(map(shape, patterns))


def test_every_address_for_every_role() -> None:
    people = class_cast()
    made = all_kinds(people.classroom)
    parts = {
        "room": people.classroom.pk,
        "practice": made["practice"].pk,
        "exam": made["exam"].exam_id,
    }
    clients, asked = by_role(people), {}
    for method, pattern in TABLE:
        path, statuses = pattern.format(**parts), []
        for role, client in clients.items():
            with rolled_back():
                before = all_rows()
                sent = client.get(path) if method == "GET" else send(client, path, fields(people, path))
                statuses.append(sent.status_code)
                if sent.status_code == 404:
                    assert (path, role, changed(before), "404.html" in names_of(sent)) == (
                        path,
                        role,
                        {},
                        True,
                    )
                if method == "GET":
                    assert (path, role, changed(before)) == (path, role, {})
        asked[method, pattern] = tuple(statuses)
    assert asked == TABLE
    assert Assignment.objects.count() == len(made)
