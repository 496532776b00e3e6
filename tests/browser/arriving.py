"""The scripts of a page come after its first paint (static/js/first.js); a test is faster than any hand."""

from typing import Any
from weakref import WeakSet

from playwright.sync_api import BrowserContext, Locator, Page, Response

# Until then no press meets anything, and Playwright waits, as it does for whatever is covered.
UNTIL_THEN = """
const sheet = new CSSStyleSheet();
sheet.replaceSync('html:has(script[data-then]):not([data-js]) { pointer-events: none !important; }');
document.adoptedStyleSheets.push(sheet);
"""
THERE = "html[data-js], html:not(:has(script[data-then]))"  # the second: not a page of ours
plain_goto, plain_fill = Page.goto, Locator.fill
with_scripts: WeakSet[BrowserContext] = WeakSet()


def press_when_there(context: BrowserContext) -> None:
    """In all pages of the context, which may run scripts."""
    context.add_init_script(UNTIL_THEN)
    with_scripts.add(context)


def goto_the_whole(page: Page, url: str, **options: Any) -> Response | None:
    """`Page.goto`, until the scripts are there; with `wait_until="commit"` as early as ever."""
    response = plain_goto(page, url, **options)
    if page.context in with_scripts and options.get("wait_until") != "commit":
        _wait_for_scripts(page)
    return response


def fill_when_there(field: Locator, value: str, **options: Any) -> None:
    """`Locator.fill`, once the scripts are there that may listen: no press, so nothing else makes it wait."""
    if field.page.context in with_scripts:
        _wait_for_scripts(field.page)
    plain_fill(field, value, **options)


def _wait_for_scripts(page: Page) -> None:
    page.locator(THERE).wait_for(state="attached")
