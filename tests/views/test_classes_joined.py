"""Where the parts of a class meet: its page, an idea asked live, what an archived class refuses."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studyapp.actions import live
from studyapp.actions.classes import archive
from studyapp.models import Assignment, LiveQuestion, LiveRoom, Memory, Question
from tests.factories.classes import MembershipFactory, class_cast
from tests.factories.classwork import all_kinds, assigned, class_of
from tests.factories.live import brought_to, room_with, voted
from tests.factories.ownquestions import own_question
from tests.factories.study import NOON, version_of
from tests.views.classpages import at, browser
from tests.views.pagefaults import page_faults
from tests.views.visitors import look, read, send

pytestmark = pytest.mark.django_db

TABS = ("Class", "Work", "To do", "Live", "People", "Questions", "Invite", "Settings", "My place")


def test_the_page_of_a_class_says_what_is_to_do_and_leads_into_an_open_room() -> None:
    people = class_cast()
    assigned(people.classroom, title="Read this")
    path = at(people.classroom, "")
    for place, door in ((people.learner, "Go in"), (people.owner, "To the control page")):
        page = look(browser(place), path)
        assert "Read this" in page.root.text
        assert door not in page.root.text
    room = room_with(people.classroom, 1)
    for place, door in ((people.learner, "Go in"), (people.owner, "To the control page")):
        page = look(browser(place), path)
        assert page_faults(page) == []
        assert door in page.root.text
        assert f"/live/{room.code}/" in {link.attrs.get("href") for link in page.root.find("a")}
    live.close(room=room, now=NOON)
    assert "Go in" not in look(browser(people.learner), path).root.text


@pytest.mark.parametrize(("role", "most"), [("learner", 6), ("owner", 6)])
def test_the_page_of_a_class_costs_the_same_with_1_and_with_3_of_everything(role: str, most: int) -> None:
    costs = []
    for count in (1, 3):
        classroom, _ = class_of(count)
        for _ in range(count):
            all_kinds(classroom)
            room_with(classroom, 1)
        client = browser(MembershipFactory.create(classroom=classroom, role=role))
        client.get(at(classroom, ""))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(at(classroom, "")).status_code == 200
        costs.append(len(seen))
    assert costs == [most, most]


def test_an_idea_stands_in_a_new_room_and_can_be_looked_for_in_an_open_one() -> None:
    people = class_cast()
    client, path = browser(people.owner), at(people.classroom, "live/?idea=k1-1")
    page = look(client, path)
    form = page.form(at(people.classroom, "live/"))
    assert form.values["idea"] == ["k1-1"]
    sent = {"title": "One idea", "naming": "named", "idea": "k1-1"}
    send(client, form.action, sent)
    room = LiveRoom.objects.get()
    asked = LiveQuestion.objects.get(room=room)
    assert asked.version is not None
    assert asked.version.question.idea.slug == "k1-1"
    found = look(client, f"/live/{room.code}/add/?idea=k1-1").root.text
    assert "Questions of the idea k1-1" in found
    assert found.count("of the course") == Question.objects.filter(idea__slug="k1-1", pool="practice").count()
    send(client, form.action, sent | {"idea": "<no idea>"})
    assert LiveQuestion.objects.count() == 1


def test_questions_of_the_class_come_before_those_of_the_course() -> None:
    people = class_cast()
    own_question(people.classroom)
    room = room_with(people.classroom, 1)
    told = look(browser(people.owner), f"/live/{room.code}/add/").root.text
    assert told.index("of your class") < told.index("of the course")


def test_an_archived_class_sets_nothing_and_opens_no_room() -> None:
    people = class_cast()
    archive(classroom=people.classroom, now=NOON)
    client = browser(people.owner)
    assert "Set something" not in look(client, at(people.classroom, "assignments/")).root.text
    assert "Open the room" not in look(client, at(people.classroom, "live/")).root.text
    for path, sent in (
        ("assignments/new/review/", {"whom": "all", "reviews": "5"}),
        ("assignments/drill/", {"idea": "k1-1"}),
        ("live/", {"title": "Late", "naming": "named"}),
    ):
        assert send(client, at(people.classroom, path), sent).status_code == 302, path
    assert (Assignment.objects.count(), LiveRoom.objects.count()) == (0, 0)


def test_a_missed_question_is_in_the_reviews_one_of_the_class_too() -> None:
    people = class_cast()
    version = own_question(people.classroom).current
    assert version is not None
    room = live.open_room(classroom=people.classroom, title="Own", naming="named", now=NOON)
    for queued, version_ in enumerate((version, version_of("q-k1-1")), start=1):
        question = live.add_question(room=room, version=version_, seed=1, now=NOON)
        for phase, round_ in (("vote1", 1), ("vote2", 2)):
            brought_to(question, phase)  # type: ignore[arg-type]  # one of the phases
            voted(question, people.learner, round_, good=False)
        brought_to(question, "revealed")
        page = look(browser(people.learner), f"/live/{room.code}/")
        assert "This one is in your reviews now." in page.root.text
        assert Memory.objects.filter(learner=people.learner.learner).count() == queued


@pytest.mark.parametrize("role", ["owner", "instructor", "assistant", "learner"])
def test_one_tab_says_where_one_is(role: str) -> None:
    people = class_cast()
    client = browser(people.by_role()[role])
    told = {}
    for path in ("", "me/", "live/", "people/", "questions/", "invite/", "settings/", "grid/", "work/"):
        page = client.get(at(people.classroom, path))
        if page.status_code != 200:
            continue
        tabs = [link for link in read(page).root.find("a") if "aria-current" in link.attrs]
        told[path] = [link.text.strip() for link in tabs if link.text.strip() in TABS]
    assert {path: tabs for path, tabs in told.items() if len(tabs) != 1} == {}
    assert told["me/"] == ["My place"]
