"""A sitting without network: every answer shown as saved is stored, and every other is kept and says so.

OUTAGE=180 holds the first one for three real minutes.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from studyapp.models import AttemptEvent, AttemptItem, Learner
from tests.browser.conftest import OpenPage
from tests.browser.keeping import NOTHING, copies, left, lose, visit_and_keep
from tests.browser.network import Network
from tests.browser.questions import answer, kind_of
from tests.browser.signing import sign_in
from tests.browser.sittings import (
    begun,
    chosen,
    go_on,
    here,
    longer,
    paper_form,
    paper_of,
    saved,
    says,
    sit,
    square,
    stored,
)
from tests.browser.watching import Watch
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import right

pytestmark = pytest.mark.e2e


def until(true: Callable[[], bool]) -> None:
    """Wait for the server to have something."""
    late = time.monotonic() + 15
    while not true():
        assert time.monotonic() < late, "it never came"
        time.sleep(0.05)


def test_five_answers_without_network_and_a_reload_are_all_stored(
    phone: Page, learner: Learner, network: Network, watch: Watch, tmp_path: Path
) -> None:
    longer(tmp_path / "course")
    attempt = begun(learner)
    sit(phone, attempt, keeps=True)
    lose(network, watch)
    kinds = set()
    for number in range(1, 6):
        answer(paper_form(phone), right=True)
        kinds.add(kind_of(paper_form(phone)))
        saved(phone, "Not saved")
        expect(phone.locator("#waiting")).to_have_text("" if number == 1 else f"{number} not sent yet")
        if number == 3:
            phone.reload()
            here(phone, 3)
            saved(phone, "Not saved")
            expect(phone.locator("#waiting")).to_have_text("3 not sent yet")
        go_on(phone)
    assert kinds == {"single", "multiple"}
    for number in range(1, 6):
        expect(square(phone, number)).to_contain_text("complete, not saved")
    phone.reload()
    here(phone, 6)
    time.sleep(float(os.environ.get("OUTAGE", "0")))
    assert stored(attempt) == {}
    network.become("up")
    says(phone, "The connection is back. All your answers are saved.")
    for number in range(1, 6):
        expect(square(phone, number)).not_to_contain_text("not saved")
    assert sorted(stored(attempt)) == [1, 2, 3, 4, 5]
    for row in AttemptItem.objects.filter(attempt=attempt, position__lte=5).select_related("version"):
        assert row.response == list(right(row.version))
    assert AttemptEvent.objects.filter(kind="saved").count() == 5


def test_a_failed_save_is_stored_after_a_reload_with_nothing_touched(
    phone: Page, learner: Learner, network: Network, watch: Watch
) -> None:
    attempt = begun(learner)
    sit(phone, attempt, keeps=True)
    lose(network, watch)
    phone.get_by_role("radio").nth(2).check()
    saved(phone, "Not saved")
    value = chosen(phone)
    phone.reload()
    saved(phone, "Not saved")
    assert (chosen(phone), stored(attempt)) == (value, {})
    network.become("up")
    saved(phone)
    assert stored(attempt) == {1: value}


def test_a_page_that_stands_in_for_another_is_sent_on_its_return_from_elsewhere(
    phone: Page, learner: Learner, network: Network, watch: Watch
) -> None:
    attempt = begun(learner)
    visit_and_keep(phone, "/")
    sit(phone, attempt, keeps=True)
    lose(network, watch)
    phone.get_by_role("radio").first.check()
    saved(phone, "Not saved")
    phone.goto("/")
    expect(phone.locator("#connection")).to_contain_text("1 answer waits to be sent.")
    network.become("up")
    phone.goto("/glossary/")
    until(lambda: len(stored(attempt)) == 1)
    expect(phone.locator("#connection")).to_be_empty()


def test_a_portal_is_no_save(phone: Page, learner: Learner, network: Network, watch: Watch) -> None:
    attempt = begun(learner)
    sit(phone, attempt, keeps=True)
    lose(network, watch, "portal")
    phone.get_by_role("radio").first.check()
    saved(phone, "Not saved")
    go_on(phone)
    expect(square(phone, 1)).to_contain_text("not saved")
    assert stored(attempt) == {}
    network.become("up")
    expect(square(phone, 1)).not_to_contain_text("not saved")
    assert sorted(stored(attempt)) == [1]


def test_an_answer_whose_receipt_was_lost_is_stored_once(
    phone: Page, learner: Learner, network: Network, watch: Watch
) -> None:
    attempt = begun(learner)
    sit(phone, attempt, keeps=True)
    lose(network, watch, "one way")
    phone.get_by_role("radio").nth(1).check()
    saved(phone, "Not saved")
    until(lambda: len(stored(attempt)) == 1)
    saved(phone, "Not saved")
    network.become("up")
    saved(phone)
    assert AttemptItem.objects.get(attempt=attempt, position=1).revision == 1
    assert AttemptEvent.objects.filter(kind="saved").count() == 1


def test_a_flag_a_strike_and_an_answer_taken_back_wait_too(
    phone: Page, learner: Learner, network: Network, watch: Watch
) -> None:
    attempt = begun(learner)
    sit(phone, attempt, keeps=True)
    phone.get_by_role("radio").first.check()
    saved(phone)
    lose(network, watch)
    phone.get_by_role("button", name="Flag").click()
    phone.get_by_role("button", name="Rule out option B").click()
    phone.get_by_role("button", name="Clear").click()
    saved(phone, "Not saved")
    phone.reload()
    saved(phone, "Not saved")
    expect(phone.get_by_role("button", name="Flagged")).to_have_attribute("aria-pressed", "true")
    expect(phone.locator(".option-struck")).to_have_count(1)
    assert chosen(phone) == []
    network.become("up")
    saved(phone)
    item = AttemptItem.objects.get(attempt=attempt, position=1)
    assert (item.response, item.flagged, item.struck) == ([], True, [item.order[1]])


def become(page: Page, learner: Learner, url: str) -> None:
    """Another session in the same browser, as if it had been signed in."""
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    sign_in(page, learner.user, url)


def test_nobody_else_sends_it_and_its_learner_does_after_a_new_become(
    phone: Page, learner: Learner, network: Network, watch: Watch, live_server: LiveServer
) -> None:
    attempt = begun(learner)
    sit(phone, attempt, keeps=True)
    lose(network, watch)
    phone.get_by_role("radio").first.check()
    saved(phone, "Not saved")
    phone.goto("/offline/")
    other = LearnerFactory.create(user=UserFactory.create())
    become(phone, other, live_server.url)
    network.become("up")
    phone.goto("/glossary/")
    phone.goto("/")
    expect(phone.locator("#connection")).to_be_empty()
    assert (stored(attempt), AttemptEvent.objects.filter(kind="saved").count()) == ({}, 0)
    assert paper_of(attempt) not in copies(phone)
    become(phone, learner, live_server.url)
    phone.goto("/glossary/")
    until(lambda: len(stored(attempt)) == 1)


def test_a_page_left_open_sends_nothing_for_whoever_signs_in_next(
    phone: Page, learner: Learner, network: Network, watch: Watch, live_server: LiveServer
) -> None:
    watch.forgive("404")
    attempt = begun(learner)
    sit(phone, attempt, keeps=True)
    become(phone, LearnerFactory.create(user=UserFactory.create()), live_server.url)
    phone.get_by_role("radio").first.check()
    says(phone, "Somebody else is signed in here now, or nobody.")
    saved(phone, "Not saved")
    expect(phone.get_by_role("radio").first).to_be_disabled()
    assert stored(attempt) == {}
    become(phone, learner, live_server.url)
    sit(phone, attempt)
    saved(phone)
    assert sorted(stored(attempt)) == [1]


def test_signing_out_leaves_no_paper(phone: Page, learner: Learner) -> None:
    attempt = begun(learner)
    sit(phone, attempt, keeps=True)
    phone.goto("/account/")
    phone.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Learn what protects data on the wire")
    assert left(phone) == NOTHING


def test_handing_in_leaves_no_paper(phone: Page, learner: Learner) -> None:
    attempt = begun(learner)
    sit(phone, attempt, keeps=True)
    phone.get_by_role("button", name="Review all").click()
    phone.get_by_role("link", name="Hand in …").click()
    phone.get_by_role("button", name="Hand in").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("of 4 right")
    until(lambda: paper_of(attempt) not in copies(phone))


def test_without_network_nothing_is_handed_in_and_the_paper_stays(
    phone: Page, learner: Learner, network: Network, watch: Watch
) -> None:
    attempt = begun(learner)
    sit(phone, attempt, keeps=True)
    phone.get_by_role("button", name="Review all").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Before you hand it in")
    lose(network, watch)
    phone.get_by_role("link", name="Hand in …").click()
    says(phone, "Not handed in: there is no connection.")
    network.become("up")
    phone.get_by_role("link", name="Hand in …").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Hand it in?")
    lose(network, watch)
    phone.get_by_role("button", name="Hand in").click()
    says(phone, "Not handed in: there is no connection.")
    network.become("up")
    phone.get_by_role("button", name="Hand in").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("of 4 right")


def test_a_question_that_is_not_here_leaves_the_one_at_hand(
    own_page: OpenPage, learner: Learner, watch: Watch
) -> None:
    watch.forgive("ERR_INTERNET_DISCONNECTED", "ERR_FAILED")
    page = own_page()
    page.add_init_script("Math.random = () => 1e9")  # the paper is not fetched ahead
    page.goto(f"/attempts/{begun(learner).pk}/?q=1")
    page.context.set_offline(True)
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Save and next").click()
    says(page, "That question is not here yet, and there is no connection. This one stays.")
    expect(page.get_by_role("radio").first).to_be_checked()
    saved(page, "Not saved")
