"""A challenge that is due, from the reviews to its solution and back: keyboard, phone, no scripts."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from studyapp.models import Learner, Memory, PathAnswer
from tests.browser.conftest import OpenPage
from tests.browser.inspecting import barriers_in_light_and_dark, too_wide, wait_for_htmx
from tests.browser.keyboard import Keyboard
from tests.factories.study import card_of
from tests.factories.work import due, tried

pytestmark = pytest.mark.e2e

DAY = timedelta(days=1)
PHONE = {"width": 390, "height": 844}
OPEN = re.compile(r"/paths/web/challenges/every-hop/\?from=review$")


@pytest.fixture
def two_due(learner: Learner) -> Learner:
    """The learner missed two challenges, and both are due."""
    now = timezone.now()
    tried(learner, now=now - 20 * DAY)
    tried(learner, challenge="first-hop", now=now - 9 * DAY)
    return learner


def faults(page: Page) -> list[str]:
    """What keeps somebody out, or is too wide."""
    return too_wide(page) + barriers_in_light_and_dark(page)


def test_from_the_last_card_to_a_challenge_and_back_by_keyboard(own_page: OpenPage, two_due: Learner) -> None:
    due(two_due, card=card_of("card-k1-1"))
    Memory.objects.update(due_day=timezone.now().date() - DAY)  # begun in the small hours too
    page = own_page()
    keys = Keyboard(page)
    page.goto("/review/")
    counts = page.locator(".queue-counts")
    expect(counts).to_have_text("1 due · 0 learning · 0 new")
    keys.press("Space")
    keys.press("4")
    expect(counts).to_have_text("0 due · 0 learning · 0 new · 2 challenges")
    expect(page.locator(".due-challenge-ask")).to_be_focused()
    assert faults(page) == []
    keys.press("Space")
    expect(page).to_have_url(OPEN)
    keys.tab_to(page.get_by_role("radio", name="HTTP listener"))
    keys.press("ArrowDown")
    expect(page).to_have_url(re.compile("from=review.*in-listener=https"))
    keys.tab_to(page.get_by_role("button", name="A hint"))
    keys.press("Enter")
    expect(page.get_by_text("Look at both hops.")).to_be_visible()
    keys.tab_to(page.get_by_role("checkbox", name="TLS to the application"))
    keys.press("Space")
    expect(page.locator("#lab-said")).to_have_text(re.compile("^Every hop is encrypted"))
    back = page.get_by_role("link", name="Back to your reviews")
    expect(back).to_have_count(0)
    keys.tab_to(page.get_by_role("button", name="Check"))
    keys.press("Enter")
    expect(page.get_by_text("Met, with the fewest changes: 2.")).to_be_visible()
    assert faults(page) == []
    keys.tab_to(back)
    keys.press("Enter")
    expect(counts).to_have_text("0 due · 0 learning · 0 new · 1 challenge")
    expect(page.get_by_role("heading", name="The first hop")).to_be_visible()
    keys.tab_to(page.get_by_role("button", name="Not today"))
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Done for now")).to_be_visible()
    expect(page.get_by_text("1 challenge is put off until tomorrow.")).to_be_visible()
    wait_for_htmx(page)
    assert faults(page) == []
    last = PathAnswer.objects.latest("pk")
    assert (last.challenge, last.solved, last.hints, PathAnswer.objects.count()) == ("every-hop", True, 1, 3)


def test_a_miss_leads_back_too_on_a_phone(own_page: OpenPage, two_due: Learner) -> None:
    page = own_page(viewport=PHONE)
    page.goto("/review/")
    assert faults(page) == []
    page.get_by_role("link", name="Open the challenge").click()
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text("Not yet: see what is missing.")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("link", name="Back to your reviews").click()
    expect(page.get_by_role("heading", name="The first hop")).to_be_visible()
    page.get_by_role("button", name="Not today").click()
    page.get_by_role("link", name="See what is put off").click()
    assert faults(page) == []
    page.get_by_role("button", name="Bring back").click()
    expect(page.get_by_text("It is in your reviews again.")).to_be_visible()
    assert (
        list(PathAnswer.objects.filter(challenge="every-hop").values_list("solved", flat=True)) == [False] * 2
    )


def test_without_scripts(own_page: OpenPage, two_due: Learner) -> None:
    page = own_page(java_script_enabled=False, viewport=PHONE)
    page.goto("/review/")
    page.get_by_role("button", name="Not today").click()
    expect(page.get_by_role("heading", name="The first hop")).to_be_visible()
    page.get_by_role("link", name="Open the challenge").click()
    page.get_by_role("radio", name="HTTPS listener").check()
    page.get_by_role("button", name="Draw it").click()
    page.get_by_role("button", name="A hint").click()
    expect(page.get_by_text("Which listener refuses?")).to_be_visible()
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text("Met, with the fewest changes: 1.")).to_be_visible()
    page.get_by_role("link", name="Back to your reviews").click()
    expect(page.locator(".due-challenge")).to_have_count(0)
    expect(page.get_by_text("1 challenge is put off until tomorrow.")).to_be_visible()
    assert PathAnswer.objects.latest("pk").solved
