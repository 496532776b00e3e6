"""The whole road by keyboard alone. No test here touches the mouse."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.keyboard import Keyboard
from tests.browser.questions import kind_of

pytestmark = pytest.mark.e2e


@pytest.fixture
def keys(page: Page) -> Keyboard:
    """The keyboard of a guest's first page."""
    return Keyboard(page)


def test_the_whole_road_by_keyboard(page: Page, keys: Keyboard) -> None:
    page.goto("/")
    read_a_lesson(page, keys)
    practise(page, keys)
    review(page, keys)
    sit_an_exam(page, keys)
    keys.tab_to(page.get_by_role("contentinfo").get_by_role("link", name="Glossary"))
    keys.press("Enter")
    reached(page, "Glossary")


def read_a_lesson(page: Page, keys: Keyboard) -> None:
    keys.skip_to_content()
    keys.press("Tab")
    expect(page.get_by_role("link", name="Read lesson 1")).to_be_focused()
    keys.press("Enter")
    reached(page, "First lesson")
    check = page.locator(".check")
    keys.tab_to(check.get_by_role("radio").first)
    keys.press("ArrowDown")
    expect(check.get_by_role("radio").nth(1)).to_be_checked()
    keys.choose(check, "Right of q-k1-1")
    keys.press("Enter")
    verdict = check.locator(".verdict")
    expect(verdict).to_be_focused()
    expect(verdict).to_be_in_viewport()
    keys.tab_to(page.get_by_role("button", name="Mark as read"))
    keys.press("Enter")
    reached(page, "Second lesson")


def practise(page: Page, keys: Keyboard) -> None:
    """Five questions, whatever their kinds; the first is a guess, which is something to come back to."""
    keys.go("p", "Practice")
    keys.tab_to(page.get_by_role("radio", name="10"))
    keys.press("ArrowLeft", "Enter")
    for number in range(1, 6):
        form = page.locator("form.question")
        expect(form.get_by_role("heading")).to_have_text(f"Question {number} of 5")
        fill_in(keys, form, sure="3" if number == 1 else "1")
        keys.press("Enter")
        expect(page.locator(".verdict")).to_be_focused()
        expect(page.locator(".verdict")).to_contain_text("Right")
        keys.press("Space" if number % 2 else "Enter")
    reached(page, "5 of 5 right")
    keys.tab_to(page.get_by_role("button", name="Put 1 into my reviews"))
    keys.press("Enter")
    expect(page.get_by_text("1 question is new in your reviews.")).to_be_visible()


def fill_in(keys: Keyboard, form: Locator, *, sure: str) -> None:
    """Answer right and say how sure: by a digit, or where a list has the focus by its own controls."""
    match kind_of(form):
        case "ordering":
            keys.order(form)
        case "matching":
            keys.match(form)
            keys.tab_to(form.get_by_role("radio", name="Sure", exact=True))
            keys.press("Space")
        case "multiple":
            keys.choose(form, "Right one")
            keys.choose(form, "Right two")
        case _:
            keys.choose(form, "Right of")
    keys.press(sure)
    expect(form.locator(f"[name=confidence][data-key='{sure}']")).to_be_checked()


def review(page: Page, keys: Keyboard) -> None:
    """Space shows, digits grade, u takes back; a question of the queue; the focus goes along."""
    keys.go("r", "Review")
    grades, questions = ["1", "2", "3", "4"], 0
    while grades or not questions:
        expect(page.locator("#queue").locator(".flashcard, form.question")).to_be_visible()
        if page.locator("form.question").count():
            fill_in(keys, page.locator("form.question"), sure="2")
            keys.press("Enter")
            expect(page.locator(".verdict")).to_be_focused()
            keys.press("Space")
            expect(page.locator(".verdict")).not_to_be_visible()
            questions += 1
        else:
            grade_card(page, keys, grades.pop() if grades else "3", undo=len(grades) == 3)


def grade_card(page: Page, keys: Keyboard, grade: str, *, undo: bool) -> None:
    front = page.locator(".flashcard-front")
    text = front.inner_text()
    keys.press("Space")
    back = page.locator(".flashcard-back")
    expect(back).to_be_focused()
    expect(back).to_contain_text("Fact")
    keys.press(grade)
    expect(page.locator(".flashcard-front", has_text=text)).not_to_be_visible()
    swapped_in = page.locator(".flashcard-front, form.question h2")
    expect(swapped_in).to_be_focused()
    if undo:
        keys.press("u")
        expect(page.locator(".flashcard-front", has_text=text)).to_be_focused()
        grade_card(page, keys, grade, undo=False)


def sit_an_exam(page: Page, keys: Keyboard) -> None:
    """Letters choose, f flags, j and k move, r looks the paper over."""
    keys.go("e", "Practice exams")
    keys.tab_to(page.get_by_role("link", name="Mini exam", exact=True))
    keys.press("Enter")
    reached(page, "Mini exam")
    keys.tab_to(page.get_by_role("button", name="Start the clock"))
    keys.press("Enter")
    at_question(page, 1)
    keys.press("b")
    expect(page.get_by_role("radio").nth(1)).to_be_checked()
    expect(page.get_by_role("radio").nth(1)).to_be_focused()
    expect(page.locator("#saved")).to_have_text("Saved")
    expect(page.get_by_role("radio").nth(1)).to_be_focused()
    keys.press("f")
    expect(page.get_by_role("button", name="Flagged")).to_be_visible()
    keys.press("j")
    at_question(page, 2)
    keys.press("k")
    at_question(page, 1)
    expect(page.get_by_role("radio").nth(1)).to_be_checked()
    keys.press("r")
    reached(page, "Before you hand it in")
    keys.tab_to(page.get_by_role("link", name="Hand in …"))
    keys.press("Enter")
    reached(page, "Hand it in?")
    keys.tab_to(page.get_by_role("button", name="Hand in with 3 unanswered"))
    keys.press("Enter")
    reached(page, re.compile(r"[01] of 4 right"))


def reached(page: Page, heading: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def at_question(page: Page, number: int) -> None:
    expect(page.locator(".where")).to_have_text(f"Question {number} of 4")
