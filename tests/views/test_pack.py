"""Reviews taken along, and grades that come back: stored once, at their times, for their learner only."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from studyapp.models import Answer, Card, Learner, Memory, Question, Review
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, right, version_of, wrong
from tests.factories.work import due
from tests.views.htmlpage import Element
from tests.views.rows import all_rows, changed
from tests.views.visitors import answered, as_guest, filled, look, names_of, send

pytestmark = pytest.mark.django_db

PACK, RECEIVE = "/review/pack/", "/review/receive/"
TOKEN = str(UUID(int=5))
KINDS = {"single": "q-k1-2", "multiple": "q-k1-3", "ordering": "q-k1-4", "matching": "q-k1-5"}


def milliseconds(minutes_ago: float) -> str:
    return str(int((NOON - timedelta(minutes=minutes_ago)).timestamp() * 1000))


@pytest.fixture
def learner(db: None) -> Learner:
    """A guest."""
    return LearnerFactory.create()


@pytest.fixture
def guest(learner: Learner) -> Client:
    """The guest's browser."""
    return as_guest(learner)


@pytest.fixture
def card(learner: Learner) -> Memory:
    """A card that is due, in the queue for nine days."""
    memory = due(learner, card=Card.objects.get(slug="card-k1-1"))
    Memory.objects.update(added_at=NOON - timedelta(days=9))
    return memory


def kept(memory: Memory, **fields: Any) -> dict[str, Any]:
    """A grade as the browser kept it, ten minutes ago, after four seconds."""
    return {
        "memory": str(memory.pk),
        "number": str(memory.reviews),
        "token": TOKEN,
        "since": milliseconds(10 + 4 / 60),
        "given": milliseconds(10),
        **fields,
    }


def items(client: Client) -> list[Element]:
    return look(client, PACK).root.find("review-pack")[0].find("section")


def test_the_pack_holds_both_sides_of_a_card_and_its_buttons(guest: Client, card: Memory) -> None:
    (item,) = items(guest)
    assert (item.attrs["data-memory"], item.attrs["data-number"]) == (str(card.pk), "1")
    assert "What is fact 1 of K1?" in item.text
    assert "Fact 1 is 1." in item.text
    form = look(guest, PACK).form(f"/review/{card.pk}/1/card/")
    assert form.buttons == tuple(("rating", str(n)) for n in (1, 2, 3, 4))


@pytest.mark.parametrize("kind", KINDS)
def test_without_scripts_its_forms_are_those_of_the_queue(guest: Client, learner: Learner, kind: str) -> None:
    memory, version = due(learner, question=KINDS[kind]), version_of(KINDS[kind])
    action = f"/review/{memory.pk}/1/question/"
    form = look(guest, PACK).form(action)
    response = send(guest, action, filled(form, version, right(version), confidence="sure"))
    review = Review.objects.get()
    assert response.headers["Location"] == f"/review/?shown={review.pk}"
    assert review.rating == 3


def test_its_forms_do_not_share_a_token(guest: Client, learner: Learner, card: Memory) -> None:
    """Two grades of one token would count as one grade sent twice."""
    due(learner, question="q-k1-2")
    forms = [form for form in look(guest, PACK).forms if form.action.startswith("/review/")]
    assert len(forms) == 2
    assert [form.values.get("token") for form in forms] == [None, None]


def test_a_card_comes_back(guest: Client, card: Memory) -> None:
    response = send(guest, RECEIVE, kept(card, rating="2"))
    assert (response.status_code, response.json()) == (200, {"token": TOKEN})
    assert response.headers["Cache-Control"] == "private, no-store"
    review = Review.objects.get()
    assert (review.memory, review.rating, str(review.token)) == (card, 2, TOKEN)
    assert (review.reviewed_at, review.received_at) == (NOON - timedelta(minutes=10), NOON)
    assert review.seconds == pytest.approx(4, abs=0.002)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("good", [True, False])
def test_a_question_comes_back_and_its_key_is_then_to_be_seen(
    guest: Client, learner: Learner, kind: str, good: bool
) -> None:
    memory, version = due(learner, question=KINDS[kind]), version_of(KINDS[kind])
    given = right(version) if good else wrong(version)
    fields = kept(memory, version=str(version.pk), confidence="sure", **answered(version, given))
    said = send(guest, RECEIVE, fields).json()
    review = Review.objects.get()
    assert said == {
        "token": TOKEN,
        "shown": f"/review/?shown={review.pk}",
        "verdict": "Right" if good else "Not yet",
    }
    answer = Answer.objects.get()
    assert (review.answer, answer.response, answer.correct) == (answer, list(given), good)
    assert (review.rating, answer.answered_at) == (3 if good else 1, review.reviewed_at)
    assert look(guest, said["shown"]).root.find("p", class_="verdict")[0].text.startswith(said["verdict"])


