"""A path and the controls chosen on it -> what every hop, node and control comes to.

A state is the set of the ids of all chosen controls, those that are always on among them. A control that is
chosen works if what it needs works and nothing chosen excludes it. What does not work protects nothing.
"""

from collections.abc import Iterable, Iterator, Mapping

from studyapp.domain.pathdocuments import Control, NetworkPath, options_of
from studyapp.domain.paths_reading import ENVELOPES
from studyapp.domain.paths_results import (
    ControlState,
    HopState,
    NodeState,
    Proof,
    Reach,
    Seal,
    Sight,
    State,
    Verdict,
)


class InvalidChoice(ValueError):
    """A choice of controls that the path does not allow; the message is a sentence for the visitor."""


def start(path: NetworkPath) -> State:
    """The state in which a path starts."""
    return frozenset(control.id for control in path.controls if control.default != "off")


def switches(path: NetworkPath) -> tuple[tuple[str, ...], ...]:
    """What can be changed: the options of each choice, and each other control alone."""
    groups: dict[str, list[str]] = {}
    for control in path.controls:
        if control.default != "always":
            groups.setdefault(f"choice {control.choice}" if control.choice else control.id, []).append(
                control.id
            )
    return tuple(tuple(group) for group in groups.values())


def checked(path: NetworkPath, chosen: Iterable[str]) -> State:
    """The state that a set of ids stands for; what is always on may be left out of it."""
    known = {control.id for control in path.controls}
    ids = frozenset(chosen)
    if ids - known:
        raise InvalidChoice("One of the controls does not belong to this path.")
    for group in switches(path):
        if len(group) > 1 and len(ids.intersection(group)) != 1:
            raise InvalidChoice("Choose one option of each kind.")
    return ids | {control.id for control in path.controls if control.default == "always"}


def settled(path: NetworkPath, wanted: Iterable[str]) -> State:
    """The state nearest to what an address asks for: what the path does not have is left out of it.

    A choice without exactly one of its options stands as at the start.
    """
    ids, before = frozenset(wanted), start(path)
    picks = []
    for group in switches(path):
        asked = ids.intersection(group)
        picks.append(asked if len(group) == 1 or len(asked) == 1 else before.intersection(group))
    return checked(path, frozenset().union(*picks))


def toggled(path: NetworkPath, state: State, control: str) -> State:
    """The state after a control was switched: on or off, or chosen instead of the other options."""
    for group in switches(path):
        if control in group:
            others = state.difference(group)
            return others if len(group) == 1 and control in state else others | {control}
    raise InvalidChoice("This control cannot be switched on this path.")


def asked_for(path: NetworkPath, turned_on: Iterable[str], turned_off: Iterable[str]) -> State:
    """The state at the start with some controls on and some off. InvalidChoice if the path forbids it."""
    groups = switches(path)
    state = start(path)
    for name in turned_on:
        if not any(name in group for group in groups):
            raise InvalidChoice(f"'{name}' is no control of this path that can be switched on")
        state = state.difference(*(group for group in groups if name in group)) | {name}
    for name in turned_off:
        if (name,) not in groups:
            raise InvalidChoice(f"'{name}' is no control of this path that can be switched off")
        state -= {name}
    return state


def fields_of(path: NetworkPath, state: State) -> tuple[tuple[str, str], ...]:
    """The fields of the form that stands in this state: what its address says behind the question mark."""
    return (
        ("drawn", "1"),
        *(
            (f"in-{control.choice}" if control.choice else "on", control.id)
            for control in path.controls
            if control.id in state and control.default != "always"
        ),
    )


def changes(path: NetworkPath, state: State) -> int:
    """How many switches stand differently than at the start."""
    before = start(path)
    return sum(state.intersection(group) != before.intersection(group) for group in switches(path))


