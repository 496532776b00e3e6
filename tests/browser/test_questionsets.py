"""A teacher sets questions of the class's own, a learner answers them, the grid and the reviews show it."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from studyapp.models import Answer, Assignment, Membership, Memory
from tests.browser.conftest import OpenPage
from tests.browser.inspecting import barriers_in_light_and_dark, too_wide
from tests.browser.signing import sign_in
from tests.factories.classes import ClassCast, class_cast
from tests.factories.classwork import who
from tests.factories.ownquestions import own_question, own_text

pytestmark = pytest.mark.e2e

PHONE = ViewportSize(width=390, height=844)
DESK = ViewportSize(width=1280, height=800)
RIGHT, MISS = "The one to the next device", "The whole path, end to end"
STEMS = ("Which hop does MACsec protect?", "Which hop comes first?")


@pytest.fixture
def people(published: None) -> ClassCast:
    """A class with one of each role, and two questions of its own."""
    cast = class_cast()
    own_question(cast.classroom)
    own_question(cast.classroom, own_text(STEMS[1]), id="first-hop")
    return cast


def page_of(place: Membership, open_page: OpenPage, live_server: LiveServer, *, scripts: bool) -> Page:
    """A phone on which whoever has this place is signed in."""
    page = open_page(viewport=PHONE, java_script_enabled=scripts)
    return sign_in(page, who(place).user, live_server.url)


def answer(page: Page, option: str) -> None:
    """Choose and check, sure of it; the answer is told."""
    page.get_by_role("radio", name=option).check()
    page.get_by_text("Sure", exact=True).click()
    page.get_by_role("button", name="Check").click()


@pytest.mark.parametrize("scripts", [True, False])
def test_set_answered_seen_in_the_grid_and_reviewed(
    people: ClassCast,
    open_page: OpenPage,
    live_server: LiveServer,
    scripts: bool,
) -> None:
    teacher = page_of(people.owner, open_page, live_server, scripts=scripts)
    learner = page_of(people.learner, open_page, live_server, scripts=scripts)
    room = f"/classes/{people.classroom.pk}"
    seen: dict[str, list[str]] = {}

    def look(page: Page) -> None:
        """Measure the page as it stands, on a desk and on a phone; without scripts nothing can."""
        for size in (DESK, PHONE) if scripts else ():
            page.set_viewport_size(size)
            seen[f"{len(seen)}: {page.url}"] = barriers_in_light_and_dark(page) + too_wide(page)

    teacher.goto(f"{room}/questions/")
    look(teacher)
    teacher.get_by_role("link", name="Set questions to practise").click()
    for stem in STEMS:
        teacher.get_by_role("checkbox", name=stem).check()
    teacher.get_by_role("textbox", name="Name").fill("Hops of the week")
    look(teacher)
    teacher.get_by_role("button", name="Set it").click()
    expect(teacher.get_by_text("“Hops of the week” is set.")).to_be_visible()
    assert len(Assignment.objects.get().task["questions"]) == 2

    learner.goto(f"{room}/work/")
    look(learner)
    learner.get_by_role("button", name="Begin : Hops of the week").click()
    expect(learner.get_by_text("Question 1 of 2")).to_be_visible()
    look(learner)
    answer(learner, MISS)
    expect(
        learner.get_by_text("A question of your class: if it seems wrong, tell your teacher.")
    ).to_be_visible()
    look(learner)
    cell = teacher.get_by_role("row", name="Leo Learner").get_by_role("cell")
    teacher.goto(f"{room}/grid/")
    expect(cell).to_have_text("started")
    learner.get_by_role("link", name="Next question").click()
    answer(learner, RIGHT)
    learner.get_by_role("link", name="See the result").click()
    expect(learner.get_by_role("heading", name="1 of 2 right")).to_be_visible()
    look(learner)
    learner.get_by_role("button", name="Put 1 into my reviews").click()
    expect(learner.get_by_text("1 question is new in your reviews.")).to_be_visible()

    learner.goto("/review/")
    look(learner)
    answer(learner, RIGHT)
    expect(
        learner.get_by_text("A question of your class: if it seems wrong, tell your teacher.")
    ).to_be_visible()
    look(learner)
    teacher.goto(f"{room}/grid/")
    expect(cell).to_have_text("done")
    look(teacher)

    learner.goto(f"{room}/me/")
    look(learner)
    learner.get_by_role("button", name="Leave the class").click()
    learner.goto("/review/")
    expect(learner.get_by_role("heading", name="Nothing to review yet")).to_be_visible()
    assert {path: faults for path, faults in seen.items() if faults} == {}
    assert (Memory.objects.count(), Answer.objects.filter(question__pool="class").count()) == (0, 3)
