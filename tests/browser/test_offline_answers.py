"""Answers given without network: each is stored once, in order, with the time it was given."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from studyapp.actions import reviews
from studyapp.domain.memory import Rating
from studyapp.domain.sending import Sent
from studyapp.models import Answer, Learner, Memory, Review
from tests.browser.keeping import (
    all_sent,
    check,
    due,
    entries,
    grade,
    kept_without,
    lose,
    offline_pack,
    open_pack,
    take_along,
    to_go,
    wait_and_see,
)
from tests.browser.network import Network
from tests.browser.watching import Watch

pytestmark = pytest.mark.e2e

FRONTS = [f"What is fact {n} of K1?" for n in range(13)]
CARDS = tuple(f"card-k1-{n}" for n in range(1, 5))


def test_five_given_offline_are_stored_once_in_order_at_their_times(
    phone: Page, learner: Learner, network: Network, watch: Watch
) -> None:
    memories = due(learner, *CARDS[:2], "q-k1-2", *CARDS[2:])
    offline_pack(phone, network, watch)
    grade(phone, FRONTS[1], "Good")
    grade(phone, FRONTS[2], "Hard")
    wait_and_see(phone, 2)
    check(phone, right=True)
    expect(phone.locator("[data-said]")).to_have_text("kept: graded once you are back")
    phone.reload()
    expect(to_go(phone)).to_have_text("2")
    wait_and_see(phone, 3)
    grade(phone, FRONTS[3], "Easy")
    grade(phone, FRONTS[4], "Good")
    expect(phone.locator("[data-end]")).to_be_focused()
    expect(phone.locator("[data-end]")).to_contain_text("5 answers wait to be sent")
    assert Review.objects.count() == 0
    kept = entries(phone)
    network.become("up")
    phone.goto("/review/")
    all_sent(phone)
    expect(phone.get_by_role("heading", name="Done for now")).to_be_visible()
    expect(phone.locator("#connection")).to_contain_text("Graded: Scenario q-k1-2")
    rows = list(Review.objects.order_by("pk"))
    assert [(row.memory_id, row.rating) for row in rows] == [
        (memory.pk, rating) for memory, rating in zip(memories, (3, 2, 3, 4, 3), strict=True)
    ]
    assert [str(row.token) for row in rows] == [entry["token"] for entry in kept]
    assert [row.reviewed_at for row in rows] == [at(entry["at"]) for entry in kept]
    assert all(row.reviewed_at < row.received_at for row in rows)
    assert [row.number for row in rows] == [3] * 5
    assert Answer.objects.get() == rows[2].answer
    assert {memory.reviews for memory in Memory.objects.all()} == {4}
    assert [entry["news"]["verdict"] for entry in entries(phone)] == ["Right"]
    phone.get_by_role("link", name="Scenario q-k1-2").click()
    expect(phone.locator(".verdict")).to_contain_text("Right")
    phone.get_by_role("button", name="OK").click()
    expect(phone.locator("#connection")).to_be_empty()
    assert entries(phone) == []


def at(milliseconds: int) -> datetime:
    """The moment, to the millisecond, as a browser counts."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)


def test_what_was_graded_is_not_asked_again_from_the_same_copy(
    phone: Page, learner: Learner, network: Network, watch: Watch
) -> None:
    """Neither what was graded without network nor what was graded on the live page."""
    due(learner, *CARDS)
    offline_pack(phone, network, watch)
    grade(phone, FRONTS[1], "Good")
    wait_and_see(phone, 1)
    network.become("up")
    phone.goto("/review/")
    all_sent(phone)
    phone.get_by_role("link", name="Show the answer").click()
    phone.get_by_role("button", name="Good").click()
    expect(phone.locator(".flashcard-front")).to_have_text(FRONTS[3])
    lose(network, watch)
    phone.goto("/review/")
    expect(to_go(phone)).to_have_text("2")
    grade(phone, FRONTS[3], "Good")
    wait_and_see(phone, 1)
    network.become("up")
    phone.goto("/")
    all_sent(phone)
    assert list(Review.objects.order_by("pk").values_list("memory__card__slug", flat=True)) == [*CARDS[:3]]


