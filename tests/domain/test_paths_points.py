"""The conditions of a challenge in words: one row for each, met and not met."""

from typing import Any

import pytest

from studyapp.domain.paths import evaluate
from studyapp.domain.paths_challenges import judge
from studyapp.domain.paths_points import Point, points
from tests.domain.samplecourse import challenge, control, path, setting

PATH = path(
    nodes=[
        {"id": "browser", "kind": "client", "owner": "outside"},
        {"id": "alb", "kind": "alb", "owner": "aws", "label": "Load balancer"},
        {"id": "nat", "kind": "nat", "owner": "aws", "label": "NAT", "only_with": "hosted"},
        {"id": "app", "kind": "ec2", "owner": "customer"},
    ],
    hops=[
        {"id": "edge", "from": "browser", "to": "alb", "speaks": "HTTP", "over": "internet"},
        {"id": "middle", "from": "alb", "to": "nat", "speaks": "HTTP", "over": "aws"},
        {"id": "back", "from": "nat", "to": "app", "speaks": "HTTP", "over": "aws"},
    ],
    controls=[
        control("https", proves={"alb": "browser"}, keys="aws"),
        control("loose", falls_back=True, proves={"browser": "alb"}, keys="both"),
        control("inner", start="alb", end="app", keys="customer", changes=["app"], effort=3),
        control("whole", end="app", keys="customer", mbps=1250, flow_mbps=600, mtu=1446, effort=2),
        control("link", layer="physical", start="alb", end="app"),
        control("field", layer="message", end="app"),
        control("gre", layer="GRE", keys=None),
        setting("hosted", effort=1),
    ],
)
CLEAR = "an HTTP request and its response"


def point(must: dict[str, Any], *chosen: str) -> Point:
    """The one point of a condition."""
    (found,) = points(PATH, challenge(must=must).must, evaluate(PATH, chosen))
    return found


@pytest.mark.parametrize(
    ("must", "chosen", "text"),
    [
        ({"every_hop": ["encrypted"]}, ["https", "link"], "Every hop is encrypted."),
        ({"every_hop": ["enforced"]}, ["whole"], "Every hop is encrypted, with plaintext refused."),
        ({"every_hop": ["integrity"]}, ["field"], "Every hop is guarded against unnoticed changes."),
        (
            {"every_hop": ["customer-keys"]},
            ["whole"],
            "Every hop is encrypted under keys that only you hold.",
        ),
        ({"every_hop": ["TLS"]}, ["whole"], "Every hop is protected by TLS."),
        (
            {"hops": {"back": ["physical"]}},
            ["link"],
            "NAT to App is protected by AWS's encryption of the physical link.",
        ),
        (
            {"hops": {"back": ["encrypted"]}, "not_counting": ["physical", "MACsec"]},
            ["inner"],
            "NAT to App is encrypted, not counting AWS's encryption of the physical link and MACsec.",
        ),
        ({"end_to_end": True}, ["whole"], "One encrypted session runs from the first node to the last."),
        ({"plaintext_at": ["browser", "app"]}, ["whole"], "Only Browser and App can read the order."),
        ({"plaintext_at": ["browser", "app"]}, ["field"], "Only Browser and App can read the order."),
        ({"reads": ["alb"]}, [], "Load balancer can look into what passes."),
        ({"reads": ["alb"]}, ["field"], "Load balancer can look into what passes."),
        ({"proved": {"alb": "browser"}}, ["https"], "Load balancer is identified to Browser."),
        ({"unchanged": ["app"]}, ["https"], "App stays as it is."),
        ({"keep": ["hosted"]}, ["hosted"], "It stays: Hosted."),
        ({"without": ["hosted"]}, [], "It is out of the question: Hosted."),
        ({"effort_at_most": 3}, ["whole", "hosted"], "The effort is 3 at most."),
        ({"mbps_at_least": 1250}, ["whole"], "All flows together get 1,250 Mbps."),
        ({"flow_mbps_at_least": 600}, ["whole"], "A single flow gets 600 Mbps."),
        ({"mtu_at_least": 1446}, ["whole"], "Packets of 1,446 bytes pass whole."),
        ({"mtu_at_least": 9001}, [], "Packets of 9,001 bytes pass whole."),
    ],
)
def test_a_condition_that_is_met(must: dict[str, Any], chosen: list[str], text: str) -> None:
    assert point(must, *chosen) == Point(text, True, "")


