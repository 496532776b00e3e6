"""Figures: an inline diagram with its caption, and the summary of an encryption path in words."""

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement

from studyapp.domain.documents import Diagram, NetworkPath
from studyapp.domain.pathdocuments import Ground, Layer
from studyapp.domain.paths import evaluate, start
from studyapp.domain.paths_reading import ENVELOPES, LAYER_NAMES, reading
from studyapp.domain.paths_results import HopState
from studyapp.domain.paths_soundness import flaws

_IDS = re.compile(r' (id|aria-labelledby)="([^"]*)"')
_OWNERS: Mapping[str, str] = {
    "outside": "outside party",
    "customer": "yours",
    "aws": "run by AWS",
    "partner": "a partner's",
}
_GROUNDS: Mapping[Ground, str] = {
    "internet": "over the internet",
    "carrier": "over a carrier's line",
    "site": "in your building",
    "aws": "inside an AWS Region",
    "backbone": "on AWS's backbone",
}


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


def path_summary(path: NetworkPath) -> Element:
    """The nodes of a path in order; under each what the hop that leaves it shows, and what can protect it.

    A path with a flaw is named and not told; the check of the course says what is wrong with it.
    """
    element = Element("figure", {"class": "path-summary"})
    SubElement(element, "figcaption").text = path.title
    if flaws(path):
        return element
    nodes = SubElement(element, "ol")
    verdict = evaluate(path, start(path))
    for place, state in enumerate(verdict.nodes):
        item = SubElement(nodes, "li")
        SubElement(item, "span", {"class": "path-node"}).text = state.node.name
        item[-1].tail = " "
        owner = _OWNERS[state.node.owner]
        words = owner if state.present else f"{owner}; not on the way at the start"
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
    return f"Then {_GROUNDS[hop.hop.over]}: an eavesdropper gets {' or '.join(found)}.{more}"


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
