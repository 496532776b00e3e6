"""A new account: it keeps what the guest did, and what it refuses."""

import pytest
from django.test import Client

from studyapp.models import Learner, User
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.work import studied
from tests.views.entrances import (
    CORRECT,
    SIGN_OUT,
    SIGN_UP,
    errors,
    guest_of,
    read_a_bit,
    sign_in,
    sign_up,
    user_of,
    work_rows,
)
from tests.views.pagefaults import page_faults
from tests.views.rows import all_rows, changed_but_tries
from tests.views.visitors import as_guest, look, read, send

pytestmark = pytest.mark.django_db


def test_sign_up_keeps_everything_a_guest_did() -> None:
    learner = LearnerFactory.create()
    client = as_guest(learner)
    studied(learner)
    before = work_rows()
    response = sign_up(client)
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    user = User.objects.get()
    assert (user.username, user.check_password(CORRECT)) == ("olga", True)
    assert Learner.objects.get().user == user
    assert (user_of(client), guest_of(client)) == (user, None)
    assert work_rows() == before
    page = look(client, "/")
    assert "Welcome, olga. Your work is kept in this account." in page.root.text
    assert "olga" in look(client, "/account/").root.find("dd")[0].text


def test_sign_up_of_a_first_time_visitor() -> None:
    client = Client()
    sign_up(client)
    assert Learner.objects.get().user == User.objects.get() == user_of(client)


def test_sign_up_and_sign_in_give_the_session_a_new_key() -> None:
    client = Client()
    read_a_bit(client)
    keys = [client.session.session_key]
    sign_up(client)
    keys.append(client.session.session_key)
    send(client, SIGN_OUT)
    read_a_bit(client)
    keys.append(client.session.session_key)
    sign_in(client)
    keys.append(client.session.session_key)
    assert len(set(keys)) == 4


def test_a_taken_name_is_refused_and_the_guest_stays_a_guest() -> None:
    UserFactory.create(username="olga")
    client = Client()
    learner = read_a_bit(client)
    before = all_rows()
    response = sign_up(client, password="another-good-one")
    page = read(response)
    assert (response.status_code, errors(page)) == (422, ["This name is taken."])
    assert page_faults(page) == []
    assert changed_but_tries(before) == {}
    assert guest_of(client) == str(learner.key)
    (form,) = (form for form in page.forms if "username" in form.values)
    assert (form.values["username"], form.values["password"]) == (["olga"], [""])


@pytest.mark.parametrize(
    ("name", "password", "sentence"),
    [
        ("olga", "short", "This password is too short. It must contain at least 8 characters."),
        ("olga", "password1", "This password is too common."),
        ("olga", "2718281828", "This password is entirely numeric."),
        ("olga", "", "This field is required."),
        ("", CORRECT, "This field is required."),
        ("olga and sam", CORRECT, "Use letters, digits and @ . + - _ alone, without spaces."),
        ("<b>olga</b>", CORRECT, "Use letters, digits and @ . + - _ alone, without spaces."),
        ("x" * 151, CORRECT, "Ensure this value has at most 150 characters (it has 151)."),
        ("olga", "x" * 201, "Ensure this value has at most 200 characters (it has 201)."),
        ("ol\0ga", CORRECT, "Null characters are not allowed."),
    ],
)
def test_what_sign_up_refuses(name: str, password: str, sentence: str) -> None:
    client = Client()
    before = all_rows()
    response = sign_up(client, name, password)
    assert (response.status_code, changed_but_tries(before)) == (422, {})
    assert sentence in errors(read(response))
    assert page_faults(read(response)) == []


@pytest.mark.parametrize("name", ["o" * 150, "ólga", "olga@example.org", "o.l+g-a_", "奥尔加"])
def test_names_that_are_taken_as_they_are(name: str) -> None:
    client = Client()
    assert sign_up(client, name).status_code == 302
    assert User.objects.get().username == name
    assert name in look(client, "/").root.text
    send(client, SIGN_OUT)
    assert sign_in(client, name).status_code == 302


def test_a_name_that_grows_when_normalised_is_refused() -> None:
    before = all_rows()
    assert sign_up(Client(), "ǆ" * 150).status_code == 422  # each becomes two letters
    assert changed_but_tries(before) == {}


def test_the_way_somebody_was_on_goes_on_after_sign_in_sign_up_and_codes() -> None:
    client, way = Client(), "/classes/new/"
    asked = client.get(way)
    assert asked.headers["Location"] == f"/account/sign-in/?next={way}"
    over = [link.attrs["href"] for link in look(client, asked.headers["Location"]).root.find("a")]
    assert f"/account/sign-up/?next={way}" in over
    back = [link.attrs["href"] for link in look(client, f"/account/sign-up/?next={way}").root.find("a")]
    assert f"/account/sign-in/?next={way}" in back
    fields = {"username": "olga", "password": CORRECT, "codes": "on"}
    (kept,) = read(send(client, f"/account/sign-up/?next={way}", fields)).root.find("a", class_="btn-primary")
    assert kept.attrs["href"] == way
    fields = {"username": "otto", "password": CORRECT, "codes": "on"}
    sent = send(Client(), "/account/sign-up/?next=https://evil.example/", fields)
    assert read(sent).root.find("a", class_="btn-primary")[0].attrs["href"] == "/"


def test_whoever_is_signed_in_is_told_that_a_new_account_begins_empty() -> None:
    client = Client()
    sign_up(client)
    lede = look(client, SIGN_UP).root.find("p", class_="lede")[0].text
    assert lede.startswith("You are signed in as olga. What you did there stays there")
    assert "comes along" not in lede
