"""The path lab by keyboard, on a phone, without scripts, in both themes."""

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from studyapp.models import PathAnswer
from tests.browser.conftest import OpenPage
from tests.browser.inspecting import barriers_in_light_and_dark, too_wide, wait_for_htmx
from tests.browser.keyboard import Keyboard
from tests.factories.paths import SOLVED

pytestmark = pytest.mark.e2e

PHONE = {"width": 390, "height": 844}
PATH, CHALLENGE = "/paths/web/", "/paths/web/challenges/every-hop/"
ADDRESSES = (
    "/paths/",
    PATH,
    f"{PATH}?drawn=1&in-listener=direct&on=targets",
    f"{CHALLENGE}?hints=2&checked=1",
    f"{CHALLENGE}?{urlencode(SOLVED)}&checked=1",
    "/paths/sandbox/",
    "/paths/sandbox/?node=browser&over=internet&node=ec2&over=aws&layer=TLS&from=2&to=1&keys=aws&plain=no",
)
# What lies on top at the middle of the element that has the focus.
ON_TOP = """() => {
  const box = document.activeElement.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return Boolean(top?.closest(".toggle, .ear, .toggle-more")) || top === document.activeElement;
}"""
SCALE = """() => [...document.querySelectorAll(".path-wide, .path-tall")]
  .filter((picture) => picture.getBoundingClientRect().width)
  .map((picture) => picture.getBoundingClientRect().width / picture.viewBox.baseVal.width)"""


def sentence(page: Page) -> str:
    """What the picture shows, in words."""
    wait_for_htmx(page)
    return page.locator(".lab-sentence").inner_text()


def test_a_toggle_by_keyboard_keeps_the_focus_and_says_what_it_did(page: Page) -> None:
    keys = Keyboard(page)
    page.goto(PATH)
    said = page.locator("#lab-said")
    expect(said).to_have_text("")  # nothing is announced before anything was done
    keys.tab_to(page.get_by_role("radio", name="HTTP listener"))
    keys.press("ArrowDown")
    https = page.get_by_role("radio", name="HTTPS listener")
    expect(said).to_have_text(re.compile("^In the clear: Proxy to Application"))
    expect(https).to_be_focused()
    expect(page).to_have_url(re.compile("in-listener=https"))
    keys.tab_to(page.get_by_role("checkbox", name="TLS to the application"))
    keys.press("Space")
    expect(said).to_have_text(re.compile("^Every hop is encrypted"))
    expect(page.get_by_role("checkbox", name="TLS to the application")).to_be_focused()
    page.reload()
    assert sentence(page).startswith("Every hop is encrypted")


def test_what_has_the_focus_is_not_behind_the_picture(page: Page) -> None:
    keys = Keyboard(page)
    page.goto(PATH)
    keys.tab_to(page.get_by_role("radio", name="HTTP listener"))
    for _ in range(6):
        keys.press("Tab")
        if page.evaluate("document.activeElement.closest('.lab') !== null"):
            assert page.evaluate(ON_TOP)
    for _ in range(6):
        keys.press("Shift+Tab")
        if page.evaluate("document.activeElement.closest('.lab') !== null"):
            assert page.evaluate(ON_TOP)


def test_a_challenge_by_keyboard(page: Page) -> None:
    keys = Keyboard(page)
    page.goto(CHALLENGE)
    keys.tab_to(page.get_by_role("radio", name="HTTP listener"))
    keys.press("ArrowDown")
    expect(page.locator("#lab-said")).not_to_have_text("")
    keys.tab_to(page.get_by_role("button", name="Check"))
    keys.press("Enter")
    expect(page.get_by_text("Not yet: see what is missing.")).to_be_visible()
    expect(page.get_by_role("radio", name="HTTPS listener")).to_be_checked()
    keys.tab_to(page.get_by_role("checkbox", name="TLS to the application"))
    keys.press("Space")
    expect(page.locator("#lab-said")).to_have_text(re.compile("^Every hop is encrypted"))
    expect(page.get_by_text("Not yet: see what is missing.")).to_have_count(0)
    keys.tab_to(page.get_by_role("button", name="Check"))
    keys.press("Enter")
    expect(page.get_by_text("Met, with the fewest changes: 2.")).to_be_visible()
    assert list(PathAnswer.objects.order_by("pk").values_list("solved", flat=True)) == [False, True]


def test_what_was_unfolded_stays_so(page: Page) -> None:
    page.goto(PATH)
    more = page.locator("#more-https")
    more.locator("summary").click()
    page.get_by_role("radio", name="HTTPS listener").check()
    assert sentence(page).startswith("In the clear: Proxy")
    expect(more.get_by_text("A certificate.")).to_be_visible()


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1000, "height": 800}, {"width": 1280, "height": 800}])
def test_no_barrier_and_nothing_too_wide(open_page: OpenPage, viewport: dict[str, int]) -> None:
    page = open_page(viewport=viewport)
    found = {}
    for address in ADDRESSES:
        page.goto(address)
        if faults := too_wide(page) + barriers_in_light_and_dark(page):
            found[address] = faults
    assert found == {}


@pytest.mark.parametrize("width", [390, 1000, 1280])
def test_the_words_of_a_picture_are_never_made_smaller(open_page: OpenPage, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 844})
    page.goto(PATH)
    assert page.evaluate(SCALE) == [1]


def test_without_scripts(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False, viewport=PHONE)
    page.goto(CHALLENGE)
    page.get_by_role("radio", name="HTTPS listener").check()
    page.get_by_role("button", name="Draw it").click()
    drawn = re.compile(r"^\s*In the clear: Proxy to Application\.")
    expect(page.locator(".lab-sentence")).to_have_text(drawn)
    page.get_by_role("button", name="A hint").click()
    expect(page.get_by_text("Look at both hops.")).to_be_visible()
    expect(page.get_by_role("radio", name="HTTPS listener")).to_be_checked()
    page.get_by_role("checkbox", name="TLS to the application").check()
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text("Met, with the fewest changes: 2.")).to_be_visible()
    assert "csrfmiddlewaretoken" not in page.url
    assert PathAnswer.objects.get().hints == 1


def test_a_path_of_ones_own_grows_while_it_is_built(page: Page) -> None:
    page.goto("/paths/sandbox/")
    node = page.get_by_label("Node 5")
    node.focus()
    node.select_option("Lambda function")
    wait_for_htmx(page)
    expect(page.locator("#node-5")).to_be_focused()
    expect(page.get_by_label("Node 6")).to_be_visible()
    page.locator("#layer-2").select_option("TLS")
    wait_for_htmx(page)
    assert sentence(page).startswith("One encrypted session runs from Browser to Lambda function.")


def test_on_paper_the_picture_and_what_is_chosen_are_left(page: Page) -> None:
    page.goto(PATH)
    page.emulate_media(media="print")
    expect(page.locator(".lab-picture")).to_be_visible()
    expect(page.get_by_text("In the clear.", exact=True)).to_be_visible()
    expect(page.get_by_text("The proxy reads.")).not_to_be_visible()
