"""The large tables of a class: what they say, on the screen and in a spreadsheet."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studyapp.models import (
    Assignment,
    ClassGroup,
    Classroom,
    Membership,
)
from tests.factories.classes import MembershipFactory, class_cast
from tests.factories.classwork import (
    DAY,
    HOUR,
    all_kinds,
    assigned,
    class_of,
    quizzed,
    read_lesson,
    reviewed,
    sat,
    tried,
)
from tests.factories.study import NOON
from tests.views.classpages import FORMS, PAGES, at, browser, cells, staff_page
from tests.views.pagefaults import page_faults
from tests.views.visitors import read, send

pytestmark = pytest.mark.django_db

EVIL = "=1+1<script>alert(1)</script>\u202e'\""


def test_the_grid_and_its_group() -> None:
    people = class_cast()
    other = MembershipFactory.create(classroom=people.classroom, name="Zoe")
    group = ClassGroup.objects.create(classroom=people.classroom, name="Monday")
    other.groups.add(group)
    assigned(people.classroom, title="One", due_at=NOON - HOUR)
    assigned(people.classroom, "review", title="Two", due_at=None, opens_at=NOON + DAY)
    read_lesson(people.learner)
    page = staff_page(people, "grid/")
    assert page_faults(page) == []
    assert cells(page) == [
        ["Learner", "One due 24 Nov, 12:00", "Two no due time"],
        ["Leo Learner 1 of 2 done", "done late", "not open yet"],
        ["Zoe 0 of 2 done", "not started overdue", "not open yet"],
    ]
    assert [row[0] for row in cells(staff_page(people, f"grid/?group={group.pk}"))] == [
        "Learner",
        "Zoe 0 of 2 done",
    ]
    for odd in ("x", "-1", "999999"):
        assert browser(people.owner).get(at(people.classroom, f"grid/?group={odd}")).status_code == 200


def rows_of(response: Any) -> list[list[str]]:
    """A CSV, without the mark that it is UTF-8."""
    return list(csv.reader(io.StringIO(response.content.decode().removeprefix("\ufeff"))))


def test_the_gradebook_is_the_same_on_the_screen_and_in_a_spreadsheet() -> None:
    people = class_cast()
    Membership.objects.filter(pk=people.learner.pk).update(roster_id="S 1")
    MembershipFactory.create(classroom=people.classroom, name="فاطمة الزهراء", roster_id="00012")
    made = all_kinds(people.classroom)
    read_lesson(people.learner)
    quizzed(people.learner, made["practice"], misses=1)
    sat(people.learner, rights=3)
    page = staff_page(people, "gradebook/")
    assert page_faults(page) == []
    response = browser(people.owner).get(at(people.classroom, "gradebook.csv"))
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert rows_of(response) == cells(page)
    assert rows_of(response)[2:] == [
        ["Leo Learner", "S 1", "1", "80", "", "750", ""],
        ["فاطمة الزهراء", "00012", *[""] * 5],
    ]
    canvas = browser(people.assistant).get(at(people.classroom, "gradebook.csv?for=canvas"))
    assert canvas.content.startswith(b"Student,ID,SIS User ID,SIS Login ID,Section,A lesson (")
    assert [row[5:] for row in rows_of(canvas)[1:]] == [row[2:] for row in cells(page)[1:]]
    assert canvas.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert canvas.headers["Cache-Control"] == "private, no-store"


def test_names_with_formulas_and_scripts_are_inert() -> None:
    people = class_cast()
    Membership.objects.filter(pk=people.learner.pk).update(name=EVIL, roster_id="@SUM(A1)")
    Classroom.objects.filter(pk=people.classroom.pk).update(title=EVIL)
    group = ClassGroup.objects.create(classroom=people.classroom, name=EVIL[:80])
    people.learner.groups.add(group)
    made = assigned(
        people.classroom, "practice", title=EVIL, for_all=False, groups=(group.pk,), due_at=NOON - HOUR
    )
    assigned(people.classroom, title=EVIL, due_at=NOON - HOUR)
    pages = [*PAGES[:-1], f"assignments/{made.pk}/", *FORMS]
    asked = [(browser(people.owner), at(people.classroom, page)) for page in pages]
    asked += [
        (browser(people.learner), path) for path in (at(people.classroom, "work/"), "/classes/todo/", "/")
    ]
    for client, path in asked:
        response = client.get(path)
        assert b"<script>alert" not in response.content, path
        assert page_faults(read(response)) == [], path
    for more in ("", "?for=canvas"):
        for row in rows_of(browser(people.owner).get(at(people.classroom, f"gradebook.csv{more}"))):
            assert not any(text.startswith(("=", "@", "+", "-")) for text in row), row


def test_an_idea_is_drilled_at_one_press_or_asked_live() -> None:
    people = class_cast()
    places = MembershipFactory.create_batch(5, classroom=people.classroom)
    tried(places, "q-k1-1", misses=3)
    page = staff_page(people, "picture/")
    assert page_faults(page) == []
    assert "3 of 5 learners missed it" in page.root.text
    assert f"/classes/{people.classroom.pk}/live/?idea=k1-1" in {
        link.attrs.get("href") for link in page.root.find("a")
    }
    form = page.form(at(people.classroom, "assignments/drill/"))
    response = send(browser(people.owner), form.action, {"idea": form.values["idea"][0]})
    made = Assignment.objects.get()
    assert response.headers["Location"] == at(people.classroom, f"assignments/{made.pk}/")
    assert (made.kind, made.for_all, made.due_at) == ("practice", True, NOON + timedelta(days=7))
    assert made.task == {"pick": "idea", "subject": "k1-1", "objectives": [], "size": 10}
    assert "One idea: k1-1" in staff_page(people, f"assignments/{made.pk}/").root.text
    assistant = read(browser(people.assistant).get(at(people.classroom, "picture/")))
    assert [form.action for form in assistant.forms if "drill" in form.action] == []
    for unknown in ("nowhere", "x y", ""):
        send(browser(people.owner), form.action, {"idea": unknown})
    assert Assignment.objects.count() == 1


@pytest.mark.parametrize(
    ("page", "most"),
    [
        ("assignments/", 5),
        ("grid/", 5),
        ("gradebook/", 5),
        ("gradebook.csv", 5),
        ("picture/", 5),
        ("attention/", 5),
        ("assignments/new/practice/", 4),
    ],
)
def test_a_page_of_the_staff_costs_the_same_with_1_and_with_3_of_everything(page: str, most: int) -> None:
    costs = []
    for count in (1, 3):
        classroom, places = class_of(count)
        owner = MembershipFactory.create(classroom=classroom, role="owner")
        for _ in range(count):
            made = all_kinds(classroom)
        for place in places:
            read_lesson(place)
            quizzed(place, made["practice"])
            sat(place, rights=3)
            reviewed(place, 2)
        client = browser(owner)
        client.get(at(classroom, page))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(at(classroom, page)).status_code == 200
        costs.append(len(seen))
    assert costs == [most, most]


@pytest.mark.parametrize(("page", "most"), [("work/", 5), ("", 6)])
def test_the_list_of_a_learner_costs_the_same_with_1_and_with_3_of_everything(page: str, most: int) -> None:
    costs = []
    for count in (1, 3):
        classroom, (place,) = class_of(1)
        for _ in range(count):
            made = all_kinds(classroom)
        quizzed(place, made["practice"])
        sat(place, rights=3)
        reviewed(place, count)
        path = at(classroom, page) if page else "/"
        client = browser(place)
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1] <= most
