"""The pictures of the README: a lesson, the path lab and a practice exam, as a visitor sees them.

    python3 manage.py bench pictures

Takes them with the system's Chromium from a server on a scratch database, and puts them into docs/images.
"""

from playwright.sync_api import Page, sync_playwright

from bench.pages import manage
from bench.server import ROOT, scratch, serving

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"]
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
LESSON = "/lessons/direct-connect-macsec/"
LAB = "/paths/cloudfront-alb/"
EXAM = "/exams/practice-20/"


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
            _lab(wide, address)
            _exam(wide, address)
            browser.close()


def _lesson(page: Page, address: str) -> None:
    page.goto(address + LESSON)
    page.locator(".diagram").first.scroll_into_view_if_needed()
    page.mouse.wheel(0, 140)
    _take(page, "lesson")


def _lab(page: Page, address: str) -> None:
    """One hop that is protected, one that is not enforced, one in the clear."""
    page.goto(address + LAB)
    page.locator("#c-viewer-redirect").click()
    page.locator("#c-viewer-redirect:checked").wait_for()
    page.locator(".lab-picture").evaluate("element => window.scrollTo(0, element.offsetTop - 48)")
    page.wait_for_load_state("networkidle")
    _take(page, "lab")


def _exam(page: Page, address: str) -> None:
    """The fourth question, answered; the second is flagged."""
    page.goto(address + EXAM)
    page.get_by_role("button", name="Start the clock").click()
    for position in range(1, 5):
        page.locator(f".exam-question[action*='/{position}/save/']").wait_for()
        page.keyboard.press("BCAB"[position - 1])
        if position == 2:
            page.keyboard.press("F")
        if position < 4:
            page.get_by_role("button", name="Save and next").click()
    page.wait_for_load_state("networkidle")
    _take(page, "exam")


def _take(page: Page, name: str) -> None:
    page.evaluate("document.fonts.ready")
    page.screenshot(path=ROOT / "docs" / "images" / f"{name}.png")
