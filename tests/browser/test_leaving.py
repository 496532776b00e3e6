"""The end of a page that does not end."""

from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.leaving import below, close

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


def test_a_thread_that_ends_while_processes_are_looked_for_hides_no_other(tmp_path: Path) -> None:
    for thread, children in {"7/task/7": "8 9 ", "7/task/12": None, "8/task/8": "10 "}.items():
        (tmp_path / thread).mkdir(parents=True)
        listed = tmp_path / thread / "children"
        if children is None:
            listed.mkdir()  # listed, and not to be read
        else:
            listed.write_text(children)
    assert sorted(below(7, tmp_path)) == [8, 9, 10]
