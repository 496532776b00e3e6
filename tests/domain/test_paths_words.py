"""A path in words."""

import pytest

from studyapp.domain.pathdocuments import Control
from studyapp.domain.paths import evaluate
from studyapp.domain.paths_words import hop_name, hop_word, limits, seen_on, sentence, sight_word, told
from tests.domain.samplecourse import control, path, setting

LISTENER = control("listener", end="alb", default="on")
TARGETS = control("targets", start="alb", end="app", default="on")
SESSION = control("session", end="app", default="on")


def said(*controls: Control, **changed: object) -> str:
    made = path(controls=controls or [setting("nothing")], **changed)
    return sentence(made, evaluate(made, [each.id for each in made.controls]))


def test_every_hop_in_the_clear() -> None:
    assert said() == "Every hop is in the clear. On the way Load balancer reads the order."


def test_some_hops_in_the_clear() -> None:
    assert said(LISTENER) == "In the clear: Load balancer to App. On the way Load balancer reads the order."


def test_hop_by_hop() -> None:
    assert said(LISTENER, TARGETS) == (
        "Every hop is encrypted, hop by hop: what arrives is opened and sealed anew. "
        "On the way Load balancer reads the order."
    )


def test_end_to_end() -> None:
    assert said(SESSION) == (
        "One encrypted session runs from Browser to App. No node on the way can read the order."
    )


def test_what_falls_back_is_told() -> None:
    loose = control("loose", end="app", default="on", falls_back=True)
    assert "Encrypted only while both ends offer it: Browser to Load balancer; Load balancer to App." in said(
        loose
    )


def test_what_is_chosen_and_does_nothing_is_told() -> None:
    needy = control("needy", end="app", needs=["other"])
    made = path(controls=[needy, setting("other")])
    words = sentence(made, evaluate(made, ["needy"]))
    assert words.endswith("Needy is chosen and does nothing. It needs Other.")


def test_a_hop_beside_a_node_that_is_not_there_names_its_ground() -> None:
    nodes = [node.model_dump() for node in path().nodes]
    nodes[1]["only_with"] = "x"
    made = path(nodes=nodes, controls=[setting("x")])
    verdict = evaluate(made, [])
    assert [hop_name(verdict, place) for place in (0, 1)] == [
        "Browser to App, over the internet",
        "Browser to App, inside an AWS Region",
    ]
    assert [sight_word(node) for node in verdict.nodes] == ["reads it", "not on the way", "reads it"]
    assert "Nothing stands between the two that could read the order." in sentence(made, verdict)


@pytest.mark.parametrize(
    ("layer", "word", "seen"),
    [
        ("TLS", "protected", "TLS records"),
        ("IPsec", "protected", "ESP packets"),
        ("MACsec", "protected", "MACsec frames"),
        ("Nitro", "protected", "sealed packets"),
        ("GRE", "in the clear", "GRE packets"),
        ("DNSSEC", "in the clear", "HTTP request"),
    ],
)
def test_what_a_hop_says_of_itself(layer: str, word: str, seen: str) -> None:
    keys = {"keys": None} if layer in ("GRE", "DNSSEC") else {}
    made = path(controls=[control("one", end="app", layer=layer, default="on", **keys)])
    hop = evaluate(made, ["one"]).hops[0]
    assert (hop_word(hop), seen_on(hop)) == (word, seen)


def test_what_stands_in_for_the_picture() -> None:
    made = path(controls=[LISTENER])
    assert told(made, evaluate(made, ["listener"])) == (
        "Browser to Load balancer, over the internet: protected, with TLS; "
        "Load balancer to App, inside an AWS Region: in the clear. "
        "Of the order: Browser reads it, Load balancer reads it, App reads it."
    )


def test_limits_are_those_of_the_narrowest() -> None:
    made = path(
        controls=[control("a", mbps=1250, mtu=1446, default="on"), control("b", mbps=500, default="on")]
    )
    assert limits(evaluate(made, ["a", "b"])) == (
        ("All flows together", "500 Mbps"),
        ("Largest packet", "1,446 bytes"),
    )
