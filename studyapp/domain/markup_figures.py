"""Figures: an inline diagram with its caption, and the summary of an encryption path in words."""

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement

from studyapp.domain.documents import Diagram, Hop, NetworkPath, Node

_IDS = re.compile(r' (id|aria-labelledby)="([^"]*)"')
_OWNERS: Mapping[str, str] = {
    "outside": "outside party",
    "customer": "yours",
    "aws": "run by AWS",
    "partner": "a partner's",
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
    """The nodes of a path in order, and under each what can protect the hops that leave it."""
    element = Element("figure", {"class": "path-summary"})
    SubElement(element, "figcaption").text = path.title
    nodes = SubElement(element, "ol")
    names = {node.id: _name(node) for node in path.nodes}
    for node in path.nodes:
        item = SubElement(nodes, "li")
        SubElement(item, "span", {"class": "path-node"}).text = names[node.id]
        item[-1].tail = " "
        SubElement(item, "span", {"class": "path-owner"}).text = _OWNERS[node.owner]
        for hop in path.hops:
            if hop.start == node.id:
                words = f"To {names.get(hop.end, hop.end)}: {_protection(path, hop)}"
                SubElement(item, "p", {"class": "path-hop"}).text = words
    return element


def _name(node: Node) -> str:
    return node.label or node.id.replace("-", " ").capitalize()


def _protection(path: NetworkPath, hop: Hop) -> str:
    controls = [control for control in path.controls if hop.id in control.covers]
    if not controls:
        return "nothing on this path protects this hop."
    named = [f"{control.layer} ({control.id.replace('-', ' ')})" for control in controls]
    return f"can be protected by {', or by '.join(named)}."
