"""What a choice of controls comes to, on a path of four nodes."""

import pytest

from studyapp.domain.pathdocuments import Control, NetworkPath
from studyapp.domain.paths import (
    InvalidChoice,
    asked_for,
    changes,
    checked,
    evaluate,
    fields_of,
    settled,
    start,
    switches,
    toggled,
)
from studyapp.domain.paths_results import Reach, Sight, Verdict
from tests.domain.samplecourse import control, path, setting

NODES = [
    {"id": "browser", "kind": "client", "owner": "outside"},
    {"id": "alb", "kind": "alb", "owner": "aws", "label": "Load balancer"},
    {"id": "app", "kind": "ec2", "owner": "customer"},
    {"id": "db", "kind": "rds", "owner": "aws"},
]
HOPS = [
    {"id": "edge", "from": "browser", "to": "alb", "speaks": "HTTP", "over": "internet"},
    {"id": "backend", "from": "alb", "to": "app", "speaks": "HTTP", "over": "aws"},
    {"id": "sql", "from": "app", "to": "db", "speaks": "SQL", "over": "aws"},
]


def long_path(*controls: Control, **changed: object) -> NetworkPath:
    return path(**{"nodes": NODES, "hops": HOPS, "controls": controls, **changed})


def verdict_of(*controls: Control) -> Verdict:
    """All of these controls, chosen."""
    return evaluate(long_path(*controls), [each.id for each in controls])


def working(verdict: Verdict) -> set[str]:
    return {state.control.id for state in verdict.controls if state.works}


def test_the_start_is_what_is_on_by_default() -> None:
    controls = (setting("a", default="on"), setting("b"), setting("c", default="always"))
    assert start(long_path(*controls)) == {"a", "c"}


def test_a_switch_is_a_choice_or_a_control_of_its_own() -> None:
    controls = (
        setting("http", choice="listener", default="on"),
        setting("lone"),
        setting("tcp", choice="listener"),
        setting("law", default="always"),
    )
    assert switches(long_path(*controls)) == (("http", "tcp"), ("lone",))


def test_what_is_always_on_need_not_be_named() -> None:
    made = long_path(setting("a"), setting("law", default="always"))
    assert checked(made, ["a"]) == checked(made, ["a", "law"]) == {"a", "law"}


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        (["http", "gone"], "One of the controls does not belong to this path."),
        (["http", "tcp"], "Choose one option of each kind."),
        ([], "Choose one option of each kind."),
    ],
)
def test_an_impossible_choice_is_refused(chosen: list[str], sentence: str) -> None:
    made = long_path(setting("http", choice="listener", default="on"), setting("tcp", choice="listener"))
    with pytest.raises(InvalidChoice) as refused:
        evaluate(made, chosen)
    assert str(refused.value) == sentence


def test_switching() -> None:
    made = long_path(
        setting("http", choice="listener", default="on"),
        setting("tcp", choice="listener"),
        setting("lone"),
        setting("law", default="always"),
    )
    assert toggled(made, start(made), "tcp") == {"tcp", "law"}
    assert toggled(made, start(made), "http") == {"http", "law"}  # chosen already: nothing to take back
    assert toggled(made, start(made), "lone") == {"http", "lone", "law"}
    assert toggled(made, frozenset({"http", "lone", "law"}), "lone") == {"http", "law"}
    for name in ("law", "gone"):
        with pytest.raises(InvalidChoice, match="cannot be switched on this path"):
            toggled(made, start(made), name)


def test_moving_a_choice_is_one_change() -> None:
    made = long_path(
        setting("http", choice="listener", default="on", effort=3),
        setting("tcp", choice="listener", effort=2),
        setting("lone", effort=1),
        setting("given", default="on", effort=4),
    )
    assert changes(made, start(made)) == 0
    assert changes(made, frozenset({"tcp", "given"})) == 1
    assert changes(made, frozenset({"tcp", "lone"})) == 3
    verdict = evaluate(made, ["tcp", "lone"])
    assert (verdict.changes, verdict.effort) == (3, 3)  # leaving something out costs no effort
    kept = evaluate(made, ["tcp", "given"])
    assert (kept.changes, kept.effort) == (1, 2)  # nor does what was there


def test_a_control_works_once_what_it_needs_works() -> None:
    made = long_path(
        setting("port"),
        setting("circuit", needs=["port"]),
        setting("fibre"),
        control("macsec", needs=["circuit or fibre", "port"]),
    )
    verdict = evaluate(made, ["macsec", "circuit"])
    assert working(verdict) == set()
    assert [state.reasons for state in verdict.controls] == [
        (),
        ("It needs Port.",),
        (),
        ("It needs Circuit or Fibre.", "It needs Port."),
    ]
    assert working(evaluate(made, ["macsec", "port", "fibre"])) == {"macsec", "port", "fibre"}
    assert working(evaluate(made, ["macsec", "port", "circuit"])) == {"macsec", "port", "circuit"}


