"""What an answer counts, worked out by hand."""

from datetime import UTC, datetime, timedelta
from math import exp
from typing import Any

import pytest

from studyapp.domain.evidence import FirstTry, Tally, is_evidence, tallies, tallies_of, weight

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def tried(days: float = 0, **changes: Any) -> FirstTry:
    """A fresh right answer to a usual question of K1 in an exam."""
    fields = {"objective": "K1", "difficulty": 3, "place": "exam", "guessed": False, "correct": True}
    return FirstTry(**{**fields, "at": NOW - timedelta(days=days), **changes})


@pytest.mark.parametrize(
    ("days", "expected"), [(0, 1), (14, 1), (28, 0.5), (42, 0.25), (35, 0.5**1.5), (-3, 1)]
)
def test_two_weeks_in_full_then_half_every_two_weeks(days: float, expected: float) -> None:
    assert weight(tried(days), now=NOW) == pytest.approx(expected)


@pytest.mark.parametrize(("place", "expected"), [("exam", 1.0), ("practice", 0.9), ("review", 0.9)])
def test_an_exam_counts_most(place: str, expected: float) -> None:
    assert weight(tried(place=place), now=NOW) == expected
    assert weight(tried(place=place, correct=False), now=NOW) == expected


@pytest.mark.parametrize("difficulty", [1, 2, 3, 4])
def test_an_easy_one_right_and_a_hard_one_missed_count_less(difficulty: int) -> None:
    right = weight(tried(difficulty=difficulty), now=NOW)
    wrong = weight(tried(difficulty=difficulty, correct=False), now=NOW)
    assert right == pytest.approx(exp(0.15 * (difficulty - 3)))
    # In the Rasch model the odds of a right answer fall by as much a step: what is left is the odds at 3.
    assert wrong / right == pytest.approx(exp(0.3 * (3 - difficulty)))


def test_a_right_guess_counts_two_thirds_and_a_wrong_one_as_any_other() -> None:
    assert weight(tried(guessed=True), now=NOW) == pytest.approx(2 / 3)
    assert weight(tried(guessed=True, correct=False), now=NOW) == 1
    assert weight(tried(28, place="practice", difficulty=1, guessed=True), now=NOW) == pytest.approx(
        0.5 * 0.9 * exp(-0.3) * 2 / 3
    )


@pytest.mark.parametrize(
    ("place", "given", "expected"),
    [
        ("practice", True, True),
        ("review", True, True),
        ("exam", True, True),
        ("exam", False, False),  # left out: nobody tried
        ("lesson", True, False),
        ("precheck", True, False),
    ],
)
def test_where_an_answer_is_evidence(place: str, given: bool, expected: bool) -> None:
    assert is_evidence(place, given=given) is expected


def test_a_tally_keeps_exams_and_the_rest_apart() -> None:
    found = tallies(
        [
            tried(),
            tried(28),
            tried(correct=False),
            tried(place="practice"),
            tried(place="review", correct=False),
            tried(objective="S1"),
            tried(objective="X9"),
        ],
        objectives=["K1", "K2", "S1"],
        now=NOW,
    )
    assert found == {
        "K1": Tally(5, exam_right=1.5, exam_wrong=1.0, practice_right=0.9, practice_wrong=0.9),
        "K2": Tally(),
        "S1": Tally(1, exam_right=1.0),
    }
    first = found["K1"]
    assert (first.exam, first.practice) == (2.5, 1.8)
    assert (first.right, first.wrong, first.total) == (2.4, 1.9, 4.3)


def test_weights_that_were_added_up_elsewhere_make_the_same_tally() -> None:
    tries = [
        tried(),
        tried(28),
        tried(correct=False),
        tried(place="review"),
        tried(21, place="practice", guessed=True),
        tried(place="practice", correct=False, difficulty=1),
    ]
    weighed = [
        (one.objective, one.place == "exam", one.correct, 1, weight(one, now=NOW))
        for one in (*tries, tried(objective="S9"))
    ]
    found = tallies_of(weighed, objectives=["K1", "K2"])
    assert found == tallies(tries, objectives=["K1", "K2"], now=NOW)
    assert found["K2"] == Tally()
