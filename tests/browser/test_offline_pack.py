"""Reviews taken along, under the hand: taking back, every kind of question, keys, barriers, guests."""

import pytest
from playwright.sync_api import Page, expect

from studyapp.models import Answer, Learner, Review
from tests.browser.conftest import OpenPage
from tests.browser.inspecting import barriers_in_light_and_dark, too_wide
from tests.browser.keeping import (
    all_sent,
    check,
    due,
    grade,
    offline_pack,
    to_go,
    wait_and_see,
)
from tests.browser.keyboard import Keyboard
from tests.browser.network import Network
from tests.browser.watching import Watch

pytestmark = pytest.mark.e2e

FRONTS = [f"What is fact {n} of K1?" for n in range(13)]
CARDS = tuple(f"card-k1-{n}" for n in range(1, 5))


def test_a_grade_is_taken_back_as_long_as_it_has_not_been_sent(
    phone: Page, learner: Learner, network: Network, watch: Watch
) -> None:
    due(learner, *CARDS[:2])
    offline_pack(phone, network, watch)
    undo = phone.get_by_role("button", name="Undo")
    expect(undo).not_to_be_visible()
    grade(phone, FRONTS[1], "Again")
    expect(phone.locator(".flashcard-front")).to_have_text(FRONTS[2])
    undo.click()
    expect(to_go(phone)).to_have_text("2")
    grade(phone, FRONTS[1], "Easy")
    expect(phone.locator(".flashcard-front")).to_have_text(FRONTS[2])
    phone.reload()
    grade(phone, FRONTS[2], "Hard")
    expect(phone.get_by_role("heading", name="Done for now")).to_be_visible()
    undo.click()
    expect(to_go(phone)).to_have_text("1")
    undo.click()
    grade(phone, FRONTS[1], "Good")
    wait_and_see(phone, 1)
    network.become("up")
    phone.goto("/")
    all_sent(phone)
    assert list(Review.objects.values_list("memory__card__slug", "rating")) == [(CARDS[0], 3)]


def test_no_more_options_than_asked(phone: Page, learner: Learner, network: Network, watch: Watch) -> None:
    due(learner, "q-k1-3")
    offline_pack(phone, network, watch)
    form = phone.locator("form.question")
    said = phone.locator("[data-said]")
    form.get_by_text("Sure", exact=True).click()
    form.get_by_role("button", name="Check", exact=True).click()
    expect(said).to_have_text("choose an answer first")
    for name in ("Right one", "Right two", "Wrong alpha"):
        form.get_by_role("checkbox", name=name).check()
    form.get_by_role("button", name="Check", exact=True).click()
    expect(said).to_have_text("choose no more than 2 options")
    form.get_by_role("checkbox", name="Wrong alpha").uncheck()
    form.get_by_role("button", name="Check", exact=True).click()
    wait_and_see(phone, 1)
    network.become("up")
    phone.goto("/")
    all_sent(phone)
    assert Answer.objects.get().correct


def test_every_kind_of_question_by_keyboard_alone(
    phone: Page, learner: Learner, network: Network, watch: Watch
) -> None:
    due(learner, CARDS[0], "q-k1-2", "q-k1-4", "q-k1-5")
    offline_pack(phone, network, watch)
    keys = Keyboard(phone)
    keys.press("Space")
    expect(phone.locator(".flashcard-back")).to_be_focused()
    keys.press("1")
    expect(phone.get_by_role("button", name="Undo")).to_be_visible()
    keys.press("u")
    expect(phone.locator(".flashcard-front")).to_be_focused()
    keys.press("Space", "3")
    form = phone.locator("form.question")
    expect(form.get_by_role("heading")).to_be_focused()
    keys.choose(form, "Right of q-k1-2")
    keys.press("1", "Enter")
    expect(form.locator(".place").first).to_be_visible()
    keys.order(form)
    keys.press("1", "Enter")
    expect(form.locator(".match").first).to_be_visible()
    keys.match(form)
    keys.tab_to(form.get_by_role("radio", name="Sure", exact=True))
    keys.press("Space", "Enter")
    wait_and_see(phone, 4)
    network.become("up")
    phone.goto("/")
    all_sent(phone)
    assert list(Review.objects.order_by("pk").values_list("rating", "answer__correct")) == [
        (3, None),
        (3, True),
        (3, True),
        (3, True),
    ]


@pytest.mark.parametrize("width", [320, 1280])
def test_the_reviews_taken_along_have_no_barrier(
    own_page: OpenPage, learner: Learner, network: Network, watch: Watch, width: int
) -> None:
    phone = own_page(base_url=network.url, service_workers="allow", viewport={"width": width, "height": 800})
    due(learner, CARDS[0], "q-k1-2")
    offline_pack(phone, network, watch)
    found = {"front": barriers_in_light_and_dark(phone) + too_wide(phone)}
    phone.get_by_role("button", name="Show the answer").click()
    found["back"] = barriers_in_light_and_dark(phone) + too_wide(phone)
    phone.get_by_role("button", name="Good").click()
    found["question"] = barriers_in_light_and_dark(phone) + too_wide(phone)
    check(phone, right=False)
    expect(phone.get_by_role("heading", name="Done for now")).to_be_visible()
    found["end"] = barriers_in_light_and_dark(phone) + too_wide(phone)
    network.become("up")
    phone.goto("/")
    all_sent(phone)
    expect(phone.get_by_text("1 review due", exact=True)).to_be_visible()  # it has loaded itself again
    expect(phone.get_by_text("Graded:")).to_be_visible()
    found["sent"] = barriers_in_light_and_dark(phone) + too_wide(phone)
    assert {state: faults for state, faults in found.items() if faults} == {}


def test_a_guest_takes_reviews_along_too(open_page: OpenPage, network: Network, watch: Watch) -> None:
    phone = open_page(base_url=network.url, service_workers="allow")
    phone.goto("/lessons/first/")
    phone.get_by_role("button", name="Mark as read").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Second lesson")
    offline_pack(phone, network, watch)
    grade(phone, FRONTS[1], "Good")
    wait_and_see(phone, 1)
    network.become("up")
    phone.goto("/")
    all_sent(phone)
    assert Review.objects.get().learner == Learner.objects.get()
