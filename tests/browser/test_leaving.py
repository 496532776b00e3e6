"""The end of a page that does not end."""

from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.leaving import close

pytestmark = pytest.mark.e2e


class Stuck:
    """A context that closes only once the process of its page is gone."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def close(self) -> None:
        self.page.wait_for_event("crash")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="Without /proc no process is found.")
def test_a_context_that_does_not_close_is_closed_and_the_browser_goes_on(browser: Browser) -> None:
    context = browser.new_context()
    close(cast(BrowserContext, Stuck(context.new_page())), patience=0.5)
    context.close()
    after = browser.new_page()
    assert after.evaluate("6 * 7") == 42
    after.close()
