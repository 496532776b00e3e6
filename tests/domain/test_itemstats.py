"""Item statistics: agreed figures to nine decimals, undefined is None, unlike papers are made equal."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.itemstats import ExamFigures, Mark, Paper, analyse, correlation, group_size

FIGURES = json.loads((Path(__file__).parents[1] / "vectors" / "item_analysis.json").read_text())
NEAR = FIGURES["tolerance"]
CHOICES = ("example_1_single_answer_wrong_key", "example_1b_same_answers_key_corrected")
EDGES = FIGURES["edge_cases"]


def chosen_papers(example: dict[str, Any]) -> list[Paper]:
    """Papers of single-answer questions."""
    return [
        [
            Mark(item, int(answer == key), chosen=(answer,) if answer else ())
            for item, (answer, key) in enumerate(zip(row, example["input"]["key"], strict=True))
        ]
        for row in example["input"]["responses"]
    ]


def marked_papers(example: dict[str, Any]) -> list[Paper]:
    """Papers of which only the marks are known."""
    most = example["max"]
    scored = example.get("scored", [True] * len(most))
    return [
        [Mark(n, points, most[n], scored[n], ("x",)) for n, points in enumerate(row)]
        for row in example["marks"]
    ]


def near(value: float | None) -> Any:
    return None if value is None else pytest.approx(value, abs=NEAR)


@pytest.mark.parametrize("name", CHOICES)
def test_the_agreed_figures_of_an_exam_and_its_questions(name: str) -> None:
    example = FIGURES[name]
    wanted = example["expected"]
    found = analyse(chosen_papers(example), dict(enumerate(example["input"]["options"])))
    assert (found.candidates, found.length) == (wanted["n_candidates"], wanted["n_scored_items"])
    assert found.mean == near(wanted["mean_total"])
    assert found.deviation == near(wanted["sd_total"])
    assert (found.alpha, found.sem) == (near(wanted["alpha"]), near(wanted["sem"]))
    assert found.alpha == near(wanted["kr20"])
    assert found.alpha != pytest.approx(wanted["kr20_WRONG_mixed_variances"], abs=0.01)
    for item in wanted["items"]:
        figures = found.items[item["index"]]
        assert (figures.answers, figures.group) == (wanted["n_candidates"], wanted["group_size"])
        assert (figures.facility, figures.discrimination) == (
            near(item["facility"]),
            near(item["item_rest_r"]),
        )
        assert [
            (row.option, row.count, row.share, row.upper, row.lower, row.rest_r) for row in figures.options
        ] == [
            (
                row["option"],
                row["n"],
                near(row["prop"]),
                near(row["upper"]),
                near(row["lower"]),
                near(row["option_rest_r"]),
            )
            for row in item["options"]
        ]


def test_more_than_one_point_and_a_pilot() -> None:
    example = FIGURES["example_2_partial_marks_and_pilot_item"]
    wanted = example["expected"]
    found = analyse(marked_papers(example["input"]))
    assert (found.candidates, found.length) == (8, 5)
    assert (found.mean, found.deviation) == (near(wanted["mean_total"]), near(wanted["sd_total"]))
    assert (found.alpha, found.sem) == (near(wanted["alpha"]), near(wanted["sem"]))
    assert [found.items[n].facility for n in range(6)] == [near(row["facility"]) for row in wanted["items"]]
    assert [found.items[n].discrimination for n in range(6)] == [
        near(row["item_rest_r"]) for row in wanted["items"]
    ]


@pytest.mark.parametrize("case", EDGES, ids=lambda case: case["name"])
def test_what_is_undefined_is_none(case: dict[str, Any]) -> None:
    found = analyse(marked_papers(case))
    wanted = case["expected"]
    if "alpha" in wanted:
        assert (found.alpha, found.sem) == (None, None)
    for n, item in enumerate(wanted["items"]):
        if case["marks"]:
            figures = found.items[n]
            assert (figures.facility, figures.discrimination) == (near(item["facility"]), None)
    assert (found.mean is None) == (not case["marks"])


def test_a_paper_of_one_question_has_no_alpha() -> None:
    assert analyse([[Mark("a", 1)], [Mark("a", 0)]]).alpha is None


def test_the_groups_are_27_percent_and_never_empty() -> None:
    assert [group_size(people) for people in (1, 2, 5, 6, 10, 100)] == [1, 1, 1, 2, 3, 27]


def test_correlation() -> None:
    assert correlation([(0, 1), (1, 3)]) == pytest.approx(1)
    assert correlation([(0, 1)]) is None
    assert correlation([(1, 1), (1, 2)]) is None


def test_an_easier_paper_makes_nobody_better() -> None:
    """Each of two people got half of each question's usual points: nobody is in front."""
    easy, hard = (
        [Mark(f"e{n}", int(n < 8)) for n in range(10)],
        [Mark(f"h{n}", int(n < 2)) for n in range(10)],
    )
    found = analyse([easy, hard])
    assert (found.mean, found.deviation) == (5, 0)
    assert (found.alpha, found.sem) == (None, None)


marks = st.lists(st.lists(st.integers(0, 1), min_size=5, max_size=5), min_size=2, max_size=14)


def papers_of(rows: list[list[int]]) -> list[Paper]:
    return [[Mark(n, points, chosen=("ab"[points],)) for n, points in enumerate(row)] for row in rows]


def rounded(found: ExamFigures) -> Any:
    """All figures, without the last digits."""
    items = [
        (
            item.item,
            item.facility,
            item.discrimination,
            [(row.option, row.count, row.upper, row.lower, row.rest_r) for row in item.options],
        )
        for item in sorted(found.items.values(), key=lambda item: str(item.item))
    ]
    return json.loads(
        json.dumps([found.alpha, found.sem, found.mean, items]),
        parse_float=lambda x: round(float(x), 7) + 0.0,
    )


@settings(max_examples=60, deadline=None)
@given(rows=marks, seed=st.randoms(use_true_random=False))
def test_the_order_of_candidates_and_of_questions_says_nothing(rows: list[list[int]], seed: Any) -> None:
    turned = papers_of(rows)
    seed.shuffle(turned)
    for paper in turned:
        seed.shuffle(paper)
    assert rounded(analyse(turned)) == rounded(analyse(papers_of(rows)))


@settings(max_examples=60, deadline=None)
@given(rows=marks)
def test_every_answer_is_in_the_table_and_groups_are_full(rows: list[list[int]]) -> None:
    found = analyse(papers_of(rows))
    for item in found.items.values():
        assert sum(row.count for row in item.options) == len(rows)
        assert sum(row.upper for row in item.options) == pytest.approx(item.group)
        assert sum(row.lower for row in item.options) == pytest.approx(item.group)
        assert all(
            one.option is None or two.option is None or one.option < two.option
            for one, two in pairwise(item.options)
        )
