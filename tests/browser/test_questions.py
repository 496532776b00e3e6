"""Questions under the hand: what the controls do, where the focus is, what a refusal leaves standing."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from studyapp.models import Answer, Learner
from tests.browser.conftest import OpenPage
from tests.browser.inspecting import wait_for_htmx
from tests.browser.questions import answer
from tests.browser.states import open_by_kind
from tests.browser.watching import Watch
from tests.factories.study import quiz_of

pytestmark = pytest.mark.e2e


def question(page: Page, learner: Learner, kind: str) -> Locator:
    """An open question of this kind in a quiz of the learner's."""
    quiz = quiz_of(learner, size=40, now=timezone.now())
    page.goto(f"/practice/{quiz.pk}/?q={open_by_kind(quiz)[kind]}")
    return page.locator("form.question")


def check(form: Locator, sure: str = "Sure") -> None:
    form.get_by_text(sure, exact=True).click()
    form.get_by_role("button", name="Check", exact=True).click()


def test_steps_move_by_buttons(own_page: OpenPage, learner: Learner) -> None:
    page = own_page()
    form = question(page, learner, "ordering")
    steps = form.locator(".place")
    first, last = (
        steps.first.locator(".step-text").inner_text(),
        steps.last.locator(".step-text").inner_text(),
    )
    expect(form.get_by_role("button", name=f"Move up: {first}")).to_have_attribute("aria-disabled", "true")
    expect(form.get_by_role("button", name=f"Move down: {last}")).to_have_attribute("aria-disabled", "true")
    form.get_by_role("button", name=f"Move down: {first}").click()
    expect(steps.nth(1)).to_contain_text(first)
    expect(form.get_by_role("status")).to_have_text("Place 2 of 4")
    expect(form.get_by_role("button", name=f"Move down: {first}")).to_be_focused()
    answer(form, right=True)
    check(form)
    expect(page.locator(".verdict")).to_contain_text("Right")
    assert Answer.objects.get().correct


def test_steps_that_were_not_moved_are_an_answer(own_page: OpenPage, learner: Learner) -> None:
    page = own_page()
    form = question(page, learner, "ordering")
    shown = form.locator(".step-text").all_inner_texts()
    check(form)
    expect(page.locator(".verdict")).to_be_visible()
    places = {text: place for place, text in enumerate(shown, start=1)}
    for row in page.locator(".answer").all():
        place = places[row.locator(".step-text").inner_text()]
        expect(row.locator(".marks")).to_have_text(re.compile(rf"Your place too|You put it at {place}"))


def test_a_choice_too_many_is_refused_and_kept(own_page: OpenPage, learner: Learner, watch: Watch) -> None:
    watch.forgive("422")
    page = own_page()
    form = question(page, learner, "multiple")
    names = ("Right one", "Right two", "Wrong alpha")
    for name in names:
        form.get_by_role("checkbox", name=name).check()
    check(form)
    expect(page.locator("#quiz").get_by_role("alert")).to_be_visible()
    for name in names:
        expect(form.get_by_role("checkbox", name=name)).to_be_checked()
    expect(form.get_by_role("heading")).to_be_focused()
    assert Answer.objects.count() == 0


def test_the_confidence_can_be_pressed_on_the_narrowest_screen(own_page: OpenPage, learner: Learner) -> None:
    form = question(own_page(viewport={"width": 320, "height": 640}), learner, "single")
    form.get_by_text("Unsure", exact=True).click(timeout=2_000)
    expect(form.get_by_role("radio", name="Unsure")).to_be_checked()


def test_a_pill_keeps_its_radio_button_to_itself(own_page: OpenPage, learner: Learner) -> None:
    form = question(own_page(), learner, "single")
    form.get_by_text("Unsure", exact=True).click()
    form.get_by_text("Sure", exact=True).click()
    before = form.locator(".pill", has_text="Unsure").bounding_box()
    form.get_by_role("radio", name="Unsure").focus()
    assert form.locator(".pill", has_text="Unsure").bounding_box() == before


def test_the_focus_stays_where_a_question_was_queued(own_page: OpenPage) -> None:
    page = own_page()
    page.goto("/lessons/first/")
    asked = page.locator(".check")
    asked.get_by_role("radio", name="Right of").check()
    asked.get_by_role("button", name="Check", exact=True).click()
    expect(asked.locator(".verdict")).to_be_visible()
    wait_for_htmx(page)
    asked.get_by_role("button", name="Add to my reviews").press("Enter")
    expect(asked.get_by_text("In your reviews")).to_be_visible()
    assert page.evaluate("document.activeElement.closest('.check') !== null")


def test_a_key_pressed_the_moment_a_card_is_shown_keeps_the_page(own_page: OpenPage) -> None:
    page = own_page()
    page.goto("/lessons/first/")
    page.get_by_role("button", name="Mark as read").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Second lesson")
    page.goto("/review/")
    page.evaluate(
        """() => {
          window.samePage = true;
          const grade = () => document.querySelector("[data-key='4']").click();
          document.addEventListener("htmx:afterSwap", () => setTimeout(grade), { once: true });
        }"""
    )
    page.keyboard.press("Space")
    expect(page.locator(".flashcard-front")).to_have_text("What is fact 2 of K1?")
    assert page.evaluate("window.samePage")


def test_the_counts_count_the_item_at_hand(own_page: OpenPage) -> None:
    page = own_page()
    page.goto("/lessons/first/")
    asked = page.locator(".check")
    asked.get_by_role("radio", name="Right of").check()
    asked.get_by_role("button", name="Check", exact=True).click()
    expect(asked.locator(".verdict")).to_be_visible()
    wait_for_htmx(page)
    asked.get_by_role("button", name="Add to my reviews").click()
    expect(asked.get_by_text("In your reviews")).to_be_visible()
    page.goto("/review/")
    form = page.locator("form.question")
    answer(form, right=False)
    check(form)
    page.get_by_role("link", name="Next", exact=True).click()
    expect(form).to_be_visible()
    assert page.locator(".queue-counts").inner_text() == "0 due · 1 learning · 0 new"
