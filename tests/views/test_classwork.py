"""What a learner does for a class, and that nobody does it for her."""

import pytest

from studyapp.models import (
    PracticeSession,
)
from tests.factories.classes import class_cast
from tests.factories.classwork import (
    DAY,
    HOUR,
    all_kinds,
    assigned,
    reviewed,
)
from tests.factories.study import NOON
from tests.views.classpages import at, browser, by_role, cells, staff_page
from tests.views.conftest import Clock
from tests.views.pagefaults import page_faults
from tests.views.visitors import HTMX, look, read, send

pytestmark = pytest.mark.django_db


def test_a_learner_finds_begins_and_does_what_was_set(clock: Clock) -> None:
    people = class_cast()
    made = all_kinds(people.classroom)
    later = assigned(people.classroom, "practice", title="Later", opens_at=NOON + DAY, due_at=None)
    client = browser(people.learner)
    page = look(client, at(people.classroom, "work/"))
    links = {link.attrs["href"] for link in page.root.find("a") if "btn" in link.attrs.get("class", "")}
    assert {"/lessons/first/", "/review/", "/exams/mini/", "/paths/web/challenges/every-hop/"} <= links
    assert "opens Wed 25 Nov 2026, 13:00" in page.root.text
    form = page.form(at(people.classroom, f"work/{made['practice'].pk}/begin/"))
    response = send(client, form.action, {name: values[0] for name, values in form.values.items()})
    session = PracticeSession.objects.get()
    assert (response.headers["Location"], session.assignment) == (
        f"/practice/{session.pk}/",
        made["practice"],
    )
    again = send(client, form.action, {"token": "x"})
    assert again.headers["Location"] == f"/practice/{session.pk}/"
    early = send(client, at(people.classroom, f"work/{later.pk}/begin/"))
    assert early.headers["Location"] == at(people.classroom, "work/")
    assert PracticeSession.objects.count() == 1
    clock.pass_by(days=1)
    send(client, at(people.classroom, f"work/{later.pk}/begin/"))
    assert PracticeSession.objects.filter(assignment=later).count() == 1
    lesson = at(people.classroom, f"work/{made['lesson'].pk}/begin/")
    assert send(client, lesson).status_code == 404


def test_help_is_asked_for_and_taken_back() -> None:
    people = class_cast()
    made = assigned(people.classroom)
    client, path = browser(people.learner), at(people.classroom, f"work/{made.pk}/help/")
    send(client, path, {"want": "yes"})
    assert "help needed" in look(client, at(people.classroom, "work/")).root.text
    assert cells(staff_page(people, "grid/"))[1][1] == "help needed"
    assert "1 learner needs help" in staff_page(people, "grid/").root.text
    send(client, path, {"want": "no"})
    assert cells(staff_page(people, "grid/"))[1][1] == "not started"


def test_the_learner_reads_what_the_staff_reads() -> None:
    people = class_cast()
    own = look(browser(people.learner), at(people.classroom, "work/")).root.text
    (_, row) = cells(staff_page(people, "attention/"))
    assert row == ["Leo Learner", "Nothing done for 23 days", "nothing done for 7 days"]
    assert "Nothing done for 23 days" in own
    assert "rule: nothing done for 7 days" in own
    reviewed(people.learner, 1)
    assert (
        "What your teachers see" not in look(browser(people.learner), at(people.classroom, "work/")).root.text
    )


def test_one_line_on_today_for_whoever_learns_in_a_class() -> None:
    people = class_cast()
    assigned(people.classroom, title="Read <this>", due_at=NOON - HOUR)
    clients = by_role(people)
    found = {role: b"/classes/todo/" in client.get("/").content for role, client in clients.items()}
    assert found["learner"]
    assert not found["owner"]
    assert not found["nobody"]
    line = clients["learner"].get("/classes/todo/", headers=HTMX)
    assert "One thing to do for your class" in read(line).root.text
    assert "1 overdue" in read(line).root.text
    assert b"Read &lt;this&gt;" in line.content
    whole = look(clients["learner"], "/classes/todo/")
    assert page_faults(whole) == []
    assert people.classroom.title in whole.root.text
    assert clients["owner"].get("/classes/todo/").status_code == 200
    assert clients["nobody"].get("/classes/todo/").status_code == 404
