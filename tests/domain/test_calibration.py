"""Confidence against correctness, worked out by hand and against published figures."""

from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.calibration import Calibration, Lean, calibration, wilson
from studyapp.domain.grading import Confidence

SURE, UNSURE, GUESS = Confidence

judged = st.lists(st.tuples(st.sampled_from(Confidence), st.booleans()), max_size=80)


def said(sure: str = "", unsure: str = "", guess: str = "") -> Calibration:
    """As many answers as there are letters; "+" is right."""
    pairs = [(SURE, sure), (UNSURE, unsure), (GUESS, guess)]
    return calibration((confidence, mark == "+") for confidence, marks in pairs for mark in marks)


@pytest.mark.parametrize(
    ("right", "answers", "low", "high"),
    [  # R. G. Newcombe, Stat. Med. 17 (1998), table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_of_a_share(right: int, answers: int, low: float, high: float) -> None:
    assert list(wilson(right, answers)) == pytest.approx([low, high], abs=5e-5)
    assert list(wilson(answers - right, answers)) == pytest.approx([1 - high, 1 - low], abs=5e-5)


def test_nothing_said() -> None:
    found = said()
    assert (found.answers, found.right, found.needed, found.stated, found.share) == (0, 0, 20, 0, 0)
    assert (found.low, found.high, found.lean, found.brier) == (0, 1, None, None)
    assert [(one.confidence, one.stated) for one in found.bins] == [(SURE, 0.9), (UNSURE, 0.6), (GUESS, 0.25)]
    for one in found.bins:
        assert (one.answers, one.right, one.in_ten) == (0, 0, 0)
        assert (one.share, one.low, one.high, one.lean) == (None, None, None, None)


def test_counts_and_shares() -> None:
    found = said("++++++++-", "++---", "+")
    assert [(one.answers, one.right, one.in_ten) for one in found.bins] == [(9, 8, 9), (5, 2, 4), (1, 1, 10)]
    assert [one.share for one in found.bins] == [8 / 9, 2 / 5, 1.0]
    assert [(one.low, one.high) for one in found.bins] == [wilson(8, 9), wilson(2, 5), wilson(1, 1)]
    assert (found.answers, found.right, found.share) == (15, 11, 11 / 15)
    assert found.stated == pytest.approx((9 * 0.9 + 5 * 0.6 + 0.25) / 15)
    assert (found.low, found.high) == wilson(11, 15)


@pytest.mark.parametrize(("right", "wrong", "tenths"), [(7, 3, 7), (13, 7, 7), (1, 19, 1), (1, 20, 0)])
def test_so_many_in_ten_halves_up(right: int, wrong: int, tenths: int) -> None:
    assert said("+" * right + "-" * wrong).bins[0].in_ten == tenths


def test_below_the_numbers_that_are_enough_nothing_is_judged() -> None:
    found = said("-" * 9, "-" * 9, "-")
    assert (found.needed, found.lean, found.brier) == (1, None, None)
    assert [one.lean for one in found.bins] == [None, None, None]
    found = said("-" * 10, "-" * 9, "-")
    assert (found.needed, found.lean) == (0, Lean.OVER)
    assert [one.lean for one in found.bins] == [Lean.OVER, None, None]
    assert found.brier is not None


@pytest.mark.parametrize(
    ("sure", "unsure", "guess", "lean"),
    [
        ("+" * 12 + "-" * 8, "", "", Lean.OVER),  # 60 %, up to 78
        ("+" * 18 + "-" * 2, "", "", Lean.FITS),
        ("+" * 60, "", "", Lean.UNDER),  # from 94 % up
        ("", "", "+" * 14 + "-" * 6, Lean.UNDER),  # 70 % of the guesses, from 48 up
        ("+" * 14 + "-" * 6, "", "+" * 9 + "-" * 11, Lean.MIXED),  # 58 % on average as stated, but not each
    ],
)
def test_to_which_side_somebody_leans(sure: str, unsure: str, guess: str, lean: Lean) -> None:
    assert said(sure, unsure, guess).lean is lean


def test_the_brier_score_by_hand() -> None:
    brier = said("+" * 8 + "-" * 2, "+" * 5 + "-" * 5).brier
    assert brier is not None
    # 8 x 0.1^2 + 2 x 0.9^2 + 5 x 0.4^2 + 5 x 0.6^2 = 0.08 + 1.62 + 0.8 + 1.8 of twenty
    assert brier.score == pytest.approx(4.3 / 20)
    assert brier.reliability == pytest.approx((10 * 0.1**2 + 10 * 0.1**2) / 20)
    assert brier.resolution == pytest.approx((10 * 0.15**2 + 10 * 0.15**2) / 20)
    assert brier.uncertainty == pytest.approx(0.65 * 0.35)


@given(judged)
@settings(deadline=None)
def test_the_parts_of_the_score_make_it_up(pairs: list[tuple[Confidence, bool]]) -> None:
    brier = calibration(pairs).brier
    assert (brier is None) == (len(pairs) < 20)
    if brier:
        parts = brier.reliability - brier.resolution + brier.uncertainty
        assert brier.score == pytest.approx(parts, abs=1e-12)
        plain = sum(({SURE: 0.9, UNSURE: 0.6, GUESS: 0.25}[said] - right) ** 2 for said, right in pairs)
        assert brier.score == pytest.approx(plain / len(pairs), abs=1e-12)


@given(st.data(), judged)
@settings(deadline=None)
def test_the_order_says_nothing(data: st.DataObject, pairs: list[tuple[Confidence, bool]]) -> None:
    assert calibration(data.draw(st.permutations(pairs))) == calibration(pairs)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
@settings(deadline=None)
def test_an_interval_holds_its_share_and_narrows(counts: tuple[int, int]) -> None:
    right, answers = counts
    low, high = wilson(right, answers)
    assert 0 <= low <= right / answers <= high <= 1
    twice = wilson(2 * right, 2 * answers)
    assert twice[1] - twice[0] < high - low < inf
