"""Readiness, worked out by hand: fresh exam answers to usual questions weigh 1, so the sums are plain."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from studyapp.domain.beta import below
from studyapp.domain.evidence import FirstTry
from studyapp.domain.readiness import (
    ObjectiveReadiness,
    Range,
    Readiness,
    Recall,
    Word,
    pass_share,
    readiness,
)

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PASSES = 0.72


def tries(right: int, wrong: int = 0, *, days: float = 0, **changes: Any) -> list[FirstTry]:
    fields: dict[str, Any] = {"objective": "K1", "difficulty": 3, "place": "exam", "guessed": False}
    fields |= {"at": NOW - timedelta(days=days), **changes}
    return [FirstTry(**fields, correct=n < right) for n in range(right + wrong)]


def ready(found: list[FirstTry], **changes: Any) -> Readiness:
    return readiness(found, **{"now": NOW, "blueprint": {"K1": 1}, "passes": PASSES, **changes})


def only(found: Readiness) -> ObjectiveReadiness:
    (row,) = found.objectives
    return row


def assert_middle_of(found: Range | None, right: float, wrong: float) -> None:
    """The range leaves a tenth of Beta(right, wrong) below it and a tenth above."""
    assert found is not None
    assert below(found.low, right, wrong) == pytest.approx(0.1, abs=1e-8)
    assert below(found.high, right, wrong) == pytest.approx(0.9, abs=1e-8)


def test_as_many_right_as_wrong() -> None:
    found = ready(tries(3, 3))
    # The whole: 1 + 120 x 3 / (6 + 6) on each side. The objective: 1 + 3, for there is nobody to borrow from.
    assert_middle_of(found.range, 31, 31)
    assert_middle_of(only(found).range, 4, 4)


def test_nine_of_twelve() -> None:
    found = ready(tries(9, 3))
    # The whole: 1 + 120 x 9 / 18 and 1 + 120 x 3 / 18.
    assert_middle_of(found.range, 61, 21)
    assert_middle_of(only(found).range, 10, 4)


def test_everything_right_has_a_range_that_can_be_worked_out_on_paper() -> None:
    found = ready(tries(6))
    assert found.range is not None
    assert found.range.low == pytest.approx(0.1 ** (1 / 61))  # Beta(61, 1)
    assert found.range.high == pytest.approx(0.9 ** (1 / 61))


def test_practice_weighs_less_and_never_says_as_much() -> None:
    found = ready(tries(10, 10, place="practice"))
    # Each weighs 0.9: 1 + 70 x 9 / (6 + 18), and 1 + 9.
    assert_middle_of(found.range, 27.25, 27.25)
    assert_middle_of(only(found).range, 10, 10)
    much = ready(tries(1000, 1000, place="practice"))
    assert_middle_of(much.range, 1 + 70 * 900 / 1806, 1 + 70 * 900 / 1806)


def test_exams_and_practice_add_up() -> None:
    found = ready([*tries(6, 0), *tries(0, 10, place="review")])
    assert_middle_of(found.range, 1 + 120 * 6 / 12, 1 + 70 * 9 / 15)
    assert_middle_of(only(found).range, 7, 10)


def test_objectives_count_by_their_share_of_the_exam() -> None:
    both = [*tries(6, 6), *tries(12, 0, objective="S1")]
    found = ready(both, blueprint={"K1": 3, "S1": 1})
    # K1: 120 x 3/4 x 6 / 18 = 30 on each side; S1: 120 x 1/4 x 12 / 18 = 20 right.
    assert_middle_of(found.range, 51, 31)
    first, second = found.objectives
    assert (first.objective, first.share, first.answers, first.weight) == ("K1", 0.75, 12, 12.0)
    assert (second.objective, second.share, second.answers, second.weight) == ("S1", 0.25, 12, 12.0)
    # K1 borrows 6 / (15 + 20) of the 20, S1 6 / (15 + 60) of each 30.
    assert_middle_of(first.range, 1 + 6 * 20 / 35 + 6, 1 + 6)
    assert_middle_of(second.range, 1 + 2.4 + 12, 1 + 2.4)


def test_nothing_is_stated_without_evidence() -> None:
    found = ready([], blueprint={"K1": 1, "S1": 2})
    assert (found.answers, found.range, found.word, found.recall, found.later) == (0, None, None, None, None)
    assert [(row.range, row.word, row.needed) for row in found.objectives] == [(None, None, 6)] * 2
    assert found.passes == PASSES


@pytest.mark.parametrize(
    ("found", "needed"),
    [
        ([], 6),
        (tries(3, 2), 1),
        (tries(3, 3), 0),
        (tries(2, 2, place="practice"), 2),
        (tries(3, 3, place="practice"), 0),  # they weigh 5.4
        (tries(3, 3, days=28), 2),  # three are left of six: 1 / 0.9 more make four
        (tries(4, 4, days=28), 0),  # exactly four are left
        (tries(20, 20, days=140), 5),
        (tries(6, guessed=True, place="practice", days=28), 3),  # 6 x 0.9 x 2/3 x 1/2 = 1.8
    ],
)
def test_how_many_more_answers_it_takes(found: list[FirstTry], needed: int) -> None:
    row = only(ready(found))
    assert row.needed == needed
    assert (row.range is None) == (row.word is None) == bool(needed)


def test_so_many_fresh_answers_are_enough() -> None:
    for before in ([], tries(3, 2), tries(3, 3, days=28), tries(20, 20, days=140)):
        needed = only(ready(before)).needed
        assert only(ready([*before, *tries(needed, place="practice")])).range
        assert not only(ready([*before, *tries(needed - 1, place="practice")])).range


def test_the_whole_needs_three_quarters_of_the_exam() -> None:
    asked = {"K1": 3, "K2": 3, "S1": 2}
    known = [*tries(3, 3), *tries(3, 3, objective="K2")]
    assert ready(known, blueprint=asked).range
    assert ready(known, blueprint=asked | {"S1": 3}).range is None
    assert ready(known, blueprint={"K1": 45, "K2": 30, "S1": 25}).range  # exactly


def test_an_objective_that_the_exam_does_not_ask_for_is_left_out() -> None:
    assert ready([*tries(3, 3), *tries(0, 30, objective="X9")]) == ready(tries(3, 3))


def test_a_blueprint_asks_for_something() -> None:
    for nothing in ({}, {"K1": 0}):
        with pytest.raises(ValueError, match="at least one question"):
            ready([], blueprint=nothing)


@pytest.mark.parametrize(
    ("found", "passes", "word"),
    [
        (tries(6), 0.95, Word.LIKELY),  # 0.963 to 0.998
        (tries(6), 0.97, Word.CLOSE),
        (tries(6), 0.999, Word.NOT_YET),  # all of it lies below
        (tries(3, 3), 0.5, Word.CLOSE),  # 0.419 to 0.581
        (tries(3, 3), 0.59, Word.NOT_YET),
        (tries(3, 3), 0.4, Word.LIKELY),
    ],
)
def test_the_word_of_the_whole(found: list[FirstTry], passes: float, word: Word) -> None:
    assert ready(found, passes=passes).word is word


@pytest.mark.parametrize(
    ("passes", "word"),
    [(0.278, Word.LIKELY), (0.278 + 0.19, Word.CLOSE), (0.278 + 0.21, Word.NOT_YET), (0.73, Word.NOT_YET)],
)
def test_a_range_that_begins_far_below_is_not_close(passes: float, word: Word) -> None:
    row = only(ready(tries(3, 3), passes=passes))  # Beta(4, 4): 0.279 to 0.721
    assert row.word is word


def test_the_pass_mark_as_a_share() -> None:
    assert pass_share(750) == pytest.approx(650 / 900)
    assert (pass_share(100), pass_share(1000)) == (0, 1)


def test_what_lies_above_chance_fades_with_recall() -> None:
    plain = ready(tries(6))
    found = ready(tries(6), recall={"K1": Recall(now=0.9, later=0.45, items=5)})
    assert plain.range is not None
    assert plain.later is None
    faded = Range(0.2 + (plain.range.low - 0.2) / 2, 0.2 + (plain.range.high - 0.2) / 2)
    assert found.later == faded
    assert (found.range, found.word) == (plain.range, plain.word)
    assert only(found).recall == Recall(0.9, 0.45, 5)


def test_what_lies_below_chance_and_recall_that_grows_change_nothing() -> None:
    bad = ready(tries(0, 6), recall={"K1": Recall(now=0.9, later=0.1, items=5)})
    assert bad.later == bad.range
    better = ready(tries(6), recall={"K1": Recall(now=0.5, later=0.9, items=5)})
    assert better.later == better.range


@pytest.mark.parametrize(
    "recall",
    [Recall(now=0.9, later=None, items=5), Recall(now=0.9, later=0.5, items=4), Recall(0.0, 0.0, 5)],
)
def test_without_a_day_or_with_too_few_items_nothing_is_said_of_it(recall: Recall) -> None:
    found = ready(tries(6), recall={"K1": recall})
    assert (found.later, only(found).later) == (None, None)
    assert only(found).recall == (recall if recall.items == 5 else None)


def test_recall_of_the_whole_is_weighted_by_the_exam() -> None:
    both = [*tries(6), *tries(6, objective="S1"), *tries(6, objective="S2")]
    recall = {"K1": Recall(0.8, 0.6, 10), "S1": Recall(0.9, 0.3, 20), "S2": Recall(0.1, 0.1, 1)}
    found = ready(both, blueprint={"K1": 2, "S1": 1, "S2": 7}, recall=recall)
    assert found.recall is not None
    assert found.recall.now == pytest.approx((2 * 0.8 + 0.9) / 3)
    assert found.recall.later == pytest.approx((2 * 0.6 + 0.3) / 3)
    assert found.recall.items == 30
    without_day = recall | {"S1": replace(recall["S1"], later=None)}
    found = ready(both, blueprint={"K1": 2, "S1": 1, "S2": 7}, recall=without_day)
    assert found.recall is not None
    assert found.recall.later is None
