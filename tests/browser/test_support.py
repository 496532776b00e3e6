"""Support by keyboard: from a name to more time, while the learner sits on."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from studyapp.models import Attempt, AttemptEvent
from tests.browser.conftest import OpenPage
from tests.browser.inspecting import barriers_in_light_and_dark, too_wide
from tests.browser.keyboard import Keyboard
from tests.browser.signing import sign_in
from tests.factories.classes import MembershipFactory
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import attempt_of
from tests.factories.work import ended_quiz, reported, staff

pytestmark = pytest.mark.e2e


@pytest.fixture
def attempt(published: None) -> Attempt:
    """An open sitting of somebody who belongs to a class and reported a question."""
    learner = LearnerFactory.create(user=UserFactory.create(username="Leo"))
    MembershipFactory.create(learner=learner)
    reported(ended_quiz(learner, seed=1))
    return attempt_of(learner, now=timezone.now())


@pytest.fixture
def desk(open_page: OpenPage, attempt: Attempt, live_server: LiveServer) -> Page:
    """The browser of somebody of the staff."""
    return sign_in(open_page(), staff(), live_server.url)


def test_from_a_name_to_more_time_by_keyboard(desk: Page, attempt: Attempt) -> None:
    desk.goto("/support/")
    keys = Keyboard(desk)
    keys.tab_to(desk.get_by_label("Account name"))
    desk.keyboard.type("le")
    keys.press("Enter")
    keys.tab_to(desk.get_by_role("link", name="Leo", exact=True))
    keys.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Leo")
    keys.tab_to(desk.get_by_role("link", name="Give more time in Mini exam"))
    keys.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Give more time")
    keys.tab_to(desk.get_by_label("Minutes more"))
    desk.keyboard.type("15")
    keys.tab_to(desk.get_by_label("Why"))
    desk.keyboard.type("Fire alarm.")
    keys.tab_to(desk.get_by_role("button", name="Give more time"))
    keys.press("Enter")
    expect(desk.get_by_role("status").filter(has_text="The sitting has 15 minutes more.")).to_be_visible()
    before = attempt.deadline
    assert before is not None
    attempt.refresh_from_db()
    assert attempt.deadline == before + timedelta(minutes=15)
    told = AttemptEvent.objects.filter(kind="extended").values_list("value__by", "value__reason")
    assert list(told) == [("ines", "Fire alarm.")]


def test_the_pages_of_support_have_no_barrier(desk: Page, attempt: Attempt) -> None:
    assert attempt.learner.user is not None
    account = f"/support/{attempt.learner.user.pk}/"
    desk.set_viewport_size({"width": 320, "height": 640})
    found = {}
    for path in ("/support/", "/support/?name=l", "/support/?name=nobody", account):
        desk.goto(path)
        found[path] = too_wide(desk) + barriers_in_light_and_dark(desk)
    desk.goto(f"{account}sittings/{attempt.pk}/")
    found["more time"] = too_wide(desk) + barriers_in_light_and_dark(desk)
    assert {path: faults for path, faults in found.items() if faults} == {}