def test_what_is_set_aside_or_taken_back_on_the_live_page_is_so_without_network(
    phone: Page, learner: Learner, network: Network, watch: Watch
) -> None:
    first, *_ = due(learner, *CARDS[:3])
    take_along(phone)
    phone.goto("/review/")
    phone.get_by_role("link", name="Show the answer").click()
    phone.get_by_role("button", name="Good").click()
    expect(phone.locator(".flashcard-front")).to_have_text(FRONTS[2])
    for name, front in (("Undo", FRONTS[1]), ("Set aside", FRONTS[2])):
        phone.get_by_text("More for this item").locator("..").click()
        phone.get_by_role("button", name=name).click()
        expect(phone.locator(".flashcard-front")).to_have_text(front)
    kept_without(phone, f'data-memory="{first.pk}"')
    lose(network, watch)
    open_pack(phone, "/review/")
    expect(to_go(phone)).to_have_text("2")
    expect(phone.locator(".flashcard-front")).to_have_text(FRONTS[2])


def test_the_network_goes_while_the_queue_is_open(
    phone: Page, learner: Learner, network: Network, watch: Watch
) -> None:
    due(learner, *CARDS[:2], "q-k1-2")
    take_along(phone)
    phone.goto("/review/")
    phone.get_by_role("link", name="Show the answer").click()
    expect(phone.get_by_role("button", name="Good")).to_be_visible()
    lose(network, watch)
    phone.get_by_role("button", name="Good").click()
    expect(to_go(phone)).to_have_text("2")
    wait_and_see(phone, 1)
    grade(phone, FRONTS[2], "Again")
    check(phone, right=False)
    grade(phone, FRONTS[2], "Good")  # what was missed comes once more
    wait_and_see(phone, 4)
    network.become("up")
    phone.evaluate("dispatchEvent(new Event('online'))")
    expect(phone.locator("#toast")).to_contain_text("All your answers are sent.")
    expect(phone.locator("[data-end]")).to_contain_text("All your answers are sent.")
    expect(phone.locator("#connection")).to_contain_text("Not yet")
    rows = Review.objects.order_by("pk").values_list("memory__card__slug", "rating", "number")
    assert list(rows) == [(CARDS[0], 3, 3), (CARDS[1], 1, 3), (None, 1, 3), (CARDS[1], 3, 4)]


def test_the_answer_of_a_card_cannot_be_had_so_the_reviews_taken_along_go_on(
    phone: Page, learner: Learner, network: Network, watch: Watch
) -> None:
    due(learner, CARDS[0])
    take_along(phone)
    phone.goto("/review/")
    lose(network, watch)
    phone.get_by_role("link", name="Show the answer").click()
    grade(phone, FRONTS[1], "Good")
    wait_and_see(phone, 1)


def test_without_a_copy_of_the_queue_the_answer_is_kept_all_the_same(
    phone: Page, learner: Learner, network: Network, watch: Watch
) -> None:
    due(learner, *CARDS[:2])
    take_along(phone)
    phone.goto("/review/")
    phone.get_by_role("link", name="Show the answer").click()
    expect(phone.get_by_role("button", name="Good")).to_be_visible()
    phone.evaluate("caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name))))")
    lose(network, watch)
    for _ in range(2):
        phone.get_by_role("button", name="Good").click()
        expect(phone.locator("#toast")).to_contain_text("Your answer is kept here")
    network.become("up")
    phone.goto("/")
    all_sent(phone)
    assert Review.objects.get().rating == Rating.GOOD


