"""Where the days of the heat map stand."""

from datetime import date, timedelta

import pytest

from studyapp.domain.studied import weeks_until
from studyapp.queries.studydays import StudyDay
from studyapp.views.heatmap import DayMark, HeatMap, Label, heat_map, level_of

DAY = timedelta(days=1)
TODAY = date(2026, 11, 24)  # a Tuesday


def map_of(counts: dict[int, tuple[int, int]], weeks: int = 3, today: date = TODAY) -> HeatMap:
    """Reviews and answers by how many days ago they were."""
    days = weeks_until(today, weeks)
    return heat_map([StudyDay(day, *counts.get((today - day).days, (0, 0))) for day in days], today)


def test_a_column_for_each_week_and_a_row_for_each_day() -> None:
    found = map_of({0: (30, 4), 7: (1, 0), 8: (0, 60)})
    assert found.days == (
        DayMark("Mon 16 Nov: 0 reviews, 60 answers", 4, "82", "30", "22"),
        DayMark("Tue 17 Nov: 1 review, 0 answers", 1, "89", "63", "8"),
        DayMark("Tue 24 Nov: 30 reviews, 4 answers", 3, "110", "58", "18"),
    )
    assert found.today == ("108", "56")
    assert (found.width, found.height) == (134, 212)
    assert found.grid.count("M") == 16
    assert found.grid.startswith("M56 30h22v22h-22zM56 56h")


@pytest.mark.parametrize(("total", "level"), [(0, 0), (1, 1), (9, 1), (10, 2), (24, 2), (25, 3), (50, 4)])
def test_levels(total: int, level: int) -> None:
    assert level_of(total) == level


def test_the_legend_says_what_the_levels_are() -> None:
    assert [(one.number, one.text) for one in map_of({}).levels] == [
        (1, "1 to 9"),
        (2, "10 to 24"),
        (3, "25 to 49"),
        (4, "50 or more"),
    ]


def test_months_stand_above_the_week_that_holds_their_first_day() -> None:
    names = [label.text for label in map_of({}, weeks=26).labels]
    assert names == ["Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Mon", "Wed", "Fri"]
    # 1 December 2026 is a Tuesday, and only two weeks of November are shown.
    december = map_of({}, weeks=3, today=date(2026, 12, 3)).labels
    assert december[0] == Label("108", "30", "Dec")


def test_the_table_has_every_day_the_newest_week_first() -> None:
    found = map_of({0: (3, 4), 1: (1, 0), 9: (0, 2)})
    assert [(week.first.day, week.total) for week in found.weeks] == [(23, 8), (16, 0), (9, 2)]
    assert found.weeks[0].cells == ("1 + 0", "3 + 4", "", "", "", "", "")
    assert found.weeks[2].cells == ("0", "0", "0", "0", "0", "0", "0 + 2")
