"""The pages about the work of a class: for every role, and for nobody else."""

import pytest

from studyapp.models import (
    AssignmentHelp,
    Membership,
    PracticeSession,
)
from tests.factories.classes import class_cast
from tests.factories.classwork import (
    all_kinds,
    assigned,
)
from tests.factories.study import NOON
from tests.views.classpages import FORMS, PAGES, at, browser, by_role
from tests.views.rows import all_rows, changed
from tests.views.visitors import names_of, send

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", PAGES)
def test_results_are_for_the_staff(page: str) -> None:
    people = class_cast()
    all_kinds(people.classroom)
    asked = {
        role: client.get(at(people.classroom, page)).status_code for role, client in by_role(people).items()
    }
    assert asked == {
        "owner": 200,
        "instructor": 200,
        "assistant": 200,
        "learner": 404,
        "elsewhere": 404,
        "nobody": 404,
    }


@pytest.mark.parametrize("page", [*FORMS, "assignments/{pk}/"])
def test_assignments_are_edited_by_teachers(page: str) -> None:
    people = class_cast()
    path = at(people.classroom, page.format(pk=assigned(people.classroom).pk))
    asked = {role: client.get(path).status_code for role, client in by_role(people).items()}
    assert list(asked.values()) == [200, 200, 404, 404, 404, 404]


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("assignments/new/lesson/", {"lesson": "first", "whom": "all"}),
        ("assignments/{pk}/", {"lesson": "second", "whom": "all"}),
        ("assignments/{pk}/times/", {"member": "{member}", "due_at": "2026-12-01T18:00"}),
        ("assignments/{pk}/withdraw/", {}),
        ("assignments/drill/", {"idea": "k1-1"}),
    ],
)
def test_whoever_may_not_changes_nothing(page: str, fields: dict[str, str]) -> None:
    people = class_cast()
    path = at(people.classroom, page.format(pk=assigned(people.classroom).pk))
    sent = {name: value.format(member=people.learner.pk) for name, value in fields.items()}
    clients = by_role(people)
    for role in ("assistant", "learner", "elsewhere", "nobody"):
        before = all_rows()
        response = send(clients[role], path, sent)
        assert (role, response.status_code, changed(before)) == (role, 404, {})
        assert "404.html" in names_of(response)
    for role in ("instructor", "owner"):
        before = all_rows()
        status = send(clients[role], path, sent).status_code
        assert (role, status) == (role, 404 if "withdraw" in page and role == "owner" else 302)
        assert changed(before) != {} or role == "owner"


def test_a_learner_does_her_own_and_nobody_elses() -> None:
    people = class_cast()
    mine = assigned(people.classroom, "practice")
    others = assigned(people.classroom, "practice", for_all=False)
    clients = by_role(people)
    for act in ("begin", "help"):
        for role, client in clients.items():
            before = all_rows()
            response = send(client, at(people.classroom, f"work/{others.pk}/{act}/"))
            assert (role, response.status_code, changed(before)) == (role, 404, {})
        asked = {
            role: send(client, at(people.classroom, f"work/{mine.pk}/{act}/")).status_code
            for role, client in clients.items()
        }
        assert asked == {name: 302 if name == "learner" else 404 for name in clients}
    assert PracticeSession.objects.get().learner == people.learner.learner
    assert AssignmentHelp.objects.get().membership == people.learner


def test_an_assignment_of_another_class_is_not_there() -> None:
    people = class_cast()
    theirs = assigned(people.elsewhere.classroom, "practice")
    for page in (f"assignments/{theirs.pk}/", "assignments/999999/"):
        assert browser(people.owner).get(at(people.classroom, page)).status_code == 404
    path = at(people.classroom, f"work/{theirs.pk}/begin/")
    assert send(browser(people.learner), path).status_code == 404
    assert browser(people.owner).get(at(people.elsewhere.classroom, "grid/")).status_code == 404


def test_whoever_left_sees_nothing_any_more() -> None:
    people = class_cast()
    pages = {"assistant": "grid/", "learner": "work/"}
    clients = by_role(people)
    for role, page in pages.items():
        assert clients[role].get(at(people.classroom, page)).status_code == 200
    Membership.objects.filter(classroom=people.classroom).exclude(role="owner").update(left_at=NOON)
    for role, page in pages.items():
        assert clients[role].get(at(people.classroom, page)).status_code == 404


def test_the_work_page_is_for_learners_and_leads_the_staff_elsewhere() -> None:
    people = class_cast()
    asked = {
        role: client.get(at(people.classroom, "work/")).status_code
        for role, client in by_role(people).items()
    }
    assert list(asked.values()) == [302, 302, 302, 200, 404, 404]
