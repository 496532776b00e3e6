"""Challenges of the path lab among the reviews, at a browser."""

from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studyapp.models import Card, Learner, PathAnswer
from tests.actions.editedcourse import publish_files
from tests.factories.course import small_course
from tests.factories.paths import SOLVED, THREE
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import MemoryFactory, version_of, wrong
from tests.factories.work import DAY, due, tried
from tests.views.conftest import Clock
from tests.views.entrances import sign_up
from tests.views.htmlpage import Page
from tests.views.pagefaults import page_faults, part_faults
from tests.views.rows import all_rows, changed
from tests.views.visitors import HTMX, answered, as_guest, look, read, send, signed_in

pytestmark = pytest.mark.django_db

REVIEW, ASIDE = "/review/", "/review/aside/"
EVERY, FIRST = "/paths/web/challenges/every-hop/", "/paths/web/challenges/first-hop/"
NOT_TODAY, BRING_BACK = "/review/challenges/web/every-hop/put-off/", "/review/challenges/web/every-hop/back/"
OPEN = f"{EVERY}?from=review"


@pytest.fixture(params=["signed in", "guest"])
def learner(request: pytest.FixtureRequest, clock: Clock) -> Learner:
    """Somebody with a challenge that is due, with an account or without."""
    learner = LearnerFactory.create(user=UserFactory.create() if request.param == "signed in" else None)
    tried(learner, now=clock.now - 3 * DAY)
    return learner


@pytest.fixture
def client(learner: Learner) -> Client:
    """That learner's browser."""
    return signed_in(learner) if learner.user else as_guest(learner)


def words(page: Page) -> str:
    return page.root.find("main")[0].text


def counts(page: Page) -> str:
    (found,) = page.root.find("p", class_="queue-counts")
    return found.text


def opened(page: Page) -> list[str]:
    """Where the page's one great button leads."""
    return [link.attrs["href"] for link in page.root.find("a", class_="btn-wide")]


def test_when_only_a_challenge_is_due_it_is_offered(client: Client) -> None:
    page = look(client, REVIEW)
    assert counts(page) == "0 due · 0 learning · 0 new · 1 challenge"
    (item,) = page.root.find("article", class_="due-challenge")
    assert (
        item.text
        == "Challenge A small web path Every hop Encrypt every hop. 2 of 2 hops in the clear at the start"
    )
    assert opened(page) == [OPEN]
    assert "Nothing to review" not in words(page)
    assert "Done for" not in words(page)
    assert page_faults(page) == []


def test_cards_and_questions_come_first(client: Client, learner: Learner) -> None:
    card = due(learner, card=Card.objects.get(slug="card-k1-1"))
    question = due(learner, question="q-k1-2")
    for memory in (card, question):
        page = look(client, REVIEW)
        assert counts(page) == f"{2 if memory == card else 1} due · 0 learning · 0 new"
        assert "Every hop" not in words(page)
        if memory == card:
            send(client, f"/review/{card.pk}/1/card/", {"rating": "3"})
    version = version_of("q-k1-2")
    fields = {"confidence": "sure", "version": str(version.pk), **answered(version, wrong(version))}
    shown = send(client, f"/review/{question.pk}/1/question/", fields).headers["Location"]
    assert "Every hop" not in words(look(client, shown))  # its reasons first, then what was missed once more
    assert counts(look(client, REVIEW)) == "0 due · 1 learning · 0 new"


def test_above_the_limit_of_a_day_challenges_come_all_the_same(client: Client, learner: Learner) -> None:
    due(learner, card=Card.objects.get(slug="card-k1-1"))
    Learner.objects.filter(pk=learner.pk).update(reviews_per_day=0)
    assert opened(look(client, REVIEW)) == [OPEN]
    send(client, NOT_TODAY)
    assert "1 more is due and will wait until tomorrow" in words(look(client, REVIEW))
    assert "1 challenge is put off until tomorrow." in words(look(client, REVIEW))


def test_the_longest_overdue_comes_first_and_all_are_counted(
    client: Client, learner: Learner, clock: Clock
) -> None:
    tried(learner, challenge="first-hop", now=clock.now - 9 * DAY)
    page = look(client, REVIEW)
    assert (counts(page), opened(page)) == (
        "0 due · 0 learning · 0 new · 2 challenges",
        [f"{FIRST}?from=review"],
    )


def test_a_try_from_the_reviews_settles_the_day(client: Client, learner: Learner) -> None:
    page = look(client, opened(look(client, REVIEW))[0])
    (check,) = (found for found in page.root.find("button") if found.text == "Check")
    response = send(client, check.attrs["formaction"], SOLVED | {"from": "review"})
    checked = look(client, response.headers["Location"].partition("#")[0])
    assert "Met, with the fewest changes: 2." in words(checked)
    assert [link.attrs["href"] for link in checked.root.find("a") if link.text == "Back to your reviews"] == [
        REVIEW
    ]
    assert list(PathAnswer.objects.order_by("pk").values_list("learner", "solved")) == [
        (learner.pk, False),
        (learner.pk, True),
    ]
    assert "Nothing to review yet" in words(look(client, REVIEW))
    MemoryFactory.create(learner=learner, suspended_at=learner.created_at)
    assert "Everything due has been reviewed" in words(look(client, REVIEW))


