"""The paths of the course: what each control does, by which source, and which solutions are accepted.

Two tables in tests/vectors hold what was found right when the paths were written from their sources. Whoever
changes a path changes its rows there, and thinks about each.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from studyapp.domain.parsing import parse
from studyapp.domain.pathdocuments import Control, NetworkPath
from studyapp.domain.paths import evaluate, start, switches
from studyapp.domain.paths_ballot import ballot
from studyapp.domain.paths_challenges import judge, solutions, states
from studyapp.domain.paths_results import State, Verdict
from studyapp.queries.contentfiles import read

CONTENT = Path(__file__).resolve().parents[2] / "content"
VECTORS = Path(__file__).resolve().parents[1] / "vectors"
EFFECTS = json.loads((VECTORS / "path_effects.json").read_text(encoding="utf-8"))
SOLUTIONS = json.loads((VECTORS / "path_solutions.json").read_text(encoding="utf-8"))


def _paths() -> dict[str, NetworkPath]:
    course = parse(read(CONTENT)[0]).course
    assert course is not None
    return {path.id: path for path in course.paths}


PATHS = _paths()
CONTROLS = {f"{path.id}/{control.id}": (path, control) for path in PATHS.values() for control in path.controls}
CHALLENGES = {
    f"{path.id}/{challenge.id}": (path, challenge) for path in PATHS.values() for challenge in path.challenges
}


def nearest(path: NetworkPath, control: Control) -> State | None:
    """The state with the fewest changes from the start in which a control works."""
    place = path.controls.index(control)
    for count in range(len(switches(path)) + 1):
        for state in states(path, count):
            if evaluate(path, state).controls[place].works:
                return state
    return None


def effect(path: NetworkPath, control: Control) -> dict[str, object]:
    """What a control comes to where it works, and what has to be switched besides it for that."""
    state = nearest(path, control)
    if state is None:
        return {"works": "never", "source": control.source}
    verdict = evaluate(path, state)
    found: dict[str, object] = {
        "with": sorted(state - start(path) - {control.id}),
        "off": sorted(start(path) - state),
        "hops": _hops(control, verdict),
        "past": [node.node.id for node in verdict.nodes if control in node.sealed_by],
        "proves": {
            f"{proof.who} to {proof.to}": proof.firm for proof in verdict.proofs if proof.control == control
        },
        "firms": list(control.enforces),
        "rules out": list(control.excludes),
        "limits": [limit for limit in (control.mbps, control.flow_mbps, control.mtu) if limit],
        "source": control.source,
    }
    return {key: value for key, value in found.items() if value}


def _hops(control: Control, verdict: Verdict) -> dict[str, str]:
    return {
        hop.hop.id: ("hidden" if seal.hides else "not hidden") + ("" if seal.firm else ", not firm")
        for hop in verdict.hops
        for seal in hop.seals
        if seal.control == control
    }


def moves(path: NetworkPath, state: Iterable[str]) -> list[str]:
    """The changes that lead from the start to a state."""
    on, off = set(state) - start(path), start(path) - set(state)
    return sorted([*(f"+{name}" for name in on), *(f"-{name}" for name in off)])


@pytest.mark.parametrize("name", CONTROLS)
def test_every_control_does_what_its_source_says(name: str) -> None:
    assert effect(*CONTROLS[name]) == EFFECTS[name]


def test_every_row_of_the_table_is_a_control() -> None:
    assert set(EFFECTS) == set(CONTROLS)


@pytest.mark.parametrize("name", PATHS)
def test_the_accepted_solutions_of_a_path(name: str) -> None:
    path = PATHS[name]
    found = solutions(path)
    accepted = {key: sorted(moves(path, state) for state in found[key].states) for key in found}
    assert accepted == SOLUTIONS[name]
    assert {key: found[key].par for key in found} == {each.id: each.par for each in path.challenges}


@pytest.mark.parametrize("name", CHALLENGES)
def test_a_challenge_tells_at_the_start_what_is_missing(name: str) -> None:
    path, challenge = CHALLENGES[name]
    judgement = judge(path, challenge, start(path))
    assert not judgement.solved
    assert all(point.met or point.reason.endswith(".") for point in judgement.points)
    assert len({point.text for point in judgement.points}) == len(judgement.points)


@pytest.mark.parametrize("name", CHALLENGES)
def test_every_challenge_can_be_asked_in_a_live_room(name: str) -> None:
    path, challenge = CHALLENGES[name]
    offers = ballot(path, challenge, "seed")
    assert len(offers) >= 3
    (right,) = (offer for offer in offers if offer.right)
    assert right.state in solutions(path)[challenge.id].states
    assert all(not judge(path, challenge, offer.state).solved for offer in offers if offer != right)
    assert all(point.reason for offer in offers for point in offer.unmet)


def test_the_right_offer_stands_anywhere() -> None:
    path, challenge = next(iter(CHALLENGES.values()))
    places = {
        next(place for place, offer in enumerate(ballot(path, challenge, str(seed))) if offer.right)
        for seed in range(40)
    }
    assert places == {0, 1, 2, 3}


def test_there_is_enough_to_do() -> None:
    assert len(PATHS) >= 14
    assert len(CHALLENGES) >= 30
    served = {objective for path in PATHS.values() for each in path.challenges for objective in each.objectives}
    assert served == {objective for path in PATHS.values() for objective in path.objectives}
    assert len(served) == 9


# What AWS does holds on every path and in every state, whatever a file says.


def every_state(path: NetworkPath) -> Iterator[Verdict]:
    for count in range(len(switches(path)) + 1):
        for state in states(path, count):
            yield evaluate(path, state)


@pytest.mark.parametrize("name", PATHS)
def test_what_opens_sessions_is_never_passed_by_one(name: str) -> None:
    """An ALB, CloudFront and API Gateway end every TLS session that reaches them."""
    for verdict in every_state(PATHS[name]):
        for node in verdict.nodes:
            if node.present and node.node.kind in ("alb", "cloudfront", "api-gateway"):
                assert "TLS" not in {control.layer for control in node.sealed_by}


@pytest.mark.parametrize("name", PATHS)
def test_nitro_encryption_passes_no_device(name: str) -> None:
    for verdict in every_state(PATHS[name]):
        for node in verdict.nodes:
            if node.present:
                assert "Nitro" not in {control.layer for control in node.sealed_by}


@pytest.mark.parametrize("name", PATHS)
def test_macsec_of_yours_never_runs_on_a_hosted_connection(name: str) -> None:
    for verdict in every_state(PATHS[name]):
        working = {state.control.id: state.control for state in verdict.controls if state.works}
        yours = [each for each in working.values() if each.layer == "MACsec" and each.keys == "both"]
        assert not (yours and "hosted" in working)


def test_a_managed_tunnel_has_its_limits_and_its_end() -> None:
    ends = set()
    for path, control in CONTROLS.values():
        if control.layer == "IPsec" and control.run_by == "shared":
            assert control.mtu == 1446
            assert control.flow_mbps in (1250, 5000)
            ends |= {node.kind for node in path.nodes if node.id == control.end}
    assert ends == {"vpn", "transit-gateway"}


def test_keys_of_aws_stay_with_aws() -> None:
    for _, control in CONTROLS.values():
        if control.layer in ("physical", "bulk", "Nitro"):
            assert (control.keys, control.run_by) == ("aws", "aws")
        if control.keys == "customer":
            assert control.layer == "message" or control.run_by == "customer"


def test_what_needs_nobody_cannot_be_forgotten() -> None:
    """Only what AWS brings by itself, or a given fact of the path, is always on."""
    always = [control for _, control in CONTROLS.values() if control.default == "always"]
    asked = [control.id for control in always if control.set_by != "aws" and not control.needs]
    assert sorted(set(asked)) == ["download-https", "hosted", "https-listener", "public-vif", "upload-https"]
