"""An account in a real browser: two histories become one; a lost password; leaving."""

import io
import json
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from studyapp.models import Learner, LessonProgress, Memory, User
from tests.browser.conftest import OpenPage
from tests.browser.inspecting import barriers_in_light_and_dark, too_wide
from tests.browser.watching import Watch

pytestmark = pytest.mark.e2e
PASSWORD, NEW = "correct-horse", "a-longer-horse"
NARROWEST = {"width": 320, "height": 640}
NOTE = "Your work is kept in this browser"


def make_account(page: Page, name: str = "olga", *, codes: bool = False) -> None:
    """Fill the form of a new account."""
    page.goto("/account/sign-up/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    if codes:
        page.get_by_label("Show me recovery codes").check()
    page.get_by_role("button", name="Make the account").click()


def sign_in(page: Page, *, bring: bool = True) -> None:
    """Fill the form for an account there is."""
    page.goto("/account/sign-in/")
    page.get_by_label("Name", exact=True).fill("olga")
    page.get_by_label("Password").fill(PASSWORD)
    if not bring:
        page.get_by_label("Add what I did here to my account").uncheck()
    page.get_by_role("button", name="Sign in", exact=True).click()


def read(page: Page, slug: str) -> None:
    """Finish a lesson."""
    page.goto(f"/lessons/{slug}/")
    page.get_by_role("button", name="Mark as read").click()
    expect(page.get_by_text("joined your reviews").first).to_be_visible()


def review_first_card(page: Page) -> None:
    """Grade whatever card comes first."""
    page.goto("/review/")
    page.get_by_role("link", name="Show the answer").click()
    page.get_by_role("button", name="Good").click()
    expect(page.locator(".flashcard-back:not(:empty)")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False])
def test_what_was_done_as_a_guest_joins_the_account(open_page: OpenPage, scripts: bool) -> None:
    desk, phone = (open_page(java_script_enabled=scripts) for _ in range(2))
    read(desk, "first")
    make_account(desk)
    review_first_card(desk)
    read(phone, "first")
    review_first_card(phone)
    read(phone, "second")
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    sign_in(phone)
    expect(phone.get_by_text("What you did here as a guest is in your account now.")).to_be_visible()
    learner = Learner.objects.get()
    assert learner.user == User.objects.get()
    assert LessonProgress.objects.filter(learner=learner).exclude(finished_at=None).count() == 2
    assert list(Memory.objects.filter(reviews__gt=0).values_list("reviews", "learner")) == [(2, learner.pk)]
    assert Memory.objects.count() == 24
    desk.goto("/")
    expect(desk.get_by_text("2 of 2 read")).to_be_visible()


def test_without_the_tick_the_guests_work_waits(open_page: OpenPage) -> None:
    make_account(open_page())
    page = open_page()
    read(page, "first")
    sign_in(page, bring=False)
    expect(page.get_by_text("What you did as a guest is still in this browser")).to_be_visible()
    expect(page.get_by_text("0 of 2 read")).to_be_visible()
    page.goto("/account/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("1 of 2 read")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_who_was_refused_is_led_to_the_first_fault(open_page: OpenPage, watch: Watch, scripts: bool) -> None:
    watch.forgive("422")
    make_account(open_page(java_script_enabled=scripts))
    page = open_page(java_script_enabled=scripts)
    make_account(page)
    expect(page.get_by_label("Name")).to_be_focused()
    page.get_by_label("Name").fill("otto")
    page.get_by_label("Password").fill("short")
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_label("Password")).to_be_focused()
    expect(page.get_by_label("Password")).to_have_accessible_description(re.compile("too short"))


@pytest.mark.parametrize("scripts", [True, False])
def test_a_recovery_code_brings_back_into_the_account(
    open_page: OpenPage, watch: Watch, scripts: bool
) -> None:
    watch.forgive("422")
    page = open_page(java_script_enabled=scripts)
    make_account(page, codes=True)
    shown = page.locator(".codes code")
    expect(shown).to_have_count(10)
    code = shown.nth(4).inner_text()
    expect(page.get_by_role("button", name="Print")).to_have_count(1 if scripts else 0)
    other = open_page(java_script_enabled=scripts)
    for message in (
        "Your new password is set. Codes left: 9.",
        "This name and this code do not open an account.",
    ):
        other.goto("/account/recover/")
        other.get_by_label("Name").fill("olga")
        other.get_by_label("Recovery code").fill(code.lower().replace("-", " "))
        other.get_by_label("New password").fill(NEW)
        other.get_by_role("button", name="Set the password and sign in").click()
        expect(other.get_by_text(message)).to_be_visible()
    page.goto("/account/")  # signed out by the new password
    expect(page.get_by_role("heading", name="You are a guest")).to_be_visible()
    assert User.objects.get().check_password(NEW)


def test_codes_are_copied(open_page: OpenPage) -> None:
    page = open_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    make_account(page, codes=True)
    shown = page.locator(".codes code")
    expect(shown).to_have_count(10)
    codes = shown.all_inner_texts()
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("#toast")).to_contain_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()").split() == codes


def test_the_note_of_a_guest_goes_for_good(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/")
    expect(page.get_by_text(NOTE)).to_have_count(0)
    read(page, "first")
    page.goto("/")
    expect(page.get_by_text(NOTE)).to_be_visible()
    page.get_by_role("button", name="Keep going as a guest").click()
    expect(page.get_by_role("heading", name="Today")).to_be_visible()
    expect(page.get_by_text(NOTE)).to_have_count(0)


def test_everything_is_downloaded_and_then_deleted(open_page: OpenPage) -> None:
    page = open_page(accept_downloads=True)
    read(page, "first")
    make_account(page)
    page.evaluate("localStorage.setItem('keys', 'off')")
    page.goto("/account/")
    with page.expect_download() as begun:
        page.get_by_role("link", name="Download all my data").click()
    path = begun.value.path()
    assert begun.value.suggested_filename.startswith("in-transit-")
    with ZipFile(io.BytesIO(Path(path).read_bytes())) as zipped:
        told = json.loads(zipped.read("in-transit.json"))
    assert (told["account"]["name"], len(told["memories"])) == ("olga", 12)
    page.get_by_role("link", name="Delete everything").click()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Delete everything").dblclick()
    expect(page.get_by_text("Everything is deleted.")).to_be_visible()
    assert (Learner.objects.count(), User.objects.count(), Memory.objects.count()) == (0, 0, 0)
    assert page.evaluate("localStorage.length") == 0


def test_the_pages_of_a_guest_have_no_barrier(open_page: OpenPage) -> None:
    page = open_page(viewport=NARROWEST)
    read(page, "first")
    found = {}
    for path in ("/", "/account/", "/account/sign-in/", "/account/recover/", "/account/delete/"):
        page.goto(path)
        found[path] = too_wide(page) + barriers_in_light_and_dark(page)
    make_account(page, codes=True)
    expect(page.locator(".codes")).to_be_visible()
    found["codes"] = too_wide(page) + barriers_in_light_and_dark(page)
    assert {path: faults for path, faults in found.items() if faults} == {}
