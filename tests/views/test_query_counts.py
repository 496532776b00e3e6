"""At most six queries on any page, and no more for a learner with more behind her."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studyapp.models import Card, Learner
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import quiz_of
from tests.factories.work import due, ended_quiz, reported, staff, stored_answers, work_of
from tests.views.addresses import FOR_ACCOUNTS, IMPERSONAL, PAGES
from tests.views.visitors import as_guest, signed_in

pytestmark = pytest.mark.django_db

MOST = 6
ASKS_MORE = {"cram", "search", "reset", "ready", "calendar"}  # they show what they find even to a visitor
# Many figures on one page, each counted in the database; and the parts of a live page, asked for without its
# pass: a look whether anything is new, and then what is.
MORE = {
    "GET progress": 9,
    "GET live-poll": 7,
    "GET live-control-poll": 8,
    "GET live-projector-poll": 7,
}


def queries(client: Client, path: str) -> int:
    """How many statements a page costs once the process has read the course."""
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def two_learners(*, guests: bool) -> list[tuple[Learner, Client]]:
    """Two learners of one sort, and their browsers."""
    if guests:
        return [(learner, as_guest(learner)) for learner in LearnerFactory.create_batch(2)]
    users = UserFactory.create_batch(2)
    learners = [LearnerFactory.create(user=user) for user in users]
    return [(learner, signed_in(learner)) for learner in learners]


@pytest.mark.parametrize("guests", [False, True], ids=["signed in", "guest"])
def test_a_page_costs_no_more_with_more_rows_and_more_answers(guests: bool) -> None:
    (little, few), (much, many) = two_learners(guests=guests)
    small, large = work_of(little, times=1), work_of(much, times=3)
    stored_answers(little, 10)
    stored_answers(much, 1000)
    open_to_them = [address for address in PAGES if not (guests and address.name in FOR_ACCOUNTS)]
    asked = [(address, address.path(small), address.path(large)) for address in open_to_them]
    costs = {str(address): (queries(few, one), queries(many, three)) for address, one, three in asked}
    dear = {name: cost for name, cost in costs.items() if cost[1] > MORE.get(name, MOST)}
    assert dear == {}
    assert {name: cost for name, cost in costs.items() if cost[0] != cost[1]} == {}


def test_a_first_time_visitor_costs_one_query_a_page() -> None:
    somebody, client = work_of(LearnerFactory.create(user=UserFactory.create())), Client()
    open_to_all = [page for page in PAGES if page.statuses[-1] == 200 and page.name not in ASKS_MORE]
    costs = {address: queries(client, address.path(somebody)) for address in open_to_all}
    wanted = {address: 0 if address.name in IMPERSONAL else 1 for address in open_to_all}
    assert costs == wanted


def test_a_quiz_and_its_result_cost_the_same_with_5_and_with_32_questions() -> None:
    learner = LearnerFactory.create()
    client = as_guest(learner)
    short, long = quiz_of(learner, size=5, seed=1), quiz_of(learner, size=40, seed=2)
    assert (short.items.count(), long.items.count()) == (5, 32)
    assert queries(client, f"/practice/{short.pk}/") == queries(client, f"/practice/{long.pk}/") <= MOST
    for session in (short, long):
        client.post(f"/practice/{session.pk}/finish/")
    assert queries(client, f"/practice/{short.pk}/") == queries(client, f"/practice/{long.pk}/") <= MOST


def test_the_queue_costs_the_same_with_1_and_with_24_cards() -> None:
    learners = LearnerFactory.create_batch(2)
    for learner, count in zip(learners, (1, 24), strict=True):
        for card in Card.objects.order_by("pk")[:count]:
            due(learner, card=card)
    for path in ("/", "/review/", "/review/pack/"):
        one, many = (queries(as_guest(learner), path) for learner in learners)
        assert one == many <= MOST


def test_the_desk_of_reports_costs_the_same_with_1_and_with_3() -> None:
    client, costs = Client(), []
    client.force_login(staff())
    sessions = [ended_quiz(LearnerFactory.create(), seed=n) for n in range(3)]
    for rows in (1, 3):
        made = [reported(session) for session in sessions[:rows]]
        costs.append([queries(client, path) for path in ("/reports/all/", f"/reports/all/{made[0].pk}/")])
    assert costs[0] == costs[1]
    assert max(costs[0]) <= MOST


def test_a_search_is_one_query_more_than_its_empty_page() -> None:
    client = Client()
    assert [
        queries(client, f"/search/{asked}") for asked in ("", "?q=?", "?q=macsec", "?q=of", "?q=zebra")
    ] == [
        *(1, 1),
        *(2, 2, 2),
    ]


def test_the_list_of_quizzes_costs_the_same_with_1_and_with_5() -> None:
    learners = LearnerFactory.create_batch(2)
    for learner, count in zip(learners, (1, 5), strict=True):
        for seed in range(count):
            ended_quiz(learner, seed=seed)
    one, five = (queries(as_guest(learner), "/practice/") for learner in learners)
    assert one == five <= MOST
