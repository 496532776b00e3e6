"""The clock of a sitting: the server's, whatever this machine's says; quiet, and hidden on request."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from studyapp.actions import exams
from studyapp.models import Learner
from tests.browser.conftest import OpenPage
from tests.browser.sittings import begun, go_on, saved, says, sit
from tests.browser.watching import Watch
from tests.factories.people import UserFactory
from tests.factories.study import attempt_of

pytestmark = pytest.mark.e2e

START = timezone.now()
# Whatever is said by any live region of the page, each time it is said.
LISTEN = """
globalThis.said = [];
const regions = "[aria-live]:not([aria-live=off]), [role=status], [role=alert]";
new MutationObserver((changes) => {
  const elements = changes.map(({ target }) => (target.closest ? target : target.parentElement));
  const touched = new Set(elements.map((element) => element?.closest(regions)));
  for (const region of touched) if (region?.textContent.trim()) said.push(region.textContent.trim());
}).observe(document, { subtree: true, childList: true, characterData: true });
"""


@dataclass
class Hours:
    """The server's clock, moved by the test."""

    now: datetime = START


@pytest.fixture
def hours(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hours]:
    """The present of the server."""
    moved = Hours()
    with monkeypatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: moved.now)
        yield moved


def let_pass(page: Page, hours: Hours, seconds: int) -> None:
    """Time passes on both sides, second by second."""
    for _ in range(seconds):
        hours.now += timedelta(seconds=1)
        page.clock.run_for(1000)


def time_left(page: Page, pattern: str) -> None:
    expect(page.locator("exam-clock [role=timer]")).to_have_text(re.compile(rf"^{pattern} left$"))


def test_a_full_exam_is_announced_five_times_and_its_end(
    own_page: OpenPage, learner: Learner, hours: Hours, watch: Watch
) -> None:
    """Of 40 minutes, in which every question is answered, twice without network: seven, eight at most."""
    # Time flies here, so that a request on its way may be given up.
    watch.forgive("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "ERR_ABORTED")
    attempt = attempt_of(learner, now=hours.now)
    staff = UserFactory.create(is_staff=True)
    later = hours.now + timedelta(minutes=40)
    exams.extend(attempt=attempt, deadline=later, staff=staff, reason="Longer", now=hours.now)
    page = own_page()
    page.clock.install(time=hours.now)
    page.add_init_script(LISTEN)
    sit(page, attempt)
    page.clock.pause_at(hours.now + timedelta(seconds=30))
    hours.now += timedelta(seconds=30)
    for place in range(3):
        page.get_by_role("radio").nth(place).check()
        saved(page)
        let_pass(page, hours, 60)
        go_on(page)
    for _ in range(2):
        page.context.set_offline(True)
        page.get_by_role("radio").first.check()
        saved(page, "Not saved")
        let_pass(page, hours, 20)
        page.context.set_offline(False)
        let_pass(page, hours, 20)
        saved(page)
        page.get_by_role("radio").last.check()
        saved(page)
    let_pass(page, hours, int((later - hours.now).total_seconds()) + 2)
    says(page, "Time is up. What was saved counts.")
    said = page.evaluate("said")
    assert said == [
        "Not saved: no connection. Your answers are kept in this browser and sent once it is back.",
        "The connection is back. All your answers are saved.",
        "Half of the time is left",
        "10 minutes left",
        "5 minutes left",
        "1 minute left",
        "Time is up. What was saved counts. To the report",
    ]


def test_a_clock_that_is_wrong_or_changed_is_not_believed(
    own_page: OpenPage, learner: Learner, hours: Hours
) -> None:
    attempt = attempt_of(learner, now=hours.now)
    hours.now += timedelta(minutes=1)
    page = own_page()
    page.clock.install(time=datetime(2031, 5, 1, tzinfo=UTC))
    sit(page, attempt)
    time_left(page, r"(7:00|6:5\d)")
    page.clock.set_system_time(datetime(2020, 1, 1, tzinfo=UTC))
    with page.expect_response("**/now/"):
        page.clock.run_for(1000)
    time_left(page, r"(7:00|6:5\d)")


def test_after_sleep_the_page_asks_at_once(own_page: OpenPage, learner: Learner, hours: Hours) -> None:
    """This machine's counter stood still with it; its clock did not."""
    attempt = attempt_of(learner, now=hours.now)
    page = own_page()
    page.clock.install(time=hours.now)
    sit(page, attempt)
    hours.now += timedelta(minutes=5)
    page.clock.set_system_time(hours.now)
    with page.expect_response("**/now/"):
        page.clock.run_for(1000)
    time_left(page, r"(3:00|2:5\d)")


def test_without_network_after_sleep_it_does_not_pretend(
    own_page: OpenPage, learner: Learner, hours: Hours, watch: Watch
) -> None:
    watch.forgive("ERR_INTERNET_DISCONNECTED")
    attempt = attempt_of(learner, now=hours.now)
    page = own_page()
    page.clock.install(time=hours.now)
    sit(page, attempt)
    page.context.set_offline(True)
    page.clock.set_system_time(hours.now + timedelta(minutes=5))
    page.clock.run_for(1000)
    time_left(page, r"about [78]:\d\d")


def test_it_can_be_hidden_and_stays_so(own_page: OpenPage, learner: Learner) -> None:
    page = own_page()
    attempt = begun(learner)
    sit(page, attempt)
    timer = page.locator("exam-clock [role=timer]")
    expect(timer).to_be_visible()
    page.get_by_role("button", name="Hide clock").click()
    expect(timer).not_to_be_visible()
    sit(page, attempt, 2)
    expect(timer).not_to_be_visible()
    page.keyboard.press("t")
    expect(timer).to_be_visible()
