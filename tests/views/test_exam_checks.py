"""Checking one question through the pages, and the last look before the paper is handed in."""

from typing import Any

import pytest
from django.test import Client

from studyapp.models import Attempt, AttemptItem, Learner, QuestionVersion
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of, reasons_of, right, wrong
from tests.views.conftest import Clock
from tests.views.pagefaults import page_faults
from tests.views.rows import all_rows, changed
from tests.views.test_keys_hidden import assert_hidden, told
from tests.views.visitors import HTMX, answered, as_guest, look, read, send

pytestmark = pytest.mark.django_db


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
    """A sitting whose questions may be checked one by one."""
    made = attempt_of(learner)
    Attempt.objects.update(review="at_once")
    return made


def root(attempt: Attempt) -> str:
    return f"/attempts/{attempt.pk}/"


def version_at(attempt: Attempt, position: int) -> QuestionVersion:
    return attempt.items.select_related("version").get(position=position).version


def answer(client: Client, attempt: Attempt, position: int, *, good: bool = True, **more: str) -> Any:
    version = version_at(attempt, position)
    fields = {**answered(version, right(version) if good else wrong(version)), **more}
    return send(client, f"{root(attempt)}{position}/save/", fields)


def check(client: Client, attempt: Attempt, position: int = 1, **fields: str) -> Any:
    path = f"{root(attempt)}{position}/check/"
    return send(client, path, {**look(client, path).form(path).values, "confidence": "sure", **fields})


def test_the_road_of_a_check(guest: Client, attempt: Attempt) -> None:
    assert ("go", "check") in look(guest, f"{root(attempt)}?q=1").form(f"{root(attempt)}1/save/").buttons
    response = answer(guest, attempt, 1, good=False, go="check")
    assert response.headers["Location"] == f"{root(attempt)}1/check/"
    assert "From then on your answer to it stands" in look(guest, response.headers["Location"]).root.text
    assert check(guest, attempt).headers["Location"] == f"{root(attempt)}?q=1"
    html = guest.get(f"{root(attempt)}?q=1").content.decode()
    version = version_at(attempt, 1)
    assert [reason for reason in reasons_of(version) if reason not in html] == []
    assert "Not yet" in html
    assert "You were sure" in html
    assert page_faults(read(guest.get(f"{root(attempt)}?q=1"))) == []
    assert f'action="{root(attempt)}1/save/"' not in html  # there is nothing left to answer
    assert "Complete, checked" in look(guest, root(attempt)).root.text


def test_nothing_of_the_key_is_seen_before_the_check_and_of_no_other_question_after_it(
    guest: Client, attempt: Attempt
) -> None:
    for position in (1, 2, 3):
        answer(guest, attempt, position, good=position != 2)
    check(guest, attempt, 3)
    assert told(guest.get(f"{root(attempt)}?q=3").content.decode(), version_at(attempt, 3)) != []
    hidden = [(f"{root(attempt)}?q={n}", version_at(attempt, n)) for n in (1, 2, 4)]
    hidden += [(f"{root(attempt)}{n}/check/", version_at(attempt, n)) for n in (1, 2)]
    hidden += [(path, version_at(attempt, 1)) for path in (root(attempt), f"{root(attempt)}submit/")]
    assert_hidden(guest, hidden)


def test_an_answer_that_was_checked_cannot_be_changed(guest: Client, attempt: Attempt) -> None:
    answer(guest, attempt, 1, good=False)
    check(guest, attempt)
    before = all_rows()
    refused = answer(guest, attempt, 1)
    assert refused.status_code == 422
    sentence = "You have checked this question, so its answer stays as it was."
    assert [note.text for note in read(refused).root.find("div", role="alert")] == [sentence]
    version = version_at(attempt, 1)
    by_script = send(guest, f"{root(attempt)}1/save/", answered(version, right(version)), headers=HTMX)
    assert (by_script.status_code, by_script.headers["Exam-Save"]) == (422, "refused")
    assert sentence in by_script.content.decode()
    emptied = {"clear": "1", "client": "tab", "revision": "9"}
    assert send(guest, f"{root(attempt)}1/save/", emptied, headers=HTMX).status_code == 422
    assert changed(before) == {}


def test_an_answer_comes_first_and_how_sure_it_is(guest: Client, attempt: Attempt) -> None:
    before = all_rows()
    path = f"{root(attempt)}1/check/"
    for response in (guest.get(path), send(guest, path, {"confidence": "sure", "version": "0"})):
        assert response.headers["Location"] == f"{root(attempt)}?q=1"
    assert "Choose an answer first; then you can check it." in look(guest, f"{root(attempt)}?q=1").root.text
    assert set(changed(before)) <= {"Session"}
    answer(guest, attempt, 1)
    before = all_rows()
    unsure = send(guest, path, {"version": "1"})
    assert (unsure.status_code, changed(before)) == (422, {})
    assert "Say how sure you are" in read(unsure).root.text


