"""What a path file may say: an encryption path for the path lab, its controls and its challenges.

What these words come to is worked out in `paths`; whether a file makes sense is for `coherence_paths`.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from studyapp.domain.documentparts import Document, HttpsUrl, Located, Objectives, Slug, Text

NEED = r"^[a-z0-9]+(-[a-z0-9]+)*( or [a-z0-9]+(-[a-z0-9]+)*)*$"

Need = Annotated[str, StringConstraints(pattern=NEED, max_length=400)]
"""The id of a control, or of several of which one is enough: `public-vif or transit-vif`."""

Owner = Literal["outside", "customer", "aws", "partner"]
Party = Literal["aws", "customer", "partner", "shared"]
Keys = Literal["aws", "customer", "partner", "both"]
Default = Literal["on", "off", "always"]
Speech = Literal["HTTP", "SQL", "DNS", "IP"]
Ground = Literal["internet", "carrier", "site", "aws", "backbone"]
Layer = Literal[
    "physical",  # links outside AWS's buildings
    "MACsec",
    "bulk",  # AWS's own encryption of what peering carries between Regions
    "Nitro",
    "GRE",
    "IPsec",
    "TLS tunnel",
    "TLS",
    "DoH",
    "DNSSEC",
    "signature",
    "message",  # the data itself, before any session
]
Demand = Literal["encrypted", "enforced", "integrity", "customer-keys", Layer]


def options_of(need: str) -> list[str]:
    """The controls of which one is enough."""
    return need.split(" or ")


class Node(Document):
    """A place on a path, and whose it is.

    `only_with` names the controls with which it stands there at all; without them packets do not meet it.
    """

    id: Slug
    kind: Slug
    owner: Owner
    label: str = ""
    only_with: Need | None = None

    @property
    def name(self) -> str:
        """What the node is called on a page."""
        return self.label or self.id.replace("-", " ").capitalize()


class Hop(Document):
    """One link between two neighbouring nodes: what runs on it unprotected, and over whose ground."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    id: Slug
    start: Slug = Field(alias="from")
    end: Slug = Field(alias="to")
    speaks: Speech
    over: Ground


class Control(Document):
    """Something that can be chosen on a path. With a `layer` it protects from one node to another.

    Controls of one `choice` are its options: exactly one of them is chosen. A control that is `always` on
    cannot be switched. `needs` have to work for it to work; while it is chosen, what it `excludes` does
    not. `falls_back` says that it lets plaintext through when it cannot be used, unless another control
    `enforces` it. `proves` maps who is identified to the node that checks. `keys` says who holds them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    id: Slug
    label: Text
    say: Text
    layer: Layer | None = None
    start: Slug | None = Field(alias="from", default=None)
    end: Slug | None = Field(alias="to", default=None)
    run_by: Party
    set_by: Party
    keys: Keys | None = None
    default: Default = "off"
    choice: Slug | None = None
    needs: tuple[Need, ...] = ()
    excludes: tuple[Slug, ...] = ()
    enforces: tuple[Slug, ...] = ()
    falls_back: bool = False
    proves: Mapping[Slug, Slug] = {}
    changes: tuple[Slug, ...] = ()
    requires: tuple[Text, ...] = ()
    mbps: int | None = Field(ge=1, default=None)
    flow_mbps: int | None = Field(ge=1, default=None)
    mtu: int | None = Field(ge=576, default=None)
    effort: int = Field(ge=0, le=5, default=0)
    cost: str = ""
    distractor: bool = False
    new: bool = False
    source: HttpsUrl
    checked: date

    @property
    def needed(self) -> tuple[str, ...]:
        """Every control that is named among the needs, alternatives included."""
        return tuple(option for need in self.needs for option in options_of(need))


class Must(Document):
    """The conditions of a challenge; all of them have to hold.

    `every_hop` and `hops` demand something of hops; layers in `not_counting` do not count there.
    `plaintext_at` are the only nodes that may read, `reads` those that have to. `proved` maps who must be
    identified to the node that checks. `unchanged` nodes stay as they are, `keep` are controls that stay
    chosen, `without` are controls that may not be.
    """

    every_hop: tuple[Demand, ...] = ()
    hops: Mapping[Slug, tuple[Demand, ...]] = {}
    not_counting: tuple[Layer, ...] = ()
    plaintext_at: tuple[Slug, ...] | None = Field(min_length=1, default=None)
    reads: tuple[Slug, ...] = ()
    end_to_end: bool = False
    proved: Mapping[Slug, Slug] = {}
    unchanged: tuple[Slug, ...] = ()
    keep: tuple[Slug, ...] = ()
    without: tuple[Slug, ...] = ()
    effort_at_most: int | None = Field(ge=0, default=None)
    mbps_at_least: int | None = Field(ge=1, default=None)
    flow_mbps_at_least: int | None = Field(ge=1, default=None)
    mtu_at_least: int | None = Field(ge=576, default=None)


class Challenge(Document):
    """A task in the path lab. `par` is the fewest changes from the state the path starts in.

    `hints` are read one after another; `solved` says afterwards why it is so.
    """

    id: Slug
    title: Text
    ask: Text
    objectives: Objectives
    must: Must
    par: int = Field(ge=1)
    hints: tuple[Text, ...] = Field(min_length=1)
    solved: Text
    new: bool = False


class NetworkPath(Located):
    """An encryption path: nodes in order, the hops between them, what can protect them, and tasks.

    `carries` is what nobody else is to read. `lines` says where each part was written, by its keys with dots.
    """

    id: Slug
    title: Text
    summary: Text
    carries: Text
    objectives: Objectives
    lessons: tuple[Slug, ...] = Field(min_length=1)
    nodes: tuple[Node, ...] = Field(min_length=2)
    hops: tuple[Hop, ...] = Field(min_length=1)
    controls: tuple[Control, ...] = Field(min_length=1)
    challenges: tuple[Challenge, ...] = Field(min_length=1)
    lines: Mapping[str, int] = {}

    def line_of(self, *parts: str | int) -> int:
        """The line of a part such as ("controls", 0, "say"), or of its nearest parent that was written."""
        keys = [".".join(map(str, parts[:length])) for length in range(len(parts), 0, -1)]
        return next((self.lines[key] for key in keys if key in self.lines), self.line)


def texts_of(path: NetworkPath) -> Iterator[tuple[str, str, int]]:
    """(name, markdown, line) of every text of a path that is more than a name."""
    yield "summary", path.summary, path.line_of("summary")
    for at, control in enumerate(path.controls):
        yield f"say.{control.id}", control.say, path.line_of("controls", at, "say")
        for place, text in enumerate(control.requires):
            line = path.line_of("controls", at, "requires", place)
            yield f"requires.{control.id}.{place}", text, line
    for at, challenge in enumerate(path.challenges):
        yield f"ask.{challenge.id}", challenge.ask, path.line_of("challenges", at, "ask")
        for place, text in enumerate(challenge.hints):
            yield f"hint.{challenge.id}.{place}", text, path.line_of("challenges", at, "hints", place)
        yield f"solved.{challenge.id}", challenge.solved, path.line_of("challenges", at, "solved")
