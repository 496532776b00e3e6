"""Questions that do not count: no byte tells which, and the forms say how many there are."""

import pytest
from django.test import Client

from studyapp.actions import exams
from studyapp.models import Attempt, AttemptItem, Exam, Learner
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of, right
from tests.views.test_keys_hidden import new_release, pages
from tests.views.visitors import answered, as_guest, look, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(db: None) -> Learner:
    """A guest."""
    return LearnerFactory.create()


@pytest.fixture
def guest(learner: Learner) -> Client:
    """The guest's browser."""
    return as_guest(learner)


def paths(attempt: Attempt) -> list[str]:
    root = f"/attempts/{attempt.pk}/"
    every = [f"{root}?q={n}" for n in range(1, 5)]
    return [
        *every,
        root,
        f"{root}?show=complete",
        f"{root}submit/",
        f"{root}1/check/",
        "/",
        "/exams/",
        "/exams/mini/",
    ]


@pytest.mark.parametrize("policy", ["after_submit", "at_once"])
def test_no_byte_of_a_sitting_tells_which_questions_count(
    guest: Client, learner: Learner, policy: str
) -> None:
    attempt = attempt_of(learner)
    Attempt.objects.update(review=policy, unscored=2)
    for position in (1, 2):
        version = attempt.items.select_related("version").get(position=position).version
        send(guest, f"/attempts/{attempt.pk}/{position}/save/", answered(version, right(version)))
    AttemptItem.objects.filter(position=2).update(checked_at=NOON if policy == "at_once" else None)
    asked = (
        paths(attempt) if policy == "at_once" else [path for path in paths(attempt) if "check" not in path]
    )
    seen = []
    for pilots in ((), (1, 3), (2, 4), (1, 2, 3)):
        AttemptItem.objects.update(scored=True)
        AttemptItem.objects.filter(position__in=pilots).update(scored=False)
        new_release()
        seen.append([list(pages(guest, path)) for path in asked])
    assert seen[0] == seen[1] == seen[2] == seen[3]


def test_the_report_shows_every_question_alike(guest: Client, learner: Learner) -> None:
    attempt = attempt_of(learner)
    AttemptItem.objects.filter(position=1).update(scored=False)
    exams.submit(attempt=attempt, now=NOON)
    page = look(guest, f"/attempts/{attempt.pk}/report/")
    assert [row.text for row in page.root.find("h1")] == ["0 of 3 right"]
    marks = {str(square.attrs["class"]) for square in page.root.find("a", class_="nav-q")}
    assert {mark.strip() for mark in marks} == {"nav-q is-miss"}
    for word in ("pilot", "unscored", "not count"):
        assert word not in page.root.text


def test_the_start_and_the_list_say_how_many_do_not_count(guest: Client) -> None:
    assert "do not count" not in look(guest, "/exams/mini/").root.text
    Exam.objects.update(unscored=1)
    new_release()
    assert "1 of the 4 questions does not count" in look(guest, "/exams/mini/").root.text
    assert "1 of them does not count" in look(guest, "/exams/").root.text
