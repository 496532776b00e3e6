"""Buckets that fill with failures and leak."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.throttling import (
    JOINING,
    Bucket,
    Limit,
    account_name,
    failed,
    given_back,
    is_full,
    level,
    network_of,
    seconds_to_wait,
    waiting_time,
)
from tests.factories.study import NOON

LIMIT = Limit(3, timedelta(seconds=30))


def test_so_many_fail_and_the_next_has_to_wait() -> None:
    bucket = None
    for _ in range(3):
        assert not is_full(bucket, LIMIT, NOON)
        bucket = failed(bucket, LIMIT, NOON)
    assert is_full(bucket, LIMIT, NOON)
    assert seconds_to_wait(bucket, LIMIT, NOON) == 10
    assert not is_full(bucket, LIMIT, NOON + timedelta(seconds=10))
    assert is_full(bucket, LIMIT, NOON + timedelta(seconds=9))
    assert level(bucket, LIMIT, NOON + timedelta(seconds=30)) == 0


def test_failing_on_does_not_lengthen_the_wait() -> None:
    assert failed(Bucket(3, NOON), LIMIT, NOON) == Bucket(3, NOON)


def test_a_clock_set_back_empties_nothing() -> None:
    assert level(Bucket(2, NOON), LIMIT, NOON - timedelta(days=1)) == 2


@given(st.lists(st.floats(0, 20), max_size=30))
def test_no_stretch_of_time_holds_more_failures_than_its_share(pauses: list[float]) -> None:
    now, bucket, counted = NOON, None, 0
    for pause in pauses:
        now += timedelta(seconds=pause)
        if not is_full(bucket, LIMIT, now):
            bucket, counted = failed(bucket, LIMIT, now), counted + 1
        elif bucket is not None:
            wait = seconds_to_wait(bucket, LIMIT, now)
            assert wait > 0
            assert not is_full(bucket, LIMIT, now + timedelta(seconds=wait))
    assert counted <= LIMIT.failures + LIMIT.failures * ((now - NOON) / LIMIT.within) + 1


def test_sixty_people_behind_one_address_may_all_mistype_twice() -> None:
    bucket = None
    for _ in range(120):
        assert not is_full(bucket, JOINING["address"], NOON)
        bucket = failed(bucket, JOINING["address"], NOON)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        ("nonsense", "unknown"),
    ],
)
def test_what_counts_as_one_address(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 second"), (59, "59 seconds"), (60, "1 minute"), (61, "2 minutes"), (600, "10 minutes")],
)
def test_a_time_to_wait_in_words(seconds: int, words: str) -> None:
    assert waiting_time(seconds) == words


@given(st.text(), st.text(alphabet=" \t\u00a0"))
def test_a_name_is_one_however_it_is_typed(name: str, space: str) -> None:
    assert account_name(space + name[:100] + space) == account_name(name[:100])


@given(st.integers(0, 5), st.floats(0, 20))
def test_what_is_given_back_leaves_room_for_one_more_and_never_more_than_there_is(
    failures: int, pause: float
) -> None:
    bucket, later = Bucket(0, NOON), NOON + timedelta(seconds=pause)
    for _ in range(failures):
        bucket = failed(bucket, LIMIT, NOON)
    after = given_back(bucket, LIMIT, later)
    assert after.level == max(level(bucket, LIMIT, later) - 1, 0)
    assert not is_full(after, LIMIT, later)
