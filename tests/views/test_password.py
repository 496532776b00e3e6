"""Changing the password: this browser stays, the others go."""

import pytest
from django.test import Client

from studyapp.models import Learner, User
from tests.factories.people import LearnerFactory, UserFactory
from tests.views.entrances import CORRECT, errors, read_a_bit, sign_in, user_of
from tests.views.pagefaults import page_faults
from tests.views.rows import all_rows, changed_but_tries
from tests.views.visitors import look, read, send, signed_in

pytestmark = pytest.mark.django_db

PATH = "/account/password/"
NEW = "a-longer-horse"


@pytest.fixture
def owner(db: None) -> Learner:
    """Somebody with an account."""
    return LearnerFactory.create(user=UserFactory.create(username="olga"))


def fields(old: str = CORRECT, new: str = NEW, again: str = NEW) -> dict[str, str]:
    return {"old_password": old, "new_password1": new, "new_password2": again}


def test_this_browser_stays_and_the_others_are_out(owner: Learner) -> None:
    here, elsewhere = signed_in(owner), signed_in(owner)
    response = send(here, PATH, fields())
    assert (response.status_code, response.headers["Location"]) == (302, "/account/")
    assert "Your new password is set." in look(here, "/account/").root.text
    assert user_of(here) == owner.user
    assert "olga" not in elsewhere.get("/").content.decode()
    assert sign_in(Client(), password=CORRECT).status_code == 422
    assert sign_in(Client(), password=NEW).status_code == 302


def test_the_session_gets_a_new_key(owner: Learner) -> None:
    client = signed_in(owner)
    before = client.session.session_key
    send(client, PATH, fields())
    assert client.session.session_key != before


@pytest.mark.parametrize(
    ("old", "new", "again", "sentence"),
    [
        ("wrong-horse", NEW, NEW, "Your old password was entered incorrectly. Please enter it again."),
        (CORRECT, NEW, "another-horse", "The two password fields didn\u2019t match."),
        (CORRECT, "short", "short", "This password is too short. It must contain at least 8 characters."),
        (CORRECT, "password1", "password1", "This password is too common."),
        ("", NEW, NEW, "This field is required."),
    ],
)
def test_what_is_refused_changes_nothing(
    owner: Learner, old: str, new: str, again: str, sentence: str
) -> None:
    client = signed_in(owner)
    before = all_rows()
    response = send(client, PATH, fields(old, new, again))
    page = read(response)
    assert (response.status_code, changed_but_tries(before)) == (422, {})
    assert (sentence in errors(page), page_faults(page)) == (True, [])
    assert [value for form in page.forms for name, value in form.values.items() if "password" in name] == [
        [""],
        [""],
        [""],
    ]


def test_a_form_sent_twice_is_refused_the_second_time(owner: Learner) -> None:
    client = signed_in(owner)
    assert [send(client, PATH, fields()).status_code for _ in range(2)] == [302, 422]
    assert User.objects.get().check_password(NEW)


def test_nobody_elses_password_changes(owner: Learner) -> None:
    sam = LearnerFactory.create(user=UserFactory.create(username="sam"))
    before = User.objects.filter(username="olga").values().get()
    send(signed_in(sam), PATH, {**fields(), "username": "olga", "user": "1"})
    assert User.objects.filter(username="olga").values().get() == before
    guest = Client()
    read_a_bit(guest)
    assert send(guest, PATH, fields()).headers["Location"] == f"/account/sign-in/?next={PATH}"
