"""From the report of an exam into the reviews: one press, or by itself."""

from typing import Any

import pytest
from django.test import Client

from studyapp.actions import exams
from studyapp.models import Attempt, Learner, Memory
from tests.actions.sittings import fill
from tests.factories.ideas import share_idea
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of
from tests.views.conftest import Clock
from tests.views.htmlpage import Page
from tests.views.pagefaults import page_faults
from tests.views.rows import all_rows, changed
from tests.views.visitors import as_guest, look, send

pytestmark = pytest.mark.django_db

BUTTON = "Put what you missed into my reviews"


def sitting(*marks: bool, **learner: Any) -> tuple[Client, Attempt]:
    """A guest's paper, answered from its first question, whose misses have two stand-ins."""
    attempt = attempt_of(LearnerFactory.create(**learner))
    fill(attempt, marks)
    slugs = attempt.items.values_list("version__question__slug", flat=True)
    share_idea("macsec", *slugs, "q-k1-9", "card-k1-3")
    return as_guest(Learner.objects.get(pk=attempt.learner_id)), attempt


def path(attempt: Attempt) -> str:
    return f"/attempts/{attempt.pk}/report/"


def offered(page: Page, attempt: Attempt) -> bool:
    return f"{path(attempt)}queue/" in {form.action for form in page.forms}


def test_one_press_puts_what_stands_in_into_the_reviews() -> None:
    client, attempt = sitting(False, False, True)
    exams.submit(attempt=attempt, now=NOON)
    page = look(client, path(attempt))
    assert (offered(page, attempt), BUTTON in page.root.text, "2 missed." in page.root.text) == (True,) * 3
    assert send(client, f"{path(attempt)}queue/").headers["Location"] == path(attempt)
    queued = Memory.objects.filter(learner=attempt.learner).values_list("question__slug", "card__slug")
    assert set(queued) == {("q-k1-9", None), (None, "card-k1-3")}
    page = look(client, path(attempt))
    assert "2 items are new in your reviews." in page.root.text
    assert "What stands in for your misses is in your reviews: 2 new" in page.root.text
    assert offered(page, attempt) is False
    assert page_faults(page) == []
    send(client, f"{path(attempt)}queue/")
    assert (
        "What stands in for your misses is in your reviews already." in look(client, path(attempt)).root.text
    )
    assert Memory.objects.count() == 2


def test_the_lessons_of_the_misses_are_named_with_a_drill_each() -> None:
    client, attempt = sitting(False, True)
    exams.submit(attempt=attempt, now=NOON)
    lesson = attempt.items.select_related("version__question__lesson")[0].version.question.lesson
    page = look(client, path(attempt))
    (step,) = page.root.find("li", class_="step")
    assert step.text == f"{lesson.title} 1 missed Drill this lesson"
    form = page.form("/practice/drill/")
    assert (form.values["pick"], form.values["subject"]) == (["idea"], [f"lesson:{lesson.slug}"])
    assert send(client, "/practice/drill/", form.values).status_code == 302


def test_without_a_miss_there_is_nothing_to_press() -> None:
    client, attempt = sitting(True)
    exams.submit(attempt=attempt, now=NOON)
    page = look(client, path(attempt))
    assert (offered(page, attempt), "stands in" in page.root.text) == (False, False)


def test_misses_that_queued_themselves_are_told() -> None:
    client, attempt = sitting(False, queue_misses=True)
    assert send(client, f"/attempts/{attempt.pk}/submit/").headers["Location"] == path(attempt)
    page = look(client, path(attempt))
    assert "What stands in for your misses is in your reviews: 2 new" in page.root.text
    assert offered(page, attempt) is False


def test_after_the_deadline_one_press_does_it(clock: Clock) -> None:
    client, attempt = sitting(False)
    clock.pass_by(minutes=9)
    before = all_rows()
    assert offered(look(client, path(attempt)), attempt) is True
    assert changed(before) == {}
    send(client, f"{path(attempt)}queue/")
    assert Memory.objects.count() == 2
    attempt.refresh_from_db()
    assert attempt.submitted_at == attempt.deadline


@pytest.mark.parametrize("seconds", [0, 8 * 60, 8 * 60 + 9])
def test_while_answers_are_taken_it_stores_nothing(clock: Clock, seconds: int) -> None:
    client, attempt = sitting(False)
    clock.pass_by(seconds=seconds)
    before = all_rows()
    response = send(client, f"{path(attempt)}queue/")
    assert (response.status_code, response.headers["Location"]) == (302, path(attempt))
    assert changed(before) == {}
