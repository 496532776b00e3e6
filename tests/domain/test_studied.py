"""Runs of days, weeks for a map, shares in per cent, and bins of recall."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.studied import (
    BINS,
    Run,
    by_recall,
    percent,
    run_of,
    span,
    to_percent,
    weeks_until,
)

DAY = timedelta(days=1)
TODAY = date(2026, 11, 24)  # a Tuesday


def back(*days: int) -> set[date]:
    return {TODAY - n * DAY for n in days}


@pytest.mark.parametrize(
    ("studied", "expected"),
    [
        (back(), Run(0, today=False)),
        (back(0), Run(1, today=True)),
        (back(0, 1, 2), Run(3, today=True)),
        (back(1, 2), Run(2, today=False)),  # today is still open
        (back(2, 3), Run(0, today=False)),
        (back(0, 2, 3), Run(1, today=True)),
        (back(0, 1, 3), Run(2, today=True)),
    ],
)
def test_a_run_leads_up_to_today_or_to_yesterday(studied: set[date], expected: Run) -> None:
    assert run_of(studied, TODAY) == expected


@given(st.sets(st.integers(0, 40)))
def test_a_run_is_as_long_as_no_day_is_missing(days: set[int]) -> None:
    run = run_of(back(*days), TODAY)
    first = 0 if run.today else 1
    assert all(n in days for n in range(first, first + run.days))
    assert first + run.days not in days
    assert run.today == (0 in days)


def test_days_up_to_the_last() -> None:
    assert span(TODAY, 3) == (TODAY - 2 * DAY, TODAY - DAY, TODAY)
    assert span(TODAY, 0) == ()


@pytest.mark.parametrize(
    ("last", "first", "count"),
    [
        (TODAY, date(2026, 11, 16), 9),
        (date(2026, 11, 23), date(2026, 11, 16), 8),  # a Monday
        (date(2026, 11, 29), date(2026, 11, 16), 14),  # a Sunday
    ],
)
def test_two_weeks_begin_on_a_monday(last: date, first: date, count: int) -> None:
    days = weeks_until(last, 2)
    assert (days[0], days[-1], len(days)) == (first, last, count)
    assert days == tuple(first + n * DAY for n in range(count))


@given(st.integers(0, 500), st.integers(1, 500))
def test_per_cent_is_the_nearest_whole_number(part: int, more: int) -> None:
    whole = part + more
    assert abs(percent(part, whole) - Fraction(100 * part, whole)) <= Fraction(1, 2)
    assert percent(part, whole) == to_percent(part / whole)


def test_halves_go_up() -> None:
    assert [percent(1, 8), percent(1, 200), percent(3, 200)] == [13, 1, 2]
    assert [to_percent(0.125), to_percent(0.565), to_percent(0.0), to_percent(1.0)] == [13, 57, 0, 100]


def test_bins_of_recall() -> None:
    assert by_recall([]) == (0,) * BINS
    assert by_recall([0.0, 0.05, 0.1, 0.55, 0.9, 0.99, 1.0]) == (2, 1, 0, 0, 0, 1, 0, 0, 0, 3)
    assert by_recall([n / 10 for n in range(10)]) == (1,) * 10
    assert by_recall([0.9 - 1e-11, 0.9 + 1e-11]) == (0,) * 9 + (2,)  # a database may round


@given(st.lists(st.floats(0, 1)))
def test_every_item_is_in_one_bin(shares: list[float]) -> None:
    assert sum(by_recall(shares)) == len(shares)
