"""The rules for paths. Each test spoils one thing of a path in which all is well."""

from typing import Any

import pytest

from studyapp.domain.coherence_paths import path_faults
from studyapp.domain.pathdocuments import Control
from studyapp.domain.paths_soundness import MOST_STATES
from tests.domain import samplecourse as sample
from tests.domain.samplecourse import challenge, control, path, setting

EDGE = {"id": "edge", "from": "browser", "to": "alb", "speaks": "HTTP", "over": "internet"}
BACKEND = {"id": "backend", "from": "alb", "to": "app", "speaks": "HTTP", "over": "aws"}
LINES = {
    "nodes.1": 11,
    "hops": 20,
    "hops.0": 21,
    "hops.1": 22,
    "hops.2": 23,
    "controls.0": 31,
    "controls.1": 32,
    "challenges.0": 41,
    "challenges.1": 42,
}


def faults_of(**changes: Any) -> list[str]:
    """`line: message` of every fault of the sample path with these changes."""
    course = sample.course(paths=[path(**{"lines": LINES, **changes})])
    return [f"{fault.line}: {fault.message}" for fault in path_faults(course)]


def faults_with(*controls: Control) -> list[str]:
    """The faults that these controls bring, beside the one that solves the challenge."""
    lines = {f"controls.{place}": 31 + place for place in range(9)}
    return faults_of(controls=[control(), *controls], lines=lines)


def test_a_sound_path_has_none() -> None:
    assert faults_of() == []


def test_faults_stand_in_the_file_of_their_path() -> None:
    found = list(path_faults(sample.course(paths=[path(hops=[EDGE], file="paths/other.yaml")])))
    assert [str(fault) for fault in found] == ["paths/other.yaml:1: no hop leads from 'alb' to 'app'"]


def test_ids_are_given_once() -> None:
    nodes = [node.model_dump() for node in path().nodes]
    found = faults_of(nodes=[nodes[0], nodes[0], nodes[2]], challenges=[challenge(), challenge()])
    assert "11: node 'browser' is given twice" in found
    assert "42: challenge 'all' is given twice" in found
    assert faults_of(hops=[EDGE, {**BACKEND, "id": "edge"}]) == ["22: hop 'edge' is given twice"]
    assert faults_of(controls=[control(), control()]) == ["32: control 'https-listener' is given twice"]


@pytest.mark.parametrize(
    ("hops", "faults"),
    [
        ([EDGE], ["20: no hop leads from 'alb' to 'app'"]),
        ([{**EDGE, "to": "app"}, BACKEND], ["21: hop 'edge' must lead from 'browser' to 'alb'"]),
        (
            [BACKEND, EDGE],
            [
                "21: hop 'backend' must lead from 'browser' to 'alb'",
                "22: hop 'edge' must lead from 'alb' to 'app'",
            ],
        ),
        (
            [EDGE, BACKEND, {**EDGE, "id": "more"}],
            ["23: hop 'more' is one too many: hops join neighbouring nodes"],
        ),
    ],
)
def test_hops_join_the_nodes_in_order(hops: list[dict[str, Any]], faults: list[str]) -> None:
    assert faults_of(hops=hops) == faults


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"proves": {"moon": "alb"}}, "node 'moon'"),
        ({"proves": {"alb": "moon"}}, "node 'moon'"),
        ({"changes": ["moon"]}, "node 'moon'"),
        ({"end": "moon"}, "node 'moon'"),
        ({"needs": ["https-listener or moon"]}, "control 'moon'"),
        ({"excludes": ["moon"]}, "control 'moon'"),
        ({"enforces": ["moon"]}, "control 'moon'"),
    ],
)
def test_a_control_names_only_what_the_path_has(changes: dict[str, Any], kind: str) -> None:
    assert faults_with(control("more", default="on", **changes)) == [
        f"32: control 'more' names {kind}, which the path does not have"
    ]


@pytest.mark.parametrize(
    ("must", "kind"),
    [
        ({"plaintext_at": ["moon"]}, "node 'moon'"),
        ({"reads": ["moon"]}, "node 'moon'"),
        ({"unchanged": ["moon"]}, "node 'moon'"),
        ({"proved": {"moon": "alb"}}, "node 'moon'"),
        ({"proved": {"alb": "moon"}}, "node 'moon'"),
        ({"hops": {"moon": ["TLS"]}}, "hop 'moon'"),
        ({"keep": ["moon"]}, "control 'moon'"),
        ({"without": ["moon"]}, "control 'moon'"),
    ],
)
def test_a_challenge_names_only_what_the_path_has(must: dict[str, Any], kind: str) -> None:
    assert faults_of(challenges=[challenge(must=must)]) == [
        f"41: challenge 'all' names {kind}, which the path does not have"
    ]


def test_a_challenge_serves_objectives_of_its_path() -> None:
    assert faults_of(challenges=[challenge(objectives=["K1", "S2"])]) == [
        "41: challenge 'all' names objective 'S2', which the path does not have"
    ]


