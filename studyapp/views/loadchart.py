"""Where the bars of the load chart stand. Coordinates are text: no locale writes them with a comma."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from studyapp.queries.outlook import LoadSpan

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 44, 8, 36, 36  # room for the words around the bars
STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000)
LABELS = 6  # at most, below the bars


@dataclass(frozen=True)
class Bar:
    """One day or week: three parts, one on top of the other, each with its top and its height."""

    span: LoadSpan
    x: str
    width: str
    parts: tuple[tuple[str, str, str], ...]  # name, y, height


@dataclass(frozen=True)
class Mark:
    """A word at a place on one of the two axes."""

    at: str
    span: LoadSpan | None = None
    value: int = 0


@dataclass(frozen=True)
class LoadChart:
    """Everything the template draws."""

    bars: tuple[Bar, ...]
    rows: tuple[Mark, ...]
    columns: tuple[Mark, ...]
    closing_x: str  # where the days of last looks begin; empty if they are not on the chart
    closing_width: str


def load_chart(spans: Sequence[LoadSpan]) -> LoadChart | None:
    """The chart of these days or weeks; None if there is none."""
    if not spans:
        return None
    highest = max(max(span.reviews + span.new for span in spans), 1.0)
    step = next((step for step in STEPS if highest / step <= 4), STEPS[-1])
    top = step * ceil(highest / step)
    scale = (HEIGHT - TOP - BOTTOM) / top
    width = (WIDTH - LEFT - RIGHT) / len(spans)
    closing = next((LEFT + n * width for n, span in enumerate(spans) if span.closing), None)
    every = ceil(len(spans) / LABELS)
    return LoadChart(
        bars=tuple(_bar(span, LEFT + n * width, width, scale) for n, span in enumerate(spans)),
        rows=tuple(
            Mark(_text(HEIGHT - BOTTOM - value * scale), value=value) for value in range(0, top + 1, step)
        ),
        columns=tuple(
            Mark(_text(LEFT + (n + 0.5) * width), span)
            for n, span in enumerate(spans)
            if (len(spans) - 1 - n) % every == 0
        ),
        closing_x="" if closing is None else _text(closing),
        closing_width="" if closing is None else _text(WIDTH - RIGHT - closing),
    )


def _bar(span: LoadSpan, x: float, width: float, scale: float) -> Bar:
    gap = min(width * 0.2, 3.0)
    parts, y = [], HEIGHT - BOTTOM * 1.0
    for name, value in (("known", span.known), ("planned", span.planned), ("new", span.new)):
        height = value * scale
        y -= height
        if height:
            parts.append((name, _text(y), _text(height)))
    thick = min(width - gap, 44.0)
    return Bar(span, _text(x + (width - thick) / 2), _text(thick), tuple(parts))


def _text(number: float) -> str:
    return f"{number:.1f}"
