"""Out and in again in a real browser, with and without scripts."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from studyapp.models import CalendarFeed, Memory, Review
from tests.browser.conftest import OpenPage
from tests.browser.inspecting import barriers_in_light_and_dark, too_wide
from tests.browser.test_account import NARROWEST
from tests.browser.watching import Watch
from tests.queries.ankipackages import package

pytestmark = pytest.mark.e2e
PAGE = "/account/in-and-out/"


def downloaded(page: Page, name: str, target: Path) -> Path:
    """What a link of the page gives."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name, exact=True).click()
    waiting.value.save_as(target)
    return target


def brought(page: Page, summary: str, label: str, button: str, file: Path) -> None:
    """Unfold a form, choose the file, send it."""
    page.get_by_text(summary, exact=True).click()
    page.get_by_label(label).set_input_files(file)
    page.get_by_role("button", name=button).click()


@pytest.mark.parametrize("scripts", [True, False])
def test_everything_goes_out_and_comes_back(
    open_page: OpenPage, watch: Watch, tmp_path: Path, scripts: bool
) -> None:
    page = open_page(java_script_enabled=scripts)
    page.goto("/lessons/first/")
    page.get_by_role("button", name="Mark as read").click()
    expect(page.get_by_text("joined your reviews").first).to_be_visible()
    queue = set(Memory.objects.values_list("card__slug", "stage", "due_day", "added_at"))
    page.goto("/account/")
    page.get_by_role("link", name="In and out").click()
    file = downloaded(page, "Download all my data", tmp_path / "own.zip")
    assert downloaded(page, "Package for Anki", tmp_path / "a.apkg").read_bytes()[:2] == b"PK"
    page.goto("/account/delete/")
    page.get_by_label("word").fill("delete")
    page.get_by_role("button", name="Delete everything").click()
    expect(page.get_by_text("Everything is deleted.")).to_be_visible()
    assert not Memory.objects.exists()
    page.goto(PAGE)
    brought(page, "Bring it to a new place", "Your file", "Bring it in", file)
    expect(page.get_by_text("Welcome back.")).to_be_visible()
    assert set(Memory.objects.values_list("card__slug", "stage", "due_day", "added_at")) == queue
    watch.forgive("422")
    brought(page, "Bring it to a new place", "Your file", "Bring it in", file)
    expect(page.get_by_text("You have work here already")).to_be_visible()


def test_reviews_come_from_anki_and_the_calendar_has_an_address(open_page: OpenPage, tmp_path: Path) -> None:
    page, file = open_page(viewport=NARROWEST), tmp_path / "a.apkg"
    yesterday = timezone.now() - timedelta(days=1)
    file.write_bytes(package([("card-k1-1", int(yesterday.timestamp() * 1000), 3, 0, 2500, 4000)], others=1))
    page.goto(PAGE)
    brought(page, "Bring reviews from Anki", "Your package from Anki", "Bring the reviews in", file)
    expect(page.get_by_text("1 review of 1 card came in.")).to_be_visible()
    assert Review.objects.get().reviewed_at == yesterday.replace(
        microsecond=yesterday.microsecond // 1000 * 1000
    )
    page.get_by_role("button", name="Make an address").click()
    address = page.locator(".address").inner_text().strip()
    assert page.request.get(address).text().startswith("BEGIN:VCALENDAR\r\n")
    link = page.get_by_role("link", name="Open in my calendar").get_attribute("href")
    assert link == address.replace("http:", "webcal:")
    page.get_by_role("button", name="Switch it off").click()
    expect(page.get_by_role("button", name="Make an address")).to_be_visible()
    assert (page.request.get(address).status, CalendarFeed.objects.count()) == (404, 0)


def test_the_page_is_for_everybody(open_page: OpenPage) -> None:
    page = open_page(viewport=NARROWEST)
    page.goto(PAGE)
    page.get_by_role("button", name="Make an address").click()
    expect(page.get_by_role("button", name="Switch it off")).to_be_visible()
    for summary in ("Bring it to a new place", "Bring reviews from Anki"):
        page.get_by_text(summary, exact=True).click()
    assert barriers_in_light_and_dark(page) == []
    assert too_wide(page) == []
