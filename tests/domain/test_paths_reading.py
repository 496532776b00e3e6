"""What an eavesdropper reads on a hop, layer by layer."""

import pytest

from studyapp.domain.paths import evaluate
from studyapp.domain.paths_reading import ENVELOPES, LAYER_NAMES, Reading
from tests.domain.samplecourse import control, path

BACKEND = {"id": "backend", "from": "alb", "to": "app", "speaks": "HTTP", "over": "aws"}


def read(*layers: str, speaks: str = "HTTP", end: str = "alb") -> Reading:
    """What is read on the first hop of the sample path with these layers around it."""
    edge = {"id": "edge", "from": "browser", "to": "alb", "speaks": speaks, "over": "internet"}
    controls = [control(f"c{at}", layer=layer, end=end, default="always") for at, layer in enumerate(layers)]
    found = path(controls=[*controls, control("off")], hops=[edge, BACKEND])
    return evaluate(found, []).hops[0].reading


@pytest.mark.parametrize(
    ("speaks", "what", "sees"),
    [
        (
            "HTTP",
            "an HTTP request and its response",
            ("host name and path", "headers and cookies", "the order"),
        ),
        ("SQL", "queries and their results", ("user names and statements", "the order")),
        ("DNS", "a DNS query and its answer", ("the name asked for", "the answer")),
        ("IP", "IP packets", ("addresses and ports", "the order, if the program sends it in the clear")),
    ],
)
def test_in_the_clear(speaks: str, what: str, sees: tuple[str, ...]) -> None:
    assert read(speaks=speaks) == Reading(what, sees, ())


@pytest.mark.parametrize(
    ("speaks", "names", "hidden"),
    [
        (
            "HTTP",
            ("the server's name in the first message (SNI)",),
            ("path, headers and cookies", "the order"),
        ),
        ("SQL", (), ("user names and statements", "the order")),
        ("DNS", (), ("the names asked for", "the answers")),
        ("IP", (), ("the order",)),
    ],
)
def test_inside_tls(speaks: str, names: tuple[str, ...], hidden: tuple[str, ...]) -> None:
    addresses = "the addresses of Browser and Load balancer"
    assert read("TLS", speaks=speaks) == Reading(
        "TLS records", (addresses, "the ports", *names, "sizes and timing"), hidden
    )


@pytest.mark.parametrize(
    ("layer", "what", "sees"),
    [
        ("physical", "an encrypted signal on the fibre", ("that the link is in use",)),
        (
            "MACsec",
            "MACsec frames",
            ("the hardware addresses of Browser and Load balancer", "sizes and timing"),
        ),
        ("bulk", "packets that AWS encrypts between Regions", ("sizes and timing",)),
        ("Nitro", "packets sealed by the Nitro cards", ("sizes and timing",)),
        ("IPsec", "ESP packets", ("the addresses of Browser and Load balancer", "sizes and timing")),
        (
            "TLS tunnel",
            "a Client VPN session: OpenVPN over TLS",
            ("the addresses of Browser and Load balancer", "port 443 or 1194", "sizes and timing"),
        ),
        (
            "DoH",
            "DNS over HTTPS",
            (
                "the addresses of Browser and Load balancer",
                "that it is HTTPS on TCP port 443",
                "sizes and timing",
            ),
        ),
    ],
)
def test_under_a_layer_that_hides(layer: str, what: str, sees: tuple[str, ...]) -> None:
    found = read(layer)
    assert (found.what, found.sees) == (what, sees)
    assert found.hidden


def test_the_outermost_layer_that_hides_is_what_is_seen() -> None:
    assert read("TLS", "IPsec", "MACsec").what == "MACsec frames"
    assert read("TLS", "IPsec").what == "ESP packets"
    assert read("TLS", "DNSSEC").what == "TLS records"


def test_gre_wraps_and_hides_nothing() -> None:
    found = read("GRE")
    assert found.what == "GRE packets, readable inside"
    assert found.sees[-1] == "the GRE header around each packet"
    assert "the order" in found.sees
    inside = evaluate(
        path(
            controls=[
                control("gre", layer="GRE", default="on"),
                control("esp", layer="IPsec", end="app", default="on"),
            ]
        ),
        ["gre", "esp"],
    ).hops[0]
    assert inside.reading.what == "ESP packets"
    assert inside.reading.sees[:2] == (
        "the GRE header around each packet",
        "the addresses of Browser and App",
    )


@pytest.mark.parametrize(
    ("layer", "line"),
    [
        ("signature", "the signature, which proves the sender and hides nothing"),
        ("DNSSEC", "the signatures, which prove the answer and hide nothing"),
    ],
)
def test_what_proves_hides_nothing(layer: str, line: str) -> None:
    assert read(layer) == Reading(read().what, (*read().sees, line), ())


def test_an_encrypted_message_hides_what_is_carried_and_nothing_else() -> None:
    assert read("message") == Reading(
        "an HTTP request and its response",
        ("host name and path", "headers and cookies"),
        ("the order: encrypted before it was sent",),
    )


def test_every_layer_has_a_place_and_a_name() -> None:
    assert set(LAYER_NAMES) == set(ENVELOPES)
