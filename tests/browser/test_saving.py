"""What a learner has entered: stored once, never silently lost, and told apart from what is not stored."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, Route, expect

from studyapp.models import Answer, Attempt, AttemptItem, Learner, PracticeSession
from tests.browser.conftest import OpenPage
from tests.browser.questions import answer
from tests.browser.watching import Watch
from tests.factories.study import attempt_of, quiz_of

pytestmark = pytest.mark.e2e
CHECK = "#check-q-k1-1"
OFFLINE = ("ERR_INTERNET_DISCONNECTED", "htmx.min.js")  # what the browser says, and what htmx says of that


def filled_check(page: Page) -> Locator:
    """The inline question of the first lesson with the right option chosen."""
    page.goto("/lessons/first/")
    check = page.locator(CHECK)
    check.get_by_role("radio", name="Right of").check()
    return check


def submit(form: Locator) -> Locator:
    return form.get_by_role("button", name="Check", exact=True)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_double_click_stores_one_answer(own_page: OpenPage, watch: Watch, scripts: bool) -> None:
    watch.forgive("ERR_ABORTED")  # without scripts the second click ends the wait for the first
    page = own_page(java_script_enabled=scripts)
    submit(filled_check(page)).dblclick()
    expect(page.locator(CHECK).locator(".verdict")).to_contain_text("Right")
    assert Answer.objects.count() == 1


def test_a_double_click_starts_one_quiz_and_one_exam(page: Page) -> None:
    page.goto("/practice/")
    page.get_by_role("button", name="Start").dblclick()
    expect(page.locator("form.question")).to_be_visible()
    page.goto("/exams/mini/")
    page.get_by_role("button", name="Start the clock").dblclick()
    expect(page.locator(".where")).to_contain_text("Question 1")
    assert (PracticeSession.objects.count(), Attempt.objects.count()) == (1, 1)


def test_an_answer_given_offline_is_kept_on_the_page_and_said_to_be_unsaved(page: Page, watch: Watch) -> None:
    watch.forgive(*OFFLINE)
    check = filled_check(page)
    notice = page.locator("#toast")
    page.context.set_offline(True)
    expect(notice).to_contain_text("You are offline.")
    submit(check).click()
    expect(notice).to_contain_text("This is not saved yet; it is still on the page.")
    expect(check.get_by_role("radio", name="Right of")).to_be_checked()
    assert Answer.objects.count() == 0
    page.context.set_offline(False)
    expect(notice).to_contain_text("You are back online.")
    submit(check).click()
    expect(check.locator(".verdict")).to_contain_text("Right")
    expect(notice).to_be_empty()
    assert Answer.objects.count() == 1


def test_an_answer_on_a_page_that_is_too_old_is_kept_and_said_to_be_unsaved(page: Page, watch: Watch) -> None:
    watch.forgive("403", "htmx.min.js")
    check = filled_check(page)
    page.context.clear_cookies()
    submit(check).click()
    expect(page.locator("#toast").get_by_role("alert")).to_contain_text("Not saved: this page is too old.")
    expect(check.get_by_role("radio", name="Right of")).to_be_checked()
    assert Answer.objects.count() == 0


def test_an_exam_says_what_is_saved_and_what_is_not(
    own_page: OpenPage, learner: Learner, watch: Watch
) -> None:
    watch.forgive(*OFFLINE)
    attempt = attempt_of(learner, now=timezone.now())
    page = own_page()
    page.goto(f"/attempts/{attempt.pk}/?q=1")
    saved = page.locator("#saved")
    options = page.get_by_role("radio")
    options.nth(0).check()
    expect(saved).to_have_text("Saved")
    page.context.set_offline(True)
    options.nth(1).check()
    expect(saved).to_have_text("Not saved")
    expect(page.locator("#exam-says")).to_contain_text("Not saved: no connection.")
    expect(options.nth(1)).to_be_checked()
    page.context.set_offline(False)
    options.nth(2).check()
    expect(saved).to_have_text("Saved")
    value = options.nth(2).get_attribute("value")
    assert attempt.items.get(position=1).response == [value]


def held_back(page: Page, path: str, scripts: str) -> list[Route]:
    """Open a page that gets these scripts only when the test wishes, and wait until it has asked for one."""
    held: list[Route] = []
    page.route(re.compile(scripts), lambda route: held.append(route))
    with page.expect_request(re.compile(scripts)):
        page.goto(path, wait_until="commit")
    return held


def test_a_press_before_the_scripts_are_there_is_a_plain_post(own_page: OpenPage, learner: Learner) -> None:
    page, attempt = own_page(), attempt_of(learner, now=timezone.now())
    held_back(page, f"/attempts/{attempt.pk}/?q=1", r"/static/(vendor|js)/(?!first)")
    page.get_by_role("radio").nth(1).press("Space")
    chosen = page.get_by_role("radio").nth(1).get_attribute("value")
    page.get_by_role("button", name="Save and next").press("Enter")
    expect(page.locator(".where")).to_have_text(re.compile(r"Question\s+2\s+of"))
    assert AttemptItem.objects.get(attempt=attempt, position=1).response == [chosen]


def test_a_page_brought_back_before_its_script_came_asks_how_things_stand(
    own_page: OpenPage, learner: Learner
) -> None:
    page, attempt = own_page(), attempt_of(learner, now=timezone.now())
    held = held_back(page, f"/attempts/{attempt.pk}/?q=1", r"/js/sitting\.")
    for event in ("pagehide", "pageshow"):  # away, and back out of the browser's cache
        page.evaluate(f"dispatchEvent(new PageTransitionEvent('{event}', {{ persisted: true }}))")
    other = page.context.new_page()
    other.goto(f"/attempts/{attempt.pk}/?q=1")
    other.get_by_role("radio").nth(2).check()
    expect(other.locator("#saved")).to_have_text("Saved")
    other.close()
    held[0].continue_()
    expect(page.get_by_role("radio").nth(2)).to_be_checked()


def test_what_is_chosen_before_the_script_is_there_is_saved(own_page: OpenPage, learner: Learner) -> None:
    page, attempt = own_page(), attempt_of(learner, now=timezone.now())
    held = held_back(page, f"/attempts/{attempt.pk}/?q=1", r"/js/sitting\.")
    page.get_by_role("radio").nth(1).press("Space")
    chosen = page.get_by_role("radio").nth(1).get_attribute("value")
    assert AttemptItem.objects.get(attempt=attempt, position=1).response == []
    held[0].continue_()
    expect(page.locator("#saved")).to_have_text("Saved")
    expect(page.get_by_role("radio").nth(1)).to_be_checked()
    assert AttemptItem.objects.get(attempt=attempt, position=1).response == [chosen]


def test_flagging_a_question_keeps_the_place(own_page: OpenPage, learner: Learner) -> None:
    attempt = attempt_of(learner, now=timezone.now())
    page = own_page(viewport={"width": 390, "height": 500})
    page.goto(f"/attempts/{attempt.pk}/?q=1")
    expect(page.locator(".exam-bar[data-ready]")).to_be_visible()
    page.get_by_role("button", name="Flag").scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    assert place > 0
    page.get_by_role("button", name="Flag").click()
    expect(page.get_by_role("button", name="Flagged")).to_be_visible()
    expect(page.locator("#saved")).to_have_text("Saved")
    assert attempt.items.get(position=1).flagged
    assert page.evaluate("scrollY") == place
    assert page.evaluate("document.activeElement.name") == "flag"


def test_an_exam_question_left_offline_stays_on_the_page(
    own_page: OpenPage, learner: Learner, watch: Watch
) -> None:
    watch.forgive(*OFFLINE)
    page = own_page()
    page.add_init_script("Math.random = () => 1e6")  # the rest of the paper is not fetched ahead
    page.goto(f"/attempts/{attempt_of(learner, now=timezone.now()).pk}/?q=1")
    page.context.set_offline(True)
    page.get_by_role("radio").first.check()
    expect(page.locator("#saved")).to_have_text("Not saved")
    page.get_by_role("button", name="Save and next").click()
    expect(page.get_by_role("radio").first).to_be_checked(timeout=2_000)


def test_back_after_an_inline_answer_shows_the_answer(own_page: OpenPage) -> None:
    page = own_page()
    page.goto("/")  # for the cookies that later pages vary by
    check = filled_check(page)
    submit(check).click()
    expect(check.locator(".verdict")).to_contain_text("Right")
    page.goto("/glossary/")
    page.go_back()
    expect(check.locator(".verdict")).to_have_count(1)


def test_back_into_a_quiz_does_not_ask_again_what_was_answered(own_page: OpenPage, learner: Learner) -> None:
    quiz = quiz_of(learner, now=timezone.now(), objectives=["K1"])
    page = own_page()
    page.goto("/")  # for the cookies that later pages vary by
    page.goto(f"/practice/{quiz.pk}/")
    question = page.locator("form.question")
    answer(question, right=True)
    question.get_by_text("Sure", exact=True).click()
    submit(question).click()
    expect(page.locator(".verdict")).to_contain_text("Right")
    page.goto("/glossary/")
    page.go_back()
    assert page.locator(".progress-line").inner_text().startswith("1 of 5 answered")


def test_a_double_click_takes_back_one_grade(own_page: OpenPage, learner: Learner) -> None:
    page = own_page()
    page.goto("/lessons/first/")
    page.get_by_role("button", name="Mark as read").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Second lesson")
    page.goto("/review/")
    for number in (1, 2):
        front = page.locator(".flashcard-front")
        expect(front).to_have_text(f"What is fact {number} of K1?")
        page.get_by_role("link", name="Show the answer").click()
        page.get_by_role("button", name=re.compile("^Good")).click()
    expect(front).to_have_text("What is fact 3 of K1?")
    page.get_by_role("button", name="Undo").dblclick()
    expect(page.get_by_role("main").get_by_role("status")).to_contain_text("Taken back.")
    expect(front).to_have_text("What is fact 2 of K1?")
    assert learner.reviews.exclude(undone_at=None).count() == 1


def test_the_learners_time_zone_is_told_once_there_is_a_learner(open_page: OpenPage) -> None:
    page = open_page(timezone_id="Asia/Tokyo")
    page.goto("/lessons/first/")
    with page.expect_response("**/account/time-zone/") as told:
        page.get_by_role("button", name="Mark as read").click()
    assert told.value.status == 204
    assert Learner.objects.get().time_zone == "Asia/Tokyo"


def test_a_clock_that_agrees_is_not_asked_for_its_zone(own_page: OpenPage, learner: Learner) -> None:
    """The name of a zone takes a browser long to find out; who comes from next door sees the same times."""
    Learner.objects.update(time_zone="Europe/Berlin")
    page = own_page(timezone_id="Europe/Paris")
    page.add_init_script("Intl.DateTimeFormat = () => { throw Error('asked'); };")
    page.goto("/glossary/")
    expect(page.locator("html[data-js]")).to_be_attached()  # all scripts have run, and none failed
    learner.refresh_from_db()
    assert learner.time_zone == "Europe/Berlin"
