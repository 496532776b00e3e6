"""Without network: what can be read, for whom, and that nothing of it stays behind."""

import struct

import pytest
from playwright.sync_api import Error, Page, expect
from pytest_django.live_server_helper import LiveServer

from studyapp.models import Learner, Review
from tests.browser.conftest import OpenPage
from tests.browser.inspecting import barriers_in_light_and_dark, too_wide
from tests.browser.keeping import (
    NOTHING,
    PACK,
    all_sent,
    copies,
    due,
    entries,
    grade,
    kept,
    left,
    lose,
    open_pack,
    take_along,
    visit_and_keep,
    wait_and_see,
)
from tests.browser.network import Network
from tests.browser.signing import sign_in
from tests.browser.watching import Watch
from tests.factories.people import LearnerFactory, UserFactory

pytestmark = pytest.mark.e2e

ONE, TWO = "What is fact 1 of K1?", "What is fact 2 of K1?"


def test_a_visited_lesson_reads_without_network(phone: Page, network: Network, watch: Watch) -> None:
    visit_and_keep(phone, "/lessons/first/", "/glossary/")
    lose(network, watch)
    phone.goto("/lessons/first/?again=q-k1-1")
    expect(phone.get_by_role("heading", level=1)).to_have_text("First lesson")
    expect(phone.locator("#connection")).to_contain_text("This copy is from")
    assert barriers_in_light_and_dark(phone) + too_wide(phone) == []
    old_style = "fetch('/static/css/site.0123456789ab.css').then((response) => response.ok)"
    assert phone.evaluate(old_style)  # a copy from before an update names it
    network.become("up")
    phone.reload()
    expect(phone.locator("#connection")).to_be_empty()


