"""Figures: an inline diagram with its caption, and the summary of an encryption path in words."""

import re
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement

from studyapp.domain.documents import Diagram, NetworkPath
from studyapp.domain.pathdocuments import Control, Ground
from studyapp.domain.paths import evaluate, start
from studyapp.domain.paths_reading import ENVELOPES
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
    for place, node in enumerate(path.nodes):
        item = SubElement(nodes, "li")
        SubElement(item, "span", {"class": "path-node"}).text = node.name
        item[-1].tail = " "
        SubElement(item, "span", {"class": "path-owner"}).text = _OWNERS[node.owner]
        for hop in verdict.hops[place : place + 1]:
            SubElement(item, "p", {"class": "path-hop"}).text = _hop_words(path, hop)
    return element


def _hop_words(path: NetworkPath, hop: HopState) -> str:
    now = [seal.control for seal in hop.seals if seal.hides]
    later = [control for control in _reaching(path, hop) if control not in now]
    where = f"To {hop.names[hop.hop.end]}, {_GROUNDS[hop.hop.over]}: "
    if now:
        state = f"encrypted at the start by {_named(now, 'and')}"
        state += "" if hop.enforced else ", but plaintext gets through as well"
    else:
        state = f"in the clear at the start ({hop.hop.speaks})"
    if later:
        return f"{where}{state}; it can be encrypted by {_named(later, 'or')}."
    return f"{where}{state}; nothing {'else ' if now else ''}on this path encrypts it."


def _reaching(path: NetworkPath, hop: HopState) -> list[Control]:
    """The controls that would encrypt a hop if they worked."""
    order = [node.id for node in path.nodes]
    place = order.index(hop.hop.start)
    return [
        control
        for control in path.controls
        if control.layer is not None
        and control.layer != "message"
        and ENVELOPES[control.layer].hides
        and order.index(control.start or "") <= place < order.index(control.end or "")
    ]


def _named(controls: Sequence[Control], word: str) -> str:
    names = [f"{control.label} ({control.layer})" for control in controls]
    return f" {word} ".join(filter(None, (", ".join(names[:-1]), names[-1])))
