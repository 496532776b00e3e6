"""Sitting a practice exam through the pages: the start, every save, the end."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from studyapp.domain.grading import Response
from studyapp.models import Answer, Attempt, AttemptEvent, AttemptItem, Learner, Question, QuestionVersion
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of, reasons_of, right, wrong
from tests.views.conftest import Clock
from tests.views.htmlpage import Form
from tests.views.pagefaults import page_faults
from tests.views.rows import all_rows, changed
from tests.views.visitors import HTMX, as_guest, chosen, filled, look, names_of, read, send

pytestmark = pytest.mark.django_db

EXAM = "/exams/mini/"
DEADLINE = NOON + timedelta(minutes=8)


@pytest.fixture
def learner(db: None) -> Learner:
    """A guest."""
    return LearnerFactory.create()


@pytest.fixture
def guest(learner: Learner) -> Client:
    """The guest's browser."""
    return as_guest(learner)


@pytest.fixture
def attempt(learner: Learner) -> Attempt:
    """A sitting that has just begun: four questions, eight minutes."""
    return attempt_of(learner)


def at(attempt: Attempt, position: int | None = None) -> str:
    """A question of the paper, or its review screen."""
    return f"/attempts/{attempt.pk}/" + (f"?q={position}" if position else "")


def saving(attempt: Attempt, position: int) -> str:
    return f"/attempts/{attempt.pk}/{position}/save/"


def report(attempt: Attempt) -> str:
    return f"/attempts/{attempt.pk}/report/"


def version_at(attempt: Attempt, position: int) -> QuestionVersion:
    return attempt.items.select_related("version").get(position=position).version


def paper_form(client: Client, attempt: Attempt, position: int) -> Form:
    return look(client, at(attempt, position)).form(saving(attempt, position))


def save(client: Client, attempt: Attempt, position: int, given: Response, **more: Any) -> Any:
    """Open a question, choose, and press a button."""
    headers = more.pop("headers", None)
    form = paper_form(client, attempt, position)
    fields = filled(form, version_at(attempt, position), given, **more)
    return send(client, saving(attempt, position), fields, headers=headers)


def stored(attempt: Attempt) -> list[list[str]]:
    """The responses as they stand."""
    return list(attempt.items.values_list("response", flat=True))


def test_the_whole_road(guest: Client, clock: Clock) -> None:
    started = send(guest, EXAM, look(guest, EXAM).form(EXAM).values)
    attempt = Attempt.objects.get()
    assert (started.status_code, started.headers["Location"]) == (302, at(attempt, 1))
    assert (attempt.started_at, attempt.deadline) == (NOON, DEADLINE)
    for position in range(1, 5):
        clock.pass_by(minutes=1)
        buttons = paper_form(guest, attempt, position).buttons
        onward = str(position + 1) if position < 4 else "review"
        assert buttons[0] == ("go", onward)  # which is also what Enter presses
        version = version_at(attempt, position)
        given = wrong(version) if position == 2 else right(version)
        response = save(guest, attempt, position, given, go=onward)
        assert response.headers["Location"] == at(attempt, position + 1 if position < 4 else None)
        assert chosen(paper_form(guest, attempt, position), version) == given
    review = look(guest, at(attempt))
    assert "Every question has an answer." in review.root.text
    assert review.forms == []  # nothing is handed in from here: one more page asks
    (to_the_end,) = review.root.find("a", class_="btn-primary")
    (form,) = look(guest, to_the_end.attrs["href"]).forms
    handed_in = send(guest, form.action, form.values)
    assert (handed_in.status_code, handed_in.headers["Location"]) == (302, report(attempt))
    attempt.refresh_from_db()
    assert attempt.submitted_at == clock.now == NOON + timedelta(minutes=4)
    assert sorted(Answer.objects.values_list("place", "correct")) == [("exam", False)] + [("exam", True)] * 3
    page = look(guest, report(attempt))
    assert page.root.find("h1")[0].text == "3 of 4 right"
    html = guest.get(report(attempt)).content.decode()
    for position in range(1, 5):
        assert [why for why in reasons_of(version_at(attempt, position)) if why not in html] == []


def test_the_start_page_says_what_to_expect(guest: Client, learner: Learner) -> None:
    Learner.objects.filter(pk=learner.pk).update(time_factor="1.25")
    page = look(guest, EXAM)
    told = ["4", "10", "8 minutes, and your time factor of 1.25", "750 of 1,000"]
    assert [tile.text for tile in page.root.find("dd")] == told
    assert "Begun now, the paper closes at 12:10 (UTC) by itself" in page.root.text
    send(guest, EXAM)
    assert Attempt.objects.get().deadline == NOON + timedelta(minutes=10)


def test_starting_twice_is_one_sitting(guest: Client) -> None:
    first, second = (send(guest, EXAM).headers["Location"] for _ in range(2))
    assert first == second == at(Attempt.objects.get(), 1)
    (link,) = look(guest, EXAM).root.find("a", class_="btn-l")
    assert (link.text, link.attrs["href"]) == ("Go on with the running exam", first)
    closes = Attempt.objects.values_list("deadline", flat=True).get()
    assert f"The paper closes at {closes:%H:%M} (UTC)" in look(guest, EXAM).root.text
    assert look(guest, EXAM).forms == []


def test_a_first_time_visitor_becomes_a_guest_with_the_first_sitting() -> None:
    client = Client()
    response = send(client, EXAM)
    assert Attempt.objects.get().learner == Learner.objects.get()
    assert client.get(response.headers["Location"]).status_code == 200


