"""Questions answered in the text of a lesson: right, wrong, refused, twice."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from studyapp.models import Answer, Learner, QuestionVersion, Release
from studyapp.views.access import GUEST_SESSION_KEY
from tests.cast import Cast
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, reasons_of, right, version_of, wrong
from tests.views.htmlpage import Form, Page
from tests.views.pagefaults import page_faults, part_faults
from tests.views.rows import all_rows, changed
from tests.views.visitors import HTMX, as_guest, chosen, filled, look, read, send

pytestmark = pytest.mark.django_db

LESSON = "/lessons/first/"
CHECK = "/lessons/first/checks/q-k1-1/"
KINDS = {"single": "q-k1-1", "multiple": "q-k1-3", "ordering": "q-k1-4", "matching": "q-k1-5"}


@pytest.fixture
def version(db: None) -> QuestionVersion:
    """The inline question of the first lesson, a single choice."""
    return version_of("q-k1-1")


@pytest.fixture
def guest(db: None) -> Client:
    """A guest who is known already."""
    return as_guest(LearnerFactory.create())


def check_form(client: Client) -> Form:
    return look(client, LESSON).form(CHECK)


def verdict(page: Page) -> str:
    (found,) = page.root.find("p", class_="verdict")
    return found.text


def asked_with(kind: str) -> QuestionVersion:
    """The first lesson with an inline question of this kind, as a new release has it."""
    version = version_of(KINDS[kind])
    lesson = version.question.lesson
    lesson.parts = [[part, version.question.slug if part == "check" else text] for part, text in lesson.parts]
    lesson.save()
    newest = Release.objects.latest("pk")
    Release.objects.create(digest="-", info=newest.info, published_at=NOON)
    return version


@pytest.mark.parametrize("good", [True, False])
def test_an_answer_without_javascript(guest: Client, version: QuestionVersion, good: bool) -> None:
    given = right(version) if good else wrong(version)
    response = send(guest, CHECK, filled(check_form(guest), version, given))
    assert (response.status_code, response.headers["Location"]) == (302, f"{LESSON}#check-q-k1-1")
    answer = Answer.objects.get()
    assert (answer.response, answer.correct, answer.place) == (list(given), good, "lesson")
    assert (answer.version, answer.confidence, answer.answered_at) == (version, "", NOON)
    page = look(guest, LESSON)
    assert verdict(page) == ("Right" if good else "Not yet: the key is " + key_letter(page))
    assert all(reason in guest.get(LESSON).content.decode() for reason in reasons_of(version))
    assert page_faults(page) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("good", [True, False])
def test_every_kind_in_its_place(guest: Client, kind: str, good: bool) -> None:
    version = asked_with(kind)
    action = f"/lessons/first/checks/{KINDS[kind]}/"
    given = right(version) if good else wrong(version)
    response = send(guest, action, filled(look(guest, LESSON).form(action), version, given), headers=HTMX)
    assert response.status_code == 200
    assert verdict(read(response)).startswith("Right" if good else "Not yet")
    assert part_faults(read(response)) == []
    assert Answer.objects.values_list("response", "correct").get() == (list(given), good)


def test_a_first_time_visitor_becomes_a_guest_with_the_first_answer(version: QuestionVersion) -> None:
    client = Client()
    send(client, CHECK, filled(check_form(client), version, right(version)))
    learner = Learner.objects.get()
    assert (learner.user, learner.created_at) == (None, NOON)
    assert client.session[GUEST_SESSION_KEY] == str(learner.key)
    assert Answer.objects.get().learner == learner
    assert verdict(look(client, LESSON)) == "Right"


def test_htmx_gets_the_question_in_its_place_and_nothing_else(
    guest: Client, version: QuestionVersion
) -> None:
    response = send(guest, CHECK, filled(check_form(guest), version, right(version)), headers=HTMX)
    part = read(response)
    assert response.status_code == 200
    (only,) = (child for child in part.root.children if not isinstance(child, str))
    assert (only.tag, only.attrs["id"]) == ("section", "check-q-k1-1")
    assert verdict(part) == "Right"
    assert part_faults(part) == []


def test_what_is_sent_twice_is_answered_once(guest: Client, version: QuestionVersion) -> None:
    form = check_form(guest)
    first = filled(form, version, right(version))
    send(guest, CHECK, first)
    send(guest, CHECK, first)
    # Back to the page, another option, and sent again: what was answered first stands.
    response = send(guest, CHECK, filled(form, version, wrong(version)), headers=HTMX)
    assert verdict(read(response)) == "Right"
    assert Answer.objects.values_list("response", "correct").get() == (list(right(version)), True)


def test_answered_again_on_purpose_is_a_new_answer(guest: Client, version: QuestionVersion) -> None:
    send(guest, CHECK, filled(check_form(guest), version, wrong(version)))
    again = look(guest, f"{LESSON}?again=q-k1-1").form(CHECK)
    send(guest, CHECK, filled(again, version, right(version)))
    assert list(Answer.objects.order_by("pk").values_list("correct", flat=True)) == [False, True]
    assert verdict(look(guest, LESSON)) == "Right"


def test_one_learners_answer_is_not_anothers(cast: Cast, version: QuestionVersion) -> None:
    send(cast.owner, CHECK, filled(check_form(cast.owner), version, right(version)))
    assert look(cast.owner, LESSON).root.find("p", class_="verdict") != []
    for client in (cast.stranger, cast.nobody):
        assert look(client, LESSON).root.find("p", class_="verdict") == []


def test_a_malformed_token_stores_the_answer(guest: Client, version: QuestionVersion) -> None:
    fields = filled(check_form(guest), version, right(version), token="no token")
    assert send(guest, CHECK, fields).status_code == 302
    assert Answer.objects.count() == 1


def test_an_answer_to_an_older_text_is_not_held_against_the_new_one(
    guest: Client, version: QuestionVersion
) -> None:
    send(guest, CHECK, filled(check_form(guest), version, right(version)))
    question = version.question
    version.pk, version.number, version.digest = None, 2, "new"
    version.save()
    question.current = version
    question.save()
    Release.objects.create(digest="-", info=Release.objects.latest("pk").info, published_at=NOON)
    assert look(guest, LESSON).root.find("p", class_="verdict") == []
    assert check_form(guest).values["token"]


def key_letter(page: Page) -> str:
    (key,) = (li for li in page.root.find("li", class_="is-key"))
    (letter,) = key.find("span", class_="letter")
    return letter.text


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "nothing": ({}, "Choose an answer first."),
    "an option of no question": (
        {"choice": "0"},
        "One of your choices does not belong to this question.",
    ),
    "an option with a null byte": (
        {"choice": "\0"},
        "One of your choices does not belong to this question.",
    ),
    "ten options": ({"choice": [str(n) for n in range(10)]}, "Choose one option."),
    "fields of another kind": (
        {"place-a": "1", "place-b": "1"},
        "Two steps have the same place. Give each step its own.",
    ),
    "pairs": ({"match-a": "b"}, "One of your choices does not belong to this question."),
}


@pytest.mark.parametrize("sent", REFUSED)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
def test_a_sentence_and_nothing_stored(guest: Client, sent: str, headers: dict[str, str]) -> None:
    fields, sentence = REFUSED[sent]
    before = all_rows()
    response = send(guest, CHECK, {"token": str(uuid4()), **fields}, headers=headers)
    assert response.status_code == 422
    (note,) = read(response).root.find("div", role="alert")
    assert note.text == sentence
    assert changed(before) == {}


def test_every_real_option_at_once(guest: Client, version: QuestionVersion) -> None:
    form = check_form(guest)
    before = all_rows()
    response = send(guest, CHECK, {**form.values, "choice": form.offers["choice"]}, headers=HTMX)
    assert (response.status_code, changed(before)) == (422, {})
    assert read(response).root.find("div", role="alert")[0].text == "Choose one option."


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
def test_the_same_page_can_be_sent_again_after_a_refusal(
    guest: Client, version: QuestionVersion, headers: dict[str, str]
) -> None:
    refused = send(guest, CHECK, check_form(guest).values, headers=headers)
    form = read(refused).form(CHECK)
    assert send(guest, CHECK, filled(form, version, right(version))).status_code == 302
    assert Answer.objects.values_list("correct", flat=True).get()


def test_htmx_gets_the_part_and_a_browser_the_page(guest: Client) -> None:
    part = send(guest, CHECK, {}, headers=HTMX).content
    page = send(guest, CHECK, {}).content
    assert (b"<html" in part, b"<html" in page) == (False, True)
    assert part_faults(read(send(guest, CHECK, {}, headers=HTMX))) == []


def test_the_page_of_a_refusal_is_sound(guest: Client) -> None:
    assert page_faults(read(send(guest, CHECK, {}))) == []


@pytest.mark.parametrize("kind", ["multiple", "ordering", "matching"])
def test_what_was_chosen_is_still_there(guest: Client, kind: str) -> None:
    version = asked_with(kind)
    action = f"/lessons/first/checks/{KINDS[kind]}/"
    form = look(guest, LESSON).form(action)
    given = too_much_or_too_little(version)
    response = send(guest, action, filled(form, version, given), headers=HTMX)
    assert response.status_code == 422
    assert chosen(read(response).form(action), version) == given


def test_a_first_time_visitor_stays_one() -> None:
    before = all_rows()
    assert send(Client(), CHECK, {"choice": "0"}).status_code == 422
    assert changed(before) == {}


def too_much_or_too_little(version: QuestionVersion) -> tuple[str, ...]:
    """A response that is refused: one option too many, or all but one step or pair."""
    if version.kind == "multiple":
        return tuple(sorted({*right(version), *wrong(version)}))
    return right(version)[:-1]
