"""A path of one's own: nodes from a palette in a row, and protections laid over them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from studyapp.domain.pathdocuments import (
    Challenge,
    Control,
    Hop,
    Keys,
    Layer,
    Must,
    NetworkPath,
    Node,
    Owner,
    Party,
    Speech,
)
from studyapp.domain.paths_reading import ENVELOPES, LAYER_NAMES
from studyapp.domain.paths_words import GROUND_NAMES

MOST_NODES, MOST_PROTECTIONS = 6, 6
PALETTE: Mapping[str, tuple[str, Owner]] = {
    "browser": ("Browser", "outside"),
    "laptop": ("Laptop", "customer"),
    "server": ("Your server", "customer"),
    "router": ("Your router", "customer"),
    "carrier": ("Carrier's equipment", "partner"),
    "partner": ("Partner's server", "partner"),
    "dx": ("Direct Connect device", "aws"),
    "vpn": ("VPN endpoint", "aws"),
    "tgw": ("Transit gateway", "aws"),
    "cloudfront": ("CloudFront", "aws"),
    "alb": ("Application Load Balancer", "aws"),
    "nlb": ("Network Load Balancer", "aws"),
    "api": ("API Gateway", "aws"),
    "resolver": ("VPC Resolver", "aws"),
    "ec2": ("Application on EC2", "customer"),
    "lambda": ("Lambda function", "customer"),
    "s3": ("S3 bucket", "aws"),
    "rds": ("Database on RDS", "aws"),
}
GROUNDS: Mapping[str, str] = GROUND_NAMES  # type: ignore[assignment]  # asked with what somebody typed
LAYERS: tuple[str, ...] = tuple(layer for layer in LAYER_NAMES if layer != "message")
HOLDERS: Mapping[str, str] = {"aws": "AWS", "customer": "You", "both": "Both ends", "partner": "The partner"}
SPEECHES: tuple[str, ...] = get_args(Speech)
_RUNS: Mapping[str, Party] = {"aws": "aws", "customer": "customer", "both": "shared", "partner": "partner"}
_SOURCE, _DAY = "https://docs.aws.amazon.com/", date(2026, 1, 1)  # a control has to have one; never shown


@dataclass(frozen=True, slots=True)
class Stop:
    """A node of the palette, and over whose ground the hop behind it leads."""

    kind: str
    over: str = "aws"


@dataclass(frozen=True, slots=True)
class Protection:
    """A layer from one stop to a later one; stops are counted from 1. Not `firm` lets plaintext through."""

    layer: str
    start: int
    end: int
    keys: str = "both"
    firm: bool = True


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody built; nothing of it is checked."""

    stops: tuple[Stop, ...]
    protections: tuple[Protection, ...] = ()
    speaks: str = "HTTP"


@dataclass(frozen=True, slots=True)
class Built:
    """The path that came of a wish, and a sentence for each thing that could not be built."""

    path: NetworkPath
    faults: tuple[str, ...]


START = Wish(
    stops=(Stop("browser", "internet"), Stop("alb"), Stop("ec2"), Stop("rds")),
    protections=(Protection("TLS", 1, 2, "aws"),),
)


def built(wish: Wish) -> Built:
    """The path of a wish. Fewer than two nodes give the one to start from."""
    stops = [stop for stop in wish.stops if stop.kind in PALETTE and stop.over in GROUNDS][:MOST_NODES]
    if len(stops) < 2:
        return Built(built(START).path, ("A path needs two nodes at least.",))
    faults, controls = [], []
    for place, one in enumerate(wish.protections[:MOST_PROTECTIONS], start=1):
        if one.layer in LAYERS and one.keys in HOLDERS and 0 < one.start < one.end <= len(stops):
            controls.append(_control(place, one))
        else:
            faults.append(f"Protection {place} must lead from a node to a later one.")
    speaks = wish.speaks if wish.speaks in SPEECHES else "HTTP"
    return Built(_path(stops, controls, speaks), tuple(faults))


def _path(stops: Sequence[Stop], controls: Sequence[Control], speaks: str) -> NetworkPath:
    return NetworkPath.model_validate(
        {
            "file": "",
            "id": "sandbox",
            "title": "Your path",
            "summary": "Your path",
            "carries": "the data",
            "objectives": ("K1",),
            "lessons": ("sandbox",),
            "nodes": [_node(place, stop) for place, stop in enumerate(stops, start=1)],
            "hops": [
                Hop.model_validate(
                    {"id": f"h{n}", "from": f"n{n}", "to": f"n{n + 1}", "speaks": speaks, "over": stop.over}
                )
                for n, stop in enumerate(stops[:-1], start=1)
            ],
            "controls": controls or [_nothing()],
            "challenges": [_no_challenge()],
        }
    )


def _node(place: int, stop: Stop) -> Node:
    label, owner = PALETTE[stop.kind]
    return Node(id=f"n{place}", kind=stop.kind, owner=owner, label=label)


def _control(place: int, one: Protection) -> Control:
    layer: Layer = one.layer  # type: ignore[assignment]  # one of LAYERS
    keys: Keys = one.keys  # type: ignore[assignment]  # one of HOLDERS
    return Control(
        id=f"c{place}",
        label=LAYER_NAMES[layer][:1].upper() + LAYER_NAMES[layer][1:],
        say="Built by hand.",
        layer=layer,
        start=f"n{one.start}",
        end=f"n{one.end}",
        run_by=_RUNS[one.keys],
        set_by="customer" if one.keys in ("aws", "both") else _RUNS[one.keys],
        keys=keys if ENVELOPES[layer].hides else None,
        default="always",
        falls_back=not one.firm,
        source=_SOURCE,
        checked=_DAY,
    )


def _nothing() -> Control:
    """A path has one control at least; this one does nothing."""
    return Control(
        id="nothing",
        label="Nothing",
        say="Nothing.",
        run_by="customer",
        set_by="customer",
        default="always",
        source=_SOURCE,
        checked=_DAY,
    )


def _no_challenge() -> Challenge:
    return Challenge(
        id="none",
        title="None",
        ask="None",
        objectives=("K1",),
        must=Must(),
        par=1,
        hints=("None",),
        solved="None",
    )
