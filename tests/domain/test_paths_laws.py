"""The laws of the path lab, on any sound path and in any state of it."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from studyapp.domain.pathdocuments import Control, NetworkPath
from studyapp.domain.paths import InvalidChoice, changes, checked, evaluate, start, switches, toggled
from studyapp.domain.paths_ballot import FEWEST_OPTIONS, OPTIONS, ballot
from studyapp.domain.paths_challenges import judge, solutions, states
from studyapp.domain.paths_reading import ENVELOPES
from studyapp.domain.paths_results import Reach, Sight, State
from studyapp.domain.paths_soundness import flaws
from tests.domain.samplecourse import challenge, path

NAMES = [f"c{number}" for number in range(7)]
NODES = [f"n{number}" for number in range(5)]
HIDING = [layer for layer, envelope in ENVELOPES.items() if envelope.hides]


@st.composite
def written_controls(draw: st.DrawFn, number: int, places: int) -> dict[str, Any]:
    """A control that names earlier ones only, so that no circle comes about."""
    earlier = NAMES[:number]
    some = st.lists(st.sampled_from(earlier), max_size=2, unique=True) if earlier else st.just([])
    made: dict[str, Any] = {
        "id": NAMES[number],
        "label": NAMES[number],
        "say": "x",
        "run_by": "aws",
        "set_by": "customer",
        "default": draw(st.sampled_from(["on", "off", "off", "always"])),
        "needs": [" or ".join(options) for options in draw(st.lists(some, max_size=2)) if options],
        "excludes": draw(some) if draw(st.integers(0, 3)) == 0 else [],
        "falls_back": draw(st.booleans()),
        "source": "https://x.y/",
        "checked": "2026-11-23",
    }
    if draw(st.booleans()):
        first = draw(st.integers(0, places - 2))
        layer = draw(st.sampled_from(list(ENVELOPES)))
        ends = {"from": NODES[first], "to": NODES[draw(st.integers(first + 1, places - 1))]}
        keys = {"keys": draw(st.sampled_from(["aws", "customer"]))} if ENVELOPES[layer].hides else {}
        made |= {"layer": layer, "proves": {ends["from"]: ends["to"]}, **ends, **keys}
    return made


@st.composite
def sound_paths(draw: st.DrawFn) -> NetworkPath:
    places = draw(st.integers(2, len(NODES)))
    made = [draw(written_controls(number, places)) for number in range(draw(st.integers(1, len(NAMES))))]
    loose = [each["id"] for each in made if each["falls_back"]]
    for each in made:
        each["enforces"] = [name for name in loose if name != each["id"] and draw(st.integers(0, 4)) == 0]
    if len(made) >= 3 and draw(st.booleans()):
        for each, default in zip(made[:3], ("off", "on", "off"), strict=True):
            each |= {"choice": "kind", "default": default}
    found = path(
        nodes=[{"id": name, "kind": "box", "owner": "aws"} for name in NODES[:places]],
        hops=[
            {"id": f"h{at}", "from": NODES[at], "to": NODES[at + 1], "speaks": "HTTP", "over": "aws"}
            for at in range(places - 1)
        ],
        controls=made,
        challenges=[challenge(must={"every_hop": ["encrypted"]}), challenge("own", must={"reads": ["n1"]})],
    )
    assert flaws(found) == []
    return found


def ids(controls: Iterable[Control]) -> set[str]:
    return {control.id for control in controls}


@st.composite
def placed(draw: st.DrawFn) -> tuple[NetworkPath, State]:
    """A sound path and any of its states."""
    found = draw(sound_paths())
    state = start(found)
    for group in switches(found):
        if draw(st.booleans()):
            state = toggled(found, state, draw(st.sampled_from(group)))
    return found, state


@given(placed(), st.data())
def test_adding_a_control_that_excludes_nothing_exposes_no_hop(
    case: tuple[NetworkPath, State], data: st.DataObject
) -> None:
    found, state = case
    addable = [
        control.id
        for control in found.controls
        if control.id not in state and control.choice is None and not control.excludes
    ]
    assume(addable)
    before = evaluate(found, state)
    after = evaluate(found, state | {data.draw(st.sampled_from(addable))})
    for old, new in zip(before.hops, after.hops, strict=True):
        assert ids(seal.control for seal in old.seals) <= ids(seal.control for seal in new.seals)
        assert new.encrypted or not old.encrypted
        assert new.enforced or not old.enforced
        assert new.integrity or not old.integrity
    for one, other in zip(before.nodes, after.nodes, strict=True):
        assert ids(one.sealed_by) <= ids(other.sealed_by)
        assert other.sight is Sight.NOTHING or one.sight is not Sight.NOTHING


@given(placed(), st.data())
def test_the_order_of_switching_does_not_matter(case: tuple[NetworkPath, State], data: st.DataObject) -> None:
    found, state = case
    picks = [data.draw(st.sampled_from(group)) for group in switches(found)]
    one = other = state
    for name in picks:
        one = toggled(found, one, name)
    for name in data.draw(st.permutations(picks)):
        other = toggled(found, other, name)
    assert one == other


@given(placed(), st.data())
def test_switching_twice_leads_back(case: tuple[NetworkPath, State], data: st.DataObject) -> None:
    found, state = case
    alone = [group[0] for group in switches(found) if len(group) == 1]
    assume(alone)
    name = data.draw(st.sampled_from(alone))
    assert toggled(found, toggled(found, state, name), name) == state


@given(placed())
def test_every_state_reached_by_switching_is_allowed(case: tuple[NetworkPath, State]) -> None:
    found, state = case
    assert checked(found, state) == state
    assert 0 <= changes(found, state) <= len(switches(found))
    assert (changes(found, state) == 0) == (state == start(found))


@given(placed(), st.text())
def test_a_control_of_another_path_is_refused(case: tuple[NetworkPath, State], name: str) -> None:
    found, state = case
    assume(name not in {control.id for control in found.controls})
    with pytest.raises(InvalidChoice):
        evaluate(found, state | {name})


@given(placed())
def test_end_to_end_means_that_every_hop_is_encrypted_and_nobody_in_between_reads(
    case: tuple[NetworkPath, State],
) -> None:
    verdict = evaluate(*case)
    encrypted = [hop.encrypted for hop in verdict.hops]
    assert (verdict.reach in (Reach.END_TO_END, Reach.HOP_BY_HOP)) == all(encrypted)
    assert (verdict.reach is Reach.NOWHERE) == (not any(encrypted))
    if verdict.reach is Reach.END_TO_END:
        assert {node.sight for node in verdict.nodes[1:-1]} <= {Sight.NOTHING}


@given(placed())
def test_nodes_inside_a_session_see_no_plaintext_of_it_and_hold_no_key_of_it(
    case: tuple[NetworkPath, State],
) -> None:
    found, state = case
    verdict = evaluate(found, state)
    order = [node.id for node in found.nodes]
    for each in verdict.controls:
        control = each.control
        if each.works and control.layer in HIDING:
            first, last = order.index(control.start or ""), order.index(control.end or "")
            for node in verdict.nodes[first + 1 : last]:
                assert control in node.sealed_by
                assert control not in node.keys
                assert node.sight is not Sight.PLAINTEXT
            assert [node.node.id for node in verdict.nodes if control in node.keys] == [
                order[first],
                order[last],
            ]


@given(placed())
def test_the_first_and_the_last_node_always_read(case: tuple[NetworkPath, State]) -> None:
    verdict = evaluate(*case)
    assert {verdict.nodes[0].sight, verdict.nodes[-1].sight} == {Sight.PLAINTEXT}


@given(placed())
def test_an_eavesdropper_reads_what_is_carried_exactly_where_nothing_hides_it(
    case: tuple[NetworkPath, State],
) -> None:
    found, state = case
    for hop in evaluate(found, state).hops:
        hidden = hop.encrypted or any(seal.control.layer == "message" for seal in hop.seals)
        assert (found.carries in hop.reading.sees) == (not hidden)
        assert bool(hop.reading.hidden) == hidden


@given(placed())
def test_what_does_not_work_has_a_reason_and_covers_nothing(case: tuple[NetworkPath, State]) -> None:
    verdict = evaluate(*case)
    sealing = ids(seal.control for hop in verdict.hops for seal in hop.seals)
    for each in verdict.controls:
        assert bool(each.reasons) == (each.chosen and not each.works)
        assert each.works or each.control.id not in sealing
        assert each.works or each.control.id not in ids(proof.control for proof in verdict.proofs)


@given(sound_paths())
def test_a_solution_is_nearest_and_no_nearer_state_solves(found: NetworkPath) -> None:
    every = [state for count in range(len(switches(found)) + 1) for state in states(found, count)]
    assert len(set(every)) == len(every)
    assert all(checked(found, state) == state for state in every)
    for task in found.challenges:
        solving = {state for state in every if judge(found, task, state).solved}
        nearest = min((changes(found, state) for state in solving), default=None)
        solution = solutions(found)[task.id]
        assert solution.par == nearest
        assert set(solution.states) == {state for state in solving if changes(found, state) == nearest}


@given(sound_paths(), st.text(max_size=5))
def test_of_the_offers_of_a_challenge_exactly_one_meets_it(found: NetworkPath, seed: str) -> None:
    for task in found.challenges:
        nearest = solutions(found)[task.id].par
        if not nearest:  # met at the start, or never: no author may write such a challenge
            continue
        offers = ballot(found, task.model_copy(update={"par": nearest}), seed)
        judged = [judge(found, task, offer.state) for offer in offers]
        if not offers:
            continue
        assert FEWEST_OPTIONS <= len(offers) <= OPTIONS
        assert [judgement.solved for judgement in judged] == [offer.right for offer in offers]
        assert sum(offer.right for offer in offers) == 1
        assert len({offer.state for offer in offers}) == len({offer.words for offer in offers}) == len(offers)
        assert all(0 < judgement.changes <= nearest for judgement in judged)
        assert [tuple(point for point in judgement.points if not point.met) for judgement in judged] == [
            offer.unmet for offer in offers
        ]
        assert ballot(found, task.model_copy(update={"par": nearest}), seed) == offers