def test_sent_twice_it_is_stored_once(guest: Client, learner: Learner, card: Memory) -> None:
    question, version = due(learner, question="q-k1-2"), version_of("q-k1-2")
    token = str(uuid4())
    whole = kept(question, version=str(version.pk), confidence="sure", **answered(version, right(version)))
    sent = [kept(card, rating="3"), {**whole, "token": token}]
    first = [send(guest, RECEIVE, fields).json() for fields in sent]
    before = all_rows()
    again = [send(guest, RECEIVE, fields).json() for fields in sent]
    assert (again, changed(before)) == (first, {})
    assert Review.objects.count() == 2


def test_a_grade_that_was_overtaken_is_kept(guest: Client, card: Memory) -> None:
    assert send(guest, f"/review/{card.pk}/1/card/", {"rating": "4"}).status_code == 302
    assert send(guest, RECEIVE, kept(card, rating="1")).status_code == 200
    assert list(Review.objects.order_by("pk").values_list("number", "rating")) == [(1, 4), (2, 1)]


def test_without_its_time_it_was_given_when_it_came(guest: Client, card: Memory) -> None:
    fields = kept(card, rating="3")
    del fields["given"]
    send(guest, f"/review/{card.pk}/1/card/", {"rating": "4"})
    assert send(guest, RECEIVE, fields).status_code == 200
    assert Review.objects.get(rating=3).reviewed_at == NOON


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no grade": ({}, "A card is graded 1 to 4."),
    "a fifth grade": ({"rating": "5"}, "A card is graded 1 to 4."),
}


@pytest.mark.parametrize("sent", REFUSED)
def test_a_card_is_refused_with_a_sentence(guest: Client, card: Memory, sent: str) -> None:
    fields, sentence = REFUSED[sent]
    before = all_rows()
    response = send(guest, RECEIVE, kept(card, **fields))
    assert (response.status_code, response.json(), changed(before)) == (422, {"refused": sentence}, {})


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"confidence": "sure"}, 422, "Choose an answer first."),
        ({"choice": "x", "confidence": "sure"}, 422, "One of your choices does not belong to this question."),
        ({"choice": "x"}, 422, "Say how sure you are, then check the answer."),
        (
            {"choice": "x", "confidence": "sure", "version": "999999"},
            409,
            "The question has changed meanwhile, and this answer no longer fits it.",
        ),
    ],
)
def test_a_question_is_refused_with_a_sentence(
    guest: Client, learner: Learner, fields: dict[str, str], status: int, sentence: str
) -> None:
    memory = due(learner, question="q-k1-2")
    before = all_rows()
    response = send(guest, RECEIVE, kept(memory, **fields))
    assert (response.status_code, response.json(), changed(before)) == (status, {"refused": sentence}, {})


def test_a_question_that_went_to_the_exam_meanwhile_is_refused(guest: Client, learner: Learner) -> None:
    memory, version = due(learner, question="q-k1-2"), version_of("q-k1-2")
    Question.objects.filter(slug="q-k1-2").update(pool="exam")
    fields = kept(memory, version=str(version.pk), confidence="sure", **answered(version, right(version)))
    assert send(guest, RECEIVE, fields).status_code == 409
    assert Review.objects.count() == 0


def test_an_item_retired_or_set_aside_meanwhile_takes_its_grade(guest: Client, card: Memory) -> None:
    Card.objects.filter(memories=card).update(retired_at=NOON)
    Memory.objects.update(suspended_at=NOON)
    assert send(guest, RECEIVE, kept(card, rating="3")).status_code == 200
    assert Memory.objects.get().reviews == 2


@pytest.mark.parametrize("pk", ["0", "999999", "", "x", "-1", "9" * 14, "9" * 40])
def test_an_item_that_is_not_there_is_404(guest: Client, card: Memory, pk: str) -> None:
    before = all_rows()
    response = send(guest, RECEIVE, {**kept(card, rating="3"), "memory": pk})
    assert (response.status_code, changed(before)) == (404, {})
    assert "404.html" in names_of(response)


def test_the_answer_names_whom_it_is_for_so_that_a_strangers_404_is_not_believed(
    guest: Client, card: Memory
) -> None:
    stranger = as_guest(LearnerFactory.create())
    tags = {look(client, "/").root.find("body")[0].attrs["data-visitor"] for client in (guest, stranger)}
    refused, taken = (send(client, RECEIVE, kept(card, rating="3")) for client in (stranger, guest))
    assert (refused.status_code, taken.status_code) == (404, 200)
    assert {refused.headers["X-Visitor"], taken.headers["X-Visitor"]} == tags
    assert len(tags) == 2
