"""Where the bars of a chart stand. Coordinates are text: no locale writes them with a comma."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from studyapp.views.loadchart import BOTTOM, HEIGHT, LEFT, RIGHT, STEPS, TOP, WIDTH

_FLOOR = HEIGHT - BOTTOM
_WIDEST, _GAP = 44.0, 3.0


@dataclass(frozen=True)
class Column:
    """What to show at one place: words for it, a label below (or none), and the values by name."""

    words: str
    label: str
    values: Sequence[tuple[str, float]]


@dataclass(frozen=True)
class Part:
    """A rectangle; its name decides how it looks."""

    name: str
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class Bar:
    """What stands at one place, with words for it."""

    words: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Mark:
    """A word at a place on one of the two axes."""

    at: str
    text: str


@dataclass(frozen=True)
class BarChart:
    """Everything the template draws. `words` say what there is to see."""

    words: str
    bars: tuple[Bar, ...]
    rows: tuple[Mark, ...]
    columns: tuple[Mark, ...]


def bar_chart(columns: Sequence[Column], words: str, *, beside: bool = False) -> BarChart:
    """A bar for each column, its parts on one another, or `beside` each other."""
    join = max if beside else sum
    highest = max((join([value for _, value in column.values]) for column in columns), default=0)
    step = next((step for step in STEPS if highest / step <= 4), STEPS[-1])
    top = step * max(ceil(highest / step), 1)
    scale = (_FLOOR - TOP) / top
    width = (WIDTH - LEFT - RIGHT) / max(len(columns), 1)
    place = _beside if beside else _stacked
    return BarChart(
        words=words,
        bars=tuple(
            Bar(column.words, tuple(place(column.values, LEFT + n * width, width, scale)))
            for n, column in enumerate(columns)
        ),
        rows=tuple(Mark(_text(_FLOOR - value * scale), str(value)) for value in range(0, top + 1, step)),
        columns=tuple(
            Mark(_text(LEFT + (n + 0.5) * width), column.label)
            for n, column in enumerate(columns)
            if column.label
        ),
    )


def _stacked(values: Sequence[tuple[str, float]], x: float, width: float, scale: float) -> Iterator[Part]:
    thick = min(width - min(width * 0.2, _GAP), _WIDEST)
    y = float(_FLOOR)
    for name, value in values:
        y -= value * scale
        if value:
            yield _part(name, x + (width - thick) / 2, y, thick, value * scale)


def _beside(values: Sequence[tuple[str, float]], x: float, width: float, scale: float) -> Iterator[Part]:
    thick = min((width - 2 * _GAP) / len(values), _WIDEST)
    x += (width - thick * len(values)) / 2
    for n, (name, value) in enumerate(values):
        if value:
            yield _part(name, x + n * thick, _FLOOR - value * scale, thick - 1, value * scale)


def _part(name: str, x: float, y: float, width: float, height: float) -> Part:
    return Part(name, _text(x), _text(y), _text(width), _text(height))


def _text(number: float) -> str:
    return f"{number:.1f}"
