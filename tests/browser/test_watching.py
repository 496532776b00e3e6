"""The watch that every browser test stands under: what it must not miss."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.watching import Watch

pytestmark = pytest.mark.e2e


def test_a_quiet_page_has_no_faults(page: Page, watch: Watch) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert watch.unforgiven() == []


@pytest.mark.parametrize(
    ("provocation", "complaint"),
    [
        ("console.error('spilt milk')", "spilt milk"),
        ("setTimeout(() => missing())", "missing is not defined"),
        ("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')", "CSP refused inline"),
        ("fetch('/nothing/')", "404"),
        ("location = 'http://127.0.0.1:1/'", "asked of a third party: http://127.0.0.1:1/"),
    ],
)
def test_a_fault_is_noticed(page: Page, watch: Watch, provocation: str, complaint: str) -> None:
    page.goto("/")
    watch.forgive("")
    page.evaluate(f"() => {{ {provocation} }}")
    page.wait_for_function("() => true")
    while not any(complaint in fault for fault in watch.faults):
        page.wait_for_event("console")


def test_only_what_is_forgiven_is_forgiven(live_server: LiveServer) -> None:
    watch = Watch(live_server.url, faults=["404 here", "500 there"])
    watch.forgive("404")
    assert watch.unforgiven() == ["500 there"]
