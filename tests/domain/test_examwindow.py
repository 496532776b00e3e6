"""The window of a class's exam, and how a time factor moves it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.examwindow import Entry, Window, closes_for, ends_for, entry, factor_of
from tests.factories.study import NOON

HOUR = timedelta(hours=1)
WINDOW = Window(NOON, NOON + 2 * HOUR, HOUR)


def test_limit_and_window_are_longer_by_the_same_factor() -> None:
    factor = Decimal("1.5")
    assert closes_for(WINDOW, factor) == NOON + 3 * HOUR
    assert ends_for(WINDOW, factor, NOON) == NOON + 1.5 * HOUR
    assert ends_for(WINDOW, factor, NOON + 2 * HOUR) == NOON + 3 * HOUR


def test_without_an_opening_the_limit_gains_what_it_gains() -> None:
    assert closes_for(Window(None, NOON, HOUR), Decimal(2)) == NOON + HOUR
    assert closes_for(Window(None, NOON, None), Decimal(2)) == NOON
    assert closes_for(Window(NOON, None, HOUR), Decimal(2)) is None


def test_a_paper_without_a_limit_ends_with_the_window_or_never() -> None:
    assert ends_for(Window(NOON, NOON + HOUR, None), Decimal(1), NOON) == NOON + HOUR
    assert ends_for(Window(None, None, None), Decimal(1), NOON) is None


@pytest.mark.parametrize(
    ("hours", "begun", "word"),
    [
        (-0.01, 0, "early"),
        (0, 0, "open"),
        (1.99, 1, "open"),
        (1, 2, "used up"),
        (2, 0, "late"),
        (2, 2, "late"),
    ],
)
def test_who_may_begin_when(hours: float, begun: int, word: Entry) -> None:
    assert entry(WINDOW, Decimal(1), begun=begun, allowed=2, now=NOON + hours * HOUR) == word


def test_any_number_of_attempts() -> None:
    assert entry(WINDOW, Decimal(1), begun=99, allowed=None, now=NOON) == "open"


def test_the_greater_factor_holds() -> None:
    assert factor_of(Decimal("1.5"), Decimal(1)) == factor_of(Decimal(1), Decimal("1.5")) == Decimal("1.5")


@given(st.decimals(1, 5, places=2), st.decimals(1, 5, places=2), st.integers(0, 400))
def test_more_time_never_ends_a_paper_earlier(one: Decimal, other: Decimal, minutes: int) -> None:
    less, more = sorted((one, other))
    start = NOON + timedelta(minutes=minutes)
    first, second = (ends_for(WINDOW, factor, start) for factor in (less, more))
    assert first is not None
    assert second is not None
    assert first <= second