def test_what_is_chosen_rules_out_what_it_excludes() -> None:
    made = long_path(control("vpn"), setting("beside", excludes=["vpn"], needs=["gone"]), setting("gone"))
    verdict = evaluate(made, ["vpn", "beside"])
    assert working(verdict) == set()  # the excluding control itself need not work
    assert verdict.controls[0].reasons == ("Beside rules it out.",)
    assert working(evaluate(made, ["vpn"])) == {"vpn"}


def test_a_layer_covers_the_hops_between_its_ends() -> None:
    verdict = verdict_of(control("tls", start="alb", end="db"))
    assert [hop.encrypted for hop in verdict.hops] == [False, True, True]
    assert [[seal.control.id for seal in hop.seals] for hop in verdict.hops] == [[], ["tls"], ["tls"]]


def test_a_setting_covers_nothing() -> None:
    verdict = verdict_of(setting("firewall"))
    assert [hop.seals for hop in verdict.hops] == [(), (), ()]
    assert verdict.reach is Reach.NOWHERE


def test_layers_stand_from_the_outside_in() -> None:
    verdict = verdict_of(
        control("data", layer="message", end="db"),
        control("tls", end="db"),
        control("long", layer="IPsec", end="app", keys="both"),
        control("gre", layer="GRE", keys=None),
        control("short", layer="IPsec", keys="both"),
        control("macsec", layer="MACsec"),
    )
    assert [seal.control.id for seal in verdict.hops[0].seals] == [
        *("macsec", "short", "gre", "long", "tls", "data"),
    ]


def test_what_falls_back_is_not_enforced_until_somebody_insists() -> None:
    prefer = control("prefer", start="app", end="db", falls_back=True, proves={"db": "app"})
    insist = setting("insist", enforces=["prefer"])
    loose, strict = evaluate(long_path(prefer, insist), ["prefer"]), verdict_of(prefer, insist)
    last = loose.hops[2], strict.hops[2]
    assert [hop.encrypted for hop in last] == [True, True]
    assert [hop.enforced for hop in last] == [hop.integrity for hop in last] == [False, True]
    assert [proof.firm for proof in (*loose.proofs, *strict.proofs)] == [False, True]


def test_who_insists_without_working_enforces_nothing() -> None:
    prefer = control("prefer", falls_back=True)
    made = long_path(prefer, setting("insist", enforces=["prefer"], needs=["gone"]), setting("gone"))
    assert not evaluate(made, ["prefer", "insist"]).hops[0].enforced


@pytest.mark.parametrize(
    ("layer", "encrypted", "integrity"),
    [
        ("physical", True, False),
        ("MACsec", True, True),
        ("bulk", True, False),
        ("Nitro", True, True),
        ("IPsec", True, True),
        ("GRE", False, False),
        ("TLS tunnel", True, True),
        ("TLS", True, True),
        ("DoH", True, True),
        ("DNSSEC", False, True),
        ("signature", False, True),
        ("message", False, True),
    ],
)
def test_what_each_layer_gives_a_hop(layer: str, encrypted: bool, integrity: bool) -> None:
    hop = verdict_of(control(layer=layer)).hops[0]
    assert (hop.encrypted, hop.integrity) == (encrypted, integrity)


def test_demands_of_a_hop() -> None:
    hop = verdict_of(control("tls", keys="customer"), control("link", layer="physical")).hops[0]
    assert hop.meets("customer-keys")
    assert not verdict_of(control("tls", keys="both")).hops[0].meets("customer-keys")
    assert hop.meets("TLS")
    assert hop.meets("physical")
    assert not hop.meets("IPsec")
    assert not hop.meets("customer-keys", ("TLS",))
    assert hop.meets("encrypted", ("TLS",))
    assert not hop.meets("encrypted", ("TLS", "physical"))
    assert not hop.meets("TLS", ("TLS",))


def test_ends_hold_the_keys_and_what_lies_between_reads_nothing() -> None:
    verdict = verdict_of(control("tls", end="app"), control("sign", layer="signature", end="db", keys=None))
    assert [(state.node.id, state.sight, [key.id for key in state.keys]) for state in verdict.nodes] == [
        ("browser", Sight.PLAINTEXT, ["tls"]),
        ("alb", Sight.NOTHING, []),
        ("app", Sight.PLAINTEXT, ["tls"]),
        ("db", Sight.PLAINTEXT, []),
    ]
    assert [[each.id for each in state.sealed_by] for state in verdict.nodes] == [[], ["tls"], [], []]


