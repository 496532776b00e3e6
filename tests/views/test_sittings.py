"""The paper for a browser to keep, the state it asks for, and what the navigator says of each question."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from studyapp.actions import exams
from studyapp.models import Attempt, AttemptItem, Learner
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of, right
from tests.views.conftest import Clock
from tests.views.rows import all_rows, changed
from tests.views.visitors import HTMX, as_guest, look, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(db: None) -> Learner:
    return LearnerFactory.create()


@pytest.fixture
def guest(learner: Learner) -> Client:
    return as_guest(learner)


@pytest.fixture
def attempt(learner: Learner) -> Attempt:
    return attempt_of(learner)


def item(attempt: Attempt, position: int = 1) -> AttemptItem:
    return AttemptItem.objects.select_related("version").get(attempt=attempt, position=position)


def now_of(client: Client, attempt: Attempt) -> Any:
    """What the page hears when it asks."""
    response = client.get(f"/attempts/{attempt.pk}/now/")
    assert (response.headers["Exam-Save"], response.headers["Cache-Control"]) == ("now", "private, no-store")
    return response.json()


def test_the_state_is_every_question_and_the_time_left(guest: Client, attempt: Attempt, clock: Clock) -> None:
    given = list(right(item(attempt).version))
    exams.save(attempt=attempt, position=1, response=given, now=NOON)
    exams.save(attempt=attempt, position=3, flagged=True, struck=item(attempt, 3).order[:1], now=NOON)
    clock.pass_by(seconds=30)
    before = all_rows()
    assert now_of(guest, attempt) == {
        "attempt": attempt.pk,
        "state": "open",
        "left": 450_000,
        "total": 480_000,
        "items": {
            "1": [given, False, [], True, 1],
            "2": [[], False, [], False, 0],
            "3": [[], True, item(attempt, 3).order[:1], True, 0],
            "4": [[], False, [], False, 0],
        },
    }
    assert changed(before) == {}


@pytest.mark.parametrize(
    ("seconds", "state", "left"), [(479, "open", 1000), (480, "over", 0), (999, "over", 0)]
)
def test_the_state_past_the_deadline(
    guest: Client, attempt: Attempt, clock: Clock, seconds: int, state: str, left: int
) -> None:
    clock.pass_by(seconds=seconds)
    told = now_of(guest, attempt)
    assert (told["state"], told["left"]) == (state, left)


def test_the_state_once_it_is_handed_in(guest: Client, attempt: Attempt) -> None:
    exams.submit(attempt=attempt, now=NOON)
    assert now_of(guest, attempt)["state"] == "submitted"


def test_an_answer_in_the_grace_is_stored_and_says_that_the_time_is_over(
    guest: Client, attempt: Attempt, clock: Clock
) -> None:
    clock.pass_by(minutes=8, seconds=5)
    response = send(
        guest, f"/attempts/{attempt.pk}/1/save/", {"choice": item(attempt).order[0]}, headers=HTMX
    )
    assert (response.headers["Exam-Save"], response.json()["state"]) == ("stored", "over")


def test_more_time_is_in_the_next_answer(guest: Client, attempt: Attempt) -> None:
    Attempt.objects.filter(pk=attempt.pk).update(deadline=NOON + timedelta(minutes=20))
    response = send(guest, f"/attempts/{attempt.pk}/1/save/", {"flag": "on"}, headers=HTMX)
    assert (response.json()["left"], response.json()["total"]) == (1_200_000, 1_200_000)


def test_the_paper_has_every_question_once_and_no_more_after_the_end(
    guest: Client, attempt: Attempt, clock: Clock
) -> None:
    page = look(guest, f"/attempts/{attempt.pk}/paper/")
    found = [one.attrs["data-question"] for one in page.root.find("template") if "data-question" in one.attrs]
    assert found == ["1", "2", "3", "4"]
    assert guest.get(f"/attempts/{attempt.pk}/paper/").content.count(b'class="stem"') == 4
    clock.pass_by(minutes=8)
    response = guest.get(f"/attempts/{attempt.pk}/paper/")
    assert (response.status_code, response.headers["Location"]) == (302, f"/attempts/{attempt.pk}/report/")


def test_a_save_of_a_flag_alone_leaves_the_answer(guest: Client, attempt: Attempt) -> None:
    given = right(item(attempt).version)
    exams.save(attempt=attempt, position=1, response=given, now=NOON)
    fields = {"client": "tab", "revision": "1", "answer": "same", "flag": "on"}
    response = send(guest, f"/attempts/{attempt.pk}/1/save/", fields, headers=HTMX)
    assert response.headers["Exam-Save"] == "stored"
    assert (item(attempt).response, item(attempt).flagged) == (list(given), True)


def test_the_button_that_clears_takes_the_answer_back_whatever_is_chosen(
    guest: Client, attempt: Attempt
) -> None:
    given = right(item(attempt).version)
    exams.save(attempt=attempt, position=1, response=given, now=NOON)
    send(guest, f"/attempts/{attempt.pk}/1/save/", {"choice": list(given), "clear": "all"})
    assert (item(attempt).response, item(attempt).revision) == ([], 2)


def squares(client: Client, attempt: Attempt) -> list[str]:
    page = look(client, f"/attempts/{attempt.pk}/?q=1")
    return [one.text for one in page.root.find("button", class_="nav-q")]


def test_the_navigator_tells_unseen_incomplete_complete_and_flagged(guest: Client, attempt: Attempt) -> None:
    unseen = [f"Question {n}, unseen" for n in range(1, 5)]
    assert squares(guest, attempt) == unseen
    send(guest, f"/attempts/{attempt.pk}/1/save/", {"was": "", "go": "2"})
    exams.save(attempt=attempt, position=2, response=right(item(attempt, 2).version), now=NOON)
    exams.save(attempt=attempt, position=3, flagged=True, now=NOON)
    assert squares(guest, attempt) == [
        "Question 1, incomplete",
        "Question 2, complete",
        "Question 3, incomplete, flagged",
        "Question 4, unseen",
    ]


def test_half_an_answer_is_incomplete(guest: Client, attempt: Attempt) -> None:
    version = item(attempt).version
    next(choice for choice in version.body["choices"] if not choice["correct"])["correct"] = True
    version.kind = "multiple"
    version.save()
    order = item(attempt).order
    exams.save(attempt=attempt, position=1, response=order[:1], now=NOON)
    assert squares(guest, attempt)[0] == "Question 1, incomplete"
    exams.save(attempt=attempt, position=1, response=order[:2], now=NOON)
    assert squares(guest, attempt)[0] == "Question 1, complete"


def test_a_square_saves_the_question_at_hand_and_goes_there(guest: Client, attempt: Attempt) -> None:
    version = item(attempt).version
    form = look(guest, f"/attempts/{attempt.pk}/?q=1").form(f"/attempts/{attempt.pk}/1/save/")
    fields = {**form.values, "choice": list(right(version)), "go": "4"}
    response = send(guest, f"/attempts/{attempt.pk}/1/save/", fields)
    assert response.headers["Location"] == f"/attempts/{attempt.pk}/?q=4"
    assert item(attempt).response == list(right(version))