def test_an_answer_that_moved_meanwhile_is_shown_anew(guest: Client, attempt: Attempt) -> None:
    answer(guest, attempt, 1)
    path = f"{root(attempt)}1/check/"
    fields = {**look(guest, path).form(path).values, "confidence": "sure"}
    answer(guest, attempt, 1, good=False)
    assert send(guest, path, fields).headers["Location"] == path
    assert "Your answer has changed meanwhile" in look(guest, path).root.text
    assert AttemptItem.objects.filter(checked_at__isnull=False).count() == 0


@pytest.mark.parametrize("policy", ["after_submit", "after_window", "never"])
def test_no_other_exam_has_a_check(guest: Client, attempt: Attempt, policy: str) -> None:
    answer(guest, attempt, 1)
    Attempt.objects.update(review=policy)
    before = all_rows()
    path = f"{root(attempt)}1/check/"
    assert guest.get(path).status_code == 404
    assert send(guest, path, {"confidence": "sure", "version": "1"}).status_code == 404
    buttons = look(guest, f"{root(attempt)}?q=1").form(f"{root(attempt)}1/save/").buttons
    assert ("go", "check") not in buttons
    assert changed(before) == {}


def test_after_the_deadline_a_check_leads_to_the_report(
    guest: Client, attempt: Attempt, clock: Clock
) -> None:
    answer(guest, attempt, 1)
    clock.pass_by(minutes=8)
    before = all_rows()
    response = send(guest, f"{root(attempt)}1/check/", {"confidence": "sure", "version": "1"})
    assert (response.headers["Location"], changed(before)) == (f"{root(attempt)}report/", {})


def test_the_report_tells_how_sure_against_how_right(guest: Client, attempt: Attempt) -> None:
    for position, sure in ((1, "sure"), (2, "guess")):
        answer(guest, attempt, position, good=position == 1)
        check(guest, attempt, position, confidence=sure)
    send(guest, f"{root(attempt)}submit/")
    page = look(guest, f"{root(attempt)}report/")
    assert "You said how sure you were 2 times" in page.root.text
    (table,) = [table for table in page.root.find("table") if "You said" in table.text]
    assert [row.text for row in table.find("th", scope="row")] == ["Sure", "Unsure", "A guess"]
    assert [cell.text for cell in table.find("td")] == [
        *("9 of 10", "1 of 1"),
        *("6 of 10", "\N{EN DASH}"),
        *("1 of 4", "0 of 1"),
    ]


LISTED = {
    "": [1, 2, 3, 4],
    "?show=all": [1, 2, 3, 4],
    "?show=complete": [1, 3],
    "?show=incomplete": [2],
    "?show=unseen": [4],
    "?show=flagged": [2, 3],
    "?show=nonsense": [1, 2, 3, 4],
}


@pytest.mark.parametrize(("query", "numbers"), LISTED.items())
def test_the_last_look_lists_what_is_asked_for(
    guest: Client, attempt: Attempt, query: str, numbers: list[int]
) -> None:
    answer(guest, attempt, 1)
    send(guest, f"{root(attempt)}2/save/", {"flag": "on"})
    answer(guest, attempt, 3, flag="on")
    page = look(guest, root(attempt) + query)
    lines = page.root.find("a", class_="paper-line")
    assert [line.attrs["href"] for line in lines] == [f"{root(attempt)}?q={n}" for n in numbers]
    assert [chip.text for chip in page.root.find("a", class_="chip")] == [
        "All 4",
        "Unseen 1",
        "Incomplete 1",
        "Complete 2",
        "Flagged 2",
    ]
    assert "2 of 4 questions have no answer yet. 2 flagged. A guess costs nothing." in page.root.text


def test_a_question_with_too_few_options_is_incomplete(guest: Client, attempt: Attempt) -> None:
    version = version_at(attempt, 1)
    next(choice for choice in version.body["choices"] if not choice["correct"])["correct"] = True
    version.kind = "multiple"
    version.save()
    one = right(version)[0]
    send(guest, f"{root(attempt)}1/save/", {"choice": one})
    page = look(guest, root(attempt))
    assert page.root.find("a", class_="paper-line")[0].text == "Question 1 Incomplete"
    assert "1 has fewer options chosen than asked for." in page.root.text
    assert (
        "It asks for 1 more option than you have chosen." in look(guest, f"{root(attempt)}1/check/").root.text
    )


def test_handing_in_asks_once_more_and_a_look_changes_nothing(guest: Client, attempt: Attempt) -> None:
    answer(guest, attempt, 1)
    before = all_rows()
    path = f"{root(attempt)}submit/"
    page = look(guest, path)
    assert "3 of 4 questions have no answer yet." in page.root.text
    assert [button.text for button in page.root.find("button", class_="btn-l")] == [
        "Hand in with 3 unanswered"
    ]
    assert changed(before) == {}
    assert send(guest, path, page.form(path).values).headers["Location"] == f"{root(attempt)}report/"
    assert Attempt.objects.get().submitted_at == NOON
    assert guest.get(path).headers["Location"] == f"{root(attempt)}report/"
