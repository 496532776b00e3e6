"""A path drawn from top to bottom, for a phone and beside a text; and as a thin strip, for a list."""

from collections.abc import Iterator
from dataclasses import dataclass

from studyapp.domain import paths_marks as marks
from studyapp.domain import paths_strokes as draw
from studyapp.domain.pathdocuments import NetworkPath
from studyapp.domain.paths_bars import Bar, bars, most_rows
from studyapp.domain.paths_results import HopState, NodeState, Verdict
from studyapp.domain.paths_words import GROUNDS, OWNERS, hop_word, seen_on, sight_word, told

_WIDE = 344.0
_SPINE, _TEXT = 26.0, 42.0  # where the line runs, and where what is said of a hop begins
_ROW, _BAR = 34.0, 26.0  # from bar to bar, and a bar's width
_GAP, _GONE = 86.0, 40.0  # a hop's height, and that of a node which packets do not meet


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a node stands: its upper and lower edge, and the line in the middle of it."""

    top: float
    end: float

    @property
    def middle(self) -> float:
        return (self.top + self.end) / 2


def tall(
    path: NetworkPath, verdict: Verdict, *, name: str = "", listened: str = "", keep_room: bool = True
) -> str:
    """Top to bottom: nodes and hops along a spine, bars beside them. `listened` is a hop's id.

    `name` begins its ids; without one it is for the eyes alone. With `keep_room` there is room for every
    bar that the path may have, so that nothing jumps.
    """
    laid = bars(path, verdict)
    rows = most_rows(path) if keep_room else max((bar.row + 1 for bar in laid), default=0)
    node = min(_WIDE - 10 - rows * _ROW, 250.0)
    places = _places(verdict, node)
    strokes = [
        *_listening(verdict, listened, places, node),
        *(stroke for bar in laid for stroke in _tall_bar(bar, places, node)),
        *(
            stroke
            for place, hop in enumerate(verdict.hops)
            for stroke in _tall_hop(hop, verdict, place, places)
        ),
        *(
            stroke
            for state, place in zip(verdict.nodes, places, strict=True)
            for stroke in _tall_node(state, place, node)
        ),
    ]
    size = (node + 10 + rows * _ROW, places[-1].end + 2)
    ids = f"{name}-tall" if name else ""
    return draw.svg("path-tall", size, strokes, name=ids, title=path.title, desc=told(path, verdict))


def strip(path: NetworkPath, verdict: Verdict) -> str:
    """The hops alone as a line of dashes and solids; the words are beside it."""
    pitch = 200 / len(verdict.hops)
    strokes = []
    for place, hop in enumerate(verdict.hops):
        left, right = 8 + place * pitch + 6, 8 + (place + 1) * pitch - 6
        if hop.encrypted and not hop.enforced:
            strokes += [draw.across("d-safe", left, right, 6), draw.across("d-clear", left, right, 10)]
        else:
            strokes.append(draw.across("d-safe" if hop.enforced else "d-clear", left, right, 8))
    for place, state in enumerate(verdict.nodes):
        css = "p-dot" if state.present else "d-node"
        strokes.append(draw.circle(css, 8 + place * pitch, 8, 5 if state.present else 3.5))
    return f'<svg class="path-strip" viewBox="0 0 216 16" aria-hidden="true">{"".join(strokes)}</svg>'


def _words_of(state: NodeState, node: float) -> list[str]:
    return draw.wrapped(state.node.name, marks.LABEL, node - 24, bold=True)


def _places(verdict: Verdict, node: float) -> list[_Place]:
    places: list[_Place] = []
    top = 2.0
    for state in verdict.nodes:
        high = len(_words_of(state, node)) * 18 + 34 if state.present else _GONE
        places.append(_Place(top, top + high))
        top += high + _GAP
    return places


def _listening(verdict: Verdict, listened: str, places: list[_Place], node: float) -> Iterator[str]:
    for place, hop in enumerate(verdict.hops):
        if hop.hop.id == listened:
            top, end = places[place].end + 3, places[place + 1].top - 3
            yield draw.rect("p-heard", 8, top, node - 14, end - top, 8)


def _tall_bar(bar: Bar, places: list[_Place], node: float) -> Iterator[str]:
    top, end = places[bar.start].middle + 4, places[bar.end].middle - 4
    x = node + 10 + bar.row * _ROW
    for y in (top, end):
        yield draw.across("d-span" if bar.hides else "d-zone", node, x, y)
    yield draw.rect("p-bar" if bar.hides else "d-zone", x, top, _BAR, end - top, 5)
    yield from marks.bar_words(bar, x + _BAR / 2, (top + end) / 2, end - top - 6, turn=True)


def _tall_hop(hop: HopState, verdict: Verdict, place: int, places: list[_Place]) -> Iterator[str]:
    before, after = verdict.nodes[place], verdict.nodes[place + 1]
    top = places[place].end if before.present else places[place].middle + 5
    end = places[place + 1].top if after.present else places[place + 1].middle - 5
    if hop.enforced:
        yield draw.down("d-safe", _SPINE, top, end)
    elif hop.encrypted:
        yield draw.down("d-safe", _SPINE - 2.5, top, end)
        yield draw.down("d-clear", _SPINE + 2.5, top, end)
    else:
        yield draw.down("d-clear", _SPINE, top, end)
    y = places[place].end + _GAP / 2
    yield draw.text(marks.word_css(hop), _TEXT, y - 13, hop_word(hop), anchor="start")
    yield draw.text("", _TEXT, y + 4, seen_on(hop), anchor="start")
    yield draw.text("", _TEXT, y + 21, GROUNDS[hop.hop.over], anchor="start")


def _tall_node(state: NodeState, place: _Place, node: float) -> Iterator[str]:
    if not state.present:
        yield draw.circle("d-node", _SPINE, place.middle, 5)
        gone = (state.node.name, sight_word(state))
        yield from draw.lines("", _TEXT, place.middle - 3, gone, 16, anchor="start")
        return
    yield draw.rect(marks.BOXES[state.node.owner], 1, place.top, node - 1, place.end - place.top, 8)
    words = _words_of(state, node)
    yield from draw.lines("d-label", 14, place.top + 21, words, 18, anchor="start")
    y = place.top + 21 + len(words) * 18
    owner = OWNERS[state.node.owner]
    yield draw.text("", 14, y, owner, anchor="start")
    reach = 14 + draw.width(owner, marks.SMALL) + 12
    yield draw.text(marks.sight_css(state), reach, y, sight_word(state), anchor="start")
