"""From points to the scale: agreed figures, no fail that looks like a pass, pilots that do not count."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.scoring import (
    ObjectiveScore,
    Score,
    ScoredItem,
    likely_scale,
    raw_cut,
    scaled,
    score,
)

FIGURES = json.loads((Path(__file__).parents[1] / "vectors" / "item_analysis.json").read_text())
SCALED = FIGURES["extra_scaled_score"]["cases"]


def paper(right: int, total: int, objective: str = "K1") -> list[ScoredItem]:
    return [ScoredItem(objective, int(n < right), 1, True) for n in range(total)]


@pytest.mark.parametrize("case", SCALED, ids=lambda case: f"{case['raw']} of {case['max']}")
def test_scaled_score(case: dict[str, Any]) -> None:
    assert raw_cut(case["max"], 750) == case["cut"]
    result = score(paper(case["raw"], case["max"]))
    assert (result.scaled, result.passed) == (case["scaled"], case["pass"])
    assert (result.right, result.total) == (case["raw"], case["max"])


def test_points_by_objective_without_pilots() -> None:
    items = [
        ScoredItem("S2", 1, 1, True),
        ScoredItem("K1", 1, 1, True),
        ScoredItem("S2", 0, 1, True),
        ScoredItem("S2", 1, 1, True),
        ScoredItem("K1", 1, 1, False),
        ScoredItem("K5", 1, 1, False),
        ScoredItem("K3", 1, 3, True),
    ]
    result = score(items)
    assert result == Score(
        scaled=620,  # 4 of 7 with a cut of 5: 100 + 650 * 4 / 5 = 620
        passed=False,
        right=4,
        total=7,
        objectives=(
            ObjectiveScore("K1", 1, 1),
            ObjectiveScore("K3", 1, 3),
            ObjectiveScore("S2", 2, 3),
        ),
    )
    assert [part.percent for part in result.objectives] == [100, 33, 67]


def test_pilots_change_nothing() -> None:
    pilots = [ScoredItem("K1", 1, 1, False), ScoredItem("K2", 0, 1, False)]
    assert score(paper(30, 50) + pilots) == score(paper(30, 50))


@pytest.mark.parametrize(
    ("total", "pass_mark", "cut"),
    [
        (50, 750, 36),
        (65, 750, 47),
        (20, 750, 14),
        (9, 750, 7),
        (1, 750, 1),
        (1, 200, 1),
        (20, 1000, 20),
        (20, 100, 0),
    ],
)
def test_lowest_points_that_pass(total: int, pass_mark: int, cut: int) -> None:
    assert raw_cut(total, pass_mark) == cut


@pytest.mark.parametrize(
    ("right", "total", "pass_mark", "expected"),
    [(0, 1, 750, 100), (1, 1, 750, 1000), (19, 20, 1000, 955), (20, 20, 1000, 1000), (0, 20, 100, 100)],
)
def test_ends_of_the_scale(right: int, total: int, pass_mark: int, expected: int) -> None:
    assert scaled(right, total, pass_mark) == expected


@given(total=st.integers(1, 300), pass_mark=st.integers(100, 1000))
@settings(deadline=None)
def test_every_point_counts_and_no_fail_shows_the_pass_mark(total: int, pass_mark: int) -> None:
    results = [score(paper(right, total), pass_mark=pass_mark) for right in range(total + 1)]
    scores = [result.scaled for result in results]
    assert scores == sorted(scores)
    assert scores[-1] == 1000
    assert scores[0] == 100
    assert all(result.passed is (result.scaled >= pass_mark) for result in results)


def test_a_paper_on_which_nothing_counts_has_no_score() -> None:
    for items in ([], [ScoredItem("K1", 1, 1, False)]):
        with pytest.raises(ValueError, match="at least one question that counts"):
            score(items)


@pytest.mark.parametrize("pass_mark", [99, 1001])
def test_a_pass_mark_off_the_scale_is_refused(pass_mark: int) -> None:
    with pytest.raises(ValueError, match="between 100 and 1000"):
        score(paper(1, 1), pass_mark=pass_mark)


@pytest.mark.parametrize(("points", "out_of"), [(-1, 1), (2, 1)])
def test_points_out_of_range_are_refused(points: int, out_of: int) -> None:
    with pytest.raises(ValueError, match="Points lie between"):
        ScoredItem("K1", points, out_of, True)


@pytest.mark.parametrize(
    ("right", "total", "low", "high"),
    [(36, 50, 623, 857), (0, 4, 100, 533), (4, 4, 533, 1000), (50, 50, 929, 1000)],
)
def test_where_a_score_likely_lies(right: int, total: int, low: int, high: int) -> None:
    assert likely_scale(right, total, 750) == (low, high)


@given(st.integers(1, 65).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.integers(101, 1000))
def test_a_score_lies_in_its_own_range(result: tuple[int, int], pass_mark: int) -> None:
    low, high = likely_scale(*result, pass_mark)
    assert low <= scaled(*result, pass_mark) <= high