def test_not_today(client: Client, learner: Learner, clock: Clock) -> None:
    tried(learner, challenge="first-hop", now=clock.now - 9 * DAY)
    before = all_rows()
    (form,) = (form for form in look(client, REVIEW).forms if "put-off" in form.action)
    assert form.action == "/review/challenges/web/first-hop/put-off/"
    assert changed(before) == {}  # looking puts nothing off
    response = send(client, form.action, form.values)
    assert (response.status_code, response.headers["Location"]) == (302, REVIEW)
    assert changed(before) == {"Session": 0}
    page = look(client, REVIEW)
    assert "Put off until tomorrow." in words(page)
    assert (counts(page), opened(page)) == ("0 due · 0 learning · 0 new · 1 challenge", [OPEN])
    for _ in range(2):  # a second press is the same
        send(client, NOT_TODAY)
    page = look(client, REVIEW)
    assert "Done for now" in words(page)
    assert "2 challenges are put off until tomorrow." in words(page)
    assert "Everything due has been reviewed" not in words(page)
    assert page_faults(page) == []
    assert "2 challenges to try again" in words(look(client, "/paths/"))  # the lab has them all the same


def test_it_is_back_with_the_next_study_day(client: Client, clock: Clock) -> None:
    send(client, NOT_TODAY)
    clock.pass_by(hours=15, minutes=59)  # from noon until just before the day begins at four
    assert opened(look(client, REVIEW)) == []
    clock.pass_by(minutes=1)
    assert opened(look(client, REVIEW)) == [OPEN]
    assert "Every hop" not in words(look(client, ASIDE))


def test_what_is_put_off_can_be_brought_back(client: Client) -> None:
    assert "Nothing here" in words(look(client, ASIDE))
    send(client, NOT_TODAY)
    page = look(client, ASIDE)
    assert "Put off until tomorrow challenge Every hop A small web path" in words(page)
    (form,) = (form for form in page.forms if form.action == BRING_BACK)
    assert page_faults(page) == []
    response = send(client, BRING_BACK, form.values)
    assert (response.status_code, response.headers["Location"]) == (302, ASIDE)
    page = look(client, ASIDE)
    assert "It is in your reviews again." in words(page)
    assert "Nothing here" in words(page)
    assert opened(look(client, REVIEW)) == [OPEN]


def test_what_was_tried_since_is_put_off_no_more(client: Client, learner: Learner, clock: Clock) -> None:
    send(client, NOT_TODAY)
    tried(learner, now=clock.now)
    assert "Nothing here" in words(look(client, ASIDE))
    assert "put off" not in words(look(client, REVIEW)).replace("Put off until tomorrow.", "")


def test_htmx_gets_the_next_one_alone(client: Client, learner: Learner, clock: Clock) -> None:
    tried(learner, challenge="first-hop", now=clock.now - 1 * DAY)
    response = send(client, NOT_TODAY, headers=HTMX)
    part = client.get(response.headers["Location"], headers=HTMX)
    (only,) = (child for child in read(part).root.children if not isinstance(child, str))
    assert (only.tag, only.attrs["id"]) == ("div", "queue")
    assert "The first hop" in only.text
    assert "Put off until tomorrow." in only.text
    assert part_faults(read(part)) == []


@pytest.mark.parametrize("act", ["put-off", "back"])
@pytest.mark.parametrize("which", ["web/gone", "gone/every-hop", "gone/gone"])
def test_a_challenge_that_is_not_there(client: Client, which: str, act: str) -> None:
    before = all_rows()
    assert send(client, f"/review/challenges/{which}/{act}/").status_code == 404
    assert changed(before) == {}


@pytest.mark.parametrize("address", [NOT_TODAY, BRING_BACK])
def test_looking_there_does_nothing_and_nobody_has_anything_to_put_off(client: Client, address: str) -> None:
    before = all_rows()
    assert client.get(address).status_code == 405
    assert send(Client(), address).status_code == 404
    assert changed(before) == {}


def test_of_a_stranger_nothing_is_seen_or_put_off(client: Client, clock: Clock) -> None:
    other = LearnerFactory.create()
    stranger = as_guest(other)
    assert "Nothing to review yet" in words(look(stranger, REVIEW))
    send(stranger, NOT_TODAY)
    assert "Nothing here" in words(look(stranger, ASIDE))  # it is not due there
    assert opened(look(client, REVIEW)) == [OPEN]
    assert Session.objects.count() == 2
    tried(other, challenge="first-hop", now=clock.now - DAY)
    assert opened(look(stranger, REVIEW)) == [f"{FIRST}?from=review"]


def test_what_a_guest_put_off_stays_so_after_signing_up(clock: Clock) -> None:
    learner = LearnerFactory.create()
    tried(learner, now=clock.now - 3 * DAY)
    guest = as_guest(learner)
    send(guest, NOT_TODAY)
    assert sign_up(guest).status_code == 302
    page = look(guest, REVIEW)
    assert (opened(page), "1 challenge is put off" in words(page)) == ([], True)


@pytest.mark.parametrize("address", [REVIEW, ASIDE])
def test_three_cost_what_one_costs(clock: Clock, tmp_path: Path, address: str) -> None:
    publish_files(tmp_path / "more", small_course() | {"paths/web.yaml": THREE})
    costs = {}
    for names in (("every-hop",), ("every-hop", "first-hop", "one-hop")):
        learner = LearnerFactory.create(user=UserFactory.create())
        client = signed_in(learner)
        for name in names:
            tried(learner, challenge=name, now=clock.now - 3 * DAY)
            if address == ASIDE:
                send(client, f"/review/challenges/web/{name}/put-off/")
        look(client, address)
        with CaptureQueriesContext(connection) as seen:
            page = look(client, address)
        assert sum(name in words(page) for name in ("Every hop", "The first hop", "Who the proxy is")) == (
            len(names) if address == ASIDE else 1
        )
        costs[len(names)] = len(seen)
    assert costs == {1: 5, 3: 5}  # session, account, frame, and two of the page's own
