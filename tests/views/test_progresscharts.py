"""The charts of the progress page and the words of their parts."""

from datetime import date, timedelta

import pytest

from studyapp.domain.studied import span
from studyapp.queries.activity import TimeSpent
from studyapp.queries.forecast import DueDay, Forecast, remembered
from studyapp.queries.itemfigures import ItemFigures
from studyapp.queries.retention import Grades, Retained, Retention
from studyapp.queries.studydays import time_lately
from studyapp.views import progresscharts as charts
from studyapp.views.progresscharts import GradeBar, Minutes

DAY = timedelta(days=1)
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "no time"),
        (20, "less than a minute"),
        (30, "1 min"),
        (59 * 60, "59 min"),
        (3600, "1 h"),
        (3 * 3600 + 5 * 60 + 29, "3 h 5 min"),
        (7199, "2 h"),
    ],
)
def test_lengths_of_time(seconds: float, words: str) -> None:
    assert charts.spoken(seconds) == words


def test_time_by_day() -> None:
    time = time_lately(
        span(TODAY, 30),
        reviews={TODAY: 90.0, TODAY - 7 * DAY: 20.0},
        spent=TimeSpent({TODAY: 60.0}, {TODAY - DAY: 3600.0}),
    )
    chart = charts.time_chart(time)
    assert chart.words == "1 h 3 min on 3 of 30 days."
    assert [bar.words for bar in chart.bars][-2:] == ["Mon 23 Nov: 1 h", "Tue 24 Nov: 3 min"]
    assert [part.name for part in chart.bars[-1].parts] == ["solid", "middle"]
    assert [mark.text for mark in chart.columns] == ["27 Oct", "3 Nov", "10 Nov", "17 Nov", "24 Nov"]
    words = charts.time_words(time)
    assert (words.total, words.reviews, words.practice, words.exams) == ("1 h 3 min", "2 min", "1 min", "1 h")
    assert words.rows == (
        Minutes(TODAY, 2, 1, 0, 3),
        Minutes(TODAY - DAY, 0, 0, 60, 60),
        Minutes(TODAY - 7 * DAY, 0, 0, 0, 0),
    )


def test_what_falls_due() -> None:
    days = tuple(DueDay(TODAY + n * DAY, count) for n, count in enumerate((5, 0, 2)))
    chart = charts.forecast_chart(Forecast(days, late=3, later=9))
    assert chart.words == "7 items from 24 November to 26 November, at most 5 on a day."
    assert [(part.name, part.height) for part in chart.bars[0].parts] == [
        ("solid", "76.0"),
        ("middle", "114.0"),
    ]
    assert [bar.words for bar in chart.bars] == [
        "Tue 24 Nov: 5 due",
        "Wed 25 Nov: 0 due",
        "Thu 26 Nov: 2 due",
    ]


def test_items_by_recall() -> None:
    items = ItemFigures(now=[0.95, 0.85], later=[0.85, 0.45])
    chart = charts.recall_chart(remembered(items, exam_day=date(2026, 12, 24)))
    assert chart.words == "2 items, 90 % on average now and 65 % on 24 December."
    assert chart.bars[8].words == "80 to 90 %: 1 now, 1 on 24 December"
    assert [part.name for part in chart.bars[8].parts] == ["solid", "open"]
    assert [part.name for part in chart.bars[9].parts] == ["solid"]
    assert chart.columns[9].text == "90\N{EN DASH}100"
    without = charts.recall_chart(remembered(ItemFigures(now=[0.95]), exam_day=None))
    assert without.words == "1 item, 95 % on average now."
    assert without.bars[9].words == "90 to 100 %: 1 now"


def test_grades_have_one_scale() -> None:
    new, review = charts.grade_groups((Grades("New", (0, 1, 4, 0)), Grades("Review", (2, 0, 8, 0))))
    assert (new.name, new.y, new.total, review.y, review.total) == ("New", 0, 5, 138, 10)
    assert new.bars == (
        GradeBar("Again", 34, 0, "0.0%"),
        GradeBar("Hard", 60, 1, "9.0%"),
        GradeBar("Good", 86, 4, "36.0%"),
        GradeBar("Easy", 112, 0, "0.0%"),
    )
    assert [bar.width for bar in review.bars] == ["18.0%", "0.0%", "72.0%", "0.0%"]


def retained(share: int, low: int, high: int) -> Retained:
    return Retained("", 10, share // 10, share, low, high, "as")


def test_retention_on_an_axis_from_fifty() -> None:
    chart = charts.retention_chart(Retention(90, retained(85, 70, 95), retained(80, 75, 85)))
    assert (chart.low, chart.x_desired, chart.height) == (50, "80.0%", 134)
    first, second = chart.rows
    assert (first.y, first.x_low, first.width, first.x_share) == (30, "40.0%", "50.0%", "70.0%")
    assert (second.y, second.x_low, second.width) == (82, "50.0%", "20.0%")


def test_retention_below_fifty_is_shown_from_nothing() -> None:
    none = Retained("", 0, 0, 0, 0, 0, "none")
    assert charts.retention_chart(Retention(90, none, retained(60, 50, 70))).low == 50
    chart = charts.retention_chart(Retention(90, retained(40, 20, 60), none))
    assert (chart.low, chart.x_desired, chart.rows[0].x_low) == (0, "90.0%", "20.0%")
