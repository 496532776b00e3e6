"""Where the questions of an exam stand in a chart of facility and discrimination. Coordinates are text."""

from collections.abc import Sequence
from dataclasses import dataclass

from studyapp.queries.keys import ItemLine

HEIGHT, TOP, BOTTOM = 260, 16, 28


@dataclass(frozen=True)
class Point:
    """One question; `x` in per cent of the width, `y` in pixels."""

    x: str
    y: str
    suspicious: bool


@dataclass(frozen=True)
class ItemChart:
    """Everything the template draws, the suspicious ones last, so that they lie on top."""

    height: int
    floor: str
    zero: str
    top: str
    points: tuple[Point, ...]


def item_chart(lines: Sequence[ItemLine]) -> ItemChart | None:
    """The chart of those that have both figures; None if there is none."""
    points = [
        Point(_text(4 + 0.92 * line.facility), _height(line.discrimination), bool(line.reasons))
        for line in lines
        if line.facility is not None and line.discrimination is not None
    ]
    if not points:
        return None
    points.sort(key=lambda point: point.suspicious)
    return ItemChart(HEIGHT, _height(-1), _height(0), _height(1), tuple(points))


def _height(r: float) -> str:
    return _text(TOP + (1 - r) / 2 * (HEIGHT - TOP - BOTTOM))


def _text(number: float) -> str:
    return f"{number:.1f}"
