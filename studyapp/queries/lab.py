"""What the page of a path shows: the picture, the controls, the eavesdropper, and whose job it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from studyapp.domain.markup import unwrapped
from studyapp.domain.pathdocuments import Control, Demand, Must, NetworkPath, options_of
from studyapp.domain.paths import evaluate, settled, switches
from studyapp.domain.paths_points import Point, points
from studyapp.domain.paths_reading import LAYER_NAMES, Reading
from studyapp.domain.paths_results import ControlState, State, Verdict
from studyapp.domain.paths_tall import strip, tall
from studyapp.domain.paths_wide import wide
from studyapp.domain.paths_words import GROUNDS, KEYS, PARTIES, hop_name, hop_word, limits, sentence
from studyapp.queries.pathtexts import PathText

_DEMANDS: tuple[Demand, ...] = ("encrypted", "enforced", "integrity")
_WRITTEN = {"tls": "TLS", "vpn": "VPN", "vif": "VIF", "macsec": "MACsec"}


@dataclass(frozen=True)
class Toggle:
    """A control with what it takes. `say` and `requires` are HTML; `limits` are (name, value)."""

    id: str
    label: str
    layer: str
    chosen: bool
    idle: tuple[str, ...]
    say: str
    requires: tuple[str, ...]
    needs: tuple[str, ...]
    excludes: tuple[str, ...]
    limits: tuple[tuple[str, str], ...]
    control: Control


@dataclass(frozen=True)
class Switch:
    """What is moved with one click: options of which one is chosen, or with a single toggle on and off."""

    name: str  # of the inputs
    legend: str
    toggles: tuple[Toggle, ...]

    @property
    def one_of(self) -> bool:
        """Whether exactly one of its toggles is chosen at any time."""
        return len(self.toggles) > 1


@dataclass(frozen=True)
class Listening:
    """A hop to listen on."""

    id: str
    name: str
    word: str
    ground: str
    safe: bool
    heard: bool
    reading: Reading


@dataclass(frozen=True)
class Duty:
    """A line of the table of responsibilities: who runs a protection, who sets it up, who holds its keys."""

    label: str
    where: str
    run_by: str
    set_by: str
    keys: str
    safe: bool


@dataclass(frozen=True)
class Lab:
    """A path in one state, ready to be shown. The pictures are SVG."""

    text: PathText
    verdict: Verdict
    hops: tuple[Listening, ...]
    duties: tuple[Duty, ...]
    points: tuple[Point, ...]
    sentence: str
    limits: tuple[tuple[str, str], ...]
    wide: str
    tall: str
    strip: str

    @cached_property
    def toggles(self) -> Mapping[str, Toggle]:
        """Every control by its id. Not every page shows them anew."""
        return {one.control.id: _toggle(self.text, one) for one in self.verdict.controls}

    @cached_property
    def switches(self) -> tuple[Switch, ...]:
        """What can be moved."""
        path = self.text.path
        groups = (tuple(self.toggles[name] for name in group) for group in switches(path))
        return tuple(_switch(path, group) for group in groups)

    @cached_property
    def fixed(self) -> tuple[Toggle, ...]:
        """What cannot."""
        moved = {name for group in switches(self.text.path) for name in group}
        return tuple(toggle for name, toggle in self.toggles.items() if name not in moved)

    @property
    def glance(self) -> str:
        """What the strip shows, in words."""
        bare = sum(not hop.encrypted for hop in self.verdict.hops)
        return f"{bare} of {len(self.verdict.hops)} hops in the clear"

    @property
    def heard(self) -> Listening:
        """The hop that is listened on."""
        return next((hop for hop in self.hops if hop.heard), self.hops[0])


def lab(text: PathText, state: State, listened: str) -> Lab:
    """The page of a path in a state; `listened` is the id of a hop, "" for the first in the clear."""
    path, verdict = text.path, evaluate(text.path, state)
    ids = [hop.hop.id for hop in verdict.hops]
    bare = next((hop.hop.id for hop in verdict.hops if not hop.encrypted), ids[0])
    listened = listened if listened in ids else bare
    return Lab(
        text=text,
        verdict=verdict,
        hops=tuple(_hops(verdict, listened)),
        duties=tuple(_duties(path, verdict)),
        points=tuple(usual_points(path, verdict)),
        sentence=sentence(path, verdict),
        limits=limits(verdict),
        wide=wide(path, verdict, name=path.id, listened=listened),
        tall=tall(path, verdict, name=path.id, listened=listened),
        strip=strip(path, verdict),
    )


def usual_points(path: NetworkPath, verdict: Verdict) -> Iterator[Point]:
    """What is asked of every path on its page; of failing hops only the names are told."""
    for demand in _DEMANDS:
        (point,) = points(path, Must(every_hop=(demand,)), verdict)
        failing = [
            hop_name(verdict, place) for place, hop in enumerate(verdict.hops) if not hop.meets(demand)
        ]
        names = "None of them is." if len(failing) == len(verdict.hops) else f"Not: {'; '.join(failing)}."
        yield point if point.met else replace(point, reason=names)
    ends = (path.nodes[0].id, path.nodes[-1].id)
    yield from points(path, Must(plaintext_at=ends, end_to_end=True), verdict)


def _switch(path: NetworkPath, toggles: tuple[Toggle, ...]) -> Switch:
    choice = toggles[0].control.choice
    if choice is None:
        return Switch("on", "", toggles)
    words = [_WRITTEN.get(word, word) for word in choice.split("-")]
    legend = " ".join(words)
    return Switch(f"in-{choice}", legend[:1].upper() + legend[1:], toggles)


def _toggle(text: PathText, state: ControlState) -> Toggle:
    control, labels = state.control, {control.id: control.label for control in text.path.controls}
    found = (
        ("All flows together", control.mbps, "Mbps"),
        ("One flow", control.flow_mbps, "Mbps"),
        ("Largest packet", control.mtu, "bytes"),
    )
    requires = (text.texts[f"requires.{control.id}.{place}"] for place in range(len(control.requires)))
    return Toggle(
        id=control.id,
        label=control.label,
        layer=control.layer or "",
        chosen=state.chosen,
        idle=state.reasons,
        say=text.texts[f"say.{control.id}"],
        requires=tuple(map(unwrapped, requires)),
        needs=tuple(" or ".join(labels[name] for name in options_of(need)) for need in control.needs),
        excludes=tuple(labels[name] for name in control.excludes),
        limits=tuple((name, f"{limit:,} {unit}") for name, limit, unit in found if limit is not None),
        control=control,
    )


def _hops(verdict: Verdict, listened: str) -> Iterator[Listening]:
    """The hops to listen on. Two that nothing parts and that look alike are offered as one."""
    shown = set()
    for place, hop in enumerate(verdict.hops):
        name, heard = hop_name(verdict, place), hop.hop.id == listened
        if (name, hop.reading) in shown and not heard:
            continue
        shown.add((name, hop.reading))
        ground = GROUNDS[hop.hop.over]
        yield Listening(hop.hop.id, name, hop_word(hop), ground, hop.encrypted, heard, hop.reading)


def _duties(path: NetworkPath, verdict: Verdict) -> Iterator[Duty]:
    names = {node.id: node.name for node in path.nodes}
    for state in verdict.controls:
        control = state.control
        if not state.works or (control.layer is None and not _is_done_by_hand(state)):
            continue
        layer = LAYER_NAMES[control.layer] if control.layer else ""
        named = layer.casefold() in control.label.casefold()
        label = control.label if named else f"{control.label} ({layer})"
        ends = [names[node] for node in (control.start, control.end) if node]
        where = " to ".join(ends) or ", ".join(names[node] for node in control.changes) or "the path"
        keys = KEYS[control.keys] if control.keys else "none"
        yield Duty(label, where, PARTIES[control.run_by], PARTIES[control.set_by], keys, safe=True)
    bare = (hop_name(verdict, place) for place, hop in enumerate(verdict.hops) if not hop.encrypted)
    for name in dict.fromkeys(bare):
        yield Duty("Nothing: in the clear", name, "nobody", "you", "none", safe=False)


def _is_done_by_hand(state: ControlState) -> bool:
    """Whether somebody chose a setting that helps."""
    return state.chosen and state.control.default == "off" and not state.control.distractor


def sandbox(path: NetworkPath, listened: str) -> Lab:
    """The same page for a path that somebody built."""
    texts = {f"say.{control.id}": control.say for control in path.controls}
    return lab(PathText(0, "", path, texts), settled(path, ()), listened)
