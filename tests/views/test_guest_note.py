"""The note that a guest's work hangs on the browser: once there is work, on Today, until it is answered."""

import pytest
from django.test import Client

from studyapp.actions.reviews import undo
from studyapp.models import Learner
from studyapp.queries.accounts import has_work_worth_keeping
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import NOON, MemoryFactory, graded
from tests.factories.work import SECTION, stored_answers
from tests.views.conftest import Clock
from tests.views.entrances import SIGN_OUT, read_a_bit, sign_in, sign_up
from tests.views.rows import all_rows, changed
from tests.views.visitors import as_guest, look, send, signed_in

pytestmark = pytest.mark.django_db

NOTE = "Your work is kept in this browser"
KEEP_GOING = "/account/guest/"


def told(client: Client, path: str = "/") -> bool:
    """Whether the page shows the note."""
    return NOTE in look(client, path).root.text


@pytest.fixture
def guest() -> Learner:
    """A guest."""
    return LearnerFactory.create()


def test_a_visitor_and_a_beginner_are_not_told(guest: Learner) -> None:
    client = as_guest(guest)
    send(client, "/lessons/first/section/", {"section": SECTION})
    stored_answers(guest, 4)
    assert (told(Client()), told(client)) == (False, False)


def test_five_answers_are_worth_keeping(guest: Learner) -> None:
    stored_answers(guest, 5)
    stored_answers(LearnerFactory.create(), 5)
    assert told(as_guest(guest))


def test_a_lesson_read_is_worth_keeping(guest: Learner) -> None:
    client = as_guest(guest)
    send(client, "/lessons/first/finish/")
    assert told(client)


def test_a_review_is_worth_keeping_on_later_days_too(guest: Learner, clock: Clock) -> None:
    graded(MemoryFactory.create(learner=guest))
    assert told(as_guest(guest))
    clock.pass_by(days=3)
    assert told(as_guest(guest))
    clock.pass_by(days=-3)
    undo(learner=guest, now=NOON)
    assert not has_work_worth_keeping(guest.pk)


def test_it_is_on_today_and_nowhere_else(guest: Learner) -> None:
    client = as_guest(guest)
    send(client, "/lessons/first/finish/")
    paths = ("/", "/lessons/", "/lessons/first/", "/practice/", "/review/", "/glossary/")
    assert [path for path in paths if told(client, path)] == ["/"]


def test_once_answered_it_does_not_come_again(guest: Learner) -> None:
    client = as_guest(guest)
    stored_answers(guest, 5)
    page = look(client, "/")
    assert page.root.find("a", href="/account/sign-up/", class_="btn-primary") != []
    before = all_rows()
    for _ in range(2):  # a double click
        response = send(client, KEEP_GOING, page.form(KEEP_GOING).values)
        assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert set(changed(before)) == {"Session"}
    send(client, "/lessons/first/finish/")
    assert not told(client)


def test_who_has_an_account_is_never_told(guest: Learner) -> None:
    client = as_guest(guest)
    stored_answers(guest, 5)
    assert told(client)
    sign_up(client)
    assert not told(client)
    send(client, SIGN_OUT)
    assert not told(client)


def test_a_guest_who_waits_is_told_when_back() -> None:
    LearnerFactory.create(user=UserFactory.create(username="olga"))
    client = Client()
    stored_answers(read_a_bit(client), 5)
    sign_in(client, bring=False)
    assert not told(client)
    send(client, SIGN_OUT)
    assert told(client)


def test_the_answer_of_anybody_else_leaves_nothing() -> None:
    owner = signed_in(LearnerFactory.create(user=UserFactory.create()))
    before = all_rows()
    for client in (Client(), owner):
        assert send(client, KEEP_GOING).status_code == 302
    assert changed(before) == {}
