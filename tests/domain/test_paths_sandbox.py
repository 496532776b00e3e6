"""A path of one's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.paths import evaluate, start
from studyapp.domain.paths_results import Reach
from studyapp.domain.paths_sandbox import (
    GROUNDS,
    HOLDERS,
    LAYERS,
    MOST_NODES,
    PALETTE,
    SPEECHES,
    START,
    Protection,
    Stop,
    Wish,
    built,
)
from studyapp.domain.paths_soundness import flaws

THREE = (Stop("browser", "internet"), Stop("alb"), Stop("ec2"))


def reach(*protections: Protection) -> Reach:
    path = built(Wish(THREE, protections)).path
    return evaluate(path, start(path)).reach


def test_what_is_laid_protects() -> None:
    assert reach() is Reach.NOWHERE
    assert reach(Protection("TLS", 1, 2)) is Reach.IN_PART
    assert reach(Protection("TLS", 1, 2), Protection("TLS", 2, 3)) is Reach.HOP_BY_HOP
    assert reach(Protection("TLS", 1, 3)) is Reach.END_TO_END
    assert reach(Protection("GRE", 1, 3)) is Reach.NOWHERE


def test_what_lets_plaintext_through_is_not_enforced() -> None:
    path = built(Wish(THREE, (Protection("IPsec", 1, 3, firm=False),))).path
    hop = evaluate(path, start(path)).hops[0]
    assert (hop.encrypted, hop.enforced) == (True, False)


@pytest.mark.parametrize("bad", [Protection("TLS", 2, 2), Protection("TLS", 3, 1), Protection("TLS", 1, 4)])
def test_a_protection_that_leads_nowhere_is_told_and_left_out(bad: Protection) -> None:
    made = built(Wish(THREE, (Protection("TLS", 1, 2), bad)))
    assert made.faults == ("Protection 2 must lead from a node to a later one.",)
    assert [control.id for control in made.path.controls] == ["c1"]


def test_one_node_is_no_path() -> None:
    made = built(Wish(THREE[:1]))
    assert made.faults == ("A path needs two nodes at least.",)
    assert made.path == built(START).path


def test_the_start_is_sound_and_says_nothing() -> None:
    assert built(START).faults == ()
    assert flaws(built(START).path) == []


@given(
    st.builds(
        Wish,
        stops=st.lists(
            st.builds(Stop, st.sampled_from([*PALETTE, "x"]), st.sampled_from([*GROUNDS, "x"])), max_size=9
        ).map(tuple),
        protections=st.lists(
            st.builds(
                Protection,
                st.sampled_from([*LAYERS, "x"]),
                st.integers(-1, 9),
                st.integers(-1, 9),
                st.sampled_from([*HOLDERS, "x"]),
                st.booleans(),
            ),
            max_size=9,
        ).map(tuple),
        speaks=st.sampled_from([*SPEECHES, "x"]),
    )
)
def test_whatever_is_wished_for_a_sound_path_comes_of_it(wish: Wish) -> None:
    path = built(wish).path
    assert flaws(path) == []
    assert 2 <= len(path.nodes) <= MOST_NODES
    assert evaluate(path, start(path)).state == start(path)
