"""A path in words: what the picture shows, for whoever reads it, hears it or shares it."""

from collections.abc import Iterator, Mapping, Sequence

from studyapp.domain.pathdocuments import Ground, Keys, Layer, NetworkPath, Owner, Party, Speech
from studyapp.domain.paths_reading import ENVELOPES, LAYER_NAMES
from studyapp.domain.paths_results import HopState, NodeState, Reach, Sight, Verdict

OWNERS: Mapping[Owner, str] = {
    "outside": "outside",
    "customer": "yours",
    "aws": "AWS",
    "partner": "partner's",
}
PARTIES: Mapping[Party, str] = {"aws": "AWS", "customer": "you", "partner": "the partner", "shared": "both"}
KEYS: Mapping[Keys, str] = {"aws": "AWS", "customer": "you", "partner": "partner", "both": "both"}
GROUNDS: Mapping[Ground, str] = {
    "internet": "over the internet",
    "carrier": "over a carrier's line",
    "site": "in your building",
    "aws": "inside an AWS Region",
    "backbone": "on AWS's backbone",
}
GROUND_NAMES: Mapping[Ground, str] = {
    "internet": "internet",
    "carrier": "carrier's line",
    "site": "your building",
    "aws": "AWS Region",
    "backbone": "AWS backbone",
}
# What a hop looks like to somebody who copies everything on it, in two words or three.
_SEALED: Mapping[Layer, str] = {
    "physical": "fibre signal",
    "MACsec": "MACsec frames",
    "bulk": "sealed packets",
    "Nitro": "sealed packets",
    "IPsec": "ESP packets",
    "TLS tunnel": "OpenVPN in TLS",
    "TLS": "TLS records",
    "DoH": "DoH records",
}
_SPOKEN: Mapping[Speech, str] = {
    "HTTP": "HTTP request",
    "SQL": "SQL queries",
    "DNS": "DNS query",
    "IP": "IP packets",
}


def hop_word(hop: HopState) -> str:
    """What the line of a hop says of itself; "not enforced" is encrypted as long as both ends offer it."""
    if not hop.encrypted:
        return "in the clear"
    return "protected" if hop.enforced else "not enforced"


def seen_on(hop: HopState) -> str:
    """What an eavesdropper gets on a hop, short enough for a label."""
    for seal in hop.seals:
        layer = seal.control.layer
        if layer is not None and layer in _SEALED:
            return _SEALED[layer]
        if layer == "GRE":
            return "GRE packets"
    return _SPOKEN[hop.hop.speaks]


def sight_word(node: NodeState) -> str:
    """What a node can read of what the path carries."""
    if not node.present:
        return "not on the way"
    return {
        Sight.PLAINTEXT: "reads it",
        Sight.ENVELOPE: "reads all but it",
        Sight.NOTHING: "cannot read it",
    }[node.sight]


def hop_name(verdict: Verdict, place: int) -> str:
    """The two nodes between which a hop lies; where one is not on the way, also over whose ground."""
    before = [node for node in verdict.nodes[: place + 1] if node.present][-1]
    after = next(node for node in verdict.nodes[place + 1 :] if node.present)
    name = f"{before.node.name} to {after.node.name}"
    if verdict.nodes[place].present and verdict.nodes[place + 1].present:
        return name
    return f"{name}, {GROUNDS[verdict.hops[place].hop.over]}"


def sentence(path: NetworkPath, verdict: Verdict) -> str:
    """What the picture shows, in as many sentences as it takes."""
    return " ".join(_sentences(path, verdict))


def told(path: NetworkPath, verdict: Verdict) -> str:
    """The whole picture hop by hop, to stand in for it."""
    hops = [
        f"{hop_name(verdict, place)}, {GROUNDS[hop.hop.over]}: {hop_word(hop)}, {_by(hop)}".rstrip(", ")
        for place, hop in enumerate(verdict.hops)
    ]
    readers = [f"{node.node.name} {sight_word(node)}" for node in verdict.nodes if node.present]
    return f"{'; '.join(hops)}. Of {path.carries}: {', '.join(readers)}."


def _by(hop: HopState) -> str:
    names = dict.fromkeys(LAYER_NAMES[seal.control.layer] for seal in hop.seals if seal.control.layer)
    return f"with {_listed(list(names))}" if names else ""


def _sentences(path: NetworkPath, verdict: Verdict) -> Iterator[str]:
    ends = f"{verdict.nodes[0].node.name} to {verdict.nodes[-1].node.name}"
    bare = _named(verdict, "in the clear")
    loose = _named(verdict, "not enforced")
    match verdict.reach:
        case Reach.END_TO_END:
            yield f"One encrypted session runs from {ends}."
        case Reach.HOP_BY_HOP:
            yield "Every hop is encrypted, hop by hop: what arrives is opened and sealed anew."
        case Reach.NOWHERE:
            yield "Every hop is in the clear."
        case Reach.IN_PART:
            yield f"In the clear: {'; '.join(bare)}."
    if loose:
        yield f"Encrypted only while both ends offer it: {'; '.join(loose)}."
    yield _readers(path, verdict)
    yield from (
        f"{control.control.label} is chosen and does nothing. {' '.join(control.reasons)}"
        for control in verdict.controls
        if control.chosen and not control.works and control.control.default != "always"
    )


def _named(verdict: Verdict, word: str) -> list[str]:
    """The hops that say this of themselves; two that no node parts are one."""
    names = [hop_name(verdict, place) for place, hop in enumerate(verdict.hops) if hop_word(hop) == word]
    return list(dict.fromkeys(names))


def _readers(path: NetworkPath, verdict: Verdict) -> str:
    between = [node for node in verdict.nodes[1:-1] if node.present]
    readers = [node.node.name for node in between if node.sight is Sight.PLAINTEXT]
    if readers:
        verb = "reads" if len(readers) == 1 else "read"
        return f"On the way {_listed(readers)} {verb} {path.carries}."
    if between:
        return f"No node on the way can read {path.carries}."
    return f"Nothing stands between the two that could read {path.carries}."


def limits(verdict: Verdict) -> tuple[tuple[str, str], ...]:
    """What the controls that work leave of throughput and packet size, as (name, value)."""
    found = (
        ("All flows together", verdict.mbps, "Mbps"),
        ("One flow", verdict.flow_mbps, "Mbps"),
        ("Largest packet", verdict.mtu, "bytes"),
    )
    return tuple((name, f"{limit:,} {unit}") for name, limit, unit in found if limit is not None)


def hides(layer: Layer | None) -> bool:
    """Whether a layer makes unreadable what it covers."""
    return layer is not None and ENVELOPES[layer].hides


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
