"""Questions in the review queue: answered, graded, refused, taken back."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from studyapp.models import Answer, Learner, Memory, Review
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, reasons_of, right, version_of, wrong
from tests.factories.work import due
from tests.views.htmlpage import Form
from tests.views.pagefaults import page_faults, part_faults
from tests.views.rows import all_rows, changed
from tests.views.visitors import HTMX, as_guest, chosen, filled, look, names_of, read, send

pytestmark = pytest.mark.django_db

REVIEW = "/review/"
KINDS = {"single": "q-k1-2", "multiple": "q-k1-3", "ordering": "q-k1-4", "matching": "q-k1-5"}
AGAIN, HARD, GOOD = 1, 2, 3


@pytest.fixture
def learner(db: None) -> Learner:
    """A guest."""
    return LearnerFactory.create()


@pytest.fixture
def guest(learner: Learner) -> Client:
    """The guest's browser."""
    return as_guest(learner)


def question_form(client: Client, memory: Memory) -> Form:
    return look(client, REVIEW).form(f"/review/{memory.pk}/{memory.reviews}/question/")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("good", "confidence", "rating"),
    [(True, "sure", GOOD), (True, "unsure", HARD), (True, "guess", AGAIN), (False, "sure", AGAIN)],
)
def test_a_question_is_graded_by_answer_and_confidence(
    guest: Client, learner: Learner, kind: str, good: bool, confidence: str, rating: int
) -> None:
    memory, version = due(learner, question=KINDS[kind]), version_of(KINDS[kind])
    form = question_form(guest, memory)
    given = right(version) if good else wrong(version)
    action = f"/review/{memory.pk}/1/question/"
    response = send(guest, action, filled(form, version, given, confidence=confidence))
    review = Review.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, f"{REVIEW}?shown={review.pk}")
    answer = Answer.objects.get()
    assert (review.rating, review.answer) == (rating, answer)
    assert (answer.correct, answer.confidence, answer.place) == (good, confidence, "review")
    assert answer.response == list(given)
    shown = look(guest, response.headers["Location"])
    (verdict,) = shown.root.find("p", class_="verdict")
    assert verdict.text.startswith("Right" if good else "Not yet")
    html = guest.get(response.headers["Location"]).content.decode()
    assert [reason for reason in reasons_of(version) if reason not in html] == []
    assert page_faults(shown) == []


def test_a_question_sent_twice_is_one_answer_and_one_review(guest: Client, learner: Learner) -> None:
    memory, version = due(learner, question="q-k1-2"), version_of("q-k1-2")
    form = question_form(guest, memory)
    action = f"/review/{memory.pk}/1/question/"
    send(guest, action, filled(form, version, right(version), confidence="sure"))
    before = all_rows()
    for given in (right(version), wrong(version)):
        fields = filled(form, version, given, confidence="sure")
        assert send(guest, action, fields).headers["Location"] == f"{REVIEW}?shown={Review.objects.get().pk}"
        assert send(guest, action, {**fields, "token": str(uuid4())}).headers["Location"] == REVIEW
    assert changed(before) == {}


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "nothing": ({"confidence": "sure"}, "Choose an answer first."),
    "an unknown option": (
        {"choice": "0", "confidence": "sure"},
        "One of your choices does not belong to this question.",
    ),
    "ten options": ({"choice": list("0123456789"), "confidence": "sure"}, "Choose one option."),
    "no confidence": ({"choice": "0"}, "Say how sure you are, then check the answer."),
}


@pytest.mark.parametrize("sent", REFUSED)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "part"])
def test_a_refusal_is_a_sentence_and_stores_nothing(
    guest: Client, learner: Learner, sent: str, headers: dict[str, str]
) -> None:
    memory = due(learner, question="q-k1-2")
    fields, sentence = REFUSED[sent]
    action = f"/review/{memory.pk}/1/question/"
    before = all_rows()
    response = send(guest, action, fields, headers=headers)
    page = read(response)
    assert (response.status_code, changed(before)) == (422, {})
    assert [note.text for note in page.root.find("div", role="alert")] == [sentence]
    assert page.form(action).values["token"]
    assert (part_faults if headers else page_faults)(page) == []


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_confidence_the_choice_is_kept(guest: Client, learner: Learner, kind: str) -> None:
    memory, version = due(learner, question=KINDS[kind]), version_of(KINDS[kind])
    action = f"/review/{memory.pk}/1/question/"
    response = send(
        guest, action, filled(question_form(guest, memory), version, wrong(version)), headers=HTMX
    )
    assert response.status_code == 422
    assert chosen(read(response).form(action), version) == wrong(version)


def test_the_answer_of_a_review_is_its_owners(guest: Client, learner: Learner) -> None:
    memory, version = due(learner, question="q-k1-2"), version_of("q-k1-2")
    fields = filled(question_form(guest, memory), version, right(version), confidence="sure")
    path = send(guest, f"/review/{memory.pk}/1/question/", fields).headers["Location"]
    for client in (as_guest(LearnerFactory.create()), Client()):
        response = client.get(path)
        assert (response.status_code, "404.html" in names_of(response)) == (404, True)


def test_a_question_taken_back_is_asked_again(guest: Client, learner: Learner) -> None:
    """The answer stays on record; the next one is another."""
    memory, version = due(learner, question="q-k1-2"), version_of("q-k1-2")
    action = f"/review/{memory.pk}/1/question/"
    before = Memory.objects.values().get()
    send(guest, action, filled(question_form(guest, memory), version, wrong(version), confidence="sure"))
    send(guest, "/review/undo/")
    assert Memory.objects.values().get() == before
    send(guest, action, filled(question_form(guest, memory), version, right(version), confidence="sure"))
    assert list(Answer.objects.order_by("pk").values_list("correct", flat=True)) == [False, True]
    assert list(Review.objects.filter(undone_at=None).values_list("rating", flat=True)) == [GOOD]


def test_the_page_from_before_an_undo_is_answered_once_more(guest: Client, learner: Learner) -> None:
    memory, version = due(learner, question="q-k1-2"), version_of("q-k1-2")
    action = f"/review/{memory.pk}/1/question/"
    fields = filled(question_form(guest, memory), version, right(version), confidence="sure")
    send(guest, action, fields)
    send(guest, "/review/undo/")
    response = send(guest, action, fields)
    answer = Answer.objects.get()
    first, again = Review.objects.order_by("pk")
    assert response.headers["Location"] == f"{REVIEW}?shown={again.pk}"
    assert (first.undone_at, again.undone_at, again.answer, again.rating) == (NOON, None, answer, GOOD)
