"""A sitting in two tabs, on two devices, out of the browser's cache, and at its end."""

import re
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from studyapp.actions import exams
from studyapp.models import Attempt, AttemptItem, Learner
from tests.browser.conftest import FLAGS, NAMES, QUIET, OpenPage
from tests.browser.keeping import lose
from tests.browser.network import Network
from tests.browser.sittings import begun, chosen, go_on, here, longer, saved, says, sit, square, stored
from tests.browser.watching import Watch
from tests.factories.people import UserFactory
from tests.factories.study import attempt_of

pytestmark = pytest.mark.e2e

CHANGED = "This question was changed elsewhere. The newer answer is shown."
HANDED_IN = "This paper has been handed in. Nothing can be changed here any more."


def second_tab(page: Page, attempt: Attempt, position: int = 1) -> Page:
    other = page.context.new_page()
    sit(other, attempt, position)
    return other


def choose(page: Page, place: int) -> list[str]:
    """Choose an option and wait until it is saved; what is stored then."""
    page.get_by_role("radio").nth(place).check()
    saved(page)
    return chosen(page)


def look_again(page: Page) -> None:
    """What happens when somebody comes back to a tab or a device."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_two_tabs_on_two_questions_merge(own_page: OpenPage, learner: Learner) -> None:
    attempt, one = begun(learner), own_page()
    sit(one, attempt)
    two = second_tab(one, attempt, 2)
    first, second = choose(one, 0), choose(two, 1)
    assert stored(attempt) == {1: first, 2: second}
    expect(square(one, 2)).to_contain_text("complete")
    expect(square(two, 1)).to_contain_text("complete")


def test_of_two_tabs_on_one_question_the_newest_stands_and_the_other_is_told(
    own_page: OpenPage, learner: Learner
) -> None:
    attempt, one = begun(learner), own_page()
    sit(one, attempt)
    two = second_tab(one, attempt)
    choose(one, 0)
    says(two, CHANGED)
    newest = choose(two, 2)
    says(one, CHANGED)
    assert (chosen(one), stored(attempt)) == (newest, {1: newest})


def test_of_two_devices_on_one_question_the_newest_stands_and_the_other_is_told(
    own_page: OpenPage, learner: Learner
) -> None:
    attempt, one, two = begun(learner), own_page(), own_page()
    sit(one, attempt)
    sit(two, attempt)
    choose(one, 0)
    newest = choose(two, 2)
    says(two, "Question 1 was changed elsewhere, too. The newest answer is saved and shown.")
    assert stored(attempt) == {1: newest}
    look_again(one)
    says(one, CHANGED)
    assert chosen(one) == newest


def test_a_flag_and_a_strike_are_there_on_another_device(own_page: OpenPage, learner: Learner) -> None:
    attempt, one, two = begun(learner), own_page(), own_page()
    sit(one, attempt)
    one.get_by_role("button", name="Flag").click()
    one.get_by_role("button", name="Rule out option A").click()
    saved(one)
    sit(two, attempt)
    expect(two.get_by_role("button", name="Flagged")).to_have_attribute("aria-pressed", "true")
    expect(two.get_by_role("button", name="Rule out option A")).to_have_attribute("aria-pressed", "true")
    two.get_by_role("button", name="Rule out option A").click()
    saved(two)
    expect(two.locator(".option-struck")).to_have_count(0)
    assert AttemptItem.objects.get(attempt=attempt, position=1).struck == []


def hand_in(page: Page) -> None:
    page.get_by_role("button", name="Review all").click()
    page.get_by_role("link", name="Hand in …").click()
    page.get_by_role("button", name=re.compile("^Hand in")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("of 4 right")


def two_chosen(page: Page) -> Locator:
    """The options, as many of them chosen and saved as the question wants."""
    options = page.get_by_role("checkbox")
    for place in range(2):
        options.nth(place).check()
        saved(page)
    return options


def test_nothing_rests_on_an_answer_that_was_refused(
    own_page: OpenPage, learner: Learner, tmp_path: Path, watch: Watch
) -> None:
    watch.forgive("422")
    longer(tmp_path / "course")
    attempt, page = begun(learner), own_page()
    multiple = AttemptItem.objects.filter(attempt=attempt, version__kind="multiple")
    n = multiple.order_by("position")[0].position
    sit(page, attempt, n)
    options = two_chosen(page)
    before = stored(attempt)
    options.nth(2).check()
    saved(page, "Not saved: Choose no more than 2 options.")
    for button in ("Save and next", "Review all"):
        page.get_by_role("button", name=button).click()
        says(page, f"Question {n} is not saved: Choose no more than 2 options.")
        here(page, n)
    page.get_by_text("All questions", exact=True).click()
    square(page, n + 1).click()  # nobody is locked in
    here(page, n + 1)
    page.get_by_role("button", name="Save and next").click()
    here(page, n + 2)
    page.get_by_role("button", name="Review all").click()
    says(page, f"Question {n} is not saved: Choose no more than 2 options.")
    here(page, n)
    assert (stored(attempt), len(chosen(page))) == (before, 3)
    options.nth(0).uncheck()
    saved(page)
    kept = chosen(page)
    go_on(page)
    assert (len(kept), sorted(stored(attempt).pop(n))) == (2, sorted(kept))


def test_an_answer_that_was_refused_is_not_checked_as_the_one_before_it(
    own_page: OpenPage, learner: Learner, tmp_path: Path, watch: Watch
) -> None:
    """What is checked stands for good."""
    watch.forgive("422")
    longer(tmp_path / "course")
    attempt, page = begun(learner), own_page()
    Attempt.objects.filter(pk=attempt.pk).update(review="at_once")
    item = AttemptItem.objects.filter(attempt=attempt, version__kind="multiple").order_by("position")[0]
    sit(page, attempt, item.position)
    options = two_chosen(page)
    options.nth(2).check()
    saved(page, "Not saved: Choose no more than 2 options.")
    page.get_by_role("button", name="Check this one").click()
    says(page, f"Question {item.position} is not saved: Choose no more than 2 options.")
    here(page, item.position)
    options.nth(2).uncheck()
    saved(page)
    page.get_by_role("button", name="Check this one").click()
    expect(page).to_have_url(re.compile(r"/check/$"))


def test_handing_in_makes_the_other_tab_read_only_at_once(own_page: OpenPage, learner: Learner) -> None:
    attempt, one = begun(learner), own_page()
    sit(one, attempt)
    two = second_tab(one, attempt, 2)
    hand_in(one)
    says(two, HANDED_IN)
    expect(two.get_by_role("radio").first).to_be_disabled()
    expect(two.get_by_role("button", name="Flag")).to_be_disabled()
    two.get_by_role("link", name="To the report").click()
    expect(two.get_by_role("heading", level=1)).to_contain_text("of 4 right")


def test_another_device_is_told_by_the_answer_to_its_next_save(own_page: OpenPage, learner: Learner) -> None:
    attempt, page = begun(learner), own_page()
    sit(page, attempt)
    exams.submit(attempt=attempt, now=timezone.now())
    page.get_by_role("radio").first.check()
    says(page, HANDED_IN)
    saved(page, "Not saved")
    assert stored(attempt) == {}


def test_a_page_that_comes_back_shows_what_was_stored_meanwhile(own_page: OpenPage, learner: Learner) -> None:
    attempt, page, other = begun(learner), own_page(), own_page()
    sit(page, attempt)
    page.goto("/glossary/")
    sit(other, attempt)
    newest = choose(other, 2)
    page.go_back()
    here(page, 1)
    expect(page.get_by_role("radio").nth(2)).to_be_checked()
    assert stored(attempt) == {1: newest}


COMES_BACK = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"


def test_a_page_out_of_the_browsers_cache_asks_before_it_saves(
    phone: Page, own_page: OpenPage, learner: Learner, network: Network, watch: Watch
) -> None:
    attempt, other = begun(learner), own_page(base_url=network.url)
    sit(phone, attempt)
    sit(other, attempt)
    newest = choose(other, 2)
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url.rsplit("/", 2)[1]))
    with phone.expect_response("**/now/"):
        phone.evaluate(COMES_BACK)
    says(phone, CHANGED)
    assert (chosen(phone), stored(attempt)) == (newest, {1: newest})
    phone.route("**/now/", lambda route: route.abort())
    watch.forgive("ERR_FAILED")
    phone.evaluate(COMES_BACK)
    phone.get_by_role("radio").first.check()
    expect(phone.locator("#saved")).to_have_text(re.compile("Saving…|Not saved"))
    asked.clear()
    with phone.expect_request("**/now/"):
        pass
    assert (asked, stored(attempt)) == (["now"], {1: newest})
    phone.unroute("**/now/")
    saved(phone)
    assert stored(attempt) == {1: chosen(phone)}


def test_more_time_shows_with_the_next_save(own_page: OpenPage, learner: Learner) -> None:
    attempt, page = begun(learner), own_page()
    sit(page, attempt)
    expect(page.locator("exam-clock")).to_contain_text(re.compile(r"[78]:\d\d left"))
    assert attempt.deadline is not None
    later = attempt.deadline + timedelta(minutes=30)
    staff = UserFactory.create(is_staff=True)
    exams.extend(attempt=attempt, deadline=later, staff=staff, reason="Fire alarm", now=timezone.now())
    choose(page, 0)
    expect(page.locator("exam-clock")).to_contain_text(re.compile(r"3[78]:\d\d left"))


def nearly_over(learner: Learner, seconds: int) -> Attempt:
    """A sitting whose eight minutes end so soon."""
    return attempt_of(learner, now=timezone.now() - timedelta(minutes=8) + timedelta(seconds=seconds))


def test_at_the_end_what_waits_is_sent_and_the_page_can_only_be_read(
    phone: Page, learner: Learner, network: Network, watch: Watch
) -> None:
    attempt = nearly_over(learner, 8)
    sit(phone, attempt)
    lose(network, watch)
    phone.get_by_role("radio").first.check()
    saved(phone, "Not saved")
    network.become("up")
    says(phone, "Time is up. What was saved counts.")
    expect(phone.get_by_role("radio").first).to_be_disabled()
    saved(phone)
    assert stored(attempt) == {1: chosen(phone)}
    expect(phone.get_by_role("link", name="To the report")).to_be_visible()


def test_at_the_end_without_network_the_page_says_what_it_does_not_know(
    phone: Page, learner: Learner, network: Network, watch: Watch
) -> None:
    attempt = nearly_over(learner, 6)
    sit(phone, attempt)
    lose(network, watch)
    phone.get_by_role("radio").first.check()
    says(phone, "Time is up, as far as this page can tell.")
    saved(phone, "Not saved")
    later = timezone.now() + timedelta(minutes=10)
    staff = UserFactory.create(is_staff=True)
    exams.extend(attempt=attempt, deadline=later, staff=staff, reason="No network", now=timezone.now())
    network.become("up")
    expect(phone.get_by_role("radio").first).to_be_enabled()
    saved(phone)
    assert stored(attempt) == {1: chosen(phone)}


def test_the_browsers_own_cache_is_no_way_around(
    browser: Browser, own_page: OpenPage, learner: Learner, live_server: LiveServer
) -> None:
    """With the cache for going back switched on, as outside of tests, where it is switched off."""
    attempt, other = begun(learner), own_page()
    program = next(filter(None, map(shutil.which, NAMES)))
    usual = browser.browser_type.launch(
        executable_path=program,
        args=FLAGS + QUIET,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    context = usual.new_context(base_url=live_server.url)
    context.add_cookies(cast(Any, other.context.cookies()))
    page = context.new_page()
    sit(page, attempt)
    page.goto("/glossary/")
    sit(other, attempt)
    newest = choose(other, 2)
    page.go_back()
    expect(page.get_by_role("radio").nth(2)).to_be_checked()
    assert stored(attempt) == {1: newest}
    usual.close()
