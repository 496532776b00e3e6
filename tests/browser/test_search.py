"""Search in a browser: live while somebody types, by keyboard, and without scripts."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.keyboard import Keyboard
from tests.browser.watching import Watch

pytestmark = pytest.mark.e2e


def test_results_come_while_somebody_types_and_the_focus_stays(page: Page) -> None:
    page.goto("/search/")
    keys = Keyboard(page)
    field, tally = page.get_by_role("searchbox", name="Search the course"), page.get_by_role("status")
    expect(field).to_be_focused()
    region = tally.locator("xpath=self::*[@id='tally']").element_handle()
    keys.press(*"macse")
    expect(tally).to_have_text("3 found for “macse”")
    expect(field).to_be_focused()
    expect(page.locator("#found mark").first).to_have_text("MACsec")
    assert page.url.endswith("/search/?q=macse")
    keys.press(*"x")
    expect(tally).to_have_text("Nothing found for “macsex”")
    assert region.text_content() == "Nothing found for “macsex”"  # the region that a screen reader listens to
    keys.press("Backspace", "c", "Enter")
    expect(tally).to_have_text("3 found for “macsec”")
    expect(field).to_be_focused()
    keys.tab_to(page.get_by_role("link", name="MACsec (802.1AE)"))
    keys.press("Enter")
    page.wait_for_url("**/glossary/#term-macsec")
    page.go_back()
    expect(field).to_have_value("macsec")
    expect(page.locator("#found mark").first).to_have_text("MACsec")


def test_a_slash_goes_to_the_field_and_selects_what_is_there(page: Page) -> None:
    page.goto("/search/?q=fact&kind=card")
    field = page.get_by_role("searchbox")
    expect(field).not_to_be_focused()
    page.get_by_role("listitem").last.scroll_into_view_if_needed()
    Keyboard(page).press("/", *"hop")
    expect(field).to_be_focused()
    expect(field).to_have_value("hop")
    expect(page.get_by_role("status")).to_have_text("3 found for “hop”")
    Keyboard(page).press("/")  # inside the field it is a sign like any other
    expect(field).to_have_value("hop/")


def test_a_search_offline_is_not_said_to_be_unsaved(page: Page, watch: Watch) -> None:
    watch.forgive("ERR_INTERNET_DISCONNECTED", "htmx.min.js")
    page.goto("/search/?q=macsec")
    page.context.set_offline(True)
    toast = page.locator("#toast")
    expect(toast).to_contain_text("You can read on")
    page.get_by_role("searchbox").fill("hop")
    expect(toast).to_have_text("You are offline.")
    expect(page.get_by_role("searchbox")).to_have_value("hop")
    expect(page.get_by_role("status").first).to_have_text("3 found for “macsec”")
    page.context.set_offline(False)
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("status").first).to_have_text("3 found for “hop”")


def test_without_scripts(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/search/")
    page.get_by_role("searchbox").fill("macsec")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("status")).to_have_text("3 found for “macsec”")
    page.get_by_role("link", name="Lessons 2").click()
    expect(page.get_by_role("heading", level=2)).to_have_text(["Lessons"])
