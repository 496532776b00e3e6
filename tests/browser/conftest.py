"""A browser for the session, and in it one clean context for each test, watched for faults."""

import shutil
from collections.abc import Iterator
from typing import Any, Protocol

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from studyapp.models import Learner
from tests.browser.arriving import fill_when_there, goto_the_whole, press_when_there
from tests.browser.leaving import close
from tests.browser.network import Network, network_to
from tests.browser.watching import Watch
from tests.factories.people import LearnerFactory, UserFactory

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
PATIENCE = 15_000  # milliseconds until a state that does not come is a failure; a busy machine is slow
DESK = {"width": 1280, "height": 800}


class OpenPage(Protocol):
    """Opens a page of the site in a context of its own; the options are those of `Browser.new_context`."""

    def __call__(self, **options: Any) -> Page: ...


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip(f"There is no Chromium on this computer: none of {', '.join(NAMES)} is on the PATH.")
    expect.set_options(timeout=PATIENCE)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's loop runs in this thread, which Django would take for asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        patch.setattr(Page, "goto", goto_the_whole)
        patch.setattr(Locator, "fill", fill_when_there)
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS + QUIET)
        yield browser
        browser.close()


@pytest.fixture
def watch(live_server: LiveServer) -> Watch:
    """What went wrong in the pages of this test."""
    return Watch(live_server.url)


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer, published: None, watch: Watch) -> Iterator[OpenPage]:
    """Open watched pages on the small course; a fault in any of them fails the test."""
    contexts: list[BrowserContext] = []

    def opened(**options: Any) -> Page:
        wanted: dict[str, Any] = {"viewport": DESK, "timezone_id": "UTC", "base_url": live_server.url}
        wanted["service_workers"] = "block"  # one would come between what a test does and what the site does
        wanted |= options
        context = browser.new_context(**wanted)
        context.set_default_timeout(PATIENCE)
        watch.attach(context)
        if wanted.get("java_script_enabled", True):
            press_when_there(context)
        contexts.append(context)
        return context.new_page()

    yield opened
    faults = watch.unforgiven()
    for context in contexts:
        context.set_offline(True)  # what a page sends while it closes would meet a database being emptied
        close(context)
    assert faults == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A guest's first page on a desk."""
    return open_page()


@pytest.fixture
def learner(published: None) -> Learner:
    """Somebody with an account, to prepare work for."""
    return LearnerFactory.create(user=UserFactory.create())


@pytest.fixture
def own_page(open_page: OpenPage, learner: Learner, live_server: LiveServer) -> OpenPage:
    """Open pages as that learner, signed in."""
    client = Client()
    assert learner.user is not None
    client.force_login(learner.user)
    name = settings.SESSION_COOKIE_NAME

    def opened(**options: Any) -> Page:
        page = open_page(**options)
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )
        return page

    return opened


@pytest.fixture
def network(live_server: LiveServer, watch: Watch) -> Iterator[Network]:
    """The site behind a network that can fail; what fails with it is no fault of a page."""
    with network_to(live_server.url) as network:
        watch.origin = network.url
        watch.forgive("favicon.svg: net::ERR_FAILED")  # asked of the worker by a page that was left meanwhile
        yield network


@pytest.fixture
def phone(network: Network, own_page: OpenPage) -> Page:
    """That learner's page behind the network, where a worker may keep things."""
    return own_page(base_url=network.url, service_workers="allow")
