"""The days of the heat map, the run of days, and the time of each."""

from datetime import date, timedelta

import pytest

from studyapp.domain.studied import span
from studyapp.queries.activity import TimeSpent
from studyapp.queries.studydays import DayTime, StudyDay, StudyDays, TimeLately, study_days, time_lately

DAY = timedelta(days=1)
TODAY = date(2026, 11, 24)
DAYS = span(TODAY, 4)


def days_of(*, reviews: dict[int, int], answers: dict[int, int] | None = None) -> StudyDays:
    """Counts by how many days ago they were."""
    return study_days(
        DAYS,
        reviews={TODAY - n * DAY: count for n, count in reviews.items()},
        answers={TODAY - n * DAY: count for n, count in (answers or {}).items()},
        today=TODAY,
    )


def test_reviews_and_answers_of_each_day() -> None:
    found = days_of(reviews={0: 4, 1: 2, 90: 7}, answers={1: 3, 3: 1})
    assert found == StudyDays(
        days=(
            StudyDay(TODAY - 3 * DAY, 0, 1),
            StudyDay(TODAY - 2 * DAY, 0, 0),
            StudyDay(TODAY - DAY, 2, 3),
            StudyDay(TODAY, 4, 0),
        ),
        studied=3,
        reviews=6,
        answers=4,
        run=2,
        today=True,
        all=False,
        last=TODAY,
    )
    assert [day.total for day in found.days] == [1, 0, 5, 4]
    assert found.total == 10


@pytest.mark.parametrize(
    ("reviewed", "run", "today", "whole"),
    [
        ((), 0, False, False),
        ((0,), 1, True, False),
        ((1, 2), 2, False, False),
        ((0, 1, 2, 3), 4, True, True),
        ((1, 2, 3), 3, False, True),  # today is still open
        ((0, 1, 2, 3, 4, 5), 4, True, True),  # and perhaps longer than is shown
        ((2, 3), 0, False, False),
        ((0, 2, 3), 1, True, False),
    ],
)
def test_the_run_of_days(reviewed: tuple[int, ...], run: int, today: bool, whole: bool) -> None:
    found = days_of(reviews=dict.fromkeys(reviewed, 1))
    assert (found.run, found.today, found.all) == (run, today, whole)


def test_the_last_day_may_lie_before_those_shown() -> None:
    assert days_of(reviews={60: 1}).last == TODAY - 60 * DAY
    assert days_of(reviews={}).last is None


def test_whoever_flew_west_has_studied_tomorrow_already() -> None:
    found = study_days(span(TODAY + DAY, 4), reviews={TODAY: 1, TODAY + DAY: 2}, answers={}, today=TODAY)
    assert (found.run, found.today, found.reviews, found.last) == (2, True, 3, TODAY + DAY)


def test_time_by_day_and_together() -> None:
    found = time_lately(
        DAYS[-2:],
        reviews={TODAY: 60.0, TODAY - 30 * DAY: 9.0},
        spent=TimeSpent({TODAY - DAY: 30.0}, {TODAY: 600.0}),
    )
    yesterday = DayTime(TODAY - DAY, 0.0, 30.0, 0.0)
    assert found == TimeLately(
        days=(yesterday, DayTime(TODAY, 60.0, 0.0, 600.0)),
        together=DayTime(TODAY - DAY, 60.0, 30.0, 600.0),
    )
    assert found.together.total == 690.0
