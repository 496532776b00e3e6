"""What makes a path sound: every name leads somewhere, hops form a chain, controls and choices make sense.

A path with a flaw cannot be evaluated.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from math import prod

from studyapp.domain.pathdocuments import Control, NetworkPath, options_of
from studyapp.domain.paths import switches
from studyapp.domain.paths_reading import ENVELOPES

MOST_STATES = 4096  # of one path; all of them may have to be tried

type Flaw = tuple[int, str]
"""The line of a fault in the path's file, and what is wrong there."""


def flaws(path: NetworkPath) -> list[Flaw]:
    """Everything that keeps a path from being evaluated."""
    return [flaw for check in _CHECKS for flaw in check(path)]


def _repeated(path: NetworkPath) -> Iterator[Flaw]:
    parts = (("nodes", path.nodes), ("hops", path.hops), ("controls", path.controls))
    for part, members in (*parts, ("challenges", path.challenges)):
        ids = [member.id for member in members]
        for place, name in enumerate(ids):
            if name in ids[:place]:
                yield path.line_of(part, place), f"{part[:-1]} '{name}' is given twice"


def _broken_chain(path: NetworkPath) -> Iterator[Flaw]:
    nodes = [node.id for node in path.nodes]
    wanted = list(pairwise(nodes))
    for place, hop in enumerate(path.hops):
        if place >= len(wanted):
            yield path.line_of("hops", place), f"hop '{hop.id}' is one too many: hops join neighbouring nodes"
        elif (hop.start, hop.end) != wanted[place]:
            one, other = wanted[place]
            yield path.line_of("hops", place), f"hop '{hop.id}' must lead from '{one}' to '{other}'"
    if len(path.hops) < len(wanted):
        one, other = wanted[len(path.hops)]
        yield path.line_of("hops"), f"no hop leads from '{one}' to '{other}'"


def _absent_ends(path: NetworkPath) -> Iterator[Flaw]:
    for place in (0, len(path.nodes) - 1):
        if path.nodes[place].only_with is not None:
            message = f"node '{path.nodes[place].id}' is an end of the path, so it is always there"
            yield path.line_of("nodes", place), message


def _dangling(path: NetworkPath) -> Iterator[Flaw]:
    known = {
        "node": {node.id for node in path.nodes},
        "hop": {hop.id for hop in path.hops},
        "control": {control.id for control in path.controls},
        "objective": set(path.objectives),
    }
    for line, where, kind, names in _named(path):
        for name in names:
            if name not in known[kind]:
                yield line, f"{where} names {kind} '{name}', which the path does not have"


def _named(path: NetworkPath) -> Iterator[tuple[int, str, str, Iterable[str]]]:
    """(line, who names it, what it is, names) of everything that is named inside a path."""
    for place, node in enumerate(path.nodes):
        if node.only_with is not None:
            yield path.line_of("nodes", place), f"node '{node.id}'", "control", options_of(node.only_with)
    for place, control in enumerate(path.controls):
        line, where = path.line_of("controls", place), f"control '{control.id}'"
        ends = [end for end in (control.start, control.end) if end is not None]
        yield line, where, "node", (*ends, *control.proves, *control.proves.values(), *control.changes)
        yield line, where, "control", (*control.needed, *control.excludes, *control.enforces)
    for place, challenge in enumerate(path.challenges):
        line, where, must = path.line_of("challenges", place), f"challenge '{challenge.id}'", challenge.must
        nodes = (*(must.plaintext_at or ()), *must.reads, *must.unchanged)
        yield line, where, "node", (*nodes, *must.proved, *must.proved.values())
        yield line, where, "hop", must.hops
        yield line, where, "control", (*must.keep, *must.without)
        yield line, where, "objective", challenge.objectives


def _unsound_controls(path: NetworkPath) -> Iterator[Flaw]:
    by_id = {control.id: control for control in path.controls}
    for place, control in enumerate(path.controls):
        for message in (*_span_faults(path, control), *_effect_faults(control, by_id)):
            yield path.line_of("controls", place), f"control '{control.id}' {message}"


def _span_faults(path: NetworkPath, control: Control) -> Iterator[str]:
    ends = (control.start, control.end)
    if control.layer is None:
        if ends != (None, None) or control.keys is not None:
            yield "has no layer, so it begins and ends nowhere and has no keys"
        return
    order = [node.id for node in path.nodes]
    if None in ends:
        yield f"has layer {control.layer}, so it needs 'from' and 'to'"
    elif all(end in order for end in ends) and order.index(ends[0] or "") >= order.index(ends[1] or ""):
        yield "must lead from an earlier node to a later one"
    hides = ENVELOPES[control.layer].hides
    if hides != (control.keys is not None):
        yield f"has layer {control.layer}, so it {'must' if hides else 'cannot'} say who holds the keys"


def _effect_faults(control: Control, by_id: Mapping[str, Control]) -> Iterator[str]:
    if control.id in (*control.excludes, *control.enforces):
        yield "names itself"
    if control.id in _all_needs(control, by_id):
        yield "needs itself"
    if control.choice is not None and control.default == "always":
        yield "is always on, so it cannot be an option of a choice"
    for name in control.enforces:
        if name in by_id and not by_id[name].falls_back:
            yield f"enforces '{name}', which does not fall back"


def _all_needs(control: Control, by_id: Mapping[str, Control]) -> set[str]:
    """Every control that may be needed, directly or through others."""
    todo, found = [control], set[str]()
    while todo:
        for name in todo.pop().needed:
            if name in by_id and name not in found:
                found.add(name)
                todo.append(by_id[name])
    return found


def _unsound_choices(path: NetworkPath) -> Iterator[Flaw]:
    names = dict.fromkeys(control.choice for control in path.controls if control.choice is not None)
    for name in names:
        options = [control for control in path.controls if control.choice == name]
        chosen = sum(control.default == "on" for control in options)
        line = path.line_of("controls", path.controls.index(options[0]))
        if len(options) < 2:
            yield line, f"choice '{name}' has one option; leave the choice out"
        elif chosen != 1:
            yield line, f"choice '{name}' needs exactly one option that is on by default, not {chosen}"
    count = prod(max(len(group), 2) for group in switches(path))
    if count > MOST_STATES:
        yield path.line, f"the controls allow {count:,} states; at most {MOST_STATES:,} can be searched"


_CHECKS: tuple[Callable[[NetworkPath], Iterator[Flaw]], ...] = (
    _repeated,
    _broken_chain,
    _absent_ends,
    _dangling,
    _unsound_controls,
    _unsound_choices,
)
