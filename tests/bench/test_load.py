"""What bench load, growth and kolibri say of figures: each limit that is passed is told."""

from typing import Any

import pytest

from bench import growth, kolibri
from bench.load import Memory, Turns, report
from bench.swarm import Figures


def turns(mixed: float, *faults: str) -> dict[str, Turns]:
    made = {
        name: Turns(Figures(), [rate], [1.0]) for name, rate in (("without a pause", mixed), ("bare", 100))
    }
    for turn in made.values():
        turn.figures.times["lesson"] = [1.0, 2.0]
    made["bare"].figures.faults += faults
    return made


def memory(late: float) -> Memory:
    made = Memory([])
    made.samples = [(float(at), late if at > 80 else 100.0) for at in range(1, 101)]
    return made


def test_all_limits_of_the_load_kept() -> None:
    assert report(turns(50), memory(105)) is True


@pytest.mark.parametrize(
    ("mixed", "faults", "late", "told"),
    [
        (49, (), 100, "mixed load to bare view 0.49"),
        (50, ("lesson: 500",), 100, "errors 1"),
        (50, (), 106, "memory late to early 1.060"),
    ],
)
def test_each_limit_of_the_load_passed_is_told(
    mixed: float, faults: tuple[str, ...], late: float, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(turns(mixed, *faults), memory(late)) is False
    broken = [line for line in capsys.readouterr().out.splitlines() if line.startswith("NOT KEPT")]
    assert [told in line for line in broken] == [True]


def page(clock: float, queries: int = 5) -> dict[str, Any]:
    cost = {"cpu": 1.0, "clock": clock, "queries": queries}
    return {"learners": 100, "seeding": 1.0, "pages": {"lesson": cost}}


@pytest.mark.parametrize(
    ("last", "flat"), [(page(13.4), True), (page(13.6), False), (page(10, queries=6), False)]
)
def test_what_grows_is_told(last: dict[str, Any], flat: bool) -> None:
    assert growth.report("sqlite", [page(10), page(99), last]) is flat


@pytest.mark.parametrize(("rate", "enough"), [(80.0, True), (79.0, False)])
def test_a_ratio_that_is_too_small_is_told(rate: float, enough: bool) -> None:
    other, own = [(10.0, 40.0)], [(rate, 5.0)]
    found = {name: {"kolibri": other, "own": own} for name in kolibri.WANTED}
    assert kolibri.report(found, dict.fromkeys(kolibri.WANTED, 14)) is enough
