"""What a choice of controls comes to: the results that `paths` works out."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from studyapp.domain.pathdocuments import Control, Demand, Hop, Layer, Node
from studyapp.domain.paths_reading import ENVELOPES, Reading, reading

type State = frozenset[str]
"""The ids of all chosen controls of a path."""


class Sight(StrEnum):
    """What a node can read of what the path carries."""

    PLAINTEXT = "plaintext"
    ENVELOPE = "envelope"  # the request, but not the data in it
    NOTHING = "nothing"


class Reach(StrEnum):
    """How far encryption goes on the path as a whole."""

    END_TO_END = "end to end"
    HOP_BY_HOP = "hop by hop"
    IN_PART = "in part"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Seal:
    """A control that works on a hop. `firm` says that it never lets plaintext through instead."""

    control: Control
    firm: bool

    @property
    def hides(self) -> bool:
        """Whether it encrypts what runs on the wire; an encrypted message does not count as that."""
        layer = self.control.layer
        return layer is not None and layer != "message" and ENVELOPES[layer].hides


@dataclass(frozen=True, slots=True)
class Proof:
    """`who` is identified to `to` by a control; not `firm` if there is a way around it."""

    who: str
    to: str
    control: Control
    firm: bool


@dataclass(frozen=True)
class HopState:
    """A hop and what works on it, from the outside in."""

    hop: Hop
    seals: tuple[Seal, ...]
    proofs: tuple[Proof, ...]
    names: Mapping[str, str]
    carries: str

    def meets(self, demand: Demand, not_counting: tuple[Layer | None, ...] = ()) -> bool:
        """Whether the hop is what a challenge may demand of it."""
        seals = [seal for seal in self.seals if seal.control.layer not in not_counting]
        match demand:
            case "encrypted":
                return any(seal.hides for seal in seals)
            case "enforced":
                return any(seal.hides and seal.firm for seal in seals)
            case "customer-keys":
                return any(seal.hides and seal.control.keys == "customer" for seal in seals)
            case "integrity":
                # Whoever changes packets can also keep the ends from agreeing on what is not enforced.
                noticing = (layer for seal in seals if seal.firm and (layer := seal.control.layer))
                return any(ENVELOPES[layer].notices for layer in noticing)
            case layer:
                return any(seal.control.layer == layer for seal in seals)

    @cached_property
    def encrypted(self) -> bool:
        """Whether somebody on the hop meets ciphertext."""
        return self.meets("encrypted")

    @cached_property
    def enforced(self) -> bool:
        """Whether plaintext is refused, and not only avoided when both ends can."""
        return self.meets("enforced")

    @cached_property
    def integrity(self) -> bool:
        """Whether a change on the hop is noticed at the far end of a layer that is enforced."""
        return self.meets("integrity")

    @cached_property
    def reading(self) -> Reading:
        """What somebody who copies everything on the hop can read."""
        controls = [seal.control for seal in self.seals]
        return reading(self.hop, controls, names=self.names, carries=self.carries)


@dataclass(frozen=True, slots=True)
class NodeState:
    """A node: whether packets meet it, what it can read, which keys it holds, and what passes it unopened."""

    node: Node
    present: bool
    sight: Sight
    keys: tuple[Control, ...]
    sealed_by: tuple[Control, ...]


@dataclass(frozen=True, slots=True)
class ControlState:
    """A control: chosen or not, working or not, and for a chosen one that does not work the reasons."""

    control: Control
    chosen: bool
    works: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a state comes to. `changes` and `effort` count from the state in which the path starts.

    `mbps`, `flow_mbps` and `mtu` are the narrowest limits among the controls that work; None is no limit.
    """

    state: State
    controls: tuple[ControlState, ...]
    hops: tuple[HopState, ...]
    nodes: tuple[NodeState, ...]
    proofs: tuple[Proof, ...]
    reach: Reach
    changes: int
    effort: int
    mbps: int | None
    flow_mbps: int | None
    mtu: int | None
