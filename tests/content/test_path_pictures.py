"""The pictures of the course's paths, in every way they can look: nothing lies over anything else."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from xml.etree import ElementTree

import pytest

from studyapp.domain.pathdocuments import NetworkPath
from studyapp.domain.paths import evaluate, start, switches
from studyapp.domain.paths_challenges import states
from studyapp.domain.paths_results import Verdict
from studyapp.domain.paths_strokes import width
from studyapp.domain.paths_tall import strip, tall
from studyapp.domain.paths_wide import wide
from studyapp.domain.paths_words import hop_word, told
from tests.content.test_paths import PATHS

PICTURES: Mapping[str, Callable[..., str]] = {"wide": wide, "tall": tall}


@dataclass(frozen=True)
class Box:
    """Where something is drawn."""

    says: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether the two share any ground."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def looks(path: NetworkPath) -> list[Verdict]:
    """One verdict for each way the path can look."""
    found: dict[object, Verdict] = {}
    for count in range(len(switches(path)) + 1):
        for state in states(path, count):
            verdict = evaluate(path, state)
            seals = tuple((seal.control.id, seal.firm) for hop in verdict.hops for seal in hop.seals)
            found.setdefault((seals, tuple(node.present for node in verdict.nodes)), verdict)
    return list(found.values())


def texts(picture: ElementTree.Element) -> Iterator[Box]:
    """Every text with the room it takes."""
    for element in picture.iter("text"):
        css, says = element.get("class", ""), element.text or ""
        size = {"d-label": 15.0, "d-safe-label": 12.0, "d-clear-label": 12.0}.get(css, 12.5)
        bold = css in ("d-label", "d-safe-label", "d-clear-label")
        long, x, y = width(says, size, bold=bold), float(element.get("x", "")), float(element.get("y", ""))
        before = {"middle": long / 2, "end": long}.get(element.get("text-anchor", ""), 0)
        if element.get("transform"):
            yield Box(says, x - 2, y - before, x + size - 2, y - before + long)
        else:
            left = x - before
            yield Box(says, left, y - size * 0.75, left + long, y + size * 0.2)


def rects(picture: ElementTree.Element, css: str) -> Iterator[Box]:
    """Every rectangle of a class."""
    for element in picture.iter("rect"):
        if css in element.get("class", "").split():
            x, y, wide_, high = (float(element.get(name, "")) for name in ("x", "y", "width", "height"))
            yield Box(css, x, y, x + wide_, y + high)


def faults(svg: str) -> list[tuple[str, ...]]:
    """Texts that lie over each other, that leave the picture, or that stick out of their node or bar."""
    picture = ElementTree.fromstring(svg)
    said = list(texts(picture))
    found: list[tuple[str, ...]] = [(a.says, b.says) for a, b in combinations(said, 2) if a.meets(b)]
    right, bottom = map(float, picture.get("viewBox", "").split()[2:])
    found += [
        ("outside", box.says)
        for box in said
        if box.left < 0 or box.top < 0 or box.right > right or box.bottom > bottom
    ]
    for frame in (*rects(picture, "d-node"), *rects(picture, "p-bar"), *rects(picture, "d-zone")):
        found += [
            ("sticks out", box.says)
            for box in said
            if box.meets(frame)
            and (box.left < frame.left or box.right > frame.right or box.bottom > frame.bottom)
        ]
    bars = [*rects(picture, "p-bar"), *rects(picture, "d-zone")]
    return found + [("bars", "bars") for a, b in combinations(bars, 2) if a.meets(b)]


@pytest.mark.parametrize("shape", PICTURES)
@pytest.mark.parametrize("name", PATHS)
def test_nothing_lies_over_anything(name: str, shape: str) -> None:
    path = PATHS[name]
    for verdict in looks(path):
        for hop in ("", path.hops[0].id, path.hops[-1].id):
            svg = PICTURES[shape](path, verdict, name="x", listened=hop)
            assert faults(svg) == [], sorted(verdict.state)


@pytest.mark.parametrize("name", PATHS)
def test_every_hop_and_every_node_is_said(name: str) -> None:
    path = PATHS[name]
    for verdict in looks(path):
        for draw in PICTURES.values():
            svg = draw(path, verdict, name="x")
            assert re.findall(">(protected|in the clear|not enforced)</text>", svg) == [
                hop_word(hop) for hop in verdict.hops
            ]
            assert "…" not in svg
            assert len(re.findall('<rect class="d-node', svg)) == sum(node.present for node in verdict.nodes)
            assert svg.count('<circle class="d-node"') == sum(not node.present for node in verdict.nodes)
            clear = sum(not hop.enforced for hop in verdict.hops)
            assert len(re.findall('class="d-clear"', svg)) == clear


@pytest.mark.parametrize("name", PATHS)
def test_a_picture_keeps_its_height_while_controls_change(name: str) -> None:
    path = PATHS[name]
    sizes = {re.findall('viewBox="([^"]*)"', wide(path, verdict, name="x"))[0] for verdict in looks(path)}
    assert len(sizes) == 1


@pytest.mark.parametrize("name", PATHS)
def test_the_description_says_what_the_picture_shows(name: str) -> None:
    path = PATHS[name]
    verdict = evaluate(path, start(path))
    svg = wide(path, verdict, name="x")
    desc = ElementTree.fromstring(svg).findtext("desc")
    assert desc == told(path, verdict)
    assert all(node.node.name in desc for node in verdict.nodes if node.present)
    assert path.carries in desc


def test_a_strip_has_a_stretch_for_each_hop() -> None:
    path = PATHS["browser-alb-rds"]
    svg = strip(path, evaluate(path, start(path)))
    assert svg.count("d-clear") == len(path.hops) == 3
    assert svg.count("d-safe") == 1  # beside the one that is encrypted and not enforced
    assert svg.count("<circle") == len(path.nodes)


def test_the_checks_can_fail() -> None:
    """Two words on one spot, and one that is too long for its node."""
    good = wide(PATHS["partner-nlb"], evaluate(PATHS["partner-nlb"], start(PATHS["partner-nlb"])), name="x")
    assert faults(good) == []
    moved = re.sub(r'(class="d-label" x=")[\d.]+', r"\g<1>100", good)
    assert len(faults(moved)) >= 2
    long = good.replace("Partner&#x27;s server", "A partner with a name that fits no box")
    assert ("sticks out", "A partner with a name that fits no box") in faults(long)
