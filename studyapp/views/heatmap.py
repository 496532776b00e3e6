"""Where the days of the heat map stand: a column for each week, a row for each day of the week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from studyapp.domain.studyday import ONE_DAY
from studyapp.queries.studydays import StudyDay

PITCH, CELL = 26, 22
LEFT, TOP = 56, 30
FROM = (1, 10, 25, 50)  # reviews and answers of a day, from which on its mark is larger
SIZES = (8, 13, 18, CELL)  # of the mark: it says the same as its shade
_MONTH_APART = 3  # weeks that the name of a month needs at the least


@dataclass(frozen=True)
class DayMark:
    """A day with anything on it: a square of level 1 to 4."""

    words: str
    level: int
    x: str
    y: str
    size: str


@dataclass(frozen=True)
class Label:
    """A word beside or above the days."""

    x: str
    y: str
    text: str


@dataclass(frozen=True)
class Level:
    """A key of the legend: how much a mark of this level stands for, and its place in a square of its own."""

    text: str
    at: str
    size: str
    number: int


@dataclass(frozen=True)
class Week:
    """A row of the table: for each day from a Monday on its reviews and answers, and the sum of all.

    A day with neither is "0", one that is not shown is empty.
    """

    first: date
    cells: tuple[str, ...]
    total: int


@dataclass(frozen=True)
class HeatMap:
    """Everything the template draws. `grid` is the path of all empty squares, `today` where today's is."""

    width: int
    height: int
    grid: str
    today: tuple[str, str]
    days: tuple[DayMark, ...]
    labels: tuple[Label, ...]
    levels: tuple[Level, ...]
    weeks: tuple[Week, ...]


def heat_map(days: Sequence[StudyDay], today: date) -> HeatMap:
    """The map of these days, which begin on a Monday."""
    weeks = tuple(_week(days[n : n + 7]) for n in range(0, len(days), 7))
    places = {one.day: (LEFT + n // 7 * PITCH, TOP + n % 7 * PITCH) for n, one in enumerate(days)}
    x, y = places[today]
    return HeatMap(
        width=LEFT + len(weeks) * PITCH,
        height=TOP + 7 * PITCH,
        grid="".join(f"M{x} {y}h{CELL}v{CELL}h-{CELL}z" for x, y in places.values()),
        today=(str(x), str(y)),
        days=tuple(_mark(one, *places[one.day]) for one in days if one.total),
        labels=(*_months(weeks), *_weekdays()),
        levels=tuple(_levels()),
        weeks=tuple(reversed(weeks)),
    )


def level_of(total: int) -> int:
    """How large the mark of a day is: 0 for none, at most 4."""
    return sum(total >= least for least in FROM)


def words(one: StudyDay) -> str:
    """A day in words."""
    reviews = f"{one.reviews} review{'' if one.reviews == 1 else 's'}"
    answers = f"{one.answers} answer{'' if one.answers == 1 else 's'}"
    return f"{date_format(one.day, 'D j M')}: {reviews}, {answers}"


def _mark(one: StudyDay, x: int, y: int) -> DayMark:
    level = level_of(one.total)
    size = SIZES[level - 1]
    inset = (CELL - size) / 2
    return DayMark(words(one), level, f"{x + inset:g}", f"{y + inset:g}", str(size))


def _levels() -> Sequence[Level]:
    ends = [str(least - 1) for least in FROM[1:]]
    texts = [f"{least} to {end}" for least, end in zip(FROM, ends, strict=False)] + [f"{FROM[-1]} or more"]
    return [
        Level(text, f"{(CELL - size) / 2:g}", str(size), number)
        for number, (text, size) in enumerate(zip(texts, SIZES, strict=True), start=1)
    ]


def _week(days: Sequence[StudyDay]) -> Week:
    cells = [f"{one.reviews} + {one.answers}" if one.total else "0" for one in days]
    return Week(days[0].day, (*cells, *[""] * (7 - len(days))), sum(one.total for one in days))


def _months(weeks: Sequence[Week]) -> list[Label]:
    """The name of a month above the week that holds its first day, or above the first week of all."""
    found: list[tuple[int, date]] = []
    for n, week in enumerate(weeks):
        last = week.first + 6 * ONE_DAY
        if n == 0 or last.day <= 7:
            found.append((n, week.first if n == 0 else last))
    if len(found) > 1 and found[1][0] < _MONTH_APART:
        found.pop(0)  # only a few days of the first month are shown
    return [Label(str(LEFT + n * PITCH), str(TOP), date_format(day, "M")) for n, day in found]


def _weekdays() -> list[Label]:
    return [Label("0", str(TOP + n * PITCH + CELL), name) for n, name in ((0, "Mon"), (2, "Wed"), (4, "Fri"))]
