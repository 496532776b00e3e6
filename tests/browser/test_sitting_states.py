"""Every state of a sitting looked at, in light and dark, narrow and wide; by keyboard; without scripts."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from studyapp.models import AttemptItem, Learner
from tests.browser.conftest import OpenPage
from tests.browser.inspecting import assert_focus_is_visible, barriers_in_light_and_dark, too_wide
from tests.browser.keyboard import Keyboard
from tests.browser.sittings import at, begun, go_on, here, saved, says, sit, square, stored
from tests.browser.watching import Watch
from tests.factories.study import attempt_of

pytestmark = pytest.mark.e2e


def faults(page: Page) -> list[str]:
    return barriers_in_light_and_dark(page) + too_wide(page)


@pytest.mark.parametrize("width", [320, 390, 1280])  # 320 is what 1280 come to at 400 %
def test_every_state_is_without_barriers(
    own_page: OpenPage, learner: Learner, watch: Watch, width: int
) -> None:
    watch.forgive("ERR_INTERNET_DISCONNECTED", "ERR_FAILED")
    attempt = attempt_of(learner, now=timezone.now() - timedelta(minutes=5))
    page = own_page(viewport={"width": width, "height": 800})
    sit(page, attempt)
    page.get_by_role("radio").first.check()
    saved(page)
    go_on(page)
    page.get_by_role("button", name="Flag").click()
    page.get_by_role("button", name="Rule out option B").click()
    saved(page)
    page.get_by_text("All questions", exact=True).click()
    found = {"open": faults(page)}
    page.context.set_offline(True)
    page.get_by_role("radio").first.check()
    saved(page, "Not saved")
    says(page, "Not saved: no connection.")
    found["not saved"] = faults(page)
    page.context.set_offline(False)
    saved(page)
    attempt.deadline = timezone.now()
    attempt.save()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    says(page, "Time is up.")
    found["over"] = faults(page)
    assert found == {"open": [], "not saved": [], "over": []}


def test_a_sitting_by_keyboard(own_page: OpenPage, learner: Learner) -> None:
    """Letters choose, x clears, f flags, n opens the navigator, and Tab reaches what has no key."""
    attempt, page = begun(learner), own_page()
    sit(page, attempt)
    keys = Keyboard(page)
    keys.press("c")
    saved(page)
    keys.press("x")
    expect(page.get_by_role("radio").nth(2)).not_to_be_checked()
    keys.tab_to(page.get_by_role("button", name="Rule out option B"))
    keys.press("Space")
    expect(page.get_by_role("button", name="Rule out option B")).to_be_focused()
    assert_focus_is_visible(page)
    keys.press("f", "n")
    keys.tab_to(square(page, 3))
    assert_focus_is_visible(page)
    keys.press("Enter")
    here(page, 3)
    expect(page.locator(".where")).to_be_focused()
    assert_focus_is_visible(page)
    keys.press("b")
    saved(page)
    keys.press("k")
    here(page, 2)
    first = AttemptItem.objects.get(attempt=attempt, position=1)
    assert (first.response, first.flagged, first.struck) == ([], True, [first.order[1]])
    assert list(stored(attempt)) == [3]


def test_going_back_is_going_to_the_question_before(own_page: OpenPage, learner: Learner) -> None:
    page = own_page()
    sit(page, begun(learner))
    go_on(page)
    go_on(page)
    page.go_back()
    here(page, 2)
    expect(page.locator("#exam-question form")).to_have_attribute("action", re.compile("/2/save/$"))


def test_without_scripts_a_square_saves_and_goes(own_page: OpenPage, learner: Learner) -> None:
    attempt, page = begun(learner), own_page(java_script_enabled=False)
    page.goto(at(attempt))
    page.get_by_role("radio").nth(1).check()
    page.get_by_text("All questions", exact=True).click()
    square(page, 4).click()
    expect(page.locator(".where")).to_have_text("Question 4 of 4")
    assert list(stored(attempt)) == [1]
    page.goto(at(attempt))
    expect(page.get_by_role("radio").nth(1)).to_be_checked()
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_role("radio").nth(1)).not_to_be_checked()
    assert stored(attempt) == {}
