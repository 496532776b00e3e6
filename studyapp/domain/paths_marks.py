"""What the wide and the tall picture of a path have in common: boxes, words on bars, the key."""

from collections.abc import Iterator, Mapping

from studyapp.domain import paths_strokes as draw
from studyapp.domain.pathdocuments import Owner
from studyapp.domain.paths_bars import Bar
from studyapp.domain.paths_results import HopState, NodeState, Sight

BOXES: Mapping[Owner, str] = {
    "outside": "d-node d-out",
    "customer": "d-node d-you",
    "aws": "d-node d-aws",
    "partner": "d-node",
}
LABEL, SMALL, WORD = 15.0, 12.5, 12.0  # sizes of type: those of the diagrams in lessons
_KEY = "M-.5 0a2.5 2.5 0 1 0-5 0a2.5 2.5 0 1 0 5 0H5.5v3M2.5 0v2.5"


def bar_words(bar: Bar, x: float, y: float, room: float, *, turn: bool) -> Iterator[str]:
    """The name of a bar and, behind a key, who holds the keys, around its middle."""
    css = "d-safe-label" if bar.hides else ""
    if not bar.keys:
        yield _along(css, x, y, 0, draw.fitting(bar.names, WORD, room), "middle", turn)
        return
    keyed = draw.width(bar.keys, SMALL) + 24
    label = draw.fitting(bar.names, WORD, room - keyed)
    # Both words begin at the key, so that they stay with it in a narrower typeface.
    key_at = (draw.width(label, WORD, bold=True) - keyed) / 2 + 13
    yield _along(css, x, y, key_at - 12, label, "end", turn)
    yield _key(x, y, key_at, turn)
    yield _along("", x, y, key_at + 10, bar.keys, "start", turn)


def _along(css: str, x: float, y: float, by: float, words: str, anchor: str, turn: bool) -> str:
    if turn:
        return draw.text(css, x - 4, y + by, words, anchor=anchor, turn=True)
    return draw.text(css, x + by, y + 4, words, anchor=anchor)


def _key(x: float, y: float, by: float, turn: bool) -> str:
    """A small key, its bow first."""
    around = f"translate({draw.number(x)} {draw.number(y + by)}) rotate(90)" if turn else ""
    around = around or f"translate({draw.number(x + by)} {draw.number(y)})"
    return f'<path class="d-plain" transform="{around}" d="{_KEY}"/>'


def sight_css(state: NodeState) -> str:
    """The class of what a node says it can read."""
    return "p-sight" if state.sight is Sight.PLAINTEXT else "d-safe-label"


def word_css(hop: HopState) -> str:
    """The class of the word that a hop says of itself."""
    return "d-safe-label" if hop.encrypted else "d-clear-label"
