"""The pictures of the README: a lesson, an answered question and the review queue, as a visitor sees them.

    python3 manage.py bench pictures

Takes them with the system's Chromium from a server on a scratch database, and puts them into docs/images.
"""

from playwright.sync_api import Page, sync_playwright

from bench.pages import manage
from bench.server import ROOT, scratch, serving

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"]
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
LESSON = "/lessons/direct-connect-macsec/"


def main(arguments: list[str]) -> None:
    """Overwrite the pictures."""
    with scratch() as environment:
        for command in ("migrate", "publish_content", "collectstatic --no-input"):
            manage(environment, *command.split(), "--verbosity", "0")
        with serving(environment) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS + QUIET)
            address = f"http://127.0.0.1:{server.port}"
            wide = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="light")
            _lesson(wide, address)
            _review(wide, address)
            phone = browser.new_page(
                viewport={"width": 390, "height": 800}, color_scheme="dark", device_scale_factor=2
            )
            _question(phone, address)
            browser.close()


def _lesson(page: Page, address: str) -> None:
    page.goto(address + LESSON)
    page.locator(".diagram").first.scroll_into_view_if_needed()
    page.mouse.wheel(0, 140)
    _take(page, "lesson")


def _review(page: Page, address: str) -> None:
    page.get_by_role("button", name="Mark as read").click()
    page.goto(address + "/review/")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Good").wait_for()
    _take(page, "review")


def _question(page: Page, address: str) -> None:
    page.goto(address + LESSON)
    check = page.locator(".check").first
    check.locator("label").first.click()
    check.get_by_role("button", name="Check").click()
    page.locator(".verdict").first.evaluate("element => element.scrollIntoView()")
    _take(page, "question")


def _take(page: Page, name: str) -> None:
    page.evaluate("document.fonts.ready")
    page.screenshot(path=ROOT / "docs" / "images" / f"{name}.png")