@pytest.mark.parametrize(
    ("must", "chosen", "reason"),
    [
        (
            {"every_hop": ["encrypted"]},
            ["https"],
            f"Load balancer to App is in the clear: an eavesdropper gets {CLEAR}.",
        ),
        ({"hops": {"edge": ["enforced"]}}, ["loose"], "The hop lets plaintext through as well."),
        (
            {"hops": {"edge": ["encrypted"]}},
            ["field"],
            f"The hop is in the clear: an eavesdropper gets {CLEAR}.",
        ),
        (
            {"hops": {"edge": ["integrity"]}},
            ["loose"],
            "The hop has a guard that whoever changes packets can also keep from starting.",
        ),
        ({"hops": {"edge": ["integrity"]}}, ["gre"], "The hop has nothing that would notice a change."),
        ({"hops": {"edge": ["customer-keys"]}}, ["https"], "The hop has keys that somebody else holds too."),
        (
            {"hops": {"edge": ["customer-keys"]}},
            [],
            f"The hop is in the clear: an eavesdropper gets {CLEAR}.",
        ),
        (
            {"hops": {"edge": ["MACsec"]}},
            ["https"],
            "The hop has no such protection: an eavesdropper gets TLS records.",
        ),
        (
            {"hops": {"back": ["encrypted"]}, "not_counting": ["physical"]},
            ["link"],
            "The hop has no other encryption.",
        ),
        (
            {"every_hop": ["encrypted"]},
            ["https", "hosted"],
            f"Load balancer to NAT is in the clear: an eavesdropper gets {CLEAR}. "
            f"NAT to App is in the clear: an eavesdropper gets {CLEAR}.",
        ),
        ({"end_to_end": True}, ["https", "inner"], "Encryption is hop by hop."),
        ({"end_to_end": True}, ["https"], "Some hops are in the clear."),
        ({"end_to_end": True}, ["field"], "Every hop is in the clear."),
        ({"plaintext_at": ["browser", "app"]}, ["https"], "Load balancer reads it too."),
        ({"plaintext_at": ["app"]}, ["https"], "Browser and Load balancer read it too."),
        ({"plaintext_at": ["app"]}, ["hosted"], "Browser, Load balancer and NAT read it too."),
        ({"reads": ["alb"]}, ["whole"], "Load balancer meets nothing but ciphertext."),
        ({"reads": ["nat"]}, [], "NAT is not on the path."),
        ({"proved": {"browser": "alb"}}, [], "Nothing proves it."),
        ({"proved": {"browser": "alb"}}, ["loose"], "There is a way around the proof."),
        ({"unchanged": ["app"]}, ["inner"], "It changes with: Inner."),
        ({"keep": ["hosted"]}, [], "It is no longer chosen."),
        ({"without": ["hosted"]}, ["hosted"], "It is chosen."),
        ({"effort_at_most": 2}, ["whole", "hosted"], "The effort is 3."),
        ({"mbps_at_least": 1251}, ["whole"], "The limit is 1,250 Mbps."),
        ({"flow_mbps_at_least": 601}, ["whole"], "The limit is 600 Mbps."),
        ({"mtu_at_least": 1447}, ["whole"], "The limit is 1,446 bytes."),
    ],
)
def test_a_condition_that_is_not_met(must: dict[str, Any], chosen: list[str], reason: str) -> None:
    found = point(must, *chosen)
    assert (found.met, found.reason) == (False, reason)


def test_what_was_on_at_the_start_does_not_count_as_a_change_of_a_node() -> None:
    given = path(controls=[control("given", default="on", changes=["app"])])
    (found,) = points(given, challenge(must={"unchanged": ["app"]}).must, evaluate(given, ["given"]))
    assert found.met


def test_a_challenge_is_solved_when_every_point_is_met() -> None:
    task = challenge(must={"hops": {"edge": ["TLS", "enforced"]}, "without": ["hosted"]}, par=1)
    half = judge(PATH, task, ["loose"])
    assert ([each.met for each in half.points], half.solved) == ([True, False, True], False)
    done = judge(PATH, task, ["https", "gre", "field"])
    assert (done.solved, done.changes, done.par, done.spare) == (True, 3, 1, 2)
    assert judge(PATH, task, ["https"]).spare == 0
