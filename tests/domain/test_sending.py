"""How a grade arrives."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.sending import LONGEST, believed, moment, seconds_between

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize("milliseconds", [None, 0, -1, 10**14, 10**20])
def test_what_is_no_moment_of_our_time(milliseconds: int | None) -> None:
    assert moment(milliseconds) is None


def test_milliseconds_as_browsers_count() -> None:
    assert moment(1_795_521_600_250) == NOON + timedelta(milliseconds=250)


@pytest.mark.parametrize(
    ("after", "seconds"),
    [(0, 0.0), (12.5, 12.5), (-3, 0.0), (600, 600.0), (601, LONGEST), (86_400, LONGEST)],
)
def test_seconds_lie_between_none_and_ten_minutes(after: float, seconds: float) -> None:
    assert seconds_between(NOON, NOON + timedelta(seconds=after)) == seconds
    assert seconds_between(None, NOON) is None


@given(given_at=MOMENTS, earliest=MOMENTS, later=st.timedeltas(timedelta(0), timedelta(days=999)))
def test_a_browsers_clock_is_believed_between_the_first_day_and_now(
    given_at: datetime, earliest: datetime, later: timedelta
) -> None:
    now = earliest + later
    found = believed(given_at, earliest=earliest, now=now)
    assert earliest <= found <= now
    assert found == given_at or not earliest <= given_at <= now
    assert believed(None, earliest=earliest, now=now) == now
