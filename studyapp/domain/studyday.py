"""Study days: the learner's calendar, which turns over at night and not at midnight.

FSRS counts study days: 0 on the same one, 1 after one sleep, however many hours lie between. Whoever learns
at 00:10 is still on the day that began in the morning, so the day turns over at an hour when people sleep.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

ONE_DAY = timedelta(days=1)


def as_utc(moment: datetime) -> datetime:
    """The same moment in UTC; a moment without a time zone is a ValueError.

    Python compares and subtracts two datetimes of one zone by their wall clocks, which is an hour off across
    a DST change. Everything that measures real time goes through here first.
    """
    if moment.utcoffset() is None:
        raise ValueError("A moment needs a time zone.")
    return moment.astimezone(UTC)


@lru_cache(maxsize=1024)  # everybody studying today asks for the same few days
def day_start(day: date, zone: tzinfo, rollover_hour: int) -> datetime:
    """The moment, in UTC, at which the study day `day` begins in `zone`.

    Where the clock shows `rollover_hour` twice, the first one counts. Where it skips that hour, the day
    begins as if the clock had not been moved: at 03:00 instead of 02:00.
    """
    return datetime.combine(day, time(rollover_hour), tzinfo=zone).astimezone(UTC)


def study_day(moment: datetime, zone: tzinfo, rollover_hour: int) -> date:
    """The last study day that has begun at `moment`. Never falls as `moment` rises, at DST changes either."""
    utc = as_utc(moment)
    day = (utc.astimezone(zone) - timedelta(hours=rollover_hour)).date()
    # The wall clock may have jumped over a start or behind one it had passed already.
    if day_start(day, zone, rollover_hour) > utc:
        return day - ONE_DAY
    if day_start(day + ONE_DAY, zone, rollover_hour) <= utc:
        return day + ONE_DAY
    return day


def clock_offsets(now: datetime, zone: tzinfo) -> tuple[int, int, int]:
    """Minutes that the clocks of `zone` are ahead of UTC: now, and as January and July begin this year.

    Two zones that agree in all three show the same times, this day and in both halves of the year.
    """
    utc = as_utc(now)
    moments = (utc, *(datetime(utc.year, month, 1, tzinfo=UTC) for month in (1, 7)))
    ahead, january, july = (_minutes_ahead(moment.astimezone(zone)) for moment in moments)
    return ahead, january, july


def _minutes_ahead(moment: datetime) -> int:
    return (moment.utcoffset() or timedelta()) // timedelta(minutes=1)


def days_between(earlier: date, later: date) -> int:
    """Whole study days from `earlier` to `later`; 0 where a clock was set back or the learner flew west."""
    return max((later - earlier).days, 0)
