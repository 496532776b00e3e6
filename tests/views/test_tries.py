"""How often a password may be tried: enough for a full room, too seldom to guess; nobody is locked out."""

from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studyapp.actions.recovery import make_codes
from studyapp.models import Learner, Throttle, User
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import NOON
from tests.views.conftest import Clock
from tests.views.entrances import CORRECT, SIGN_IN, SIGN_UP, user_of
from tests.views.pagefaults import page_faults
from tests.views.visitors import read, send, signed_in

pytestmark = pytest.mark.django_db

RECOVER, PASSWORD, DELETE = "/account/recover/", "/account/password/", "/account/delete/"
NEW = "a-longer-horse"


@pytest.fixture(autouse=True)
def olga(db: None) -> Learner:
    """Somebody with an account."""
    return LearnerFactory.create(user=UserFactory.create(username="olga"))


def at(address: str) -> Client:
    """A browser that has never been here."""
    return Client(REMOTE_ADDR=address)


def tried(client: Client, name: str = "olga", password: str = NEW) -> int:
    """The status of one try to sign in."""
    status: int = send(client, SIGN_IN, {"username": name, "password": password}).status_code
    return status


def test_a_name_waits_here_after_ten_and_everybody_else_comes_in(clock: Clock) -> None:
    UserFactory.create(username="sam")
    assert [tried(Client()) for _ in range(12)] == [*[422] * 10, 429, 429]
    assert tried(Client(), password=CORRECT) == 429  # a right one tells nothing now
    assert tried(Client(), name=" OLGA ", password=CORRECT) == 429  # spelled otherwise it is the same name
    assert tried(Client(), name="sam", password=CORRECT) == 302
    assert tried(at("198.51.100.9"), password=CORRECT) == 302
    clock.pass_by(minutes=1)
    assert tried(Client(), password=CORRECT) == 302


def test_sixty_people_behind_one_address_come_in_though_each_mistypes_twice() -> None:
    for name in [f"learner-{n}" for n in range(60)]:
        UserFactory.create(username=name)
        statuses = [tried(Client(), name), tried(Client(), name), tried(Client(), name, CORRECT)]
        assert statuses == [422, 422, 302]


def test_sixty_people_behind_one_address_may_make_accounts() -> None:
    fields = {"password": CORRECT}
    for n in range(60):
        client = Client()
        assert send(client, SIGN_UP, {**fields, "username": "olga"}).status_code == 422
        assert send(client, SIGN_UP, {**fields, "username": f"learner-{n}"}).status_code == 302


def test_one_address_waits_in_the_end_whatever_names_it_tries() -> None:
    statuses = [tried(Client(), f"name-{n}") for n in range(241)]
    assert (statuses.count(422), statuses[-1]) == (240, 429)
    assert tried(Client(), password=CORRECT) == 429
    assert tried(at("198.51.100.9"), password=CORRECT) == 302


def test_names_that_are_taken_are_told_to_one_address_for_a_while_only() -> None:
    sent = {"username": "olga", "password": CORRECT}
    statuses = [send(Client(), SIGN_UP, sent).status_code for _ in range(241)]
    assert (statuses.count(422), statuses[-1]) == (240, 429)
    assert send(at("198.51.100.9"), SIGN_UP, sent).status_code == 422


def from_many_addresses(tries: int) -> list[int]:
    """Guesses at one name, ten from each address."""
    return [tried(at(f"203.0.113.{n // 10}")) for n in range(tries)]


def test_many_addresses_at_once_share_a_limit_that_is_over_soon(clock: Clock) -> None:
    statuses = from_many_addresses(101)
    assert (statuses.count(422), statuses[-1]) == (100, 429)
    newcomer = at("198.51.100.9")
    assert tried(newcomer, password=CORRECT) == 429
    clock.pass_by(seconds=6)
    assert tried(newcomer, password=CORRECT) == 302


def test_where_an_account_was_in_use_nobody_can_keep_it_out() -> None:
    known = at("203.0.113.1")
    assert tried(known, password=CORRECT) == 302
    send(known, "/account/sign-out/")
    from_many_addresses(101)
    assert [tried(at("203.0.113.1")), tried(at("203.0.113.1"), password=CORRECT)] == [429, 429]
    assert tried(known, password=CORRECT) == 302
    send(known, "/account/sign-out/")
    assert [tried(known) for _ in range(11)] == [*[422] * 10, 429]  # and it may not try for ever
    other = at("203.0.113.1")
    other.cookies["known"] = known.cookies["known"].value
    assert [tried(other, password=CORRECT), tried(other, name="sam")] == [429, 422]


