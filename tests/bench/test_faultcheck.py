"""The comparison behind the fault harness: it is silent about what is right, and names what is not."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from bench.faultcheck import Event, Kept, Stored, Told, differences
from bench.faultclients import Ack
from bench.faultplan import KILLS, NETWORK, Asked, Save, draw
from studyapp.domain.grading import Key, check_response
from studyapp.domain.saving import Heard

ONE = Save("a", 1, 1, "single", ("x",), False, None, None)
TWO = replace(ONE, revision=2, response=("y",), flagged=True, struck=("z",))
OTHER = replace(ONE, client="b", response=("z",))
EMPTY = replace(ONE, revision=3, response=())
LOG = (
    Event(10, None, "started", None, 0, "", 0),
    Event(11, 1, "saved", ("x",), 1, "a", 1),
    Event(12, 1, "saved", ("y",), 2, "a", 2),
    Event(13, 1, "flagged", True, 2, "a", 2),
    Event(14, 1, "struck", ("z",), 2, "a", 2),
)
ROW = Stored(1, {"response": ("y",), "flagged": True, "struck": ("z",)}, 2, {"a": Heard("a", 2, 2, 2)})
TOLD = Told({ONE: 1.0, TWO: 2.0}, (Ack(ONE, "stored", 1, 1.5), Ack(TWO, "stored", 2, 2.5)), False, True)
KEPT = Kept((ROW,), LOG, over=False)


def kinds(told: Told = TOLD, kept: Kept = KEPT) -> set[str]:
    """The kinds of what was found."""
    return {fault.partition(": ")[0] for fault in differences(told, kept)}


def stored(**changes: object) -> Kept:
    """As it should be but for this in the row."""
    return replace(KEPT, rows=(replace(ROW, **changes),))  # type: ignore[arg-type]  # any field


def with_parts(**parts: object) -> Kept:
    changed: dict[Any, object] = {**ROW.parts, **parts}
    return stored(parts=changed)


def test_what_is_right_is_not_told() -> None:
    assert kinds() == set()
    assert kinds(replace(TOLD, acks=())) == set()
    kept_word = replace(TOLD, sent={**TOLD.sent, EMPTY: 3.0}, acks=(*TOLD.acks, Ack(EMPTY, "kept", 2, 3.5)))
    assert kinds(kept_word) == set()


@pytest.mark.parametrize(
    "kept",
    [
        with_parts(response=("x",)),
        with_parts(response=()),
        with_parts(flagged=False),
        with_parts(struck=()),
        stored(version=1),
        stored(version=3),
        stored(heard={"a": Heard("a", 1, 2, 2)}),
        stored(heard={"a": Heard("a", 2, 2, 1)}),
        stored(heard={}),
        replace(KEPT, events=LOG[:1] + LOG[2:]),
        replace(KEPT, events=LOG[:-1]),
    ],
)
def test_a_loss_is_told(kept: Kept) -> None:
    assert "lost" in kinds(kept=kept)


def test_what_never_arrived_is_told_of_those_who_came_back_only() -> None:
    late = replace(ONE, revision=4, response=("z",))
    told = replace(TOLD, sent={**TOLD.sent, late: 4.0})
    assert kinds(told) == {"lost"}
    assert kinds(replace(told, returned=False)) == set()


@pytest.mark.parametrize(
    "event",
    [
        Event(15, 1, "flagged", False, 2, "a", 2),
        Event(15, 1, "flagged", True, 2, "", 0),
        Event(15, 1, "flagged", True, 2, "b", 2),
        Event(15, 1, "extended", None, 0, "", 0),
    ],
)
def test_what_nobody_sent_is_told(event: Event) -> None:
    assert "invented" in kinds(kept=replace(KEPT, events=(*LOG, event)))


def test_an_answer_emptied_by_nobody_is_told() -> None:
    told = Told({**TOLD.sent, EMPTY: 3.0}, TOLD.acks, False, False)
    emptied = replace(KEPT, events=(*LOG, Event(15, 1, "saved", (), 3, "a", 3)))
    row = replace(ROW, parts={**ROW.parts, "response": ()}, version=3, heard={"a": Heard("a", 3, 2, 2)})
    assert kinds(told, replace(emptied, rows=(row,))) == {"emptied"}
    clears = replace(EMPTY, clears=True)
    meant = Told({**TOLD.sent, clears: 3.0}, TOLD.acks, False, False)
    assert kinds(meant, replace(emptied, rows=(row,))) == set()


def test_an_older_answer_over_a_newer_one_is_told() -> None:
    events = (*LOG, Event(15, 1, "saved", ("x",), 3, "a", 1))
    row = replace(ROW, parts={**ROW.parts, "response": ("x",)}, version=3)
    assert "old over new" in kinds(kept=Kept((row,), events, over=False))


@pytest.mark.parametrize(("sent", "found"), [(3.0, {"old over new"}), (1.0, set())])
def test_of_two_tabs_the_later_one_stands(sent: float, found: set[str]) -> None:
    told = Told({**TOLD.sent, OTHER: sent}, TOLD.acks, False, False)
    heard = {**ROW.heard, "b": Heard("b", 1)}
    first = (LOG[0], Event(10, 1, "saved", ("x",), 1, "a", 1), Event(11, 1, "saved", ("z",), 2, "b", 1))
    events = (*first, *(replace(event, version=3) for event in LOG[2:]))
    row = replace(ROW, heard=heard, version=3)
    acks = (Ack(ONE, "stored", 1, 1.5), Ack(TWO, "stored", 3, 2.5))
    assert kinds(replace(told, acks=acks), Kept((row,), events, over=False)) == found


def test_half_an_end_is_told() -> None:
    end = Event(15, None, "submitted", None, 0, "", 0)
    answered = replace(ROW, answered=("y",))
    whole = Kept((answered,), (*LOG, end), over=True)
    handed_in = replace(TOLD, submitted=True)
    assert kinds(handed_in, whole) == set()
    assert kinds(handed_in, KEPT) == {"lost"}
    assert kinds(handed_in, replace(whole, rows=(ROW,))) == {"half"}
    assert kinds(handed_in, replace(whole, events=LOG)) == {"half"}
    assert kinds(handed_in, replace(whole, over=False)) == {"half", "lost"}
    assert kinds(handed_in, replace(whole, rows=(replace(ROW, answered=("x",)),))) == {"lost"}
    behind = replace(whole, events=(*LOG[:-1], end, replace(LOG[-1], number=16)))
    assert kinds(handed_in, behind) == {"invented"}


def test_a_refusal_without_a_cause_is_told() -> None:
    assert kinds(replace(TOLD, acks=(Ack(ONE, "closed", None, 1.5),))) == {"strange"}
    assert kinds(replace(TOLD, acks=(Ack(TWO, "kept", 2, 2.5),))) == {"strange"}
    assert kinds(replace(TOLD, strange=("500",))) == {"strange"}


PAPER = (
    Asked(1, Key("single", ("a", "b"), (), ("a",)), ("b", "a")),
    Asked(2, Key("multiple", ("a", "b", "c"), (), ("a", "c")), ("c", "b", "a")),
    Asked(3, Key("ordering", ("a", "b", "c"), (), ("a", "b", "c")), ("c", "b", "a")),
    Asked(4, Key("matching", ("a", "b"), ("x", "y"), ("a=x", "b=y")), ("y", "x")),
)


def test_plans_are_drawn_from_their_seed_and_hold_everything() -> None:
    plans = [draw(Random(f"1:{n}"), PAPER, restarts=True) for n in range(2000)]  # noqa: S311 - a plan
    assert plans[:50] == [draw(Random(f"1:{n}"), PAPER, restarts=True) for n in range(50)]  # noqa: S311 - a plan
    saves = [save for plan in plans for tab in plan.tabs for save in tab]
    assert {save.network for save in saves} == {"", *NETWORK}
    assert {save.kill.rstrip(" 0123456789") for save in saves} == {"", *KILLS}
    keys = {asked.position: asked.key for asked in PAPER}
    for save in saves:
        if save.response is not None:
            assert check_response(keys[save.position], save.response) == save.response
    for plan in plans:
        for tab in plan.tabs:
            assert [save.revision for save in tab] == list(range(1, len(tab) + 1))
    assert any(plan.restart_after is not None for plan in plans)
    assert {plan.returns for plan in plans} == {plan.submits for plan in plans} == {True, False}