def test_a_pool_that_cannot_fill_the_form_starts_nothing(guest: Client) -> None:
    Question.objects.filter(slug__in=["x-k1-1", "x-k1-2", "x-k1-3"]).update(retired_at=NOON)
    before = all_rows()
    response = send(guest, EXAM)
    (note,) = read(response).root.find("div", class_="note-error")
    assert note.text.startswith("This form cannot be drawn just now: ")
    assert (page_faults(read(response)), changed(before)) == ([], {})


@pytest.mark.parametrize(
    ("go", "leads_to"),
    [
        ("1", "?q=1"),
        ("4", "?q=4"),
        ("review", ""),
        ("", ""),
        ("//evil.example/", ""),
        ("-1", ""),
        ("1e3", ""),
    ],
)
def test_a_button_leads_to_this_paper_only(guest: Client, attempt: Attempt, go: str, leads_to: str) -> None:
    fields = {"go": go}
    assert send(guest, saving(attempt, 2), fields).headers["Location"] == at(attempt) + leads_to


def test_a_flag_is_set_and_taken_off_and_leaves_the_answer(guest: Client, attempt: Attempt) -> None:
    given = right(version_at(attempt, 1))
    save(guest, attempt, 1, given, go="1")
    for value, flagged in (("on", True), ("off", False)):
        assert ("flag", value) in paper_form(guest, attempt, 1).buttons
        response = save(guest, attempt, 1, given, flag=value)
        assert response.headers["Location"] == at(attempt, 1)
        item = AttemptItem.objects.get(attempt=attempt, position=1)
        assert (item.flagged, item.response) == (flagged, list(given))
        (button,) = look(guest, at(attempt, 1)).root.find("button", class_="flag")
        assert button.attrs["aria-pressed"] == str(flagged).lower()
    kinds = list(AttemptEvent.objects.values_list("kind", flat=True))
    assert kinds == ["started", "saved", "flagged", "flagged"]


def test_an_answer_can_be_changed_until_the_end(guest: Client, attempt: Attempt) -> None:
    version = version_at(attempt, 1)
    for given in (right(version), wrong(version), wrong(version)):
        save(guest, attempt, 1, given)
    item = AttemptItem.objects.get(attempt=attempt, position=1)
    assert (item.response, item.revision) == (list(wrong(version)), 2)
    assert Answer.objects.count() == 0


def test_the_script_is_told_how_the_question_stands_and_what_time_is_left(
    guest: Client, attempt: Attempt, clock: Clock
) -> None:
    clock.pass_by(minutes=1, seconds=0.5)
    given = right(version_at(attempt, 1))
    response = save(guest, attempt, 1, given, headers=HTMX, flag="on")
    assert response.json() == {
        "attempt": attempt.pk,
        "state": "open",
        "left": 419_500,
        "total": 480_000,
        "items": {"1": [list(given), True, [], True, 1]},
    }
    assert stored(attempt)[0] == list(given)


def test_the_last_look_tells_how_far_each_question_is(guest: Client, attempt: Attempt) -> None:
    save(guest, attempt, 1, right(version_at(attempt, 1)))
    save(guest, attempt, 2, (), flag="on")
    squares = look(guest, at(attempt)).root.find("a", class_="paper-line")
    assert [square.text for square in squares] == [
        "Question 1 Complete",
        "Question 2 Incomplete Flagged",
        "Question 3 Unseen",
        "Question 4 Unseen",
    ]
    assert [square.attrs["href"] for square in squares] == [at(attempt, n) for n in range(1, 5)]


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown option": ({"choice": "0"}, "One of your choices does not belong to this question."),
    "ten options": ({"choice": list("0123456789")}, "Choose one option."),
    "two steps of one place": (
        {"place-a": "1", "place-b": "1"},
        "Two steps have the same place. Give each step its own.",
    ),
}


@pytest.mark.parametrize("sent", REFUSED)
def test_a_refusal_is_a_sentence_and_stores_nothing(guest: Client, attempt: Attempt, sent: str) -> None:
    fields, sentence = REFUSED[sent]
    save(guest, attempt, 1, right(version_at(attempt, 1)))
    before = all_rows()
    response = send(guest, saving(attempt, 1), {**fields, "flag": "on", "go": "2"})
    page = read(response)
    assert (response.status_code, changed(before)) == (422, {})
    assert [note.text for note in page.root.find("div", role="alert")] == [sentence]
    assert page_faults(page) == []


@pytest.mark.parametrize("sent", REFUSED)
def test_a_refusal_under_htmx_is_a_part(guest: Client, attempt: Attempt, sent: str) -> None:
    fields, sentence = REFUSED[sent]
    response = send(guest, saving(attempt, 1), fields, headers=HTMX)
    assert response.status_code == 422
    assert sentence in read(response).root.text
    assert b"<html" not in response.content


def test_a_refusal_keeps_what_was_chosen(guest: Client, attempt: Attempt) -> None:
    version = as_multiple(attempt)
    all_of_them = tuple(sorted(attempt.items.get(position=1).order))
    response = save(guest, attempt, 1, all_of_them)
    assert response.status_code == 422
    assert chosen(read(response).form(saving(attempt, 1)), version) == all_of_them


def as_multiple(attempt: Attempt) -> QuestionVersion:
    """The first question, made one with two right answers."""
    version = version_at(attempt, 1)
    choices = version.body["choices"]
    next(choice for choice in choices if not choice["correct"])["correct"] = True
    version.kind = "multiple"
    version.save()
    return version


def test_an_over_full_multiple_choice_is_refused(guest: Client, attempt: Attempt) -> None:
    as_multiple(attempt)
    response = save(guest, attempt, 1, tuple(sorted(attempt.items.get(position=1).order)))
    assert [note.text for note in read(response).root.find("div", role="alert")] == [
        "Choose no more than 2 options."
    ]
    assert stored(attempt) == [[], [], [], []]
    assert "404.html" not in names_of(response)
