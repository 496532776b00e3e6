"""The study day: one per sleep, in the learner's zone, whatever the clock does."""

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.studyday import ONE_DAY, as_utc, clock_offsets, day_start, days_between, study_day

BERLIN = ZoneInfo("Europe/Berlin")
# Among them: DST at midnight (Havana), half an hour of DST (Lord Howe), a skipped day (Apia), a large offset.
ZONES: tuple[tzinfo, ...] = (
    UTC,
    BERLIN,
    ZoneInfo("America/New_York"),
    ZoneInfo("America/Havana"),
    ZoneInfo("America/St_Johns"),
    ZoneInfo("Australia/Lord_Howe"),
    ZoneInfo("Pacific/Apia"),
    timezone(timedelta(hours=14)),
)

moments = st.datetimes(datetime(1990, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC))
zones = st.sampled_from(ZONES)
hours = st.integers(0, 23)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-01-05T23:50:00+00:00", date(2026, 1, 5)),
        ("2026-01-06T00:10:00+00:00", date(2026, 1, 5)),
        ("2026-01-06T03:59:59.999999+00:00", date(2026, 1, 5)),
        ("2026-01-06T04:00:00+00:00", date(2026, 1, 6)),
        ("2026-01-05T22:00:00-05:00", date(2026, 1, 5)),  # 03:00 UTC
        ("2026-01-05T23:00:00-05:00", date(2026, 1, 6)),  # 04:00 UTC
    ],
)
def test_the_day_turns_over_at_four(moment: str, day: date) -> None:
    assert study_day(datetime.fromisoformat(moment), UTC, 4) == day


def test_the_learners_zone_decides_not_the_moments() -> None:
    moment = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
    assert study_day(moment, ZoneInfo("Pacific/Auckland"), 4) == date(2026, 1, 5)  # 01:00 on the 6th
    assert study_day(moment + timedelta(hours=3), ZoneInfo("Pacific/Auckland"), 4) == date(2026, 1, 6)
    assert study_day(moment, ZoneInfo("Pacific/Honolulu"), 4) == date(2026, 1, 4)  # 02:00 on the 5th


@pytest.mark.parametrize(
    ("day", "rollover_hour", "start"),
    [
        (date(2026, 3, 28), 4, "2026-03-28T03:00:00+00:00"),
        (date(2026, 3, 29), 4, "2026-03-29T02:00:00+00:00"),  # summer time began an hour before
        (date(2026, 3, 29), 2, "2026-03-29T01:00:00+00:00"),  # 02:00 is skipped: 03:00
        (date(2026, 10, 25), 4, "2026-10-25T03:00:00+00:00"),  # winter time began an hour before
        (date(2026, 10, 25), 2, "2026-10-25T00:00:00+00:00"),  # 02:00 comes twice: the first one
    ],
)
def test_day_start_in_berlin(day: date, rollover_hour: int, start: str) -> None:
    assert day_start(day, BERLIN, rollover_hour) == datetime.fromisoformat(start)


@pytest.mark.parametrize("rollover_hour", [2, 3, 4])
@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_dst_day_begins_at_its_start_and_not_before(day: date, rollover_hour: int) -> None:
    start = day_start(day, BERLIN, rollover_hour)
    assert study_day(start, BERLIN, rollover_hour) == day
    assert study_day(start - timedelta(microseconds=1), BERLIN, rollover_hour) == day - ONE_DAY


def test_a_repeated_hour_does_not_bring_yesterday_back() -> None:
    zone = ZoneInfo("America/St_Johns")  # until 2011 the clock went from 00:01 back to 23:01
    first_midnight = datetime(2010, 11, 7, 2, 30, tzinfo=UTC)
    assert (first_midnight + timedelta(minutes=5)).astimezone(zone).date() == date(2010, 11, 6)
    assert study_day(first_midnight, zone, 0) == date(2010, 11, 7)
    assert study_day(first_midnight + timedelta(minutes=5), zone, 0) == date(2010, 11, 7)


def test_a_day_the_calendar_skipped_is_no_study_day() -> None:
    apia = ZoneInfo("Pacific/Apia")  # 29 December 2011 was followed by the 31st
    noon = datetime(2011, 12, 29, 12, tzinfo=apia)
    days = {study_day(as_utc(noon) + timedelta(hours=hour), apia, 4) for hour in range(48)}
    assert days == {date(2011, 12, 29), date(2011, 12, 31), date(2012, 1, 1)}


@given(moment=moments, zone=zones, rollover_hour=hours)
@settings(deadline=None)
def test_a_moment_lies_between_the_starts_of_its_day_and_the_next(
    moment: datetime, zone: tzinfo, rollover_hour: int
) -> None:
    day = study_day(moment, zone, rollover_hour)
    assert day_start(day, zone, rollover_hour) <= moment < day_start(day + ONE_DAY, zone, rollover_hour)


@given(pair=st.tuples(moments, moments), zone=zones, rollover_hour=hours)
@settings(deadline=None)
def test_study_days_never_fall_as_time_goes_on(
    pair: tuple[datetime, datetime], zone: tzinfo, rollover_hour: int
) -> None:
    earlier, later = sorted(pair)
    assert study_day(earlier, zone, rollover_hour) <= study_day(later, zone, rollover_hour)


def test_elapsed_days_are_never_negative() -> None:
    assert days_between(date(2026, 1, 5), date(2026, 1, 8)) == 3
    assert days_between(date(2026, 1, 5), date(2026, 1, 5)) == 0
    assert days_between(date(2026, 1, 8), date(2026, 1, 5)) == 0


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a time zone"):
        as_utc(datetime(2026, 1, 5))
    with pytest.raises(ValueError, match="needs a time zone"):
        study_day(datetime(2026, 1, 5), UTC, 4)


@pytest.mark.parametrize(
    ("zone", "offsets"),
    [
        ("UTC", (0, 0, 0)),
        ("Europe/Berlin", (60, 60, 120)),
        ("America/St_Johns", (-150, -210, -150)),
        ("Australia/Lord_Howe", (660, 660, 630)),
        ("Europe/Athens", (120, 120, 180)),
        ("Africa/Cairo", (180, 120, 180)),  # whose summer ends five days later than that of Athens
    ],
)
def test_what_a_clock_shows_tells_zones_apart(zone: str, offsets: tuple[int, int, int]) -> None:
    assert clock_offsets(datetime(2026, 10, 26, 12, tzinfo=UTC), ZoneInfo(zone)) == offsets


@given(moment=moments, zone=zones)
def test_what_a_clock_shows_is_that_of_the_moment(moment: datetime, zone: tzinfo) -> None:
    ahead = timedelta(minutes=clock_offsets(moment, zone)[0])
    assert moment.astimezone(zone).replace(tzinfo=UTC) - ahead == moment
