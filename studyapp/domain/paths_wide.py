"""A path drawn from left to right, for a desk and a wall.

A picture says each thing at least twice: protected is teal, solid and a word; in the clear is orange, dashed
and a word. The bars say where each protection begins and ends, and who holds its keys.
"""

from collections.abc import Iterator
from itertools import groupby

from studyapp.domain import paths_marks as marks
from studyapp.domain import paths_strokes as draw
from studyapp.domain.pathdocuments import NetworkPath
from studyapp.domain.paths_bars import Bar, bars, most_rows
from studyapp.domain.paths_results import HopState, NodeState, Verdict
from studyapp.domain.paths_words import GROUND_NAMES, OWNERS, hop_word, seen_on, sight_word, told

_ROW, _BAR = 30.0, 24.0  # of the wide picture: from bar to bar, and a bar's height
_HIGH = 82.0  # of a node in it
_SIZES = {2: (190.0, 300.0), 3: (184.0, 240.0), 4: (170.0, 156.0), 5: (144.0, 110.0), 6: (122.0, 86.0)}


def wide(path: NetworkPath, verdict: Verdict, *, name: str, listened: str = "") -> str:
    """Left to right: bars above, nodes and hops below, and over whose ground. `listened` is a hop's id."""
    node, gap = _SIZES.get(len(path.nodes), (114.0, 82.0))
    pitch, rows = node + gap, most_rows(path)
    total = len(path.nodes) * pitch - gap + 4
    top = rows * _ROW + 12
    middles = [2 + node / 2 + place * pitch for place in range(len(path.nodes))]
    strokes = [
        *_wide_listening(verdict, listened, middles, node, top),
        *_wide_grounds(verdict, middles, node, top + _HIGH + 36),
        *(stroke for bar in bars(path, verdict) for stroke in _wide_bar(bar, middles, top, node)),
        *(
            stroke
            for place, hop in enumerate(verdict.hops)
            for stroke in _wide_hop(hop, verdict, place, middles, node, top)
        ),
        *(
            stroke
            for place, state in enumerate(verdict.nodes)
            for stroke in _wide_node(state, middles[place], node, top)
        ),
    ]
    size = (total, top + _HIGH + 64)
    return draw.svg(
        "path-wide", size, strokes, name=f"{name}-wide", title=path.title, desc=told(path, verdict)
    )


def _edge(state: NodeState, node: float) -> float:
    """How far a node reaches to either side of its middle; one that packets do not meet is a dot."""
    return node / 2 if state.present else 5.0


def _wide_listening(
    verdict: Verdict, listened: str, middles: list[float], node: float, top: float
) -> Iterator[str]:
    for place, hop in enumerate(verdict.hops):
        if hop.hop.id == listened:
            left = middles[place] + _edge(verdict.nodes[place], node) + 3
            right = middles[place + 1] - _edge(verdict.nodes[place + 1], node) - 3
            words = draw.fitting(("you listen here", "listening"), marks.SMALL, right - left)
            yield draw.rect("p-heard", left, top - 4, right - left, _HIGH + 30, 8)
            yield draw.text("p-ear", (left + right) / 2, top + _HIGH + 18, words)


def _wide_grounds(verdict: Verdict, middles: list[float], node: float, y: float) -> Iterator[str]:
    """The strip at the foot: whose ground each stretch leads over."""
    place = 0
    for ground, hops in groupby(verdict.hops, key=lambda hop: hop.hop.over):
        end = place + len(list(hops))
        left, right = middles[place] + 6, middles[end] - 6
        left = left if place else middles[0] - node / 2
        right = right if end < len(verdict.hops) else middles[-1] + node / 2
        yield draw.path(
            "p-ground",
            f"M{draw.number(left)} {draw.number(y - 5)}v5H{draw.number(right)}v-5",
        )
        yield draw.text("p-small", (left + right) / 2, y + 17, GROUND_NAMES[ground])
        place = end


def _wide_bar(bar: Bar, middles: list[float], top: float, node: float) -> Iterator[str]:
    left, right = middles[bar.start] + 7, middles[bar.end] - 7
    y = top - 12 - bar.row * _ROW - _BAR + 4
    css = "p-bar" if bar.hides else "p-bar p-bare"
    for x in (left, right):
        yield draw.down("p-lead" if bar.hides else "p-lead p-bare", x, y + _BAR / 2, top)
    yield draw.rect(css, left, y, right - left, _BAR, 5)
    yield from marks.bar_words(bar, (left + right) / 2, y + _BAR / 2, right - left - 14, turn=False)


def _wide_hop(
    hop: HopState, verdict: Verdict, place: int, middles: list[float], node: float, top: float
) -> Iterator[str]:
    left = middles[place] + _edge(verdict.nodes[place], node)
    right = middles[place + 1] - _edge(verdict.nodes[place + 1], node)
    y, x = top + _HIGH / 2, (left + right) / 2
    yield from _line(hop, left, right, y)
    yield draw.text(marks.word_css(hop), x, y - 10, hop_word(hop))
    room = right - left - 4
    seen = draw.wrapped(seen_on(hop), marks.SMALL, room)
    yield from draw.lines("p-small", x, y + 20, seen, 14, anchor="middle")


def _line(hop: HopState, left: float, right: float, y: float) -> Iterator[str]:
    """Solid where plaintext is refused, dashed in the clear, both where either may run."""
    if hop.enforced:
        yield draw.across("d-safe", left, right, y)
    elif hop.encrypted:
        yield draw.across("d-safe", left, right, y - 2.5)
        yield draw.across("d-clear", left, right, y + 2.5)
    else:
        yield draw.across("d-clear", left, right, y)


def _wide_node(state: NodeState, x: float, node: float, top: float) -> Iterator[str]:
    y = top + _HIGH / 2
    if not state.present:
        words = draw.wrapped(state.node.name, marks.SMALL, node + 40)
        first = top + _HIGH + 18 - len(words) * 15
        yield draw.down("p-lead p-bare", x, y + 7, first - 14)
        yield draw.circle("p-gone", x, y, 5)
        yield from draw.lines("p-small", x, first, [*words, sight_word(state)], 15, anchor="middle")
        return
    yield draw.rect(marks.BOXES[state.node.owner], x - node / 2, top, node, _HIGH, 8)
    words = draw.wrapped(state.node.name, marks.LABEL, node - 12, bold=True)
    first = y - (len(words) * 17 + 16) / 2 + 13
    yield from draw.lines("p-label", x, first, words, 17, anchor="middle")
    yield draw.text("p-small", x, first + len(words) * 17, OWNERS[state.node.owner])
    yield draw.text(marks.sight_css(state), x, top + _HIGH + 18, sight_word(state))