def test_an_encrypted_message_leaves_the_request_readable() -> None:
    verdict = verdict_of(control("field", layer="message", end="app", keys="customer"))
    assert [state.sight for state in verdict.nodes] == [
        *(Sight.PLAINTEXT, Sight.ENVELOPE, Sight.PLAINTEXT, Sight.PLAINTEXT),
    ]
    assert verdict.reach is Reach.NOWHERE
    both = verdict_of(control("field", layer="message", end="app"), control("tls", end="db"))
    assert [state.sight for state in both.nodes][1:3] == [Sight.NOTHING, Sight.NOTHING]


def test_a_node_may_not_be_on_the_way() -> None:
    nodes = [NODES[0], {**NODES[1], "only_with": "nat or hub"}, *NODES[2:]]
    made = long_path(setting("nat"), setting("hub", needs=["nat"]), control("tls"), nodes=nodes)
    away = evaluate(made, ["tls", "hub"]).nodes[1]
    assert (away.present, away.sight, away.keys) == (False, Sight.NOTHING, ())
    there = evaluate(made, ["tls", "nat"]).nodes[1]
    assert (there.present, there.sight, [key.id for key in there.keys]) == (True, Sight.PLAINTEXT, ["tls"])


def test_proofs_belong_to_the_hops_between_the_two() -> None:
    header = setting("header", proves={"browser": "app"})
    verdict = verdict_of(header, control("tls", proves={"alb": "browser"}))
    told = [[(proof.who, proof.to, proof.firm) for proof in hop.proofs] for hop in verdict.hops]
    assert told == [
        [("browser", "app", True), ("alb", "browser", True)],
        [("browser", "app", True)],
        [],
    ]


@pytest.mark.parametrize(
    ("spans", "reach"),
    [
        ([], Reach.NOWHERE),
        ([("browser", "alb")], Reach.IN_PART),
        ([("browser", "alb"), ("alb", "db")], Reach.HOP_BY_HOP),
        ([("browser", "app"), ("alb", "db")], Reach.HOP_BY_HOP),
        ([("browser", "db")], Reach.END_TO_END),
    ],
)
def test_how_far_encryption_goes(spans: list[tuple[str, str]], reach: Reach) -> None:
    found = [control(f"tls-{number}", start=one, end=other) for number, (one, other) in enumerate(spans)]
    assert verdict_of(setting("firewall"), *found).reach is reach


def test_the_narrowest_limit_of_what_works_counts() -> None:
    made = long_path(
        setting("line", mbps=2000),
        control("vpn", mbps=1250, flow_mbps=1250, mtu=1446),
        setting("idle", mbps=50, mtu=600, needs=["gone"]),
        setting("gone"),
    )
    narrow = evaluate(made, ["line", "vpn", "idle"])
    assert (narrow.mbps, narrow.flow_mbps, narrow.mtu) == (1250, 1250, 1446)
    wide = evaluate(made, ["line"])
    assert (wide.mbps, wide.flow_mbps, wide.mtu) == (2000, None, None)


def chooser() -> NetworkPath:
    """A choice, a switch that is on, one that is off, and one that is always there."""
    return long_path(
        setting("http", choice="listener", default="on"),
        setting("tcp", choice="listener"),
        setting("beside", default="on"),
        setting("lone"),
        setting("law", default="always"),
    )


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ((), {"http", "law"}),
        (("tcp", "lone"), {"tcp", "lone", "law"}),
        (("http", "tcp", "beside"), {"http", "beside", "law"}),
        (("unknown", "law", "tcp"), {"tcp", "law"}),
    ],
)
def test_an_address_is_taken_as_far_as_the_path_allows(wanted: tuple[str, ...], found: set[str]) -> None:
    assert settled(chooser(), wanted) == found


def test_a_lesson_turns_controls_on_and_off_from_the_start() -> None:
    assert asked_for(chooser(), (), ()) == start(chooser())
    assert asked_for(chooser(), ("tcp", "lone"), ("beside",)) == {"tcp", "lone", "law"}


@pytest.mark.parametrize(("on", "off"), [("law", ""), ("x", ""), ("", "law"), ("", "http"), ("", "x")])
def test_what_cannot_be_turned_is_refused(on: str, off: str) -> None:
    with pytest.raises(InvalidChoice):
        asked_for(chooser(), (on,) if on else (), (off,) if off else ())


def test_the_address_of_a_state_leads_back_to_it() -> None:
    for state in ({"http", "law"}, {"tcp", "beside", "lone", "law"}):
        fields = fields_of(chooser(), frozenset(state))
        assert fields[0] == ("drawn", "1")
        assert settled(chooser(), [value for _, value in fields]) == state
        assert ("in-listener", "tcp" if "tcp" in state else "http") in fields
