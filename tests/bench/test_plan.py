"""The simulation behind the plan's figures, small: eight learners, each figure exact."""

import pytest

from bench.plan import FEWER, ITEMS, STEEPEST, WAYS, Figures, main, median_load, simulate

LEARNERS = 8
EXPECTED = {  # reviews a learner, recall on the exam day, busiest day, reviews on the last day
    "plain 0.90": (643.125, 0.95281, 24.125, 4.75),
    "plain 0.95": (843.5, 0.97472, 29.5, 8.875),
    "cap at exam day": (764.0, 0.99351, 125.625, 125.625),
    "the plan": (683.5, 0.9796, 23.5, 12.5),
}


@pytest.fixture(scope="module")
def figures() -> dict[str, Figures]:
    return {name: simulate(retention, rule, LEARNERS) for name, (retention, rule) in WAYS.items()}


def test_the_figures_of_eight_learners(figures: dict[str, Figures]) -> None:
    found = {
        name: (one.reviews, round(one.recall, 5), one.busiest, one.loads[-1]) for name, one in figures.items()
    }
    assert found == EXPECTED


def test_the_plan_keeps_what_was_promised(figures: dict[str, Figures]) -> None:
    plan, strict = figures["the plan"], figures["plain 0.95"]
    assert plan.recall >= strict.recall
    assert plan.reviews <= (1 - FEWER) * strict.reviews
    assert plan.busiest <= STEEPEST * plan.median


def test_a_cap_piles_everything_up_on_the_last_day(figures: dict[str, Figures]) -> None:
    assert figures["cap at exam day"].loads[-1] >= ITEMS
    assert figures["the plan"].loads[-1] < ITEMS / 5


def test_loads_add_up(figures: dict[str, Figures]) -> None:
    for one in figures.values():
        assert sum(one.loads) == pytest.approx(one.reviews)
        assert one.median == median_load(one.loads)
        assert min(one.steepness) <= one.steepest <= max(one.steepness)


def test_the_median_is_of_days_with_reviews() -> None:
    assert median_load((0.0, 1.0, 0.0, 5.0, 3.0)) == 3.0


def test_the_95th_percentile_is_of_the_nearest_rank() -> None:
    def steepest(count: int) -> float:
        return Figures(0.0, 0.0, (), tuple(float(n) for n in range(count, 0, -1))).steepest

    assert [steepest(count) for count in (1, 19, 20, 21, 200)] == [1.0, 19.0, 19.0, 20.0, 190.0]


def test_the_table_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    main(["1"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "120 items, 42 days, 1 learners"
    assert [line[:16].strip() for line in lines[4:8]] == list(WAYS)
