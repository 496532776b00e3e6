"""The conditions of a challenge, point by point, in words: whether each holds, and if not, why not."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from studyapp.domain.pathdocuments import Demand, Must, NetworkPath
from studyapp.domain.paths_reading import LAYER_NAMES
from studyapp.domain.paths_results import HopState, NodeState, Reach, Sight, Verdict

_DEMANDS: Mapping[Demand, str] = {
    "encrypted": "encrypted",
    "enforced": "encrypted, with plaintext refused",
    "integrity": "guarded against unnoticed changes",
    "customer-keys": "encrypted under keys that only you hold",
    **{layer: f"protected by {name}" for layer, name in LAYER_NAMES.items()},
}
_REACHES: Mapping[Reach, str] = {
    Reach.HOP_BY_HOP: "Encryption is hop by hop.",
    Reach.IN_PART: "Some hops are in the clear.",
    Reach.NOWHERE: "Every hop is in the clear.",
    Reach.END_TO_END: "",
}


@dataclass(frozen=True, slots=True)
class Point:
    """One condition: what is asked, and the reason for one that is not met."""

    text: str
    met: bool
    reason: str


def points(path: NetworkPath, must: Must, verdict: Verdict) -> Iterator[Point]:
    """Every condition of a challenge held against what a state comes to."""
    yield from _about_hops(must, verdict)
    yield from _about_readers(path, must, verdict)
    yield from _about_proofs(path, must, verdict)
    yield from _about_work(path, must, verdict)
    yield from _about_limits(must, verdict)


def _point(text: str, met: bool, reason: str) -> Point:
    return Point(text, met, "" if met else reason)


def _about_hops(must: Must, verdict: Verdict) -> Iterator[Point]:
    others = _listed([LAYER_NAMES[layer] for layer in must.not_counting])
    rest = f", not counting {others}" if others else ""
    for demand in must.every_hop:
        failing = [hop for hop in verdict.hops if not hop.meets(demand, must.not_counting)]
        reasons = (f"{_stretch(hop, verdict)} {_why_not(hop, demand, must)}." for hop in failing)
        yield _point(f"Every hop is {_DEMANDS[demand]}{rest}.", not failing, " ".join(dict.fromkeys(reasons)))
    for hop in verdict.hops:
        for demand in must.hops.get(hop.hop.id, ()):
            text = f"{hop.names[hop.hop.start]} to {hop.names[hop.hop.end]} is {_DEMANDS[demand]}{rest}."
            met = hop.meets(demand, must.not_counting)
            yield _point(text, met, f"The hop {_why_not(hop, demand, must)}.")
    if must.end_to_end:
        text = "One encrypted session runs from the first node to the last."
        yield _point(text, verdict.reach is Reach.END_TO_END, _REACHES[verdict.reach])


def _stretch(hop: HopState, verdict: Verdict) -> str:
    """The nodes between which a hop lies for somebody who sees only those that packets meet."""
    place = verdict.hops.index(hop)
    before = [node.node.name for node in verdict.nodes[: place + 1] if node.present]
    after = [node.node.name for node in verdict.nodes[place + 1 :] if node.present]
    return f"{before[-1]} to {after[0]}"


def _why_not(hop: HopState, demand: Demand, must: Must) -> str:
    """Why a hop does not meet a demand, to stand behind its name."""
    if demand == "integrity":
        if hop.encrypted and not hop.enforced:
            return "has a guard that whoever changes packets can also keep from starting"
        return "has nothing that would notice a change"
    if demand not in ("encrypted", "enforced", "customer-keys"):
        return f"has no such protection: an eavesdropper gets {hop.reading.what}"
    if not hop.encrypted:
        return f"is in the clear: an eavesdropper gets {hop.reading.what}"
    if not hop.meets("encrypted", must.not_counting):
        return "has no other encryption"
    if demand == "customer-keys":
        return "has keys that somebody else holds too"
    return "lets plaintext through as well"


def _about_readers(path: NetworkPath, must: Must, verdict: Verdict) -> Iterator[Point]:
    if must.plaintext_at is not None:
        allowed = _listed([node.node.name for node in verdict.nodes if node.node.id in must.plaintext_at])
        others = [
            node.node.name for node in verdict.nodes if _reads(node) and node.node.id not in must.plaintext_at
        ]
        verb = "reads" if len(others) == 1 else "read"
        yield _point(
            f"Only {allowed} can read {path.carries}.", not others, f"{_listed(others)} {verb} it too."
        )
    for node in verdict.nodes:
        if node.node.id in must.reads:
            reason = "meets nothing but ciphertext" if node.present else "is not on the path"
            met = node.present and node.sight is not Sight.NOTHING
            yield _point(f"{node.node.name} can look into what passes.", met, f"{node.node.name} {reason}.")


def _reads(node: NodeState) -> bool:
    return node.sight is Sight.PLAINTEXT


def _about_proofs(path: NetworkPath, must: Must, verdict: Verdict) -> Iterator[Point]:
    names = {node.id: node.name for node in path.nodes}
    for who, to in must.proved.items():
        found = [proof for proof in verdict.proofs if (proof.who, proof.to) == (who, to)]
        reason = "There is a way around the proof." if found else "Nothing proves it."
        met = any(proof.firm for proof in found)
        yield _point(f"{names[who]} is identified to {names[to]}.", met, reason)


def _about_work(path: NetworkPath, must: Must, verdict: Verdict) -> Iterator[Point]:
    before = {control.id for control in path.controls if control.default != "off"}
    names = {node.id: node.name for node in path.nodes}
    for node in must.unchanged:
        changed = [
            state.control.label
            for state in verdict.controls
            if state.chosen and state.control.id not in before and node in state.control.changes
        ]
        yield _point(f"{names[node]} stays as it is.", not changed, f"It changes with: {_listed(changed)}.")
    labels = {control.id: control.label for control in path.controls}
    for name in must.keep:
        yield _point(f"It stays: {labels[name]}.", name in verdict.state, "It is no longer chosen.")
    for name in must.without:
        yield _point(
            f"It is out of the question: {labels[name]}.", name not in verdict.state, "It is chosen."
        )
    if must.effort_at_most is not None:
        met = verdict.effort <= must.effort_at_most
        reason = f"The effort is {verdict.effort}."
        yield _point(f"The effort is {must.effort_at_most} at most.", met, reason)


def _about_limits(must: Must, verdict: Verdict) -> Iterator[Point]:
    limits = (
        ("All flows together get {} Mbps.", must.mbps_at_least, verdict.mbps, "Mbps"),
        ("A single flow gets {} Mbps.", must.flow_mbps_at_least, verdict.flow_mbps, "Mbps"),
        ("Packets of {} bytes pass whole.", must.mtu_at_least, verdict.mtu, "bytes"),
    )
    for text, wanted, limit, unit in limits:
        if wanted is not None:
            met = limit is None or limit >= wanted
            yield _point(text.format(f"{wanted:,}"), met, f"The limit is {limit or 0:,} {unit}.")


def _listed(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
