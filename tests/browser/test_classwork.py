"""A teacher sets something, a learner does it and asks for help, the grid shows it; tables by keyboard."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from studyapp.models import Assignment, Membership
from tests.browser.conftest import OpenPage
from tests.browser.inspecting import barriers_in_light_and_dark, too_wide
from tests.browser.signing import sign_in
from tests.factories.classes import ClassCast, class_cast
from tests.factories.classwork import all_kinds, assigned, who

pytestmark = pytest.mark.e2e


@pytest.fixture
def people(published: None) -> ClassCast:
    """A class with one of each role."""
    return class_cast()


def page_of(place: Membership, open_page: OpenPage, live_server: LiveServer, *, scripts: bool = True) -> Page:
    """A browser in which whoever has this place is signed in."""
    return sign_in(open_page(java_script_enabled=scripts), who(place).user, live_server.url)


@pytest.mark.parametrize("scripts", [True, False])
def test_what_a_teacher_sets_a_learner_does_and_the_grid_shows(
    people: ClassCast, open_page: OpenPage, live_server: LiveServer, scripts: bool
) -> None:
    teacher = page_of(people.owner, open_page, live_server, scripts=scripts)
    learner = page_of(people.learner, open_page, live_server, scripts=scripts)
    room = f"/classes/{people.classroom.pk}"
    teacher.goto(f"{room}/assignments/")
    teacher.get_by_role("link", name="Lesson", exact=True).click()
    teacher.get_by_label("Lesson", exact=True).select_option("first")
    teacher.get_by_role("button", name="Set it").click()
    expect(teacher.get_by_text("“Read: 1. First lesson” is set.")).to_be_visible()

    learner.goto("/")
    learner.get_by_role("link", name="See all" if scripts else "see what is to do").click()
    learner.get_by_role("button", name="I need help with: Read: 1. First lesson").click()
    expect(learner.get_by_text("Your teachers see that you are stuck here.")).to_be_visible()

    cell = teacher.get_by_role("row", name="Leo Learner").get_by_role("cell")
    teacher.goto(f"{room}/grid/")
    expect(cell).to_have_text("help needed")

    learner.get_by_role("button", name="I am not stuck any more").click()
    learner.get_by_role("link", name="Read: 1. First lesson", exact=True).click()
    teacher.get_by_role("link", name="Refresh").click()
    expect(cell).to_have_text("not started")
    learner.get_by_role("button", name="Mark as read").click()
    expect(learner.get_by_text("joined your reviews").first).to_be_visible()
    teacher.get_by_role("link", name="Refresh").click()
    expect(cell).to_have_text("done")
    assert Assignment.objects.get().title == "Read: 1. First lesson"


def test_the_grid_is_read_by_keyboard_and_its_head_stays(
    people: ClassCast, open_page: OpenPage, live_server: LiveServer
) -> None:
    for n in range(12):
        assigned(people.classroom, title=f"Assignment {n}")
    page = page_of(people.owner, open_page, live_server)
    page.goto(f"/classes/{people.classroom.pk}/grid/")
    sheet = page.get_by_role("region", name="Progress, learners by assignments")
    name = page.get_by_role("rowheader", name="Leo Learner")
    before = name.bounding_box()
    sheet.focus()
    last = page.get_by_role("columnheader", name="Assignment 11")
    expect(last).not_to_be_in_viewport()
    for _ in range(40):
        page.keyboard.press("ArrowRight")
    expect(last).to_be_in_viewport()
    assert before == name.bounding_box()


def test_the_pages_of_a_class_have_no_barrier(
    people: ClassCast, open_page: OpenPage, live_server: LiveServer
) -> None:
    made = all_kinds(people.classroom)
    teacher = page_of(people.owner, open_page, live_server)
    learner = page_of(people.learner, open_page, live_server)
    room = f"/classes/{people.classroom.pk}"
    found: dict[str, list[str]] = {}
    pages = ("assignments", "assignments/new/practice", f"assignments/{made['exam'].pk}", "grid", "gradebook")
    asked = [(teacher, f"{room}/{name}/") for name in (*pages, "attention", "picture")]
    for page, path in (*asked, (learner, f"{room}/work/"), (learner, "/classes/todo/")):
        page.set_viewport_size({"width": 320, "height": 640})
        page.goto(path)
        found[path] = too_wide(page) + barriers_in_light_and_dark(page)
    assert {path: faults for path, faults in found.items() if faults} == {}
