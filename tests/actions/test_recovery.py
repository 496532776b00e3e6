"""Recovery codes and links: each opens one account once."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.tokens import default_token_generator
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from studyapp.actions.recovery import change_password, make_codes, use_code, use_link
from studyapp.models import RecoveryCode, User
from studyapp.queries.accounts import codes_left, link_of, user_of_link
from tests.factories.people import UserFactory
from tests.factories.study import NOON

pytestmark = pytest.mark.django_db

NEW = "a-longer-horse"
SIGN = "[0-9A-HJKMNP-TV-Z]"
WRITTEN = re.compile(f"({SIGN}{{4}}-){{3}}{SIGN}{{4}}")


@pytest.fixture
def olga(db: None) -> User:
    """Somebody with an account."""
    return UserFactory.create(username="olga")


def opens(name: str, password: str) -> bool:
    """Whether the password is that of the account."""
    return authenticate(username=name, password=password) is not None


def use(code: str, name: str = "olga") -> User | None:
    """Use a code as its page does."""
    return use_code(name=name, code=code, password=NEW, now=NOON)


def test_ten_codes_are_made_and_none_is_stored_as_it_is(olga: User) -> None:
    codes = make_codes(user=olga, now=NOON)
    assert len(set(codes)) == 10
    assert [code for code in codes if not WRITTEN.fullmatch(code)] == []
    rows = RecoveryCode.objects.filter(user=olga)
    assert list(rows.values_list("created_at", "used_at").distinct()) == [(NOON, None)]
    assert all(
        re.fullmatch("[0-9a-f]{64}", code_hash) for code_hash in rows.values_list("code_hash", flat=True)
    )
    assert codes_left(olga) == 10


def test_a_code_sets_a_new_password_once(olga: User) -> None:
    code, other, *_ = make_codes(user=olga, now=NOON)
    assert use(code.lower().replace("-", " ")) == olga
    assert (opens("olga", NEW), opens("olga", "correct-horse")) == (True, False)
    assert list(
        RecoveryCode.objects.filter(user=olga).exclude(used_at=None).values_list("used_at", flat=True)
    ) == [NOON]
    assert codes_left(olga) == 9
    change_password(user=olga, password="correct-horse")
    assert use(code) is None
    assert opens("olga", "correct-horse")
    assert use(other) == olga


def test_new_codes_replace_the_old(olga: User) -> None:
    old = make_codes(user=olga, now=NOON)
    use(old[0])
    new = make_codes(user=olga, now=NOON)
    assert [use(code) for code in old] == [None] * 10
    assert codes_left(olga) == RecoveryCode.objects.count() == 10
    assert use(new[0]) == olga


def test_a_code_opens_the_account_it_was_made_for_and_no_other(olga: User) -> None:
    sam = UserFactory.create(username="sam")
    code = make_codes(user=sam, now=NOON)[0]
    make_codes(user=olga, now=NOON)
    for name in ("olga", "nobody", "SAN", ""):
        assert use(code, name) is None
    assert (opens("olga", "correct-horse"), opens("sam", "correct-horse")) == (True, True)
    assert codes_left(sam) == 10


@pytest.mark.parametrize("code", ["", "0000-0000-0000-0000", "7G0N", "x" * 80])
def test_a_wrong_code_changes_nothing(olga: User, code: str) -> None:
    make_codes(user=olga, now=NOON)
    assert use(code) is None
    assert (opens("olga", "correct-horse"), codes_left(olga)) == (True, 10)


def test_a_closed_account_stays_closed(olga: User) -> None:
    code = make_codes(user=olga, now=NOON)[0]
    uid, token = link_of(olga)
    User.objects.update(is_active=False)
    assert use(code) is None
    assert use_link(uid=uid, token=token, password=NEW) is None
    assert User.objects.get().check_password("correct-horse")


def test_an_unknown_name_and_a_wrong_code_take_the_same_way(olga: User) -> None:
    make_codes(user=olga, now=NOON)
    asked = []
    for name in ("olga", "nobody"):
        with CaptureQueriesContext(connection) as seen:
            assert use("0000-0000-0000-0000", name) is None
        statements = (query["sql"].replace(name, "NAME") for query in seen)
        asked.append([sql for sql in statements if "SAVEPOINT" not in sql])
    assert asked[0] == asked[1]
    assert len(asked[0]) == 1


def test_a_code_means_nothing_under_another_key(olga: User, settings: Settings) -> None:
    code = make_codes(user=olga, now=NOON)[0]
    settings.SECRET_KEY = "another" * 10
    assert use(code) is None


@pytest.mark.django_db(transaction=True)
def test_one_code_used_twice_at_once_opens_once() -> None:
    code = make_codes(user=UserFactory.create(username="olga"), now=NOON)[0]
    together = Barrier(4)

    def try_it(n: int) -> bool:
        try:
            together.wait()
            return use_code(name="olga", code=code, password=f"{NEW}-{n}", now=NOON) is not None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(try_it, range(4)))
    assert sorted(done) == [False, False, False, True]
    assert opens("olga", f"{NEW}-{done.index(True)}")


@pytest.mark.django_db(transaction=True)
def test_one_link_used_twice_at_once_sets_one_password() -> None:
    uid, token = link_of(UserFactory.create(username="olga"))
    together = Barrier(4)

    def try_it(n: int) -> bool:
        try:
            together.wait()
            return use_link(uid=uid, token=token, password=f"{NEW}-{n}") is not None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(try_it, range(4)))
    assert sorted(done) == [False, False, False, True]
    assert opens("olga", f"{NEW}-{done.index(True)}")


def test_a_link_sets_a_new_password_once(olga: User) -> None:
    uid, token = link_of(olga)
    assert user_of_link(uid, token) == olga
    assert use_link(uid=uid, token=token, password=NEW) == olga
    assert (opens("olga", NEW), opens("olga", "correct-horse")) == (True, False)
    assert user_of_link(uid, token) is None
    assert use_link(uid=uid, token=token, password="correct-horse") is None
    assert opens("olga", NEW)


def test_a_link_that_was_good_a_moment_ago_is_looked_at_again(
    olga: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid, token = link_of(olga)
    use_link(uid=uid, token=token, password=NEW)
    monkeypatch.setattr("studyapp.actions.recovery.user_of_link", lambda *_: olga)  # as the other tab saw it
    assert use_link(uid=uid, token=token, password="correct-horse") is None
    assert opens("olga", NEW)


def test_a_link_is_for_one_account_and_for_three_days(olga: User, settings: Settings) -> None:
    sam = UserFactory.create(username="sam")
    uid, token = link_of(olga)
    assert user_of_link(link_of(sam)[0], token) is None
    assert default_token_generator.check_token(olga, token)
    assert settings.PASSWORD_RESET_TIMEOUT == 3 * 24 * 60 * 60
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert use_link(uid=uid, token=token, password=NEW) is None


@pytest.mark.parametrize("uid", ["", "MQ", "x", "-", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "LTE", "_w"])
def test_a_link_that_is_none(olga: User, uid: str) -> None:
    token = link_of(olga)[1]
    if uid != link_of(olga)[0]:
        assert user_of_link(uid, token) is None
    assert user_of_link(uid, "no-token") is None
    assert use_link(uid=uid, token="", password=NEW) is None
