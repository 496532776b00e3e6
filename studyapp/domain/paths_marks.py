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
    "partner": "d-node d-partner",
}
LABEL, SMALL = 14.0, 12.0  # sizes of type
_KEY = "M-.5 0a2.5 2.5 0 1 0-5 0a2.5 2.5 0 1 0 5 0H5.5v3M2.5 0v2.5"


def bar_words(bar: Bar, x: float, y: float, room: float, *, turn: bool) -> Iterator[str]:
    """The name of a bar and, behind a key, who holds the keys, around its middle."""
    keyed = draw.width(bar.keys, SMALL) + 24 if bar.keys else 0.0
    label = draw.fitting(bar.names, SMALL, room - keyed)
    named = draw.width(label, SMALL, bold=True)
    shift = keyed / 2
    css = "p-name" if bar.hides else "p-name p-bare"
    if not bar.keys:
        yield _along(css, x, y, 0, label, turn)
        return
    yield _along(css, x, y, -shift, label, turn)
    key_at = named / 2 - shift + 14
    yield _key(x, y, key_at, turn)
    yield _along("p-keys", x, y, key_at + 9 + draw.width(bar.keys, SMALL) / 2, bar.keys, turn)


def _along(css: str, x: float, y: float, by: float, words: str, turn: bool) -> str:
    if turn:
        return draw.text(css, x - 4, y + by, words, turn=True)
    return draw.text(css, x + by, y + 4, words)


def _key(x: float, y: float, by: float, turn: bool) -> str:
    """A small key, its bow first."""
    around = f"translate({draw.number(x)} {draw.number(y + by)}) rotate(90)" if turn else ""
    around = around or f"translate({draw.number(x + by)} {draw.number(y)})"
    return f'<path class="p-key" transform="{around}" d="{_KEY}"/>'


def sight_css(state: NodeState) -> str:
    """The class of what a node says it can read."""
    return "p-sight" if state.sight is Sight.PLAINTEXT else "p-sight p-safe"


def word_css(hop: HopState) -> str:
    """The class of the word that a hop says of itself."""
    return "p-word p-safe" if hop.encrypted else "p-word p-clear"