def test_a_grade_taken_back_elsewhere_can_be_given_anew(
    phone: Page, learner: Learner, network: Network, watch: Watch
) -> None:
    """This browser remembers that the card had its grade; another device has taken it back since."""
    due(learner, *CARDS[:2])
    take_along(phone)
    for state in ("up", "cut"):
        phone.goto("/review/")
        phone.get_by_role("link", name="Show the answer").click()
        expect(phone.get_by_role("button", name="Good")).to_be_visible()
        if state == "cut":
            lose(network, watch)
        phone.get_by_role("button", name="Good").click()
        expect(phone.locator(".flashcard-front", has_text=FRONTS[2])).to_be_visible()
        reviews.undo(learner=learner, now=timezone.now())
    wait_and_see(phone, 1)
    network.become("up")
    phone.goto("/")
    all_sent(phone)
    first, second = Review.objects.order_by("pk")
    assert first.memory == second.memory
    assert first.undone_at is not None
    assert second.undone_at is None


def test_the_same_card_graded_on_another_device_meanwhile_keeps_both(
    phone: Page, learner: Learner, network: Network, watch: Watch
) -> None:
    (memory,) = due(learner, CARDS[0])
    offline_pack(phone, network, watch)
    grade(phone, FRONTS[1], "Again")
    grade(phone, FRONTS[1], "Good")
    wait_and_see(phone, 2)
    reviews.grade_card(memory=memory, sent=Sent(3), grade=Rating.EASY, now=timezone.now())
    network.become("up")
    phone.goto("/")
    all_sent(phone)
    rows = list(Review.objects.order_by("number"))
    assert [(row.number, row.rating) for row in rows] == [(3, 4), (4, 1), (5, 3)]
    assert [row.before for row in rows[1:]] == [row.after for row in rows[:-1]]


def test_an_answer_whose_receipt_was_lost_is_sent_again_and_stored_once(
    phone: Page, learner: Learner, network: Network, watch: Watch
) -> None:
    due(learner, CARDS[0])
    offline_pack(phone, network, watch)
    grade(phone, FRONTS[1], "Good")
    wait_and_see(phone, 1)
    with phone.expect_event("requestfailed", lambda request: request.method == "POST"):
        network.become("one way")
        phone.evaluate("dispatchEvent(new Event('online'))")
    assert Review.objects.count() == 1
    wait_and_see(phone, 1)
    network.become("up")
    phone.goto("/")
    all_sent(phone)
    assert (Review.objects.count(), Memory.objects.get().reviews) == (1, 4)


def test_a_grade_of_the_live_page_whose_receipt_was_lost_is_stored_once(
    phone: Page, learner: Learner, network: Network, watch: Watch
) -> None:
    due(learner, *CARDS[:2])
    take_along(phone)
    phone.goto("/review/")
    phone.get_by_role("link", name="Show the answer").click()
    expect(phone.get_by_role("button", name="Good")).to_be_visible()
    lose(network, watch, "one way")
    phone.get_by_role("button", name="Good").click()
    expect(to_go(phone)).to_have_text("1")
    wait_and_see(phone, 1)
    assert Review.objects.count() == 1
    network.become("up")
    phone.goto("/")
    all_sent(phone)
    assert Review.objects.count() == 1


def test_an_answer_that_can_never_be_stored_is_told_and_the_others_are_sent(
    phone: Page, learner: Learner, network: Network, watch: Watch
) -> None:
    first, _ = due(learner, *CARDS[:2])
    offline_pack(phone, network, watch)
    grade(phone, FRONTS[1], "Good")
    grade(phone, FRONTS[2], "Good")
    wait_and_see(phone, 2)
    first.delete()
    watch.forgive("404")
    network.become("up")
    phone.goto("/glossary/")
    told = phone.locator("#connection .note")
    expect(told).to_contain_text(f"It is no longer in your reviews. It was to: {FRONTS[1]}")
    assert Review.objects.get().memory.card.slug == CARDS[1]  # type: ignore[union-attr]  # a card's
    phone.reload()
    told.get_by_role("button", name="OK").click()
    expect(phone.locator("#connection")).to_be_empty()
    assert entries(phone) == []