def test_the_known_browser_is_told_by_a_word_that_names_nobody() -> None:
    client = Client()
    tried(client, password=CORRECT)
    cookie = client.cookies["known"]
    assert len(cookie.value) == 32
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/account/", True, "Lax")
    send(client, DELETE, {"password": CORRECT})
    assert client.cookies["known"].value == ""
    for forged in ("olga", "x" * 32, "é"):
        client.cookies["known"] = forged
        assert tried(client) == 422
    assert (
        Throttle.objects.count() == 4
    )  # those of an unknown browser, and of the password when it was deleted


@pytest.mark.parametrize("path", [SIGN_UP, RECOVER])
def test_a_new_account_and_a_recovered_one_make_the_browser_known(path: str, olga: Learner) -> None:
    assert olga.user is not None
    client, code = Client(), make_codes(user=olga.user, now=NOON)[0]
    name = "olga" if path == RECOVER else "sam"
    assert send(client, path, {"username": name, "code": code, "password": NEW}).status_code == 302
    assert len(client.cookies["known"].value) == 32


def test_recovery_codes_have_limits_of_their_own(olga: Learner) -> None:
    assert olga.user is not None
    code = make_codes(user=olga.user, now=NOON)[0]
    wrong = {"username": "olga", "code": "0000-0000-0000-0000", "password": NEW}
    assert from_many_addresses(101)[-1] == 429
    assert [send(Client(), RECOVER, wrong).status_code for _ in range(11)] == [*[422] * 10, 429]
    right = {**wrong, "code": code}
    assert send(Client(), RECOVER, right).status_code == 429
    # Whoever is kept from signing in everywhere still gets in by a code.
    assert send(at("198.51.100.9"), RECOVER, right).status_code == 302


def test_whoever_finds_a_browser_left_open_cannot_try_passwords_for_long(olga: Learner) -> None:
    client = signed_in(olga)
    for n in range(10):
        path, field = ((PASSWORD, "old_password"), (DELETE, "password"))[n % 2]
        sent = {field: "wrong", "new_password1": NEW, "new_password2": NEW}
        assert send(client, path, sent).status_code == 422
    right = {"old_password": CORRECT, "password": CORRECT, "new_password1": NEW, "new_password2": NEW}
    assert [send(client, path, right).status_code for path in (PASSWORD, DELETE)] == [429, 429]
    assert User.objects.get(username="olga").check_password(CORRECT)
    assert tried(Client(), password=CORRECT) == 302


def test_the_page_says_how_long_and_a_header_says_it_to_programs() -> None:
    for _ in range(10):
        tried(Client())
    for name in ("olga", "OLGA"):
        response = send(Client(), SIGN_IN, {"username": name, "password": CORRECT})
        page = read(response)
        assert (response.status_code, response.headers["Retry-After"], page_faults(page)) == (429, "60", [])
        assert "There were too many tries. Wait 1 minute, then go back and try again." in page.root.text
    assert user_of(Client()) is None


def cost(monkeypatch: pytest.MonkeyPatch, path: str, fields: dict[str, str]) -> tuple[int, list[str], str]:
    """How many passwords were hashed, the statements that ran, and what the page says."""
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: Any, password: str, salt: str, *more: Any) -> str:
        hashed.append(salt)
        result: str = encode(self, password, salt, *more)
        return result

    with monkeypatch.context() as patched:
        patched.setattr(MD5PasswordHasher, "encode", counted)
        client = at(f"192.0.2.{len(fields['username'])}")  # where nobody has tried yet
        with CaptureQueriesContext(connection) as ran:
            response = send(client, path, fields)
    assert response.status_code == 422
    statements = [query["sql"].split(" ", 1)[0] for query in ran.captured_queries]
    return len(hashed), statements, read(response).root.find("ul", class_="errorlist")[0].text


@pytest.mark.parametrize("path", [SIGN_IN, RECOVER])
def test_a_name_nobody_has_costs_what_a_known_one_costs(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    UserFactory.create(username="is-gone", is_active=False)
    without = UserFactory.create(username="passless")
    without.set_unusable_password()
    without.save()
    costs = [
        cost(monkeypatch, path, {"username": name, "password": NEW, "code": "0000-0000-0000-0000"})
        for name in ("olga", "nobody", "is-gone", "passless")
    ]
    assert costs == [costs[0]] * 4
    assert costs[0][0] == (1 if path == SIGN_IN else 0)
