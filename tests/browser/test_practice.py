"""The chooser by keyboard and without scripts; a quiz whose time runs out; questions before a lesson."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from studyapp.models import Learner, Memory, PracticeSession
from tests.browser.conftest import OpenPage
from tests.browser.inspecting import barriers_in_light_and_dark, too_wide
from tests.browser.keyboard import Keyboard
from tests.browser.questions import answer
from tests.factories.ideas import pair_of, release, share_idea
from tests.factories.study import missed, quiz_of

pytestmark = pytest.mark.e2e

PHONE = {"width": 390, "height": 800}


@pytest.fixture
def pair(published: None) -> None:
    """Two things taken for each other, with two questions on one side and one on the other."""
    share_idea("one", "q-k1-2", "q-k1-3")
    share_idea("two", "q-s1-2")
    pair_of("pair", "one", "two")
    release()


def test_the_chooser_by_keyboard(own_page: OpenPage, learner: Learner, pair: None) -> None:
    missed(quiz_of(learner, now=timezone.now()), 1, 2)
    page = own_page()
    keys = Keyboard(page)
    page.goto("/practice/")
    keys.tab_to(page.get_by_role("radio", name=re.compile("^A mix")))
    keys.press("ArrowDown", "ArrowDown")
    expect(page.get_by_role("radio", name=re.compile("^What you missed"))).to_be_checked()
    expect(page.get_by_label("Which pair")).not_to_be_visible()
    keys.press("ArrowDown", "ArrowDown", "ArrowDown")
    expect(page.get_by_role("radio", name=re.compile("^Easily confused"))).to_be_checked()
    keys.tab_to(page.get_by_label("Which pair"))
    keys.press("ArrowDown")
    expect(page.locator("#id_pair option:checked")).to_have_text("one or two · 3")
    keys.tab_to(page.locator(".filter > summary"))
    keys.press("Enter")
    expect(page.get_by_role("checkbox", name=re.compile("^K1"))).to_be_visible()
    keys.press("Enter")
    keys.tab_to(page.get_by_role("radio", name="No limit"))
    keys.press("ArrowRight", "ArrowRight")
    expect(page.get_by_role("radio", name="Exam pace")).to_be_checked()
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Question 1 of 3")).to_be_visible()
    expect(page.locator("exam-clock")).to_have_text(re.compile(r"[56]:\d\d left"))
    made = PracticeSession.objects.latest("pk")
    assert (made.pick, made.subject, made.deadline is not None) == ("confusable", "pair", True)


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1280, "height": 800}], ids=["phone", "desk"])
def test_the_chooser_has_no_barrier_in_any_state(
    own_page: OpenPage, learner: Learner, pair: None, viewport: dict[str, int]
) -> None:
    page = own_page(viewport=viewport)
    for prepare in (lambda: None, lambda: missed(quiz_of(learner, now=timezone.now()), 1)):
        prepare()
        page.goto("/practice/")
        page.get_by_text("Easily confused").click()
        page.locator(".filter > summary").click()
        assert too_wide(page) + barriers_in_light_and_dark(page) == []


def test_without_scripts(own_page: OpenPage, learner: Learner, pair: None) -> None:
    (version,) = missed(quiz_of(learner, now=timezone.now()))
    page = own_page(java_script_enabled=False, viewport=PHONE)
    page.goto("/practice/")
    page.get_by_role("radio", name=re.compile("^What you missed")).check()
    page.get_by_text("Exam pace", exact=True).click()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text(f"Scenario {version.question.slug}:")).to_be_visible()
    expect(page.locator("exam-clock")).to_have_text(re.compile(r"Closes at \d\d:\d\d:\d\d"))
    form = page.locator("form.question")
    answer(form, right=True, scripts=False)
    form.get_by_text("Sure", exact=True).click()
    form.get_by_role("button", name="Check", exact=True).click()
    page.get_by_role("link", name="See the result").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 of 1 right")


def test_when_the_time_is_over_the_quiz_ends_with_what_was_stored(
    own_page: OpenPage, learner: Learner
) -> None:
    Learner.objects.filter(pk=learner.pk).update(queue_misses=True)
    started = timezone.now() - timedelta(minutes=9, seconds=54)
    quiz = quiz_of(learner, mode="end", pace=timedelta(minutes=2), now=started)
    missed(quiz, now=started)
    page = own_page()
    page.goto(f"/practice/{quiz.pk}/")
    expect(page.locator("exam-clock")).to_have_text(re.compile(r"0:0\d left"))
    expect(page.get_by_role("heading", level=1)).to_have_text("0 of 5 right")
    expect(page.get_by_text("The time was over; what you had answered by then counts.")).to_be_visible()
    expect(page.get_by_text("What you missed joined your reviews by itself.")).to_be_visible()
    quiz.refresh_from_db()
    assert (quiz.finished_at, Memory.objects.count()) == (quiz.deadline, 1)


def test_the_clock_runs_on_from_question_to_question(own_page: OpenPage, learner: Learner) -> None:
    quiz = quiz_of(learner, pace=timedelta(minutes=2), now=timezone.now())
    page = own_page()
    page.goto(f"/practice/{quiz.pk}/")
    for number in (1, 2):
        form = page.locator("form.question")
        expect(form.get_by_role("heading")).to_have_text(f"Question {number} of 5")
        expect(page.locator("exam-clock")).to_have_text(re.compile(r"(10:00|9:\d\d) left"))
        answer(form, right=True)
        form.get_by_text("Sure", exact=True).click()
        form.get_by_role("button", name="Check", exact=True).click()
        expect(page.locator(".verdict")).to_be_visible()
        expect(page.locator("exam-clock")).to_have_text(re.compile(r"(10:00|9:\d\d) left"))
        page.get_by_role("link", name="Next question").click()


def test_three_questions_before_a_lesson_and_back(page: Page) -> None:
    page.goto("/lessons/first/")
    page.get_by_role("button", name="Three questions, not counted").click()
    for number in (1, 2, 3):
        form = page.locator("form.question")
        expect(form.get_by_role("heading")).to_have_text(f"Question {number} of 3")
        expect(form.get_by_text("How sure are you?")).not_to_be_visible()
        answer(form, right=number == 2)
        form.get_by_role("button", name="Save and go on", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 of 3 right")
    expect(page.get_by_text("Not counted:")).to_be_visible()
    page.get_by_role("link", name="Read the lesson").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("First lesson")
    page.goto("/practice/")
    expect(page.get_by_role("radio", name=re.compile("^What you missed"))).to_be_disabled()
