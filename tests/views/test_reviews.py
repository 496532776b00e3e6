"""The review queue: cards, questions, undo."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from studyapp.models import Answer, Card, Learner, Memory, Review
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, MemoryFactory, question_of, reasons_of, right, version_of, wrong
from tests.factories.work import due
from tests.views.conftest import Clock
from tests.views.htmlpage import Form, Page
from tests.views.pagefaults import page_faults, part_faults
from tests.views.rows import all_rows, changed
from tests.views.visitors import HTMX, as_guest, chosen, filled, look, names_of, read, send

pytestmark = pytest.mark.django_db

REVIEW = "/review/"
KINDS = {"single": "q-k1-2", "multiple": "q-k1-3", "ordering": "q-k1-4", "matching": "q-k1-5"}
AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4


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
    """A card that is due."""
    return due(learner, card=Card.objects.get(slug="card-k1-1"))


def counts(page: Page) -> str:
    (found,) = page.root.find("p", class_="queue-counts")
    return found.text


def rating_form(client: Client, memory: Memory) -> Form:
    return look(client, f"{REVIEW}?show={memory.pk}").form(f"/review/{memory.pk}/{memory.reviews}/card/")


def question_form(client: Client, memory: Memory) -> Form:
    return look(client, REVIEW).form(f"/review/{memory.pk}/{memory.reviews}/question/")


def grade(client: Client, memory: Memory, rating: Any, **headers: Any) -> Any:
    return send(client, f"/review/{memory.pk}/{memory.reviews}/card/", {"rating": rating}, **headers)


def test_nothing_to_review_yet(guest: Client) -> None:
    for client in (guest, Client()):
        page = look(client, REVIEW)
        assert "Nothing to review yet" in page.root.text
        assert [link.attrs["href"] for link in page.root.find("a", class_="btn")] == ["/lessons/first/"]


def test_a_card_shows_its_front_then_its_back_with_four_buttons(guest: Client, card: Memory) -> None:
    front = look(guest, REVIEW)
    assert counts(front) == "1 due · 0 learning · 0 new"
    assert "What is fact 1 of K1?" in front.root.text
    assert "Fact 1 is 1." not in front.root.text
    (show,) = front.root.find("a", class_="btn-wide")
    assert show.attrs["href"] == f"{REVIEW}?show={card.pk}"
    back = look(guest, show.attrs["href"])
    assert "Fact 1 is 1." in back.root.text
    assert rating_form(guest, card).buttons == tuple(("rating", str(n)) for n in (1, 2, 3, 4))
    words = [button.text for button in back.root.find("button", class_="rate")]
    assert [word.split()[0] for word in words] == ["Again", "Hard", "Good", "Easy"]
    assert [page_faults(page) for page in (front, back)] == [[], []]


@pytest.mark.parametrize("rating", [AGAIN, HARD, GOOD, EASY])
def test_a_button_keeps_its_word(guest: Client, card: Memory, rating: int) -> None:
    page = look(guest, f"{REVIEW}?show={card.pk}")
    (interval,) = page.root.find("button", value=str(rating))[0].find("span")
    response = grade(guest, card, rating)
    assert (response.status_code, response.headers["Location"]) == (302, REVIEW)
    review = Review.objects.get()
    assert (review.rating, review.number, review.reviewed_at, review.day) == (rating, 1, NOON, NOON.date())
    card.refresh_from_db()
    assert (card.reviews, card.lapses) == (2, int(rating == AGAIN))
    if rating == AGAIN:
        assert (interval.text, card.stage, card.due_at) == (
            "10 min",
            "relearning",
            NOON + timedelta(minutes=10),
        )
    else:
        assert card.due_day is not None
        days = (card.due_day - NOON.date()).days
        assert (interval.text, card.stage) == (f"{days} day" + "s" * (days > 1), "review")


def test_the_back_of_another_card_is_not_shown(guest: Client, learner: Learner, card: Memory) -> None:
    later = due(learner, card=Card.objects.get(slug="card-k1-2"))
    page = look(guest, f"{REVIEW}?show={later.pk}")
    assert "What is fact 1 of K1?" in page.root.text
    assert "Fact 1 is 1." not in page.root.text
    assert "Fact 2 is 2." not in page.root.text


def test_two_presses_are_one_review(guest: Client, card: Memory) -> None:
    grade(guest, card, GOOD)
    before = all_rows()
    response = grade(guest, card, EASY)
    assert (response.status_code, response.headers["Location"]) == (302, REVIEW)
    assert changed(before) == {}
    assert "That one was graded already. Here is what comes next." in look(guest, REVIEW).root.text


@pytest.mark.parametrize("rating", ["", "0", "5", "-1", "good", "3.0", "33333333333", "²"])
def test_a_grade_that_is_none(guest: Client, card: Memory, rating: str) -> None:
    before = all_rows()
    response = grade(guest, card, rating)
    assert (response.status_code, response.content) == (400, b"A card is graded 1 to 4.")
    assert changed(before) == {}


@pytest.mark.parametrize("number", [0, 2, 999999, 2**31, 2**63])
def test_a_showing_that_never_was(guest: Client, card: Memory, number: int) -> None:
    before = all_rows()
    assert send(guest, f"/review/{card.pk}/{number}/card/", {"rating": "3"}).status_code == 302
    assert changed(before) == {}


def test_a_card_is_no_question_and_a_question_no_card(guest: Client, learner: Learner, card: Memory) -> None:
    question = due(learner, question="q-k1-2")
    before = all_rows()
    response = send(guest, f"/review/{card.pk}/1/question/", {"choice": "a", "confidence": "sure"})
    assert (response.status_code, response.content) == (400, b"This is a card, not a question.")
    assert grade(guest, question, GOOD).status_code == 400
    assert changed(before) == {}


def test_htmx_gets_the_next_card_alone(guest: Client, learner: Learner, card: Memory) -> None:
    due(learner, card=Card.objects.get(slug="card-k1-2"))
    response = grade(guest, card, GOOD, headers=HTMX)
    part = guest.get(response.headers["Location"], headers=HTMX)
    (only,) = (child for child in read(part).root.children if not isinstance(child, str))
    assert (only.tag, only.attrs["id"]) == ("div", "queue")
    assert "What is fact 2 of K1?" in only.text
    assert part_faults(read(part)) == []
    assert part.headers["Vary"] == "HX-Request, Cookie, Accept-Encoding"


def test_htmx_is_told_of_a_second_press_in_the_part_and_only_once(guest: Client, card: Memory) -> None:
    grade(guest, card, GOOD)
    grade(guest, card, GOOD, headers=HTMX)
    part = guest.get(REVIEW, headers=HTMX)
    assert "That one was graded already. Here is what comes next." in read(part).root.text
    assert "That one was graded already." not in look(guest, REVIEW).root.text


def test_undo_gives_the_card_back_as_it_was(guest: Client, card: Memory, clock: Clock) -> None:
    (before,) = Memory.objects.values()
    assert look(guest, REVIEW).root.find("form", action="/review/undo/") == []
    grade(guest, card, AGAIN)
    clock.pass_by(seconds=5)
    form = look(guest, REVIEW).form("/review/undo/")
    assert send(guest, "/review/undo/", form.values).headers["Location"] == REVIEW
    assert Memory.objects.values().get() == before
    assert Review.objects.get().undone_at == clock.now
    page = look(guest, REVIEW)
    assert "Taken back." in page.root.text
    assert counts(page) == "1 due · 0 learning · 0 new"


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


def test_nothing_is_left_to_take_back(guest: Client, card: Memory, clock: Clock) -> None:
    grade(guest, card, GOOD)
    clock.pass_by(days=1)
    before = all_rows()
    send(guest, "/review/undo/")
    assert changed(before) == {}
    assert "There is nothing to take back today." in look(guest, REVIEW).root.text


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
        assert send(guest, action, fields).headers["Location"] == REVIEW
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


def test_a_review_of_a_card_has_no_answer_to_show(guest: Client, card: Memory) -> None:
    grade(guest, card, GOOD)
    assert guest.get(f"{REVIEW}?shown={Review.objects.get().pk}").status_code == 404


def test_done_for_now(guest: Client, card: Memory) -> None:
    grade(guest, card, GOOD)
    assert "Done for now" in look(guest, REVIEW).root.text


def test_no_more_new_items_than_the_learner_wants_a_day(guest: Client, learner: Learner) -> None:
    Learner.objects.filter(pk=learner.pk).update(new_per_day=1)
    first = MemoryFactory.create(learner=learner)
    MemoryFactory.create(learner=learner, question=question_of("q-k1-2"))
    page = look(guest, REVIEW)
    assert counts(page) == "0 due · 0 learning · 1 new"
    shown = first if page.root.find("article", class_="flashcard") else Memory.objects.get(card=None)
    assert shown == first
    grade(guest, first, EASY)
    assert counts(look(guest, REVIEW)) == "0 due · 0 learning · 0 new"
