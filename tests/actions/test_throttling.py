"""Failures are counted in the database, whichever process sees them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from studyapp.actions.throttling import charge, give_back
from studyapp.domain.throttling import Limit
from studyapp.models import Throttle
from studyapp.queries.throttling import Trial, seconds_until_next
from tests.factories.study import NOON

LIMITS = {"address": Limit(5, timedelta(minutes=5)), "person": Limit(2, timedelta(minutes=2))}


def trial(person: str = "one", address: str = "192.0.2.7", purpose: str = "test") -> Trial:
    """Somebody who tries."""
    return Trial(purpose, LIMITS, {"address": address, "person": person})


@pytest.mark.django_db
def test_each_person_and_each_address_have_limits_of_their_own() -> None:
    assert [charge(trial=trial(), now=NOON) for _ in range(3)] == [True, True, False]
    assert seconds_until_next(trial(), NOON) == 60
    assert seconds_until_next(trial("two"), NOON) == 0
    assert [charge(trial=trial(f"p{n}"), now=NOON) for n in range(4)] == [True, True, True, False]
    assert charge(trial=trial("two", "192.0.2.8"), now=NOON)
    assert charge(trial=trial(purpose="other"), now=NOON)
    assert seconds_until_next(trial(), NOON + timedelta(minutes=1)) == 0


@pytest.mark.django_db
def test_somebody_without_an_account_counts_by_the_address_alone() -> None:
    assert [charge(trial=trial(""), now=NOON) for _ in range(6)] == [*[True] * 5, False]
    assert Throttle.objects.count() == 1


@pytest.mark.django_db
def test_neither_address_nor_person_is_stored_and_old_rows_go() -> None:
    charge(trial=trial("olga"), now=NOON)
    stored = str(list(Throttle.objects.values_list()))
    assert "192.0" not in stored
    assert "olga" not in stored
    charge(trial=trial("two", "192.0.2.9"), now=NOON + timedelta(days=2))
    assert Throttle.objects.count() == 2


@pytest.mark.django_db
def test_what_did_not_fail_after_all_is_not_counted() -> None:
    for _ in range(9):
        assert charge(trial=trial(), now=NOON)
        give_back(trial=trial(), now=NOON)
    assert list(Throttle.objects.values_list("level", flat=True)) == [0.0, 0.0]
    give_back(trial=trial("two"), now=NOON)  # where nothing was counted there is nothing to take off
    assert Throttle.objects.count() == 2
    assert [charge(trial=trial(), now=NOON) for _ in range(3)] == [True, True, False]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_counted_one_by_one() -> None:
    def fail(n: int) -> bool:
        try:
            return charge(trial=trial(f"p{n}"), now=NOON)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(fail, range(12))) == [*[False] * 7, *[True] * 5]
