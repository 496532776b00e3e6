"""Figures: an inline diagram with its caption, and the summary of an encryption path in words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, SubElement

from studyapp.domain.documents import Diagram, NetworkPath
from studyapp.domain.pathdocuments import Layer
from studyapp.domain.paths import asked_for, evaluate, fields_of, start
from studyapp.domain.paths_reading import ENVELOPES, LAYER_NAMES, reading
from studyapp.domain.paths_results import HopState
from studyapp.domain.paths_soundness import flaws
from studyapp.domain.paths_tall import tall
from studyapp.domain.paths_words import GROUNDS

_IDS = re.compile(r' (id|aria-labelledby)="([^"]*)"')
_OWNERS: Mapping[str, str] = {
    "outside": "outside party",
    "customer": "yours",
    "aws": "run by AWS",
    "partner": "a partner's",
}
_NAMES = r"[a-z0-9-]+(?:, *[a-z0-9-]+)*"
_REFERENCE = re.compile(rf"(?P<path>[a-z0-9-]+)(?: with (?P<on>{_NAMES}))?(?: without (?P<off>{_NAMES}))?")


def drawing(diagram: Diagram, suffix: str) -> str:
    """The SVG with `suffix` after every id, so that one page can show it twice."""
    if not suffix:
        return diagram.svg

    def renamed(match: re.Match[str]) -> str:
        ids = " ".join(name + suffix for name in match[2].split())
        return f' {match[1]}="{ids}"'

    return _IDS.sub(renamed, diagram.svg)


def figure(diagram: Diagram, caption: str, svg: str) -> Element:
    """A figure that scrolls sideways on a narrow page. `svg` is put in as text: a placeholder."""
    element = Element("figure", {"class": "diagram"})
    scroll = {
        "class": "diagram-scroll",
        "role": "group",
        "tabindex": "0",
        "aria-label": f"Diagram: {diagram.title}",
    }
    SubElement(element, "div", scroll).text = svg
    SubElement(element, "figcaption").text = caption
    return element


@dataclass(frozen=True, slots=True)
class PathReference:
    """What a lesson's path block names: a path, and what is switched on and off on it."""

    path: str
    turned_on: tuple[str, ...] = ()
    turned_off: tuple[str, ...] = ()


def path_reference(title: str) -> PathReference:
    """`web`, or `web with https, targets without direct`."""
    match = _REFERENCE.fullmatch(title)
    if match is None:
        return PathReference(title)
    on, off = (tuple((match[part] or "").replace(",", " ").split()) for part in ("on", "off"))
    return PathReference(match["path"], on, off)


def path_summary(path: NetworkPath, reference: PathReference, stash: Callable[[str], str]) -> Element:
    """A path drawn in a state, and beside it its nodes in order with what each hop shows, in words.

    The picture is for the eyes; the words say all of it. `stash` puts it aside and gives what stands for it.
    A path with a flaw is named and not told; the check of the course says what is wrong with it.
    """
    element = Element("figure", {"class": "path-summary"})
    caption = SubElement(element, "figcaption")
    if flaws(path):
        caption.text = path.title
        return element
    state = asked_for(path, reference.turned_on, reference.turned_off)
    address = f"/paths/{path.id}/"
    if state != start(path):
        address += f"?{urlencode(fields_of(path, state))}"
    SubElement(caption, "a", {"href": address}).text = path.title
    caption[-1].tail = " in the lab"
    verdict = evaluate(path, state)
    SubElement(element, "div").text = stash(tall(path, verdict, keep_room=False))
    nodes = SubElement(element, "ol")
    for place, node in enumerate(verdict.nodes):
        item = SubElement(nodes, "li")
        SubElement(item, "span", {"class": "path-node"}).text = node.node.name
        item[-1].tail = " "
        owner = _OWNERS[node.node.owner]
        words = owner if node.present else f"{owner}; not on the way"
        SubElement(item, "span", {"class": "path-owner"}).text = words
        for hop in verdict.hops[place : place + 1]:
            SubElement(item, "p", {"class": "path-hop"}).text = _hop_words(path, hop)
    return element


def _hop_words(path: NetworkPath, hop: HopState) -> str:
    """Over whose ground a hop leads, what an eavesdropper gets at the start, and what would encrypt it."""
    found = [hop.reading.what]
    if hop.encrypted and not hop.enforced:
        found.append(reading(hop.hop, (), names=hop.names, carries=path.carries).what)
    names = [LAYER_NAMES[layer] for layer in _layers_to_choose(path, hop)]
    if names:
        more = f" What can protect it: {', '.join(names)}."
    else:
        more = "" if hop.enforced else " Nothing on this path protects it."
    return f"Then {GROUNDS[hop.hop.over]}: an eavesdropper gets {' or '.join(found)}.{more}"


def _layers_to_choose(path: NetworkPath, hop: HopState) -> list[Layer]:
    """The layers that can be put around a hop besides what is there, in the order of the controls."""
    order = [node.id for node in path.nodes]
    place = order.index(hop.hop.start)
    there = {seal.control.layer for seal in hop.seals if seal.firm}
    layers = [
        control.layer
        for control in path.controls
        if control.layer is not None
        and not control.distractor
        and control.layer != "message"
        and ENVELOPES[control.layer].hides
        and order.index(control.start or "") <= place < order.index(control.end or "")
    ]
    return [layer for layer in dict.fromkeys(layers) if layer not in there]
