"""A short exam sat, looked over, handed in and read; two of them compared; and the report on paper."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from studyapp.models import Answer, Attempt, AttemptItem, Learner
from tests.browser.conftest import OpenPage
from tests.browser.inspecting import barriers_in_light_and_dark, too_wide
from tests.factories.study import attempt_of
from tests.factories.work import checkable_attempt

pytestmark = pytest.mark.e2e

# Which elements would be cut by the end of a sheet if the browser may break a page anywhere.
ON_PAPER = """() => {
  const shown = (element) => element.getClientRects().length > 0;
  const all = (css) => [...document.querySelectorAll(css)];
  return {
    menus: all(".site-header, .site-footer, .actions, .navigator, .no-print, .toast").filter(shown).length,
    whole: all(".report-question, .question, .answer, .chart").filter(
      (element) => getComputedStyle(element).breakInside !== "avoid").length,
    questions: all(".report-question").filter(shown).length,
    tables: all(".chart-table table").filter(shown).length,
    paper: getComputedStyle(document.body).backgroundColor,
  };
}"""


def sit(page: Page, right: int) -> None:
    """The whole paper by the pages: so many questions right, the last one flagged and left open."""
    page.goto("/exams/mini/")
    page.get_by_role("button", name="Start the clock").click()
    for number in (1, 2, 3):
        expect(page.locator(".where")).to_have_text(f"Question {number} of 4")
        page.get_by_role("radio", name="Right of" if number <= right else "Wrong alpha").check()
        page.get_by_role("button", name="Save and next").click()
    expect(page.locator(".where")).to_have_text("Question 4 of 4")
    page.get_by_role("button", name="Flag").click()
    expect(page.get_by_role("button", name="Flagged")).to_be_visible()
    page.get_by_role("button", name="Review all").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Before you hand it in")


@pytest.mark.parametrize("scripts", [True, False])
def test_sit_look_over_hand_in_read_compare_print(
    own_page: OpenPage, learner: Learner, scripts: bool
) -> None:
    page = own_page(java_script_enabled=scripts)
    faults: dict[str, list[str]] = {}

    def look(state: str) -> None:
        if scripts:
            faults[state] = barriers_in_light_and_dark(page) + too_wide(page)
            page.emulate_media(color_scheme="light")

    sit(page, right=1)
    expect(page.locator(".lede")).to_contain_text("1 of 4 questions has no answer yet. 1 flagged.")
    look("last look")
    page.get_by_role("link", name="Incomplete 1").click()
    expect(page.locator(".paper-line")).to_have_text(re.compile(r"4\s+Incomplete\s*Flagged"))
    page.get_by_role("link", name="Hand in …").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hand it in?")
    look("handing in")
    page.get_by_role("link", name="Not yet: back to the list").click()
    page.get_by_role("link", name="Hand in …").click()
    page.get_by_role("button", name="Hand in with 1 unanswered").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 of 4 right")
    expect(page.get_by_text("Not yet: below the pass mark")).to_be_visible()
    expect(page.locator("article.question")).to_have_count(4)
    look("report")
    page.get_by_text("The objectives as a table").click()
    expect(page.get_by_role("cell", name=re.compile(r"between \d+ and \d+ of 10")).first).to_be_visible()
    page.get_by_role("button", name="Put what you missed into my reviews").click()
    expect(page.get_by_text("What stands in for your misses is in your reviews").first).to_be_visible()
    sit(page, right=3)
    page.get_by_role("link", name="Hand in …").click()
    page.get_by_role("button", name=re.compile("^Hand in")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("3 of 4 right")
    page.get_by_role("link", name="Compare attempts").click()
    expect(page.get_by_text("No difference that would mean anything.")).to_be_visible()
    expect(page.get_by_role("img", name="Right answers by objective and attempt")).to_be_visible()
    look("comparison")
    page.get_by_role("link", name=re.compile(r"\d+:\d\d")).last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("3 of 4 right")
    page.emulate_media(media="print")
    assert page.evaluate(ON_PAPER) == {
        "menus": 0,
        "whole": 0,
        "questions": 4,
        "tables": 2,
        "paper": "rgb(255, 255, 255)",
    }
    assert {state: found for state, found in faults.items() if found} == {}
    assert Attempt.objects.exclude(submitted_at=None).count() == Attempt.objects.count() == 2
    assert Answer.objects.filter(learner=learner, correct=True).count() == 4


@pytest.mark.parametrize("width", [390, 1280])
def test_a_check_freezes_one_answer_and_shows_its_reasons(
    own_page: OpenPage, learner: Learner, width: int
) -> None:
    page = own_page(viewport={"width": width, "height": 844})
    running = checkable_attempt(learner)
    page.goto(f"/attempts/{running.pk}/?q=3")
    page.get_by_role("radio", name="Wrong alpha").check()
    expect(page.locator("#saved")).to_have_text("Saved")
    page.get_by_role("button", name="Check this one").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check question 3?")
    assert barriers_in_light_and_dark(page) + too_wide(page) == []
    page.get_by_text("Sure", exact=True).click()
    page.get_by_role("button", name="Check it").click()
    expect(page.locator(".verdict")).to_contain_text("You were sure")
    expect(page.locator(".why")).to_have_count(4)
    expect(page.get_by_role("radio")).to_have_count(0)
    assert barriers_in_light_and_dark(page) + too_wide(page) == []
    item = AttemptItem.objects.get(attempt=running, position=3)
    assert (item.confidence, item.checked_at is not None) == ("sure", True)
    page.keyboard.press("j")
    expect(page.locator(".where")).to_have_text("Question 4 of 4")


def test_a_report_waits_for_a_paper_that_asks_the_same(own_page: OpenPage, learner: Learner) -> None:
    early = attempt_of(learner, seed=1, now=timezone.now())
    Attempt.objects.update(submitted_at=timezone.now())
    late = attempt_of(learner, seed=2, now=timezone.now())
    for item in early.items.all():
        late.items.filter(position=item.position).update(version=item.version)
    page = own_page()
    page.goto(f"/attempts/{early.pk}/report/")
    expect(page.get_by_text("This question is on a paper that you are sitting just now.")).to_have_count(4)
    expect(page.locator(".is-key")).to_have_count(0)
    assert barriers_in_light_and_dark(page) == []
