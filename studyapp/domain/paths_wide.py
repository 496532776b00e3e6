"""A path drawn from left to right, for a desk and a wall.

A picture says each thing at least twice: protected is teal, solid and a word; in the clear is orange, dashed
and a word. The bars say where each protection begins and ends, and who holds its keys.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from studyapp.domain import paths_marks as marks
from studyapp.domain import paths_strokes as draw
from studyapp.domain.pathdocuments import NetworkPath
from studyapp.domain.paths_bars import Bar, bars, most_rows
from studyapp.domain.paths_results import HopState, NodeState, Verdict
from studyapp.domain.paths_words import GROUND_NAMES, OWNERS, hop_word, seen_on, sight_word, told

_ROW, _BAR = 30.0, 24.0  # from bar to bar, and a bar's height
_HIGH = 82.0  # of a node
# Nodes -> how wide each is, and how wide the hops between them.
_SIZES = {2: (190.0, 300.0), 3: (184.0, 240.0), 4: (170.0, 156.0), 5: (144.0, 110.0), 6: (122.0, 86.0)}
_SMALLEST = (114.0, 82.0)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where things stand: the middle of each node, the width of all, and the upper edge of their row."""

    middles: tuple[float, ...]
    node: float
    top: float

    @property
    def line(self) -> float:
        return self.top + _HIGH / 2

    @property
    def foot(self) -> float:
        """The line of type below the nodes."""
        return self.top + _HIGH + 18

    def gap(self, place: int) -> tuple[float, float]:
        """From where to where the words of a hop may go, whether packets meet the nodes beside it or not."""
        return self.middles[place] + self.node / 2, self.middles[place + 1] - self.node / 2


def wide(path: NetworkPath, verdict: Verdict, *, name: str, listened: str = "") -> str:
    """Left to right: bars above, nodes and hops below, and over whose ground. `listened` is a hop's id."""
    count = len(path.nodes)
    node, gap = _SIZES.get(count, _SMALLEST)
    middles = tuple(2 + node / 2 + place * (node + gap) for place in range(count))
    grid = _Grid(middles, node, most_rows(path) * _ROW + 12)
    strokes = [
        *_listening(verdict, listened, grid),
        *_grounds(verdict, grid),
        *(stroke for bar in bars(path, verdict) for stroke in _bar(bar, grid)),
        *(stroke for place in range(count - 1) for stroke in _hop(verdict, place, grid)),
        *(
            stroke
            for state, middle in zip(verdict.nodes, middles, strict=True)
            for stroke in _node(state, middle, grid)
        ),
    ]
    size = (middles[-1] + node / 2 + 2, grid.foot + 46)
    return draw.svg(
        "path-wide", size, strokes, name=f"{name}-wide", title=path.title, desc=told(path, verdict)
    )


def _listening(verdict: Verdict, listened: str, grid: _Grid) -> Iterator[str]:
    for place, hop in enumerate(verdict.hops):
        if hop.hop.id == listened:
            left, right = grid.gap(place)
            words = draw.fitting(("you listen here", "listening"), marks.SMALL, right - left - 6)
            yield draw.rect("p-heard", left + 3, grid.top - 4, right - left - 6, _HIGH + 30, 8)
            yield draw.text("p-sight", (left + right) / 2, grid.foot, words)


def _grounds(verdict: Verdict, grid: _Grid) -> Iterator[str]:
    """The strip at the foot: whose ground each stretch leads over."""
    y, place, last = grid.foot + 18, 0, len(verdict.hops)
    for ground, hops in groupby(verdict.hops, key=lambda hop: hop.hop.over):
        end = place + len(list(hops))
        left = grid.middles[place] + (6 if place else -grid.node / 2)
        right = grid.middles[end] + (-6 if end < last else grid.node / 2)
        yield draw.path("d-plain", f"M{draw.number(left)} {draw.number(y - 5)}v5H{draw.number(right)}v-5")
        yield draw.text("", (left + right) / 2, y + 17, GROUND_NAMES[ground])
        place = end


def _bar(bar: Bar, grid: _Grid) -> Iterator[str]:
    left, right = grid.middles[bar.start] + 7, grid.middles[bar.end] - 7
    y = grid.top - 8 - bar.row * _ROW - _BAR
    for x in (left, right):
        yield draw.down("d-span" if bar.hides else "d-zone", x, y + _BAR, grid.top)
    yield draw.rect("p-bar" if bar.hides else "d-zone", left, y, right - left, _BAR, 5)
    yield from marks.bar_words(bar, (left + right) / 2, y + _BAR / 2, right - left - 14, turn=False)


def _hop(verdict: Verdict, place: int, grid: _Grid) -> Iterator[str]:
    hop, (left, right) = verdict.hops[place], grid.gap(place)
    x = (left + right) / 2
    yield from _line(
        hop,
        left if verdict.nodes[place].present else grid.middles[place] + 5,
        right if verdict.nodes[place + 1].present else grid.middles[place + 1] - 5,
        grid.line,
    )
    yield draw.text(marks.word_css(hop), x, grid.line - 10, hop_word(hop))
    seen = draw.wrapped(seen_on(hop), marks.SMALL, right - left - 4)
    yield from draw.lines("", x, grid.line + 20, seen, 14, anchor="middle")


def _line(hop: HopState, left: float, right: float, y: float) -> Iterator[str]:
    """Solid where plaintext is refused, dashed in the clear, both where either may run."""
    if hop.enforced:
        yield draw.across("d-safe", left, right, y)
    elif hop.encrypted:
        yield draw.across("d-safe", left, right, y - 2.5)
        yield draw.across("d-clear", left, right, y + 2.5)
    else:
        yield draw.across("d-clear", left, right, y)


def _node(state: NodeState, x: float, grid: _Grid) -> Iterator[str]:
    if not state.present:
        yield from _gone(state, x, grid)
        return
    yield draw.rect(marks.BOXES[state.node.owner], x - grid.node / 2, grid.top, grid.node, _HIGH, 8)
    words = draw.wrapped(state.node.name, marks.LABEL, grid.node - 12, bold=True)
    first = grid.line - (len(words) * 17 + 16) / 2 + 13
    yield from draw.lines("d-label", x, first, words, 17, anchor="middle")
    yield draw.text("", x, first + len(words) * 17, OWNERS[state.node.owner])
    yield draw.text(marks.sight_css(state), x, grid.foot, sight_word(state))


def _gone(state: NodeState, x: float, grid: _Grid) -> Iterator[str]:
    """A node that packets do not meet: a dot on the line, its name hanging from it."""
    words = draw.wrapped(state.node.name, marks.SMALL, grid.node - 4)
    first = max(grid.foot - len(words) * 14, grid.line + 23)
    yield draw.down("d-zone", x, grid.line + 7, first - 12)
    yield draw.circle("d-node", x, grid.line, 5)
    yield from draw.lines("", x, first, [*words, sight_word(state)], 14, anchor="middle")
