"""The time limit: real time over a DST change, the last second, and the answers still on their way."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.timing import (
    GRACE,
    MORE_AT_MOST,
    accepts,
    deadline,
    in_words,
    most_more,
    pace,
    seconds_left,
    state,
)

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
END = START + timedelta(minutes=170)
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("factor", "minutes"),
    [(1, 170.0), (Decimal("1.25"), 212.5), (1.5, 255.0), (Decimal("1.1"), 187.0), (2.0, 340.0)],
)
def test_deadline(factor: Decimal | float, minutes: float) -> None:
    assert deadline(START, timedelta(minutes=170), factor) == START + timedelta(minutes=minutes)


def test_a_limit_is_real_time_when_the_clock_moves() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    started_at = datetime(2026, 10, 25, 1, 30, tzinfo=berlin)  # at 03:00 the clock goes back to 02:00
    end = deadline(started_at, timedelta(hours=2), 1)
    assert end == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert end.astimezone(berlin).hour == 2
    assert seconds_left(started_at, end.astimezone(berlin)) == 7200
    first_half_past_two = datetime(2026, 10, 25, 2, 30, tzinfo=berlin)
    assert state(first_half_past_two, end.astimezone(berlin), None) == "open"
    assert seconds_left(first_half_past_two, end.astimezone(berlin)) == 3600


@pytest.mark.parametrize("factor", [0.99, 0, -1, float("inf"), float("nan"), Decimal("0.5"), Decimal("NaN")])
def test_a_factor_never_takes_time(factor: Decimal | float) -> None:
    with pytest.raises(ValueError, match="from 1 up"):
        deadline(START, timedelta(minutes=170), factor)


@pytest.mark.parametrize("limit", [timedelta(0), timedelta(seconds=-1)])
def test_no_limit_is_no_limit(limit: timedelta) -> None:
    with pytest.raises(ValueError, match="longer than nothing"):
        deadline(START, limit, 1)


@pytest.mark.parametrize(
    ("now", "submitted_at", "expected"),
    [
        (START, None, "open"),
        (END - TICK, None, "open"),
        (END, None, "over"),
        (END + timedelta(days=1), None, "over"),
        (START + timedelta(minutes=5), START + timedelta(minutes=4), "submitted"),
        (END + timedelta(days=1), START + timedelta(minutes=4), "submitted"),
    ],
)
def test_state(now: datetime, submitted_at: datetime | None, expected: str) -> None:
    assert state(now, END, submitted_at) == expected


@pytest.mark.parametrize(
    ("now", "seconds"),
    [
        (START, 10_200),
        (END - timedelta(seconds=1), 1),
        (END - timedelta(seconds=1) - TICK, 2),
        (END - TICK, 1),
        (END, 0),
        (END + timedelta(hours=1), 0),
    ],
)
def test_seconds_left(now: datetime, seconds: int) -> None:
    assert seconds_left(now, END) == seconds


@pytest.mark.parametrize(
    ("now", "submitted_at", "expected"),
    [
        (START, None, True),
        (END, None, True),
        (END + GRACE - TICK, None, True),
        (END + GRACE, None, False),
        (START + timedelta(minutes=5), START + timedelta(minutes=4), False),
    ],
)
def test_answers_on_their_way_are_accepted(
    now: datetime, submitted_at: datetime | None, expected: bool
) -> None:
    assert accepts(now, END, submitted_at) is expected


@given(st.datetimes(datetime(2026, 1, 5), datetime(2026, 1, 6), timezones=st.just(UTC)))
@settings(deadline=None)
def test_a_sitting_is_open_while_seconds_are_left_and_then_accepts(now: datetime) -> None:
    is_open = state(now, END, None) == "open"
    assert is_open is (seconds_left(now, END) > 0)
    assert accepts(now, END, None) or not is_open


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a time zone"):
        deadline(START.replace(tzinfo=None), timedelta(minutes=170), 1)
    with pytest.raises(ValueError, match="needs a time zone"):
        state(START.replace(tzinfo=None), END, None)


@pytest.mark.parametrize("now", [START, END, END + timedelta(days=9999)])
def test_without_a_deadline_it_is_open_until_it_is_submitted(now: datetime) -> None:
    assert state(now, None, None) == "open"
    assert state(now, None, START) == "submitted"


def test_the_pace_of_the_real_exam() -> None:
    assert pace(170, 65) == timedelta(seconds=170 * 60 / 65)
    assert pace(170, 65, 1.5) == timedelta(seconds=170 * 60 / 65 * 1.5)
    assert pace(8, 4) * 5 == timedelta(minutes=10)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (0.4, "0 s"),
        (59.6, "1 min"),
        (60, "1 min"),
        (156.92, "2 min 37 s"),
        (235.38, "3 min 55 s"),
        (3600, "60 min"),
    ],
)
def test_a_length_in_words(seconds: float, words: str) -> None:
    assert in_words(timedelta(seconds=seconds)) == words


@given(room=st.timedeltas(timedelta(days=-2), timedelta(days=2)))
def test_as_much_more_as_ends_before_others_see_the_keys(room: timedelta) -> None:
    most, minute = most_more(END, END + room), timedelta(minutes=1)
    assert 0 <= most <= MORE_AT_MOST
    assert most == 0 or END + most * minute <= END + room
    assert most == MORE_AT_MOST or END + (most + 1) * minute > END + room
    assert most_more(END, None) == MORE_AT_MOST
