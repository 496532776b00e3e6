"""A sitting in a browser: a paper of six questions, where it is, and what its page says."""

import re
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from studyapp.models import Attempt, AttemptItem, Learner
from tests.actions.editedcourse import publish_files
from tests.browser.keeping import kept
from tests.factories.course import question, small_course
from tests.factories.study import attempt_of

# The paper is fetched a moment after the page, a random one, lest a whole room does at once.
NO_WAIT = "Math.random = () => 0"


def longer(folder: Path) -> None:
    """Publish the small course with an exam of six questions, of both kinds that exams have."""
    files = small_course()
    files["exams/mini.yaml"] = files["exams/mini.yaml"].replace("{K1: 2, S1: 2}", "{K1: 3, S1: 3}")
    for code, lesson in (("k1", "first"), ("s1", "second")):
        for n in range(1, 7):
            name, kind, idea = f"x-{code}-{n}", ("single", "multiple")[n % 2], f"{code}-{(n - 1) % 4 + 1}"
            text = question(name, code.upper(), lesson, kind=kind, pool="exam", idea=idea)
            files[f"questions/{code}/{name}.md"] = text
    assert publish_files(folder, files).problems == ()


def begun(learner: Learner) -> Attempt:
    """A sitting that began just now."""
    return attempt_of(learner, now=timezone.now())


def at(attempt: Attempt, position: int = 1) -> str:
    """A question of the paper."""
    return f"/attempts/{attempt.pk}/?q={position}"


def paper_of(attempt: Attempt) -> str:
    """What a browser keeps of it."""
    return f"/attempts/{attempt.pk}/paper/"


def sit(page: Page, attempt: Attempt, position: int = 1, *, keeps: bool = False) -> None:
    """Open a question until its script has begun; with `keeps` until the paper is there for later."""
    page.add_init_script(NO_WAIT)
    page.goto(at(attempt, position))
    expect(page.locator(".exam-bar[data-ready]")).to_be_visible()
    if keeps:
        kept(page, paper_of(attempt))


def paper_form(page: Page) -> Locator:
    """The form of the question at hand."""
    return page.locator("#exam-question form")


def go_on(page: Page) -> None:
    """To the next question, within the page."""
    number = int(page.locator("[data-number]").inner_text())
    page.get_by_role("button", name="Save and next").click()
    here(page, number + 1)


def here(page: Page, number: int) -> None:
    """This question is shown, and its address is this one's."""
    expect(page.locator(".where")).to_contain_text(f"Question {number} of")
    expect(page).to_have_title(re.compile(f"^Question {number} of "))
    expect(page).to_have_url(re.compile(rf"\?q={number}$"))


def saved(page: Page, word: str = "Saved") -> None:
    """What the page says of the question at hand."""
    expect(page.locator("#saved")).to_have_text(word)


def says(page: Page, text: str) -> None:
    """What the page says aloud."""
    expect(page.locator("#exam-says")).to_contain_text(text)


def square(page: Page, number: int) -> Locator:
    """A question in the navigator."""
    return page.locator(f'[data-place="{number}"]')


def stored(attempt: Attempt) -> dict[int, list[str]]:
    """The answers that the database has, by position."""
    rows = AttemptItem.objects.filter(attempt=attempt).exclude(response=[])
    return dict(rows.values_list("position", "response"))


def chosen(page: Page) -> list[str]:
    """The options chosen on the page."""
    values: list[str] = page.evaluate(
        "[...document.querySelectorAll('#exam-question input[name=choice]:checked')].map((one) => one.value)"
    )
    return values