def evaluate(path: NetworkPath, chosen: Iterable[str]) -> Verdict:
    """What a choice of controls comes to. InvalidChoice if the path does not allow it."""
    state = checked(path, chosen)
    controls = _control_states(path, state)
    working = [state.control for state in controls if state.works]
    enforced = {name for control in working for name in control.enforces}
    seals = [Seal(control, not control.falls_back or control.id in enforced) for control in working]
    proofs = tuple(
        Proof(who, to, seal.control, seal.firm) for seal in seals for who, to in seal.control.proves.items()
    )
    hops = _hop_states(path, seals, proofs)
    new = [control for control in path.controls if control.id in state and control.default == "off"]
    return Verdict(
        state=state,
        controls=controls,
        hops=hops,
        nodes=tuple(_node_states(path, working)),
        proofs=proofs,
        reach=_reach(hops),
        changes=changes(path, state),
        effort=sum(control.effort for control in new),
        mbps=_narrowest(control.mbps for control in working),
        flow_mbps=_narrowest(control.flow_mbps for control in working),
        mtu=_narrowest(control.mtu for control in working),
    )


def _control_states(path: NetworkPath, state: State) -> tuple[ControlState, ...]:
    labels = {control.id: control.label for control in path.controls}
    faults: dict[str, tuple[str, ...]] = {}
    by_id = {control.id: control for control in path.controls}

    def works(name: str) -> bool:
        if name not in state:
            return False
        if name not in faults:
            faults[name] = tuple(reasons(by_id[name]))
        return not faults[name]

    def reasons(control: Control) -> Iterator[str]:
        for need in control.needs:
            options = options_of(need)
            if not any(map(works, options)):
                yield f"It needs {' or '.join(labels[option] for option in options)}."
        for other in path.controls:
            if other.id in state and control.id in other.excludes:
                yield f"{other.label} rules it out."

    return tuple(
        ControlState(control, control.id in state, works(control.id), faults.get(control.id, ()))
        for control in path.controls
    )


def _hop_states(path: NetworkPath, seals: list[Seal], proofs: tuple[Proof, ...]) -> tuple[HopState, ...]:
    """Hops with what works on them. Of two controls of one layer the shorter one is the outer one."""
    places = {node.id: place for place, node in enumerate(path.nodes)}
    names = {node.id: node.name for node in path.nodes}
    laid = sorted(
        (
            (ENVELOPES[layer].order, span.stop - span.start, layer == "GRE", number, span, seal)
            for number, seal in enumerate(seals)
            if (layer := seal.control.layer) and (span := _span(places, seal.control.start, seal.control.end))
        ),
        # Where GRE and IPsec begin and end together, GRE is the inner one.
        key=lambda item: item[:4],
    )
    return tuple(
        HopState(
            hop=hop,
            seals=tuple(seal for *_, span, seal in laid if place in span),
            proofs=tuple(proof for proof in proofs if place in _span(places, proof.who, proof.to)),
            names=names,
            carries=path.carries,
        )
        for place, hop in enumerate(path.hops)
    )


def _node_states(path: NetworkPath, working: list[Control]) -> Iterator[NodeState]:
    places = {node.id: place for place, node in enumerate(path.nodes)}
    names = {control.id for control in working}
    hiding = [control for control in working if control.layer and ENVELOPES[control.layer].hides]
    for place, node in enumerate(path.nodes):
        present = node.only_with is None or not names.isdisjoint(options_of(node.only_with))
        passing = tuple(
            control for control in hiding if place in _span(places, control.start, control.end)[1:]
        )
        yield NodeState(
            node=node,
            present=present,
            sight=_sight(passing) if present else Sight.NOTHING,
            keys=tuple(control for control in hiding if present and node.id in (control.start, control.end)),
            sealed_by=passing,
        )


def _sight(passing: tuple[Control, ...]) -> Sight:
    if not passing:
        return Sight.PLAINTEXT
    return Sight.ENVELOPE if all(control.layer == "message" for control in passing) else Sight.NOTHING


def _span(places: Mapping[str, int], one: str | None, other: str | None) -> range:
    """The places of the hops between two nodes; without its first, also those of the nodes in between."""
    ends = sorted((places[one], places[other])) if one and other else (0, 0)
    return range(*ends)


def _reach(hops: tuple[HopState, ...]) -> Reach:
    every = [{seal.control.id for seal in hop.seals if seal.hides} for hop in hops]
    if set.intersection(*every):
        return Reach.END_TO_END
    if all(every):
        return Reach.HOP_BY_HOP
    return Reach.IN_PART if any(every) else Reach.NOWHERE


def _narrowest(limits: Iterable[int | None]) -> int | None:
    return min((limit for limit in limits if limit is not None), default=None)