def test_a_node_stands_there_with_controls_of_the_path() -> None:
    nodes = [node.model_dump() for node in path().nodes]
    nodes[1]["only_with"] = "https-listener or nat"
    assert faults_of(nodes=nodes) == ["11: node 'alb' names control 'nat', which the path does not have"]


def test_the_ends_of_a_path_are_always_there() -> None:
    nodes = [{**node.model_dump(), "only_with": "https-listener"} for node in path().nodes]
    assert faults_of(nodes=nodes) == [
        "1: node 'browser' is an end of the path, so it is always there",
        "1: node 'app' is an end of the path, so it is always there",
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"layer": None}, "has no layer, so it begins and ends nowhere and has no keys"),
        ({"end": None}, "has layer TLS, so it needs 'from' and 'to'"),
        ({"start": "alb", "end": "browser"}, "must lead from an earlier node to a later one"),
        ({"end": "browser"}, "must lead from an earlier node to a later one"),
        ({"keys": None}, "has layer TLS, so it must say who holds the keys"),
        ({"layer": "GRE"}, "has layer GRE, so it cannot say who holds the keys"),
        ({"excludes": ["more"]}, "names itself"),
        ({"falls_back": True, "enforces": ["more"]}, "names itself"),
        ({"needs": ["https-listener or more"]}, "needs itself"),
        ({"enforces": ["https-listener"]}, "enforces 'https-listener', which does not fall back"),
    ],
)
def test_a_control_makes_sense(changes: dict[str, Any], message: str) -> None:
    assert faults_with(control("more", default="on", **changes)) == [f"32: control 'more' {message}"]


def test_needs_do_not_run_in_a_circle() -> None:
    circle = (
        setting("a", default="on", needs=["b"]),
        setting("b", default="on", needs=["https-listener or a"]),
    )
    assert faults_with(*circle) == ["32: control 'a' needs itself", "33: control 'b' needs itself"]


@pytest.mark.parametrize(
    ("options", "faults"),
    [
        ([("a", "on"), ("b", "off")], []),
        ([("a", "on")], ["32: choice 'kind' has one option; leave the choice out"]),
        (
            [("a", "off"), ("b", "off")],
            ["32: choice 'kind' needs exactly one option that is on by default, not 0"],
        ),
        (
            [("a", "on"), ("b", "on")],
            ["32: choice 'kind' needs exactly one option that is on by default, not 2"],
        ),
        (
            [("a", "on"), ("b", "always")],
            ["33: control 'b' is always on, so it cannot be an option of a choice"],
        ),
    ],
)
def test_a_choice_has_options_and_one_of_them_is_chosen(
    options: list[tuple[str, str]], faults: list[str]
) -> None:
    made = [setting(name, choice="kind", default=default, distractor=True) for name, default in options]
    assert faults_with(*made) == faults


def test_a_path_can_be_searched() -> None:
    many = [setting(f"s{number}", distractor=True) for number in range(12)]
    assert faults_with(*many) == [
        f"1: the controls allow 8,192 states; at most {MOST_STATES:,} can be searched",
    ]
    assert faults_with(*many[:11]) == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"par": 2}, "has par 1, not 2"),
        ({"must": {"every_hop": ["TLS"]}}, "cannot be solved"),
        ({"must": {"reads": ["alb"]}}, "is met before anything is changed"),
        ({"must": {}}, "asks for nothing"),
        ({"must": {"not_counting": ["TLS"]}}, "is met before anything is changed"),
    ],
)
def test_a_challenge_is_as_it_says(changes: dict[str, Any], message: str) -> None:
    found = faults_of(challenges=[challenge(**changes), challenge("plain")])
    assert found == [f"41: challenge 'all' {message}"]


def test_a_par_can_be_too_low() -> None:
    second = control("second", start="alb", end="app")
    task = challenge(must={"every_hop": ["TLS"]}, par=1)
    assert faults_of(controls=[control(), second], challenges=[task]) == [
        "41: challenge 'all' has par 2, not 1"
    ]


def test_every_control_has_its_use() -> None:
    assert faults_with(control("idle")) == []  # an accepted solution of its own
    assert faults_with(control("idle", start="alb", end="app")) == [
        "32: control 'idle' is in no solution; use it or call it a distractor"
    ]
    assert faults_with(control("idle", start="alb", end="app", distractor=True)) == []
    assert faults_with(control("idle", start="alb", end="app", default="on")) == []
    assert faults_with(control("idle", distractor=True)) == [
        "32: control 'idle' is called a distractor, but a solution uses it"
    ]


def test_an_unsound_path_is_not_solved() -> None:
    spoilt = control("more", end="moon")
    assert faults_of(controls=[control(), spoilt], challenges=[challenge(par=5)]) == [
        "32: control 'more' names node 'moon', which the path does not have"
    ]
