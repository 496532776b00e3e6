"""The charts of the progress page: their places, and the words of each of their parts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from studyapp.queries.forecast import Forecast, Remembered
from studyapp.queries.progress import ProgressPage
from studyapp.queries.retention import Grades, Retained, Retention
from studyapp.queries.studydays import TimeLately
from studyapp.views.barchart import BarChart, Column, bar_chart
from studyapp.views.heatmap import HeatMap, heat_map

_LABEL_EVERY = 7  # days below the charts by day
RATINGS = ("Again", "Hard", "Good", "Easy")
_GRADE_ROW, _GRADE_HEAD = 26, 34  # pixels
_GRADE_WIDTH = 72  # per cent of the chart that the most frequent grade takes
_RETAINED_HEAD, _RETAINED_ROW = 30, 52


@dataclass(frozen=True)
class Minutes:
    """A row of the table of time, in whole minutes, each rounded for itself."""

    day: date
    reviews: int
    practice: int
    exams: int
    total: int


@dataclass(frozen=True)
class TimeWords:
    """Time spent in words, and a row for each day, the newest first."""

    total: str
    reviews: str
    practice: str
    exams: str
    rows: tuple[Minutes, ...]


@dataclass(frozen=True)
class GradeBar:
    """How often a grade was given: its place in the chart, and its share of the stage's."""

    name: str
    y: int
    count: int
    width: str


@dataclass(frozen=True)
class GradeGroup:
    """The grades of one stage."""

    name: str
    y: int
    total: int
    bars: tuple[GradeBar, ...]


@dataclass(frozen=True)
class RetainedRow:
    """A row of the chart of retention; `x…` are per cent of its width."""

    line: Retained
    y: int
    x_low: str
    width: str
    x_share: str


@dataclass(frozen=True)
class RetentionChart:
    """The axis from `low` to 100 %, where what is desired stands, and the rows."""

    low: int
    x_desired: str
    rows: tuple[RetainedRow, ...]
    height: int


@dataclass(frozen=True)
class ProgressCharts:
    """Everything the templates draw."""

    days: HeatMap
    time: BarChart
    minutes: TimeWords
    retention: RetentionChart
    grades: tuple[GradeGroup, ...]
    grades_height: int
    forecast: BarChart
    remembered: BarChart


def progress_charts(page: ProgressPage, today: date) -> ProgressCharts:
    """All of them."""
    groups = tuple(grade_groups(page.grades))
    return ProgressCharts(
        days=heat_map(page.days.days, today),
        time=time_chart(page.time),
        minutes=time_words(page.time),
        retention=retention_chart(page.retention),
        grades=groups,
        grades_height=len(groups) * (_GRADE_HEAD + len(RATINGS) * _GRADE_ROW),
        forecast=forecast_chart(page.forecast),
        remembered=recall_chart(page.remembered),
    )


def spoken(seconds: float) -> str:
    """A length of time in hours and whole minutes; under half a minute in words."""
    minutes = _whole(seconds)
    if not minutes:
        return "less than a minute" if seconds else "no time"
    hours, rest = divmod(minutes, 60)
    return " ".join([*([f"{hours} h"] if hours else []), *([f"{rest} min"] if rest or not hours else [])])


def time_chart(time: TimeLately) -> BarChart:
    """Minutes of each day: reviews, practice on them, exams on top."""
    columns = [
        Column(
            f"{date_format(one.day, 'D j M')}: {spoken(one.total)}",
            _label(one.day, len(time.days) - 1 - n),
            (("solid", one.reviews / 60), ("middle", one.practice / 60), ("open", one.exams / 60)),
        )
        for n, one in enumerate(time.days)
    ]
    days = sum(one.total > 0 for one in time.days)
    return bar_chart(columns, f"{spoken(time.together.total)} on {days} of {len(time.days)} days.")


def time_words(time: TimeLately) -> TimeWords:
    """The same for a reader; days without any time are left out."""
    rows = (
        Minutes(one.day, *(_whole(each) for each in (one.reviews, one.practice, one.exams, one.total)))
        for one in reversed(time.days)
        if one.total
    )
    together = time.together
    return TimeWords(
        total=spoken(together.total),
        reviews=spoken(together.reviews),
        practice=spoken(together.practice),
        exams=spoken(together.exams),
        rows=tuple(rows),
    )


def forecast_chart(found: Forecast) -> BarChart:
    """Items of each day, on top of today's those that were due before."""
    columns = [
        Column(
            f"{date_format(one.day, 'D j M')}: {one.items} due",
            _label(one.day, n),
            (("solid", one.items - found.late), ("middle", found.late))
            if n == 0
            else (("solid", one.items),),
        )
        for n, one in enumerate(found.days)
    ]
    first, last = (date_format(one.day, "j F") for one in (found.days[0], found.days[-1]))
    most = max(one.items for one in found.days)
    return bar_chart(columns, f"{_items(found.ahead)} from {first} to {last}, at most {most} on a day.")


def recall_chart(found: Remembered) -> BarChart:
    """Items by their recall: now, and beside it on the exam day if there is one ahead."""
    day = date_format(found.exam_day, "j F") if found.exam_day else ""
    columns = []
    for one in found.bins:
        words, values = f"{one.low} to {one.high} %: {one.now} now", [("solid", one.now)]
        if day:
            words, values = f"{words}, {one.later} on {day}", [*values, ("open", one.later)]
        columns.append(Column(words, f"{one.low}\N{EN DASH}{one.high}", values))
    mean = f"{_items(found.items)}, {found.mean} % on average now"
    text = f"{mean} and {found.mean_later} % on {day}." if day else f"{mean}."
    return bar_chart(columns, text, beside=True)


def grade_groups(lines: Sequence[Grades]) -> Iterator[GradeGroup]:
    """Bars of all groups have one scale: the most frequent grade of all fills the width."""
    most = max((count for line in lines for count in line.counts), default=0) or 1
    y = 0
    for line in lines:
        bars = tuple(
            GradeBar(name, y + _GRADE_HEAD + n * _GRADE_ROW, count, f"{_GRADE_WIDTH * count / most:.1f}%")
            for n, (name, count) in enumerate(zip(RATINGS, line.counts, strict=True))
        )
        yield GradeGroup(line.name, y, line.total, bars)
        y += _GRADE_HEAD + len(RATINGS) * _GRADE_ROW


def retention_chart(found: Retention) -> RetentionChart:
    """Both ranges on an axis from 50 %, or from nothing if one reaches below that."""
    low = 50 if all(line.low >= 50 for line in found.lines if line.reviews) else 0
    return RetentionChart(
        low=low,
        x_desired=_along(found.desired - low, low),
        rows=tuple(
            RetainedRow(
                line,
                _RETAINED_HEAD + n * _RETAINED_ROW,
                _along(line.low - low, low),
                _along(line.high - line.low, low),
                _along(line.share - low, low),
            )
            for n, line in enumerate(found.lines)
        ),
        height=_RETAINED_HEAD + len(found.lines) * _RETAINED_ROW,
    )


def _along(percent: int, low: int) -> str:
    """A length on an axis that begins at `low` per cent."""
    return f"{100 * percent / (100 - low):.1f}%"


def _items(count: int) -> str:
    return f"{count} item{'' if count == 1 else 's'}"


def _whole(seconds: float) -> int:
    return int(seconds / 60 + 0.5)


def _label(day: date, place: int) -> str:
    return date_format(day, "j M") if place % _LABEL_EVERY == 0 else ""
