"""The review queue: its cards, what is counted, and undo."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from studyapp.domain.memory import interval_text
from studyapp.models import Card, Learner, Memory, Review
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, MemoryFactory, question_of
from tests.factories.work import due
from tests.views.conftest import Clock
from tests.views.htmlpage import Form, Page
from tests.views.pagefaults import page_faults, part_faults
from tests.views.rows import all_rows, changed
from tests.views.visitors import HTMX, as_guest, look, read, send

pytestmark = pytest.mark.django_db

REVIEW = "/review/"
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
    since = int(NOON.timestamp() * 1000)
    assert show.attrs["href"] == f"{REVIEW}?show={card.pk}&since={since}"
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
        assert (interval.text, card.stage) == (interval_text(card.due_day - NOON.date()), "review")


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


def test_a_page_from_before_an_undo_is_graded_once_more(guest: Client, card: Memory) -> None:
    old = rating_form(guest, card)
    for rating in ("1", "4", "2"):
        guest.post(old.action, {**old.values, "rating": rating})
        if rating == "1":
            send(guest, "/review/undo/")
    rows = Review.objects.order_by("pk").values_list("rating", "undone_at")
    assert list(rows) == [(1, NOON), (4, None)]
    assert "That one was graded already." in look(guest, REVIEW).root.text


def test_nothing_is_left_to_take_back(guest: Client, card: Memory, clock: Clock) -> None:
    grade(guest, card, GOOD)
    clock.pass_by(days=1)
    before = all_rows()
    send(guest, "/review/undo/")
    assert changed(before) == {}
    assert "There is nothing to take back today." in look(guest, REVIEW).root.text


def test_a_review_of_a_card_has_no_answer_to_show(guest: Client, card: Memory) -> None:
    grade(guest, card, GOOD)
    assert guest.get(f"{REVIEW}?shown={Review.objects.get().pk}").status_code == 404


def test_done_for_now(guest: Client, card: Memory) -> None:
    grade(guest, card, GOOD)
    assert "Done for now" in look(guest, REVIEW).root.text


@pytest.mark.parametrize(("limit", "words"), [(0, "2 more are due"), (1, "1 more is due")])
def test_what_is_over_the_limit_is_said_to_wait(
    guest: Client, learner: Learner, card: Memory, limit: int, words: str
) -> None:
    other = due(learner, card=Card.objects.get(slug="card-k1-2"))
    learner.reviews_per_day = limit
    learner.save()
    for memory in (card, other)[:limit]:
        grade(guest, memory, EASY)
    page = look(guest, REVIEW)
    assert "Done for today" in page.root.text
    assert words in page.root.text
    assert "Everything due has been reviewed" not in page.root.text


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
