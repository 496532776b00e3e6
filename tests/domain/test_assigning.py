"""Who has what until when, and how far it has come: tables, days on which the clock moves, and laws."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.assigning import (
    NOTHING,
    Standing,
    Target,
    Window,
    Work,
    best_of,
    is_for,
    lesson_work,
    moment_of,
    review_work,
    standing,
    window,
)

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
BERLIN = ZoneInfo("Europe/Berlin")
OPEN = Window(NOON - DAY, NOON + DAY)


@pytest.mark.parametrize(
    ("target", "wanted"),
    [
        (Target(), True),
        (Target(False), False),
        (Target(False, frozenset({1, 9})), True),
        (Target(False, frozenset({9})), False),
        (Target(False, frozenset(), frozenset({5})), True),
        (Target(False, frozenset({9}), frozenset({6})), False),
    ],
)
def test_for_whom(target: Target, wanted: bool) -> None:
    assert is_for(target, 5, {1, 2}) is wanted


@pytest.mark.parametrize(
    ("exception", "factor", "stretches", "wanted"),
    [
        (None, 1, False, OPEN),
        (None, 2, False, OPEN),
        (None, 1, True, OPEN),
        (None, Decimal("1.5"), True, Window(NOON - DAY, NOON + 2 * DAY)),
        (Window(None, NOON + HOUR), 2, True, Window(NOON - DAY, NOON + HOUR)),
        (Window(NOON + HOUR, None), 2, True, Window(NOON + HOUR, NOON + 3 * DAY)),
        (Window(NOON, NOON + 9 * DAY), 1, False, Window(NOON, NOON + 9 * DAY)),
    ],
)
def test_the_window_of_a_member(
    exception: Window | None, factor: Decimal | int, stretches: bool, wanted: Window
) -> None:
    found = window(OPEN, exception, created_at=NOON - 9 * DAY, factor=factor, stretches=stretches)
    assert found == wanted


def test_without_an_opening_the_window_grows_from_when_it_was_made() -> None:
    general = Window(None, NOON + DAY)
    found = window(general, None, created_at=NOON, factor=Decimal("1.5"), stretches=True)
    assert found == Window(None, NOON + 1.5 * DAY)
    assert window(Window(), None, created_at=NOON, factor=3, stretches=True) == Window()
    past = Window(None, NOON - DAY)
    assert window(past, None, created_at=NOON, factor=3, stretches=True) == past


MOMENTS = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2030, 1, 1)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)
FACTORS = st.decimals(min_value=1, max_value=5, places=2)


@given(opens=MOMENTS, due=MOMENTS, one=FACTORS, other=FACTORS)
def test_a_factor_gives_time_and_never_takes_it(
    opens: datetime, due: datetime, one: Decimal, other: Decimal
) -> None:
    general = Window(opens, due)
    less, more = sorted((one, other))
    found = [window(general, None, created_at=opens, factor=of, stretches=True) for of in (1, less, more)]
    ends = [of.due_at for of in found if of.due_at is not None]
    assert len(ends) == 3
    assert due == ends[0] <= ends[1] <= ends[2]
    assert {of.opens_at for of in found} == {opens}


@pytest.mark.parametrize(
    ("work", "help_", "wanted"),
    [
        (NOTHING, False, Standing("not-started", late=False, overdue=False, open=True)),
        (Work(started=True), False, Standing("started", late=False, overdue=False, open=True)),
        (NOTHING, True, Standing("help", late=False, overdue=False, open=True)),
        (Work(started=True), True, Standing("help", late=False, overdue=False, open=True)),
        (Work(True, NOON), True, Standing("done", late=False, overdue=False, open=True)),
        (Work(True, NOON, late=True), False, Standing("done", late=True, overdue=False, open=True)),
    ],
)
def test_where_somebody_stands(work: Work, help_: bool, wanted: Standing) -> None:
    assert standing(OPEN, work, wants_help=help_, now=NOON) == wanted


@pytest.mark.parametrize(
    ("now", "is_open", "overdue"),
    [
        (NOON - DAY - SECOND, False, False),
        (NOON - DAY, True, False),
        (NOON + DAY, True, False),
        (NOON + DAY + SECOND, True, True),
    ],
)
def test_opening_and_due_to_the_second(now: datetime, is_open: bool, overdue: bool) -> None:
    found = standing(OPEN, NOTHING, wants_help=False, now=now)
    assert (found.open, found.overdue) == (is_open, overdue)


def test_a_lesson_read_before_is_read() -> None:
    assert lesson_work(True, None, OPEN) == Work(started=True)
    assert lesson_work(True, NOON - 9 * DAY, OPEN) == Work(True, NOON - 9 * DAY)
    assert lesson_work(True, NOON + DAY, OPEN) == Work(True, NOON + DAY)
    assert lesson_work(True, NOON + DAY + SECOND, OPEN) == Work(True, NOON + DAY + SECOND, late=True)


def test_sittings_from_before_the_opening_are_no_part_of_it() -> None:
    before = (NOON - 2 * DAY, NOON - 2 * DAY + HOUR)
    assert best_of([before], OPEN) == NOTHING
    assert best_of([before, (NOON, None)], OPEN) == Work(started=True)
    late, early = (NOON, NOON + 3 * DAY), (NOON, NOON + HOUR)
    assert best_of([late], OPEN) == Work(True, NOON + 3 * DAY, late=True)
    assert best_of([late, early], OPEN) == Work(True, NOON + HOUR)


def test_reviews_count_by_whole_days_of_the_class() -> None:
    opens = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # half past midnight on the 24th in Berlin
    due = datetime(2026, 11, 25, 22, 30, tzinfo=UTC)  # on the 25th
    found = Window(opens, due)
    days = [(date(2026, 11, day), 4) for day in (26, 23, 25, 24)]

    def work(wanted: int, of: list[tuple[date, int]] = days) -> tuple[bool, date | None, bool]:
        told = review_work(of, wanted, found, BERLIN)
        return told.started, told.done_at.date() if told.done_at else None, told.late

    assert work(4) == (True, date(2026, 11, 24), False)
    assert work(8) == (True, date(2026, 11, 25), False)
    assert work(9) == (True, date(2026, 11, 26), True)
    assert work(13) == (True, None, False)
    assert work(1, [(date(2026, 11, 23), 4)]) == (False, None, False)


@given(counts=st.lists(st.integers(min_value=0, max_value=9), max_size=9), wanted=st.integers(1, 30))
def test_more_reviews_never_make_less_of_it(counts: list[int], wanted: int) -> None:
    days = [(date(2026, 11, 20) + n * DAY, count) for n, count in enumerate(counts)]
    less, more = review_work(days[:-1], wanted, OPEN, UTC), review_work(days, wanted, OPEN, UTC)
    assert less.started <= more.started
    assert less.done_at is None or less == more
    given_since = sum(count for day, count in days if day >= (NOON - DAY).date())
    assert (more.done_at is not None) is (given_since >= wanted)


@pytest.mark.parametrize(
    ("local", "ends", "wanted"),
    [
        (datetime(2026, 11, 24, 18, 0), False, datetime(2026, 11, 24, 17, 0, tzinfo=UTC)),
        # On 29 March the clock skips from 02:00 to 03:00.
        (datetime(2026, 3, 29, 2, 30), False, datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (datetime(2026, 3, 29, 2, 30), True, datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (datetime(2026, 3, 29, 3, 0), True, datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        # On 25 October it shows the hour from 02:00 to 03:00 twice.
        (datetime(2026, 10, 25, 2, 30), False, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 2, 30), True, datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        (datetime(2026, 10, 25, 3, 0), True, datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
    ],
)
def test_the_clock_of_the_class(local: datetime, ends: bool, wanted: datetime) -> None:
    assert moment_of(local, BERLIN, ends=ends) == wanted


@given(
    local=st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 1, 1)).map(
        lambda moment: moment.replace(second=0, microsecond=0)
    ),
    zone=st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC", "Asia/Kolkata"]),
    ends=st.booleans(),
)
def test_a_time_comes_back_as_it_was_set_unless_the_clock_skips_it(
    local: datetime, zone: str, ends: bool
) -> None:
    shown = moment_of(local, ZoneInfo(zone), ends=ends).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert shown - local in (timedelta(0), HOUR, HOUR / 2)
    skipped = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone))
    assert (shown == local) is (skipped.replace(tzinfo=None) == local)
    assert moment_of(local, ZoneInfo(zone), ends=False) <= moment_of(local, ZoneInfo(zone), ends=True)
