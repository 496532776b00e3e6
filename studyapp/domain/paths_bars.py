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
    "bulk": ("AWS encryption between Regions", "AWS, between Regions"),
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
    firm: bool


def bars(path: NetworkPath, verdict: Verdict) -> tuple[Bar, ...]:
    """A bar for each control that works and covers something, the outermost layer next to the path."""
    seals = {seal.control.id: seal for hop in verdict.hops for seal in hop.seals}
    spans = [(seal.control, *_span(path, seal.control)) for seal in seals.values()]
    rows = _rows([(control, start, end) for control, start, end in spans])
    return tuple(
        _bar(seals[control.id], start, end, rows[control.id])
        for control, start, end in sorted(spans, key=lambda span: rows[span[0].id])
    )


def most_rows(path: NetworkPath) -> int:
    """How many rows the bars of a path may take, so that a picture keeps its height while controls change."""
    longest: dict[str, tuple[Control, int, int]] = {}
    for control in path.controls:
        if control.layer is None:
            continue
        start, end = _span(path, control)
        kind = f"choice {control.choice}" if control.choice else control.id
        before = longest.get(kind)
        if before is None or end - start > before[2] - before[1]:
            longest[kind] = (control, start, end)
    return max(_rows(list(longest.values())).values(), default=-1) + 1


def _bar(seal: Seal, start: int, end: int, row: int) -> Bar:
    control = seal.control
    assert control.layer is not None, "only what has a layer covers a hop"
    names = _NAMES[control.layer]
    if not seal.firm:
        names = (*(f"{name}, if both can" for name in names), *names)
    keys = KEYS[control.keys] if control.keys else ""
    return Bar(start, end, row, names, keys, hides(control.layer), seal.firm)


def _span(path: NetworkPath, control: Control) -> tuple[int, int]:
    order = [node.id for node in path.nodes]
    return order.index(control.start or ""), order.index(control.end or "")


def _rows(spans: Iterable[tuple[Control, int, int]]) -> dict[str, int]:
    """The row of each control: above every one that it overlaps and that is further outside."""
    placed: list[tuple[int, int, int]] = []
    found: dict[str, int] = {}
    for control, start, end in sorted(spans, key=_from_outside):
        row = max((row + 1 for one, other, row in placed if start < other and one < end), default=0)
        placed.append((start, end, row))
        found[control.id] = row
    return found


def _from_outside(span: tuple[Control, int, int]) -> tuple[int, int]:
    control, start, end = span
    return ENVELOPES[control.layer].order if control.layer else 0, end - start
