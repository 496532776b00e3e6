"""Putting a quiz together."""

from typing import Any

import pytest
from django.test import Client

from studyapp.models import Answer, Learner, PracticeItem, PracticeSession, Question
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON
from tests.views.pagefaults import page_faults
from tests.views.rows import all_rows, changed
from tests.views.visitors import as_guest, look, read, send

pytestmark = pytest.mark.django_db

BUILD = "/practice/"


@pytest.fixture
def guest(db: None) -> Client:
    """A guest who is known already."""
    return as_guest(LearnerFactory.create())


def fields(client: Client, **chosen: Any) -> dict[str, Any]:
    """The form as it comes, with these choices made."""
    return {**look(client, BUILD).form(BUILD).values, **chosen}


def test_the_form_as_it_comes(guest: Client) -> None:
    form = look(guest, BUILD).form(BUILD)
    assert form.offers["objectives"] == ["K1", "S1"]
    assert form.offers["size"] == ["5", "10", "20", "40"]
    assert form.offers["mode"] == ["each", "end"]
    assert (form.values["size"], form.values["mode"]) == (["10"], ["each"])
    assert "objectives" not in form.values
    asked_for = look(guest, f"{BUILD}?objective=S1&objective=X9").form(BUILD)
    assert asked_for.values["objectives"] == ["S1"]


@pytest.mark.parametrize(
    ("objectives", "size", "drawn"),
    [([], "20", 20), (["K1"], "5", 5), (["K1", "S1"], "40", 32), (["S1"], "20", 16)],
)
def test_a_quiz_of_what_was_chosen(guest: Client, objectives: list[str], size: str, drawn: int) -> None:
    response = send(guest, BUILD, fields(guest, objectives=objectives, size=size, mode="end"))
    session = PracticeSession.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, f"/practice/{session.pk}/")
    assert (session.objectives, session.mode, session.started_at) == (objectives, "end", NOON)
    items = PracticeItem.objects.filter(session=session)
    assert items.count() == drawn
    served = set(items.values_list("version__question__objective", flat=True))
    assert served == set(objectives or ["K1", "S1"])
    assert set(items.values_list("version__question__pool", flat=True)) == {"practice"}


def test_a_first_time_visitor_becomes_a_guest_with_the_first_quiz() -> None:
    client = Client()
    response = send(client, BUILD, fields(client))
    assert PracticeSession.objects.get().learner == Learner.objects.get()
    assert look(client, response.headers["Location"]).root.find("h1")[0].text == "Practice"


def test_the_same_form_twice_is_one_quiz(guest: Client) -> None:
    form = fields(guest)
    first, second = (send(guest, BUILD, form).headers["Location"] for _ in range(2))
    assert first == second == f"/practice/{PracticeSession.objects.get().pk}/"


def test_the_same_form_with_another_choice_is_another_quiz(guest: Client) -> None:
    form = fields(guest)
    send(guest, BUILD, form | {"objectives": ["K1"], "size": "5"})
    send(guest, BUILD, form | {"objectives": ["S1"], "size": "20"})
    assert [session.objectives for session in PracticeSession.objects.order_by("pk")] == [["K1"], ["S1"]]


def test_the_seed_is_drawn_anew_for_each_quiz(guest: Client) -> None:
    for _ in range(3):
        send(guest, BUILD, fields(guest))
    assert PracticeSession.objects.values("seed").distinct().count() == 3


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "another size": ({"size": "7"}, "Select a valid choice. 7 is not one of the available choices."),
    "no size": ({"size": ""}, "This field is required."),
    "another mode": ({"mode": "never"}, "Select a valid choice. never is not one of the available choices."),
    "an unknown objective": (
        {"objectives": ["K1", "X9"]},
        "Select a valid choice. X9 is not one of the available choices.",
    ),
}


@pytest.mark.parametrize("sent", REFUSED)
def test_a_refusal_says_why_keeps_the_rest_and_stores_nothing(sent: str) -> None:
    chosen, sentence = REFUSED[sent]
    client = Client()
    form = fields(client, objectives=["K1"], size="20", mode="end")
    before = all_rows()
    response = send(client, BUILD, form | chosen)
    page = read(response)
    assert (response.status_code, changed(before)) == (422, {})
    assert [found.text for found in page.root.find("ul", class_="errorlist")] == [sentence]
    assert page_faults(page) == []
    kept = {
        name: values
        for name, values in page.form(BUILD).values.items()
        if name in ("size", "mode", "objectives")
    }
    expected = {"objectives": ["K1"], "size": ["20"], "mode": ["end"]}
    assert kept == {
        name: values for name, values in expected.items() if name == "objectives" or name not in chosen
    }


@pytest.mark.parametrize("token", ["", "no token"])
def test_a_form_without_its_token_is_refused_with_a_sentence(guest: Client, token: str) -> None:
    response = send(guest, BUILD, fields(guest, token=token))
    assert response.status_code == 422
    (note,) = read(response).root.find("div", role="alert")
    assert note.text == "This form is too old. Load the page again and start anew."
    assert page_faults(read(response)) == []


def retire(objective: str) -> None:
    Question.objects.filter(objective=objective, pool="practice").update(retired_at=NOON)


def test_nothing_to_practise(guest: Client) -> None:
    retire("S1")
    before = all_rows()
    response = send(guest, BUILD, fields(guest, objectives=["S1"]))
    assert (response.status_code, changed(before)) == (422, {})
    (error,) = read(response).root.find("ul", class_="errorlist")
    assert error.text == "There is no practice question for this choice yet."


def test_nothing_to_practise_leaves_a_first_time_visitor_one() -> None:
    retire("S1")
    client = Client()
    before = all_rows()
    assert send(client, BUILD, fields(client, objectives=["S1"])).status_code == 422
    assert changed(before) == {}


def test_the_last_quizzes_are_listed(guest: Client) -> None:
    for objectives in (["K1"], []):
        send(guest, BUILD, fields(guest, objectives=objectives, size="5"))
    running, ended = PracticeSession.objects.order_by("pk")
    send(guest, f"/practice/{ended.pk}/finish/")
    rows = look(guest, BUILD).root.find("tbody")[0].find("tr")
    cells = [[cell.text for cell in row.find("td")] for row in rows]
    by_quiz = {row.find("a")[0].attrs["href"]: cells[n][1:3] for n, row in enumerate(rows)}
    assert by_quiz == {
        f"/practice/{running.pk}/": ["K1", "0 of 5 answered"],
        f"/practice/{ended.pk}/": ["All objectives", "0 of 5"],
    }
    assert Answer.objects.count() == 0
