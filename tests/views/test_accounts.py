"""Signing in and out, and what becomes of a guest's work meanwhile."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from studyapp.models import Learner, LessonProgress, Memory, User
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.work import SECTION, work_of
from tests.views.entrances import (
    CORRECT,
    SIGN_OUT,
    errors,
    guest_of,
    read_a_bit,
    sign_in,
    sign_up,
    user_of,
    work_rows,
)
from tests.views.pagefaults import page_faults
from tests.views.rows import all_rows, changed, changed_but_tries
from tests.views.visitors import as_guest, look, read, send, signed_in

pytestmark = pytest.mark.django_db

WAITS = "What you did as a guest is still in this browser, apart from your account: sign out to see it."
JOINED = "What you did here as a guest is in your account now."


def test_sign_in_adopts_a_guest_where_the_account_has_nothing() -> None:
    user = UserFactory.create(username="olga")  # made by a command: no learner yet
    client = Client()
    learner = read_a_bit(client)
    response = sign_in(client)
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert Learner.objects.get() == learner
    assert Learner.objects.get().user == user == user_of(client)
    assert guest_of(client) is None
    assert WAITS not in look(client, "/").root.text


def test_sign_in_of_an_account_without_a_learner_makes_one() -> None:
    user = UserFactory.create(username="olga")
    client = Client()
    sign_in(client)
    assert Learner.objects.get().user == user


def test_without_the_tick_a_guest_waits() -> None:
    owner = LearnerFactory.create(user=UserFactory.create(username="olga"))
    client = Client()
    guest = read_a_bit(client)
    sign_in(client, bring=False)
    assert user_of(client) == owner.user
    assert guest_of(client) == str(guest.key)
    assert WAITS in look(client, "/").root.text
    assert WAITS not in look(client, "/").root.text
    send(client, "/lessons/first/finish/")
    assert set(Memory.objects.values_list("learner", flat=True)) == {owner.pk}
    response = send(client, SIGN_OUT)
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert (user_of(client), guest_of(client)) == (None, str(guest.key))
    assert "you stopped at “What to remember”" in look(client, "/").root.text
    assert LessonProgress.objects.get(learner=guest).section == SECTION


def test_signing_out_leaves_nothing_of_the_account() -> None:
    owner = LearnerFactory.create(user=UserFactory.create(username="olga"))
    work_of(owner)
    client = signed_in(owner)
    send(client, SIGN_OUT)
    assert (user_of(client), guest_of(client)) == (None, None)
    assert "olga" not in client.get("/").content.decode()
    assert "Start here" in look(client, "/").root.text
    before = all_rows()
    assert send(client, SIGN_OUT).status_code == 302
    assert changed(before) == {}


@pytest.mark.parametrize(
    ("wanted", "leads"),
    [
        ("/account/password/", "/account/password/"),
        ("/review/?show=1", "/review/?show=1"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("password", "/"),
        ("", "/"),
    ],
)
def test_signing_in_leads_to_the_page_that_asked_for_it(wanted: str, leads: str) -> None:
    LearnerFactory.create(user=UserFactory.create(username="olga"))
    path = f"/account/sign-in/?{urlencode({'next': wanted})}"
    response = send(Client(), path, {"username": "olga", "password": CORRECT})
    assert (response.status_code, response.headers["Location"]) == (302, leads)


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("olga", "wrong-horse"),
        ("nobody", CORRECT),
        ("OLGAS", CORRECT),
        ("", ""),
        ("olga", ""),
        ("ol\0ga", CORRECT),
    ],
)
def test_a_bad_password_or_name_is_refused(name: str, password: str) -> None:
    LearnerFactory.create(user=UserFactory.create(username="olga"))
    client = Client()
    learner = read_a_bit(client)
    before = all_rows()
    response = sign_in(client, name, password)
    page = read(response)
    assert (response.status_code, changed_but_tries(before)) == (422, {})
    assert errors(page) != []
    assert password not in response.content.decode() or password == ""
    assert (user_of(client), guest_of(client)) == (None, str(learner.key))
    assert page_faults(page) == []


def test_whether_a_name_exists_is_not_told() -> None:
    UserFactory.create(username="olga")
    told = [errors(read(sign_in(Client(), name, "wrong-horse"))) for name in ("olga", "nobody")]
    assert told[0] == told[1]


def test_a_closed_account_is_refused_and_put_out() -> None:
    owner = LearnerFactory.create(user=UserFactory.create(username="olga"))
    client = signed_in(owner)
    User.objects.update(is_active=False)
    assert "olga" not in client.get("/").content.decode()
    assert sign_in(Client()).status_code == 422


def test_a_guests_cookie_does_not_open_an_account() -> None:
    """Two browsers with one guest: after one signs up, the other has nobody's work in its hands."""
    learner = LearnerFactory.create()
    work = work_of(learner)
    one, other = as_guest(learner), as_guest(learner)
    sign_up(one)
    assert other.get(f"/practice/{work.quiz.pk}/").status_code == 404
    assert "Start here" in look(other, "/").root.text


def two_accounts() -> tuple[Client, Learner]:
    """A browser where a guest waits while Olga is signed in; Sam has an account with work, too."""
    for name in ("olga", "sam"):
        LearnerFactory.create(user=UserFactory.create(username=name))
    client = Client()
    guest = read_a_bit(client)
    sign_in(client, bring=False)
    return client, guest


def test_a_guest_waits_through_a_change_of_accounts() -> None:
    client, guest = two_accounts()
    sign_in(client, "sam")
    send(client, SIGN_OUT)
    assert guest_of(client) == str(guest.key)


def test_a_guest_waits_through_another_sign_up() -> None:
    client, guest = two_accounts()
    sign_up(client, "nora")
    send(client, SIGN_OUT)
    assert guest_of(client) == str(guest.key)


def test_signing_in_as_somebody_else_takes_nothing_along() -> None:
    client, _ = two_accounts()
    send(client, "/lessons/first/finish/")
    before = work_rows()
    sign_in(client, "sam")
    assert user_of(client) == User.objects.get(username="sam")
    assert work_rows() == before
    assert not Memory.objects.filter(learner__user__username="sam").exists()
