"""Every page in every state: no barrier, nothing wider than the narrowest screen, no unasked motion."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from studyapp.models import Learner
from tests.browser.conftest import OpenPage
from tests.browser.inspecting import (
    assert_focus_is_visible,
    barriers,
    barriers_in_light_and_dark,
    moving,
    too_wide,
)
from tests.browser.states import states
from tests.browser.watching import Watch

pytestmark = pytest.mark.e2e
NARROWEST = {"width": 320, "height": 640}  # and what 1280 px come to at 400 %


def test_no_page_has_a_barrier_or_scrolls_sideways_at_400_percent(
    own_page: OpenPage, learner: Learner, watch: Watch
) -> None:
    watch.forgive("404", "410")
    page = own_page(viewport=NARROWEST)
    found = {}
    for state, address in states(learner).items():
        page.goto(address)
        if faults := too_wide(page) + barriers_in_light_and_dark(page):
            found[state] = faults
    assert found == {}


def test_a_long_line_of_code_can_be_scrolled_by_keyboard(open_page: OpenPage) -> None:
    page = open_page(viewport=NARROWEST)
    page.goto("/lessons/first/")
    code = page.get_by_role("group", name="Code: json")
    code.locator("code").evaluate("element => element.append('x'.repeat(200))")
    assert too_wide(page) + barriers(page) == []
    code.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("box => box.scrollLeft > 0", arg=code.element_handle())


def test_motion_only_where_it_is_not_unwanted(open_page: OpenPage) -> None:
    found = []
    for wish in ("no-preference", "reduce"):
        page = open_page(reduced_motion=wish)
        page.goto("/lessons/first/")
        found.append(moving(page))
    assert found[0] > 0
    assert found[1] == 0


def test_the_paint_waits_for_the_first_sheet_alone_and_the_end_of_the_page_for_the_last(page: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/css/after.css", hold)
    page.goto("/lessons/first/", wait_until="commit")
    page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length === 1")
    assert page.evaluate("document.readyState") == "loading"
    [last] = held
    last.continue_()
    page.wait_for_function("() => document.readyState === 'complete'")


def test_sources_are_laid_out_when_they_come_near_and_a_reload_keeps_the_place(open_page: OpenPage) -> None:
    page = open_page(viewport=NARROWEST)
    page.goto("/lessons/first/")
    sources = page.locator(".prose-sources")
    laid_out = "element => element.querySelector('a').checkVisibility({contentVisibilityAuto: true})"
    assert sources.evaluate(laid_out) is False
    page.emulate_media(media="print")
    page.wait_for_function(laid_out, arg=sources.element_handle())
    page.emulate_media(media="screen")
    last = page.locator(".lesson-end")
    last.scroll_into_view_if_needed()
    page.wait_for_function(laid_out, arg=sources.element_handle())
    where = last.evaluate("element => element.getBoundingClientRect().top")
    page.reload()
    near = "([element, where]) => Math.abs(element.getBoundingClientRect().top - where) < 40"
    page.wait_for_function(near, arg=[last.element_handle(), where])


FAR = """
const sheet = new CSSStyleSheet();
sheet.replaceSync('.prose > .check ~ h2 { padding-top: 5000px; }');
document.adoptedStyleSheets.push(sheet);
"""


@pytest.mark.parametrize("way", ["reload", "back"])
def test_a_lesson_loaded_again_is_where_it_was(open_page: OpenPage, way: str) -> None:
    """Until a question comes near, it is not as high as it will be; here it is far above what is read."""
    page = open_page(viewport=NARROWEST)
    page.add_init_script(FAR)
    page.goto("/lessons/first/")
    height = page.locator(".prose > .check").evaluate("element => element.offsetHeight")
    page.get_by_role("button", name="Check").scroll_into_view_if_needed()
    page.wait_for_function(f"() => document.querySelector('.prose > .check').offsetHeight !== {height}")
    read = page.locator(".prose-sources")
    read.scroll_into_view_if_needed()
    where = read.evaluate("element => element.getBoundingClientRect().top")
    if way == "reload":
        page.reload()
    else:
        page.goto("/account/")
        page.go_back()
    page.wait_for_function(
        "([element, where]) => Math.abs(element.getBoundingClientRect().top - where) < 1",
        arg=[read.element_handle(), where],
    )


def test_a_question_is_laid_out_when_it_comes_near_or_has_a_list(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 320, "height": 200})
    page.goto("/lessons/first/")
    question = page.locator(".prose > .check")
    laid_out = "element => element.querySelector('.stem').checkVisibility({contentVisibilityAuto: true})"
    add, remove = (
        "element => element.append(document.createElement('select'))",
        "element => element.lastChild.remove()",
    )
    assert question.evaluate(laid_out) is False
    for begin, end in (
        (lambda: page.emulate_media(media="print"), lambda: page.emulate_media(media="screen")),
        (lambda: question.evaluate(add), lambda: question.evaluate(remove)),
    ):
        begin()
        page.wait_for_function(laid_out, arg=question.element_handle())
        end()
        page.wait_for_function(f"element => !({laid_out})(element)", arg=question.element_handle())
    question.get_by_role("button").scroll_into_view_if_needed()
    page.wait_for_function(laid_out, arg=question.element_handle())


def test_the_chosen_theme_stays(page: Page) -> None:
    page.goto("/")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(paper) != light
    dark = page.evaluate(paper)
    page.reload()
    assert page.evaluate(paper) == dark
    page.goto("/glossary/")
    assert page.evaluate(paper) == dark
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="System").click()
    assert page.evaluate(paper) == light


def test_the_keys_are_told(page: Page) -> None:
    page.goto("/lessons/first/")
    chosen = page.get_by_role("radio").first
    chosen.focus()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys on this page")
    expect(dialog).to_be_visible()
    for name in ("Choose an option", "Check", "Next lesson", "Go to Today"):
        expect(dialog.get_by_role("definition").filter(has_text=name).first).to_be_visible()
    assert barriers(page) == []
    page.keyboard.press("a")
    expect(chosen).not_to_be_checked()
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    expect(chosen).to_be_focused()


def test_single_keys_can_be_switched_off_and_stay_off(page: Page) -> None:
    page.goto("/lessons/first/")
    page.keyboard.press("?")
    switch = page.get_by_role("dialog").get_by_label("Letters, figures and signs work as keys")
    expect(switch).to_be_checked()
    switch.uncheck()
    page.keyboard.press("Escape")
    for key in ("?", "a", "g", "t"):
        page.keyboard.press(key)
    expect(page.get_by_role("dialog")).not_to_be_visible()
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    page.reload()
    page.keyboard.press("g")
    page.keyboard.press("t")
    expect(page).to_have_url(re.compile("/lessons/first/"))
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Keys").click()
    expect(switch).not_to_be_checked()
    switch.check()
    page.keyboard.press("Escape")
    page.get_by_role("radio").first.scroll_into_view_if_needed()
    page.keyboard.press("a")
    expect(page.get_by_role("radio").first).to_be_checked()


def test_what_colour_says_is_said_by_lines_where_colours_are_forced(open_page: OpenPage) -> None:
    page = open_page(forced_colors="active")
    page.goto("/lessons/first/")
    option = page.locator(".check .option").first
    expect(option).to_have_css("outline-style", "none")
    option.get_by_role("radio").focus()
    assert_focus_is_visible(page)
    page.keyboard.press("Space")
    option.get_by_role("radio").blur()
    expect(option).to_have_css("outline-style", "solid")
    page.goto("/paths/sandbox/")
    expect(page.locator("select").first).to_have_css("appearance", "auto")  # ours draws its arrow by colours


def test_the_keys_are_told_without_a_keyboard(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Keys").click()
    expect(page.get_by_role("dialog", name="Keys on this page")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("dialog")).not_to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_open_menu_has_no_barrier(open_page: OpenPage, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 800})
    page.goto("/")
    page.get_by_role("button", name="More").click()
    expect(page.get_by_role("button", name="Keys")).to_be_visible()
    assert barriers(page) == []


def test_refused_forms_have_no_barrier(page: Page, watch: Watch) -> None:
    watch.forgive("422")
    for address in ("/account/sign-in/", "/account/sign-up/"):
        page.goto(address)
        page.get_by_label("name").fill("x")
        page.get_by_label("Password").fill("x")
        page.get_by_role("main").get_by_role("button").click()
        expect(page.locator(".errorlist")).to_be_visible()
        assert barriers(page) == []
