"""The icons of the installed app, drawn from static/icons/favicon.svg.

    python3 manage.py bench icons

Where a system cuts icons into its own shape (maskable, touch) the ground reaches into the corners.
"""

from playwright.sync_api import Page, sync_playwright

from bench.pictures import FLAGS, QUIET
from bench.server import ROOT

ICONS = ROOT / "static" / "icons"
CORNERS = 'rx="7"'
WANTED = {
    "icon-192": (192, True),
    "icon-512": (512, True),
    "maskable-512": (512, False),
    "touch": (180, False),
}


def main(arguments: list[str]) -> None:
    """Overwrite the icons."""
    svg = (ICONS / "favicon.svg").read_text("utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS + QUIET)
        for name, (size, rounded) in WANTED.items():
            page = browser.new_page(viewport={"width": size, "height": size})
            _draw(page, svg if rounded else svg.replace(CORNERS, ""))
            page.screenshot(path=ICONS / f"{name}.png", omit_background=True)
        browser.close()


def _draw(page: Page, svg: str) -> None:
    page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block; width: 100vw }}</style>{svg}")