def test_a_page_without_a_copy_says_what_can_be_opened(phone: Page, network: Network, watch: Watch) -> None:
    phone.set_viewport_size({"width": 320, "height": 640})
    visit_and_keep(phone, "/lessons/first/")
    lose(network, watch)
    phone.goto("/lessons/second/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("This page needs a connection")
    copy = phone.get_by_role("link", name="First lesson")
    expect(copy).to_be_visible()
    assert barriers_in_light_and_dark(phone) + too_wide(phone) == []
    copy.click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("First lesson")
    phone.go_back()
    network.become("up")
    phone.get_by_role("link", name="Try again").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Second lesson")


def test_only_what_is_meant_to_be_kept_is(phone: Page) -> None:
    visit_and_keep(phone, "/lessons/first/")
    for path in ("/exams/", "/exams/mini/", "/account/", "/practice/", "/review/", "/lessons/", "/nothing/"):
        phone.goto(path)
    take_along(phone)
    kept(phone, "/")
    assert copies(phone) == ["/", "/lessons/", "/lessons/first/", PACK]


@pytest.fixture(autouse=True)
def missing_page_is_expected(watch: Watch) -> None:
    watch.forgive("404")


def test_a_network_that_never_answers_shows_the_copy(phone: Page, network: Network, watch: Watch) -> None:
    visit_and_keep(phone, "/lessons/first/")
    lose(network, watch, "silent")
    phone.goto("/lessons/first/", wait_until="commit")
    expect(phone.locator("#connection")).to_contain_text("The server does not answer. This copy is from")


def test_the_page_of_a_portal_is_neither_kept_nor_believed(
    phone: Page, learner: Learner, network: Network, watch: Watch
) -> None:
    due(learner, "card-k1-1")
    visit_and_keep(phone, "/lessons/first/")
    take_along(phone)
    lose(network, watch)
    open_pack(phone)
    grade(phone, ONE, "Good")
    wait_and_see(phone, 1)
    network.become("portal")
    phone.goto("/lessons/first/")
    expect(phone.get_by_role("heading")).to_have_text("Welcome on board")
    lose(network, watch)
    phone.goto("/lessons/first/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("First lesson")
    with phone.expect_response("**/review/receive/") as answer:  # what the page sent as it loaded has none
        network.become("portal")
        phone.evaluate("dispatchEvent(new Event('online'))")
    assert answer.value.status == 200
    wait_and_see(phone, 1)
    assert (len(entries(phone)), Review.objects.count()) == (1, 0)
    network.become("up")
    phone.goto("/")
    all_sent(phone)
    assert (len(entries(phone)), Review.objects.count()) == (0, 1)


def test_a_portal_in_the_queue_is_not_shown_as_its_part(
    phone: Page, learner: Learner, network: Network, watch: Watch
) -> None:
    due(learner, "card-k1-1", "card-k1-2")
    take_along(phone)
    phone.goto("/review/")
    phone.get_by_role("link", name="Show the answer").click()
    expect(phone.get_by_role("button", name="Good")).to_be_visible()
    lose(network, watch, "portal")
    phone.get_by_role("button", name="Good").click()
    expect(phone.get_by_role("heading")).to_have_text("Welcome on board")  # the browser is led to it, whole
    network.become("up")
    phone.goto("/")
    all_sent(phone)
    assert Review.objects.get().number == 3


def become(page: Page, learner: Learner, live_server: LiveServer) -> None:
    """Somebody else sits down and signs in; here by the session's cookie alone."""
    sign_in(page, learner.user, live_server.url)


def test_another_learner_sees_and_sends_nothing_of_the_first(
    phone: Page, learner: Learner, network: Network, watch: Watch, live_server: LiveServer
) -> None:
    due(learner, "card-k1-1")
    visit_and_keep(phone, "/lessons/first/")
    take_along(phone)
    lose(network, watch)
    open_pack(phone)
    grade(phone, ONE, "Good")
    wait_and_see(phone, 1)
    other = LearnerFactory.create(user=UserFactory.create())
    become(phone, other, live_server)
    network.become("up")
    phone.goto("/glossary/")
    kept(phone, "/glossary/")
    assert copies(phone) == ["/glossary/"]
    expect(phone.locator("#connection")).to_be_empty()
    take_along(phone)
    lose(network, watch)
    phone.goto("/review/")
    expect(phone.get_by_role("heading", name="Nothing to take along")).to_be_visible()
    phone.goto("/lessons/first/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("This page needs a connection")
    assert Review.objects.count() == 0
    become(phone, learner, live_server)
    network.become("up")
    phone.goto("/")
    all_sent(phone)
    assert Review.objects.get().learner == learner


def sign_out(page: Page) -> None:
    page.goto("/account/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()


def test_signing_out_sends_what_waits_and_leaves_nothing_behind(
    phone: Page, learner: Learner, network: Network, watch: Watch
) -> None:
    due(learner, "card-k1-1")
    take_along(phone)
    phone.evaluate("document.cookie = 'theme=dark; path=/'")
    lose(network, watch)
    open_pack(phone)
    grade(phone, ONE, "Good")
    wait_and_see(phone, 1)
    network.become("up")
    sign_out(phone)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Learn what protects data on the wire")
    assert (left(phone), Review.objects.count()) == (NOTHING, 1)
    assert phone.evaluate("document.documentElement.dataset.theme") == "dark"
    network.become("cut")
    with pytest.raises(Error, match="ERR_"):
        phone.goto("/")


def test_signing_out_asks_before_an_answer_is_lost(
    phone: Page, learner: Learner, network: Network, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    due(learner, "card-k1-1", "card-k1-2")
    take_along(phone)
    lose(network, watch)
    open_pack(phone)
    grade(phone, ONE, "Good")
    wait_and_see(phone, 1)
    watch.forgive("500")
    monkeypatch.setattr("studyapp.views.pack._store", fail)
    network.become("up")
    sign_out(phone)
    dialog = phone.get_by_role("dialog", name="Not all answers are sent")
    expect(dialog).to_contain_text("1 answer waits to be sent.")
    assert barriers_in_light_and_dark(phone) == []
    dialog.get_by_role("button", name="Stay").click()
    expect(dialog).not_to_be_visible()
    assert len(entries(phone)) == 1
    sign_out(phone)
    dialog.get_by_role("button", name="Sign out and lose them").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Learn what protects data on the wire")
    assert (left(phone), Review.objects.count()) == (NOTHING, 0)


def fail(*_: object) -> None:
    """A fault of ours."""
    raise RuntimeError


def test_signing_out_without_network_says_so_and_loses_nothing(
    phone: Page, network: Network, watch: Watch
) -> None:
    take_along(phone)
    phone.goto("/account/")
    lose(network, watch)
    phone.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(phone.locator("#toast")).to_contain_text("You are still signed in")
    assert copies(phone) == ["/", PACK]


def test_the_server_alone_clears_the_browser_too(phone: Page) -> None:
    """Where the script of the page does not run, the header does it."""
    take_along(phone)
    phone.evaluate("document.querySelector(`form[action='/account/sign-out/']`).submit()")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Learn what protects data on the wire")
    assert left(phone) == NOTHING


def test_nothing_is_kept_of_a_visitor_until_there_is_something_to_keep(
    network: Network, open_page: OpenPage
) -> None:
    page = open_page(base_url=network.url, service_workers="allow")
    page.goto("/glossary/")
    page.goto("/lessons/first/")
    assert left(page) == NOTHING
    check = page.locator(".check")
    check.get_by_role("radio", name="Right of").check()
    check.get_by_role("button", name="Check", exact=True).click()
    kept(page, "/lessons/first/")


def test_the_site_can_be_installed(phone: Page, network: Network) -> None:
    take_along(phone)
    tools = phone.context.new_cdp_session(phone)
    manifest = tools.send("Page.getAppManifest")
    assert (manifest["url"], manifest["errors"]) == (f"{network.url}/manifest.webmanifest", [])
    problems = tools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [problem["errorId"] for problem in problems if problem["errorId"] != "in-incognito"] == []
    found = phone.request.get("/manifest.webmanifest").json()
    icons = {icon["src"]: icon["sizes"] for icon in found["icons"]}
    touch = phone.locator("link[rel=apple-touch-icon]").get_attribute("href")
    for src, size in {**icons, touch: "180x180"}.items():
        picture = phone.request.get(str(src)).body()
        assert "x".join(map(str, struct.unpack(">II", picture[16:24]))) == size
