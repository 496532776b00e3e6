"""Suspicious keys: the agreed example is found, a corrected one and small numbers are not."""

import json
from pathlib import Path
from typing import Any

import pytest

from studyapp.domain.grading import Key
from studyapp.domain.itemstats import ItemFigures, Mark, OptionFigures, analyse
from studyapp.domain.keydoubts import ENOUGH, Doubt, doubts

FIGURES = json.loads((Path(__file__).parents[1] / "vectors" / "item_analysis.json").read_text())
SINGLE = Key("single", ("A", "B", "C", "D"), (), ("A",))


def found_in(name: str, rows: slice = slice(None)) -> dict[int, tuple[Doubt, ...]]:
    """The doubts about each question of an example."""
    example: dict[str, Any] = FIGURES[name]["input"]
    papers = [
        [
            Mark(n, int(one == key), chosen=(one,) if one else ())
            for n, (one, key) in enumerate(zip(row, example["key"], strict=True))
        ]
        for row in example["responses"][rows]
    ]
    figures = analyse(papers, dict(enumerate(example["options"]))).items
    keys = [Key("single", ("A", "B", "C", "D"), (), (key,)) for key in example["key"]]
    all_doubts = {n: doubts(figures[n], key, [key.answer]) for n, key in enumerate(keys)}
    return {n: found for n, found in all_doubts.items() if found}


def test_the_wrong_key_is_found_and_no_other() -> None:
    assert found_in("example_1_single_answer_wrong_key") == {4: (Doubt("negative"), Doubt("rival", "A"))}


def test_the_corrected_one_is_not() -> None:
    assert found_in("example_1b_same_answers_key_corrected") == {}


def test_nothing_is_said_of_nine_answers() -> None:
    assert ENOUGH == 10
    assert found_in("example_1_single_answer_wrong_key", slice(9)) == {}


def figures(
    *, facility: float, r: float | None = 0.3, answers: int = 100, upper: tuple[float, float] = (20, 2)
) -> ItemFigures:
    """A question of which A is the key; B is chosen by the others."""
    options = (
        OptionFigures("A", int(answers * facility), facility, upper[0], 5, r),
        OptionFigures("B", int(answers * (1 - facility)), 1 - facility, upper[1], 5, 0.2),
    )
    return ItemFigures("x", answers, 0, 27, facility, r, options)


@pytest.mark.parametrize(
    ("seen", "signs"),
    [
        (figures(facility=0.5), []),
        (figures(facility=0.5, r=-0.09), []),  # within what chance makes of 100 answers
        (figures(facility=0.5, r=-0.11), ["negative"]),
        (figures(facility=0.5, r=None), []),
        (figures(facility=0.22), []),
        (figures(facility=0.20), ["chance"]),
        (figures(facility=0.5, upper=(10, 17)), ["rival"]),
        (figures(facility=0.5, upper=(10, 10)), []),
        (figures(facility=0.1, r=-0.5, upper=(1, 26)), ["negative", "rival", "chance"]),
    ],
)
def test_the_signs(seen: ItemFigures, signs: list[str]) -> None:
    assert [doubt.sign for doubt in doubts(seen, SINGLE, [("A",)])] == signs


def test_a_second_accepted_answer_is_no_rival_and_makes_guessing_easier() -> None:
    seen = figures(facility=0.44, upper=(10, 17))
    assert [doubt.sign for doubt in doubts(seen, SINGLE, [("A",)])] == ["rival"]
    assert [doubt.sign for doubt in doubts(seen, SINGLE, [("A",), ("B",)])] == ["chance"]


@pytest.mark.parametrize(
    ("key", "guessed"),
    [
        (Key("multiple", ("A", "B", "C", "D", "E"), (), ("A", "B")), 0.1),
        (Key("ordering", ("A", "B", "C"), (), ("A", "B", "C")), 1 / 6),
        (Key("matching", ("A", "B"), ("x", "y", "z"), ("A=x", "B=y")), 1 / 9),
    ],
)
def test_guessing_depends_on_what_may_be_answered(key: Key, guessed: float) -> None:
    assert [doubt.sign for doubt in doubts(figures(facility=guessed, answers=400), key, [key.answer])] == []
    low = figures(facility=guessed - 0.05, answers=400, upper=(20, 2))
    assert [doubt.sign for doubt in doubts(low, key, [key.answer])] == ["chance"]
