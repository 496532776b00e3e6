"""An evening in a live room: an instructor, a projector, three learners, two rounds; and what goes wrong."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from studyapp.models import LiveVote, Membership, Memory
from tests.browser.conftest import OpenPage
from tests.browser.inspecting import barriers_in_light_and_dark, too_wide
from tests.browser.keyboard import Keyboard
from tests.browser.network import Network
from tests.browser.signing import sign_in
from tests.browser.watching import Watch
from tests.factories.live import brought_to, crowd, evening, voted

pytestmark = pytest.mark.e2e

PHONE = {"width": 390, "height": 844}
SCREEN = {"width": 1920, "height": 1080}
HIDE = """(is) => {
  Object.defineProperty(document, "hidden", { value: is, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""

type OpenAs = Callable[..., Page]


@pytest.fixture
def open_as(open_page: OpenPage, live_server: LiveServer) -> OpenAs:
    """Opens a page as a member of a class."""

    def opened(member: Membership, **options: object) -> Page:
        assert member.learner is not None
        site = str(options.get("base_url", live_server.url))
        return sign_in(open_page(**options), member.learner.user, site)

    return opened


def faults(*pages: Page) -> list[str]:
    """What is wrong with pages as they stand."""
    found = []
    for page in pages:
        found += [*barriers_in_light_and_dark(page), *too_wide(page)]
    return found


def choose(page: Page, name: str) -> None:
    """Choose an option of the question and vote for it."""
    page.get_by_role("radio", name=name).check()
    page.get_by_role("button", name="Vote", exact=True).click()
    expect(page.get_by_text("Your vote is in.")).to_be_visible()


def press(page: Page, name: str) -> None:
    """A button of the control page; what has the focus afterwards tells where the room is."""
    page.get_by_role("button", name=name).click()


def test_a_question_in_two_rounds(published: None, open_as: OpenAs) -> None:
    found = evening(slug="q-k1-1")
    people = [found.cast.learner, found.cast.assistant, *crowd(found, 1)]
    control = open_as(found.cast.owner, viewport={"width": 1366, "height": 768})
    screen = open_as(found.cast.owner, viewport=SCREEN)
    learners = [open_as(person, viewport=PHONE) for person in people]
    control.goto(f"/live/{found.room.code}/control/")
    screen.goto(f"/live/{found.room.code}/projector/")
    for page in learners:
        page.goto(f"/live/{found.room.code}/")
        page.get_by_role("button", name="Join").click()
        expect(page.get_by_role("heading", name="You are in", exact=True)).to_be_visible()
    expect(screen.get_by_text("3 are here")).to_be_visible()
    assert faults(control, screen, learners[0]) == []

    press(control, "Ask question 1")
    for page in learners:
        expect(page.locator("[data-voice]")).to_have_text("Question 1 is open. Vote now.")
    choose(learners[0], "Right of")
    choose(learners[1], "Wrong alpha")
    choose(learners[1], "Wrong beta")  # changed while the round is open
    choose(learners[2], "Wrong alpha")
    expect(screen.get_by_text("3 of 3 have voted")).to_be_visible()
    expect(control.get_by_text("3 of 3")).to_be_visible()
    assert "live-bar" not in screen.content()
    assert faults(control, screen, learners[0]) == []

    press(control, "End the vote: discuss")
    expect(control.locator("[data-focus]:focus")).to_have_text("Question 1")
    expect(screen.get_by_text("Talk it over with your neighbour", exact=True)).to_be_visible()
    for page in learners:
        expect(page.get_by_text("Say what you chose and why")).to_be_visible()
    assert sum(page.get_by_text("you answered differently").is_visible() for page in learners) == 2
    assert faults(screen, learners[0], learners[1]) == []

    press(control, "Start the second vote")
    expect(learners[1].get_by_text("You first chose")).to_be_visible()
    choose(learners[0], "Right of")
    choose(learners[1], "Right of")
    choose(learners[2], "Wrong gamma")
    press(control, "End the vote: show the answer")
    expect(screen.get_by_text("Second vote: 3 voted.")).to_be_visible()  # too few to tell more
    expect(learners[1].locator(".verdict-right")).to_be_visible()
    expect(learners[2].get_by_text("This one is in your reviews now.")).to_be_visible()
    assert faults(control, screen, learners[1], learners[2]) == []
    assert Memory.objects.get().learner == people[2].learner
    assert LiveVote.objects.count() == 6

    control.get_by_text("Close the room").click()
    press(control, "Close it for good")
    expect(control.get_by_role("heading", level=1)).to_have_text("An evening")
    expect(learners[0].get_by_role("link", name="Your answers")).to_be_visible()
    learners[0].get_by_role("link", name="Your answers").click()
    expect(learners[0].get_by_role("heading", level=1)).to_have_text("Your answers")
    expect(screen.get_by_text("Thank you")).to_be_visible()
    assert faults(control, screen, learners[0]) == []


def test_bars_of_both_rounds_on_the_screen(published: None, open_as: OpenAs) -> None:
    found = evening(slug="q-k1-1")
    members = crowd(found, 6)
    for phase, round_ in (("vote1", 1), ("vote2", 2)):
        brought_to(found.question, phase)  # type: ignore[arg-type]  # one of the phases
        for n, member in enumerate(members):
            voted(found.question, member, round_, good=n < 2 * round_)
    screen = open_as(found.cast.owner, viewport=SCREEN)
    screen.goto(f"/live/{found.room.code}/projector/")
    expect(screen.get_by_text("6 of 6 have voted")).to_be_visible()
    brought_to(found.question, "revealed")
    expect(screen.get_by_role("img", name="First vote: 2, 33 percent")).to_be_visible()
    expect(screen.get_by_role("img", name="Second vote: 4, 67 percent")).to_be_visible()
    expect(screen.locator(".live-shift")).to_contain_text("wrong → right")
    assert faults(screen) == []


def test_the_answer_of_a_question_of_the_usual_length_fits_a_screen(published: None, open_as: OpenAs) -> None:
    """Half of the course's practice questions have at most so many letters in their parts."""
    found = evening(slug="q-k1-1")
    version = found.question.version
    assert version is not None
    words = "a gateway that holds no key of its own and "
    version.stem_html = f"<p>{(words * 9)[:360]}</p><p>{(words * 2)[:50]}?</p>"
    for choice in version.body["choices"]:
        choice["html"], choice["why"] = f"<p>{(words * 2)[:62]}</p>", f"<p>{(words * 3)[:90]}</p>"
    version.takeaway_html = f"<p>{(words * 3)[:90]}</p>"
    version.save()
    for phase, round_ in (("vote1", 1), ("vote2", 2)):
        brought_to(found.question, phase)  # type: ignore[arg-type]  # one of the phases
        for n, member in enumerate(crowd(found, 6) if round_ == 1 else ()):
            voted(found.question, member, round_, good=n < 3)
    brought_to(found.question, "revealed")
    for width, height in ((1920, 1080), (1280, 720)):
        screen = open_as(found.cast.owner, viewport={"width": width, "height": height})
        screen.goto(f"/live/{found.room.code}/projector/")
        expect(screen.locator(".live-bar").first).to_be_visible()
        assert screen.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0


def test_a_reload_a_lost_network_and_a_late_vote(
    published: None, open_as: OpenAs, network: Network, watch: Watch
) -> None:
    found = evening(slug="q-k1-1")
    watch.forgive("net::ERR", "Failed to load resource")
    page = open_as(found.cast.learner, viewport=PHONE, base_url=network.url)
    page.goto(f"/live/{found.room.code}/")
    page.get_by_role("button", name="Join").click()
    brought_to(found.question, "vote1")
    expect(page.get_by_role("radio", name="Right of")).to_be_visible()
    choose(page, "Wrong alpha")
    page.reload()
    expect(page.get_by_role("radio", name="Wrong alpha")).to_be_checked()

    network.become("cut")
    expect(page.get_by_text("No connection.")).to_be_visible()
    page.get_by_role("radio", name="Right of").check()
    page.get_by_role("button", name="Vote", exact=True).click()
    expect(page.get_by_text("Not sent yet.")).to_be_visible()
    assert LiveVote.objects.get().correct is False
    network.become("up")
    expect(page.get_by_text("Your vote is in.")).to_be_visible()
    expect(page.get_by_text("No connection.")).to_be_hidden()
    assert LiveVote.objects.get().correct is True

    network.become("portal")
    page.get_by_role("radio", name="Wrong beta").check()
    page.get_by_role("button", name="Vote", exact=True).click()
    brought_to(found.question, "discuss")
    network.become("up")
    expect(page.get_by_role("alert").get_by_text("so it does not count")).to_be_visible()
    expect(page.get_by_text("Say what you chose and why")).to_be_visible()
    assert LiveVote.objects.get().correct is True
    assert faults(page) == []


def test_a_hidden_page_asks_nothing_and_is_where_the_room_is_once_it_is_looked_at(
    published: None, open_as: OpenAs
) -> None:
    found = evening(slug="q-k1-1")
    page = open_as(found.cast.learner)
    page.goto(f"/live/{found.room.code}/")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("heading", name="You are in", exact=True)).to_be_visible()
    page.evaluate(HIDE, True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    brought_to(found.question, "vote1")
    page.wait_for_timeout(3000)
    assert [url for url in asked if "/poll/" in url][1:] == []  # one may have been on its way
    page.evaluate(HIDE, False)
    expect(page.get_by_role("radio", name="Right of")).to_be_visible()


def test_news_take_nothing_away_from_whoever_is_choosing(published: None, open_as: OpenAs) -> None:
    found = evening(slug="q-k1-1")
    page, control = open_as(found.cast.learner), open_as(found.cast.owner)
    control.goto(f"/live/{found.room.code}/control/")
    page.goto(f"/live/{found.room.code}/")
    page.get_by_role("button", name="Join").click()
    press(control, "Ask question 1")
    page.get_by_role("radio", name="Wrong beta").focus()
    page.keyboard.press("Space")
    control.get_by_role("button", name="Show the answer now").focus()
    for member in crowd(found, 2):
        voted(found.question, member, 1)
    with page.expect_response(lambda response: "/poll/" in response.url):
        pass
    expect(control.get_by_text("2 of 3")).to_be_visible()
    expect(control.get_by_role("button", name="Show the answer now")).to_be_focused()
    expect(page.get_by_role("radio", name="Wrong beta")).to_be_focused()
    expect(page.get_by_role("radio", name="Wrong beta")).to_be_checked()
    brought_to(found.question, "discuss")
    expect(page.locator("[data-focus]:focus")).to_contain_text("talk it over")


def test_without_scripts(published: None, open_as: OpenAs) -> None:
    found = evening(slug="q-k1-1")
    page = open_as(found.cast.learner, java_script_enabled=False, viewport=PHONE)
    page.goto(f"/live/{found.room.code}/")
    page.get_by_role("button", name="Join").click()
    brought_to(found.question, "vote1")
    page.get_by_role("link", name="Refresh").click()
    page.get_by_role("radio", name="Right of").check()
    page.get_by_role("button", name="Vote", exact=True).click()
    expect(page.get_by_text("Your vote is in.").first).to_be_visible()
    assert LiveVote.objects.get().correct is True


def test_a_path_on_the_screen_and_a_challenge_as_a_question(published: None, open_as: OpenAs) -> None:
    found = evening(slug="q-k1-1")
    control = open_as(found.cast.owner, viewport={"width": 1366, "height": 768})
    screen = open_as(found.cast.owner, viewport=SCREEN)
    learner = open_as(found.cast.learner, viewport=PHONE)
    screen.goto(f"/live/{found.room.code}/projector/")
    learner.goto(f"/live/{found.room.code}/")
    learner.get_by_role("button", name="Join").click()
    control.goto(f"/live/{found.room.code}/control/")
    control.get_by_role("link", name="Path lab").click()
    assert faults(control) == []
    press(control, "Show A small web path")
    expect(screen.locator(".screen-sentence")).to_contain_text("Every hop is in the clear.")
    expect(learner.get_by_role("heading", name="A small web path")).to_be_visible()

    keys = Keyboard(control)
    keys.tab_to(control.get_by_role("radio", name="HTTP listener"))
    keys.press("ArrowDown")
    https = control.get_by_role("radio", name="HTTPS listener")
    expect(control.locator("#board p", has_text="In the clear: Proxy to Application")).to_be_visible()
    expect(https).to_be_focused()
    expect(screen.locator(".screen-sentence")).to_contain_text("In the clear: Proxy to Application.")
    expect(learner.locator(".live-board")).to_contain_text("In the clear: Proxy to Application.")
    expect(https).to_be_focused()  # also after the page has asked whether anything is new
    assert faults(control, screen, learner) == []

    control.goto(f"/live/{found.room.code}/paths/")
    control.get_by_text("2 challenges to ask").click()
    press(control, "Put in Every hop")
    press(control, "Ask question 2")
    expect(screen.locator(".screen-board")).to_have_count(0)
    expect(screen.get_by_text("Encrypt every hop.")).to_be_visible()
    expect(screen.locator("#before-wide-title")).to_have_count(1)
    assert "after-wide" not in screen.content() + learner.content()
    assert faults(control, screen, learner) == []
    choose(learner, "No listener; TLS")
    press(control, "End the vote: discuss")
    press(control, "Start the second vote")
    expect(learner.get_by_text("You first chose")).to_be_visible()
    learner.get_by_role("radio", name="No listener; TLS").check()
    learner.get_by_role("button", name="Vote", exact=True).click()
    expect(learner.get_by_text("Your vote is in.")).to_be_visible()
    press(control, "End the vote: show the answer")
    expect(screen.locator("#after-wide-title")).to_have_count(1)
    expect(screen.locator(".answer.is-key")).to_contain_text("HTTPS listener; TLS to the application")
    expect(learner.get_by_text("This challenge is among yours in the path lab now.")).to_be_visible()
    assert faults(control, screen, learner) == []
    learner.get_by_role("link", name="Try it yourself in the path lab").click()
    expect(learner.get_by_role("heading", level=1)).to_have_text("Every hop")
    expect(learner.get_by_text("1 try")).to_be_visible()
