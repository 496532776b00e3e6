"""The bars of a picture: each protection as a stretch of the path, in rows so that none covers another."""

from collections.abc import Iterable
from dataclasses import dataclass

from studyapp.domain.pathdocuments import Control, Layer, NetworkPath
from studyapp.domain.paths_reading import ENVELOPES
from studyapp.domain.paths_results import Seal, Verdict
from studyapp.domain.paths_words import KEYS, hides

# The longest name that fits is taken.
_NAMES: dict[Layer, tuple[str, ...]] = {
    "physical": ("AWS link encryption", "AWS link"),
    "MACsec": ("MACsec",),
    "bulk": ("AWS encryption between Regions", "AWS, between Regions", "AWS bulk", "bulk"),
    "Nitro": ("Nitro encryption", "Nitro"),
    "GRE": ("GRE, hides nothing", "GRE"),
    "IPsec": ("IPsec",),
    "TLS tunnel": ("Client VPN over TLS", "Client VPN", "VPN"),
    "TLS": ("TLS",),
    "DoH": ("DNS over HTTPS", "DoH"),
    "DNSSEC": ("DNSSEC, hides nothing", "DNSSEC"),
    "signature": ("Signature, hides nothing", "Signature"),
    "message": ("the data itself, encrypted", "data encrypted"),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One protection between two nodes, given as places on the path. Row 0 lies next to the path.

    `names` go from the longest to the shortest; `keys` says who holds them, "" where there are none.
    """

    start: int
    end: int
    row: int
    names: tuple[str, ...]
    keys: str
    hides: bool


@dataclass(frozen=True, slots=True)
class _Span:
    """From which place to which a layer reaches."""

    layer: Layer
    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start


def bars(path: NetworkPath, verdict: Verdict) -> tuple[Bar, ...]:
    """A bar for each layer that works from one node to another, the outermost next to the path.

    Two controls of one layer between the same nodes are one session, and firm if either is.
    """
    seals = {seal.control.id: seal for hop in verdict.hops for seal in hop.seals}
    found: dict[_Span, Seal] = {}
    for seal in seals.values():
        span = _span(path, seal.control)
        if span not in found or seal.firm:
            found[span] = seal
    rows = _rows(found)
    return tuple(
        _bar(seal, span, rows[span]) for span, seal in sorted(found.items(), key=lambda one: rows[one[0]])
    )


def most_rows(path: NetworkPath) -> int:
    """How many rows the bars of a path may take, so that a picture keeps its height while controls change."""
    longest: dict[str, _Span] = {}
    for control in path.controls:
        if control.layer is None:
            continue
        span = _span(path, control)
        kind = f"choice {control.choice}" if control.choice else control.id
        if kind not in longest or span.length > longest[kind].length:
            longest[kind] = span
    return max(_rows(set(longest.values())).values(), default=-1) + 1


def _bar(seal: Seal, span: _Span, row: int) -> Bar:
    names = _NAMES[span.layer]
    if not seal.firm:
        names = (*(f"{name}, if both can" for name in names), *names)
    keys = KEYS[seal.control.keys] if seal.control.keys else ""
    return Bar(span.start, span.end, row, names, keys, hides(span.layer))


def _span(path: NetworkPath, control: Control) -> _Span:
    assert control.layer is not None, "only what has a layer covers a hop"
    order = [node.id for node in path.nodes]
    return _Span(control.layer, order.index(control.start or ""), order.index(control.end or ""))


def _rows(spans: Iterable[_Span]) -> dict[_Span, int]:
    """The row of each: above every one that it overlaps and that is further outside."""
    rows: dict[_Span, int] = {}
    for span in sorted(spans, key=lambda one: (ENVELOPES[one.layer].order, one.length, one.layer, one.start)):
        below = [row for other, row in rows.items() if span.start < other.end and other.start < span.end]
        rows[span] = max(below, default=-1) + 1
    return rows
