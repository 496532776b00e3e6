"""What each layer of protection does, and what somebody who copies everything on a hop can read.

A layer that hides makes all that it wraps unreadable. One that notices tells the far end of a change. AWS
documents its physical-layer and bulk encryption as encryption and says nothing of integrity, so nothing is
promised here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from studyapp.domain.pathdocuments import Control, Hop, Layer, Speech


@dataclass(frozen=True, slots=True)
class Envelope:
    """A layer: whether it hides, whether it notices changes, and its place from the outside in."""

    hides: bool
    notices: bool
    order: int


ENVELOPES: Mapping[Layer, Envelope] = {
    "physical": Envelope(hides=True, notices=False, order=1),
    "MACsec": Envelope(hides=True, notices=True, order=2),
    "bulk": Envelope(hides=True, notices=False, order=3),
    "Nitro": Envelope(hides=True, notices=True, order=4),
    "IPsec": Envelope(hides=True, notices=True, order=5),
    "GRE": Envelope(hides=False, notices=False, order=5),
    "TLS tunnel": Envelope(hides=True, notices=True, order=6),
    "TLS": Envelope(hides=True, notices=True, order=7),
    "DoH": Envelope(hides=True, notices=True, order=7),
    "DNSSEC": Envelope(hides=False, notices=True, order=8),
    "signature": Envelope(hides=False, notices=True, order=8),
    "message": Envelope(hides=True, notices=True, order=9),
}


LAYER_NAMES: Mapping[Layer, str] = {
    "physical": "AWS's encryption of the physical link",
    "MACsec": "MACsec",
    "bulk": "AWS's encryption between Regions",
    "Nitro": "Nitro encryption",
    "IPsec": "IPsec",
    "GRE": "GRE",
    "TLS tunnel": "Client VPN",
    "TLS": "TLS",
    "DoH": "DNS over HTTPS",
    "DNSSEC": "DNSSEC",
    "signature": "a signature",
    "message": "encryption of the data itself",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What is seen on a hop: the thing itself, what of it can be read, and what cannot.

    All are phrases to stand inside a sentence.
    """

    what: str
    sees: tuple[str, ...]
    hidden: tuple[str, ...]


_SIZES = "sizes and timing"
_ENDS = "the addresses of {start} and {end}"
# Layer -> what it looks like, what it leaves visible, what it hides.
_SEALED: Mapping[Layer, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "physical": ("an encrypted signal on the fibre", ("that the link is in use",), ("every frame on it",)),
    "MACsec": (
        "MACsec frames",
        ("the hardware addresses of {start} and {end}", _SIZES),
        ("IP addresses, ports and all data", "ARP and routing messages"),
    ),
    "bulk": ("packets that AWS encrypts between Regions", (_SIZES,), ("ports and all data",)),
    "Nitro": ("packets sealed by the Nitro cards", (_SIZES,), ("ports and all data",)),
    "IPsec": (
        "ESP packets",
        (_ENDS, _SIZES),
        ("the addresses and ports inside", "all data"),
    ),
    "TLS tunnel": (
        "a Client VPN session: OpenVPN over TLS",
        (_ENDS, "port 443 or 1194", _SIZES),
        ("which hosts are reached", "all data"),
    ),
    "TLS": ("TLS records", (_ENDS, "the ports", _SIZES), ()),
    "DoH": (
        "DNS over HTTPS",
        (_ENDS, "that it is HTTPS on TCP port 443", _SIZES),
        ("the names asked for", "the answers"),
    ),
}
# Speech -> what it looks like in the clear and what can be read; {carries} is what the path is about.
_CLEAR: Mapping[Speech, tuple[str, tuple[str, ...]]] = {
    "HTTP": ("an HTTP request and its response", ("host name and path", "headers and cookies", "{carries}")),
    "SQL": ("queries and their results", ("user names and statements", "{carries}")),
    "DNS": ("a DNS query and its answer", ("the name asked for", "the answer")),
    "IP": ("IP packets", ("addresses and ports", "{carries}, if the program sends it in the clear")),
}
_INSIDE_TLS: Mapping[Speech, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "HTTP": (("the server's name in the first message (SNI)",), ("path, headers and cookies", "{carries}")),
    "SQL": ((), ("user names and statements", "{carries}")),
    "DNS": ((), ("the names asked for", "the answers")),
    "IP": ((), ("{carries}",)),
}


def reading(hop: Hop, controls: Sequence[Control], *, names: Mapping[str, str], carries: str) -> Reading:
    """What an eavesdropper gets on a hop on which `controls` work, the outermost first."""
    sees: list[str] = []
    for control in controls:
        if control.layer == "GRE":
            sees.append("the GRE header around each packet")
        elif control.layer in _SEALED:
            return _sealed(hop, control, tuple(sees), names, carries)
    what, clear = _CLEAR[hop.speaks]
    layers = {control.layer for control in controls}
    if "GRE" in layers:
        what = "GRE packets, readable inside"
    if "signature" in layers:
        sees.append("the signature, which proves the sender and hides nothing")
    if "DNSSEC" in layers:
        sees.append("the signatures, which prove the answer and hide nothing")
    if "message" not in layers:
        return Reading(what, (*_filled(clear, carries=carries), *sees), ())
    seen = tuple(line for line in clear if "{carries}" not in line)
    return Reading(what, (*seen, *sees), (f"{carries}: encrypted before it was sent",))


def _sealed(
    hop: Hop, control: Control, before: tuple[str, ...], names: Mapping[str, str], carries: str
) -> Reading:
    assert control.layer is not None
    what, visible, hidden = _SEALED[control.layer]
    if control.layer == "TLS":
        more, inside = _INSIDE_TLS[hop.speaks]
        visible, hidden = (*visible[:2], *more, *visible[2:]), inside
    start, end = (names.get(node or "", "") for node in (control.start, control.end))
    sees = _filled(visible, start=start, end=end)
    return Reading(what, (*before, *sees), _filled(hidden, carries=carries))


def _filled(lines: Sequence[str], **words: str) -> tuple[str, ...]:
    return tuple(line.format(**words) for line in lines)
