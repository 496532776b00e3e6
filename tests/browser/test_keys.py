"""A key repaired and the repair taken back, by two people in two browsers."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from studyapp.actions import exams
from studyapp.models import Answer, Attempt, KeyRepair, Learner
from tests.browser.conftest import OpenPage
from tests.browser.inspecting import barriers_in_light_and_dark, too_wide
from tests.browser.keyboard import Keyboard
from tests.browser.signing import sign_in
from tests.factories.keys import class_of, one_paper, respond
from tests.factories.study import attempt_of, right, wrong
from tests.factories.work import staff

pytestmark = pytest.mark.e2e

SLUG = "x-k1-1"


@pytest.fixture
def desk(open_page: OpenPage, published: None, live_server: LiveServer) -> Page:
    """The browser of somebody of the staff."""
    return sign_in(open_page(), staff(), live_server.url)


def sat_by(learner: Learner) -> Attempt:
    """All right but SLUG, which got the answer that the key should be."""
    one_paper()
    start = timezone.now() - timedelta(minutes=5)
    attempt = attempt_of(learner, now=start)
    for item in attempt.items.select_related("version__question"):
        odd = item.version.question.slug == SLUG
        respond(attempt, item.position, wrong(item.version) if odd else right(item.version), start)
    exams.submit(attempt=attempt, now=start + timedelta(minutes=1))
    return attempt


def option_of(attempt: Attempt) -> str:
    """The words of what the candidate answered."""
    item = attempt.items.select_related("version").get(version__question__slug=SLUG)
    words: str = next(one["html"] for one in item.version.body["choices"] if one["id"] in item.response)
    return words


def test_from_a_suspicious_key_to_the_candidate_and_back(
    own_page: OpenPage, learner: Learner, desk: Page
) -> None:
    class_of(12)
    attempt = sat_by(learner)
    page = own_page()
    page.goto(f"/attempts/{attempt.pk}/report/")
    expect(page.get_by_role("heading", level=1)).to_have_text("3 of 4 right")
    answers = list(Answer.objects.order_by("pk").values())

    desk.goto("/reports/all/")
    desk.get_by_role("link", name="Keys", exact=True).click()
    desk.get_by_role("link", name="Mini exam").click()
    expect(desk.get_by_role("row", name=re.compile(SLUG))).to_contain_text("Suspicious key")
    desk.get_by_role("link", name=SLUG).click()
    desk.get_by_role("link", name="Repair the key of version 1").click()
    desk.get_by_role("radio", name=option_of(attempt)).check()
    desk.get_by_label("Why").fill("Beta is documented since June.")
    desk.get_by_role("button", name="See what would change").click()
    expect(desk.get_by_role("heading", name="What would change")).to_be_visible()
    row = desk.get_by_role("row", name=re.compile(str(learner.user)))
    expect(row).to_contain_text("3 of 4 → 4 of 4")
    assert KeyRepair.objects.count() == 0
    desk.get_by_role("button", name="Repair the key").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("A repaired key")

    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("4 of 4 right")
    note = page.get_by_text("Beta is documented since June.")
    expect(note).to_be_visible()
    expect(page.get_by_text("Your score went from 750 to 1000.")).to_be_visible()
    note.get_by_role("link", name=re.compile("^question")).click()
    expect(page).to_have_url(re.compile("#question-"))

    desk.get_by_label("Why it is taken back").fill("The source was misread.")
    desk.get_by_role("button", name="Take the repair back").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("A repair taken back")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("3 of 4 right")
    expect(page.get_by_text("The source was misread.")).to_be_visible()
    assert list(Answer.objects.order_by("pk").values()) == answers


def test_a_repair_by_keyboard_alone(learner: Learner, desk: Page) -> None:
    attempt = sat_by(learner)
    version = attempt.items.get(version__question__slug=SLUG).version_id
    desk.goto(f"/keys/versions/{version}/")
    keys = Keyboard(desk)
    keys.tab_to(desk.get_by_role("radio", name="Another answer is right"))
    keys.press("ArrowDown", "ArrowDown", "ArrowDown")
    expect(desk.get_by_role("radio", name="Everybody gets the point")).to_be_checked()
    keys.tab_to(desk.get_by_label("Why"))
    desk.keyboard.type("a 1 ? f")  # none of these is a shortcut in here
    keys.tab_to(desk.get_by_role("button", name="See what would change"))
    keys.press("Enter")
    expect(desk.get_by_role("heading", name="What would change")).to_be_visible()
    keys.tab_to(desk.get_by_role("button", name="Repair the key"))
    keys.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("A repaired key")
    assert KeyRepair.objects.values_list("kind", "reason").get() == ("credit", "a 1 ? f")


def test_the_pages_about_keys_have_no_barrier(own_page: OpenPage, learner: Learner, desk: Page) -> None:
    class_of(12)
    attempt = sat_by(learner)
    version = attempt.items.get(version__question__slug=SLUG).version_id
    desk.set_viewport_size({"width": 320, "height": 640})
    found = {}
    for path in ("/keys/", "/keys/mini/", f"/keys/questions/{SLUG}/", f"/keys/versions/{version}/"):
        desk.goto(path)
        for details in desk.locator("main details").all():
            details.locator("summary").click()
        found[path] = too_wide(desk) + barriers_in_light_and_dark(desk)
    desk.get_by_role("radio", name="Everybody gets the point").check()
    desk.get_by_label("Why").fill("Two are right.")
    desk.get_by_role("button", name="See what would change").click()
    expect(desk.get_by_role("heading", name="What would change")).to_be_visible()
    found["effect"] = too_wide(desk) + barriers_in_light_and_dark(desk)
    desk.get_by_role("button", name="Repair the key").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("A repaired key")
    found["repaired"] = too_wide(desk) + barriers_in_light_and_dark(desk)
    page = own_page()
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"/attempts/{attempt.pk}/report/")
    expect(page.get_by_text("Two are right.")).to_be_visible()
    found["report"] = too_wide(page) + barriers_in_light_and_dark(page)
    assert {path: faults for path, faults in found.items() if faults} == {}
