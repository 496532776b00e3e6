"""What a few questions say, and what a difference of two papers is worth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.calibration import wilson
from studyapp.domain.comparing import Likely, difference, likely


@pytest.mark.parametrize(
    ("right", "total", "low", "high"),
    [
        (0, 0, 0, 10),
        (0, 2, 0, 7),
        (2, 2, 3, 10),
        (1, 2, 0, 10),  # 0.095 to 0.905: outwards
        (5, 5, 5, 10),
        (25, 50, 3, 7),
        (36, 50, 5, 9),
        (5000, 5000, 9, 10),
    ],
)
def test_in_how_many_of_ten(right: int, total: int, low: int, high: int) -> None:
    assert likely(right, total) == Likely(low, high)


def test_in_words() -> None:
    assert Likely(3, 8).words == "between 3 and 8 of 10"
    assert Likely(4, 4).words == "about 4 of 10"


# R. G. Newcombe, Statistics in Medicine 17 (1998), table II, method 10: (later, earlier) and the interval.
PUBLISHED = [
    ((56, 70), (48, 80), 0.0524, 0.3339),
    ((9, 10), (3, 10), 0.1705, 0.8090),
    ((10, 10), (0, 20), 0.6791, 1.0000),
    ((10, 10), (0, 10), 0.6075, 1.0000),
]


@pytest.mark.parametrize(("after", "before", "low", "high"), PUBLISHED)
def test_published_intervals(
    after: tuple[int, int], before: tuple[int, int], low: float, high: float
) -> None:
    found = difference(before, after)
    assert (round(found.low, 4), round(found.high, 4), found.change) == (low, high, "up")
    turned = difference(after, before)
    assert (round(turned.low, 4), round(turned.high, 4), turned.change) == (-high, -low, "down")


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ((2, 5), (4, 5), "chance"),
        ((0, 2), (2, 2), "chance"),  # by the interval alone it would be "up"; heads twice after tails twice
        ((0, 4), (9, 9), "chance"),
        ((0, 6), (6, 6), "up"),
        ((20, 50), (36, 50), "up"),
        ((30, 50), (36, 50), "chance"),
        ((40, 50), (20, 50), "down"),
        ((0, 0), (5, 5), "chance"),
        ((5, 5), (0, 0), "chance"),
    ],
)
def test_what_a_change_is_worth(before: tuple[int, int], after: tuple[int, int], change: str) -> None:
    assert difference(before, after).change == change


RESULTS = st.integers(0, 65).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


@given(RESULTS, RESULTS)
def test_laws(before: tuple[int, int], after: tuple[int, int]) -> None:
    there, back = difference(before, after), difference(after, before)
    assert {there.change, back.change} in ({"up", "down"}, {"chance"})  # the same seen from the other side
    assert there.low == pytest.approx(-back.high)
    assert there.low <= there.high
    assert difference(before, before).change == "chance"  # nothing is better than itself


@given(RESULTS)
def test_the_words_never_say_more_than_the_interval(result: tuple[int, int]) -> None:
    low, high = wilson(*result)
    said = likely(*result)
    assert 0 <= said.low <= 10 * low + 1e-6
    assert 10 * high - 1e-6 <= said.high <= 10
