"""A report from the answer it is about to its outcome, by two people in two browsers."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from studyapp.models import Learner, QuestionReport
from tests.browser.conftest import OpenPage
from tests.browser.inspecting import barriers_in_light_and_dark, too_wide
from tests.browser.keyboard import Keyboard
from tests.browser.questions import answer
from tests.browser.signing import sign_in
from tests.factories.study import quiz_of
from tests.factories.work import staff

pytestmark = pytest.mark.e2e

NARROWEST = {"width": 320, "height": 640}


@pytest.fixture
def desk(open_page: OpenPage, published: None, live_server: LiveServer) -> Page:
    """The browser of somebody who answers reports."""
    return sign_in(open_page(), staff(), live_server.url)


def answered_question(page: Page, learner: Learner) -> None:
    """The first question of a quiz, answered wrong."""
    quiz = quiz_of(learner, now=timezone.now())
    page.goto(f"/practice/{quiz.pk}/")
    form = page.locator("form.question")
    answer(form, right=False)
    form.get_by_text("Sure", exact=True).click()
    form.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator(".verdict")).to_be_visible()


def test_from_an_answer_to_the_outcome(own_page: OpenPage, learner: Learner, desk: Page) -> None:
    page = own_page()
    answered_question(page, learner)
    where = page.url
    page.get_by_role("link", name="Report this question").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Report a question")
    page.get_by_role("radio", name="Two options are right").check()
    page.get_by_label("In your words").fill("Beta fits as well.\nSee the second source.")
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("status").filter(has_text="Thank you.")).to_be_visible()
    expect(page.locator(".verdict")).to_be_visible()
    assert page.url.startswith(where.split("?")[0])

    desk.goto("/reports/")
    desk.get_by_role("link", name="Reports of everybody").click()
    desk.get_by_role("row", name=re.compile("Two options are right")).get_by_role("link").click()
    expect(desk.get_by_text("See the second source.")).to_be_visible()
    expect(desk.locator(".verdict")).to_contain_text("Not yet")
    desk.get_by_role("radio", name=re.compile("^Accepted")).check()
    desk.get_by_label("Answer to the reporter").fill("You are right, thank you.")
    desk.get_by_role("button", name="Answer and close").click()
    expect(desk.get_by_role("status").filter(has_text="Answered.")).to_be_visible()

    page.goto("/account/")
    page.get_by_role("link", name="1 of your reports has an answer").click()
    expect(page.get_by_text("You are right, thank you.")).to_be_visible()
    page.get_by_role("button", name="I have read it").click()
    expect(page.get_by_role("button", name="I have read it")).not_to_be_visible()
    page.goto("/account/")
    expect(page.get_by_role("link", name="Your reports of questions")).to_be_visible()


def test_a_report_by_keyboard_alone(own_page: OpenPage, learner: Learner) -> None:
    page = own_page()
    answered_question(page, learner)
    keys = Keyboard(page)
    keys.tab_to(page.get_by_role("link", name="Report this question"))
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Report a question")
    keys.tab_to(page.get_by_role("radio", name="The key is wrong"))
    keys.press("ArrowDown", "ArrowDown")
    expect(page.get_by_role("radio", name="It is out of date")).to_be_checked()
    keys.tab_to(page.get_by_label("In your words"))
    page.keyboard.type("a 1 ? f")  # none of these is a shortcut in here
    keys.tab_to(page.get_by_role("button", name="Send the report"))
    keys.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Thank you.")).to_be_visible()
    assert QuestionReport.objects.values_list("kind", "text").get() == ("outdated", "a 1 ? f")


def test_the_pages_of_the_desk_have_no_barrier(own_page: OpenPage, learner: Learner, desk: Page) -> None:
    page = own_page()
    answered_question(page, learner)
    page.get_by_role("link", name="Report this question").click()
    page.get_by_role("radio", name="The key is wrong").check()
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("status").filter(has_text="Thank you.")).to_be_visible()
    made = QuestionReport.objects.get()
    desk.set_viewport_size({"width": 320, "height": 640})
    found = {}
    for path in ("/reports/all/", "/reports/all/?state=declined", f"/reports/all/{made.pk}/"):
        desk.goto(path)
        found[path] = too_wide(desk) + barriers_in_light_and_dark(desk)
    desk.get_by_role("radio", name=re.compile("^Declined")).check()
    desk.get_by_label("Answer to the reporter").fill("It is right.")
    desk.get_by_role("button", name="Answer and close").click()
    expect(desk.get_by_role("status").filter(has_text="Answered.")).to_be_visible()
    desk.goto(f"/reports/all/{made.pk}/")
    found["answered"] = too_wide(desk) + barriers_in_light_and_dark(desk)
    assert {path: faults for path, faults in found.items() if faults} == {}
