"""The beta distribution, against sums that can be done by hand."""

from math import comb, inf, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.beta import below, quantile

parameters = st.floats(0.05, 400)
shares = st.floats(0.001, 0.999)


def by_binomial(x: float, a: int, b: int) -> float:
    """Of a + b - 1 tosses that come up with chance x, at least a do."""
    tosses = a + b - 1
    return sum(comb(tosses, n) * x**n * (1 - x) ** (tosses - n) for n in range(a, tosses + 1))


@pytest.mark.parametrize(("a", "b"), [(1, 1), (2, 2), (6, 6), (9, 3), (1, 40), (31, 7), (25, 60)])
@pytest.mark.parametrize("x", [0.01, 0.2, 0.5, 0.72, 0.99])
def test_the_share_below_is_the_chance_of_that_many_tosses(x: float, a: int, b: int) -> None:
    assert below(x, a, b) == pytest.approx(by_binomial(x, a, b), abs=1e-12)


@pytest.mark.parametrize(
    ("share", "a", "b", "expected"),
    [
        (0.1, 1, 1, 0.1),  # uniform
        (0.9, 2, 1, 0.9**0.5),  # x^a lies below x
        (0.1, 61, 1, 0.1 ** (1 / 61)),
        (0.9, 1, 5, 1 - 0.1**0.2),  # (1 - x)^b lies above
        (0.5, 7.5, 7.5, 0.5),  # symmetric
        (0.25, 0.5, 0.5, 0.146446609407),  # arcsine: sin(pi / 8)^2
        (0.1, 2, 2, 0.195800105659),  # the root of 3 x^2 - 2 x^3 = 0.1
    ],
)
def test_known_quantiles(share: float, a: float, b: float, expected: float) -> None:
    assert quantile(share, a, b) == pytest.approx(expected, abs=1e-10)


def test_the_ends_and_what_lies_beyond() -> None:
    assert [below(x, 3.0, 2.0) for x in (-1.0, 0.0, 1.0, 2.0)] == [0.0, 0.0, 1.0, 1.0]


@pytest.mark.parametrize(("a", "b"), [(0.0, 1.0), (1.0, 0.0), (-1.0, 2.0), (inf, 1.0), (1.0, nan)])
def test_parameters_are_above_nothing(a: float, b: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        below(0.5, a, b)


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1, nan])
def test_a_share_is_more_than_nothing_and_less_than_all(share: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        quantile(share, 2.0, 2.0)


@given(shares, parameters, parameters)
@settings(deadline=None)
def test_the_quantile_has_its_share_below(share: float, a: float, b: float) -> None:
    x = quantile(share, a, b)
    assert 0 <= x <= 1
    # Where the density has no bound, the nearest number to the quantile may miss its share.
    if min(a, b) >= 1:
        assert below(x, a, b) == pytest.approx(share, abs=1e-8)


@given(shares, parameters, parameters)
@settings(deadline=None)
def test_turned_round_it_is_its_own_mirror(share: float, a: float, b: float) -> None:
    assert quantile(share, a, b) == pytest.approx(1 - quantile(1 - share, b, a), abs=1e-8)


@given(shares, parameters, parameters, st.floats(0.01, 50))
@settings(deadline=None)
def test_more_on_the_right_moves_it_up(share: float, a: float, b: float, more: float) -> None:
    assert quantile(share, a + more, b) >= quantile(share, a, b) - 1e-10
    assert quantile(share, a, b + more) <= quantile(share, a, b) + 1e-10
