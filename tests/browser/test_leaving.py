"""The end of a page that does not end."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.leaving import close, end_pages

pytestmark = pytest.mark.e2e


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="Without /proc no process is found.")
def test_the_pages_of_this_process_are_ended_and_the_browser_goes_on(browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    with page.expect_event("crash"):
        end_pages(os.getpid())
    close(context)
    assert browser.is_connected()
    after = browser.new_page()
    assert after.evaluate("6 * 7") == 42
    after.close()
