"""The beta distribution on 0 to 1: how much of it lies below a value, and the value that a share lies below.

The standard library has none. The distribution function is the continued fraction of DLMF 8.17.22
(dlmf.nist.gov/8.17), worked out from the front by the method of DLMF 3.10(iii).
"""

from math import exp, inf, lgamma, log, log1p, sqrt
from statistics import NormalDist

_TINY = 1e-300  # stands in for a zero that would be divided by
_EXACT = 1e-13
_NEAR_ENOUGH = 1e-12
_MOST_STEPS = 100


def below(x: float, a: float, b: float) -> float:
    """The share of Beta(a, b) that lies below x. ValueError unless both parameters are above 0."""
    if not (0 < a < inf and 0 < b < inf):
        raise ValueError("The parameters of a beta distribution are above 0.")
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = exp(_log_density(x, a, b) + log(x) + log1p(-x))
    if x < (a + 1) / (a + b + 2):  # on this side the fraction converges fast
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def quantile(share: float, a: float, b: float) -> float:
    """The value that this share of Beta(a, b) lies below: Newton's steps, halving where one leads astray."""
    if not 0 < share < 1:
        raise ValueError("A share lies between 0 and 1.")
    lowest, highest = 0.0, 1.0
    x = _first_guess(share, a, b)
    for _ in range(_MOST_STEPS):
        error = below(x, a, b) - share
        lowest, highest = (lowest, x) if error > 0 else (x, highest)
        density = exp(_log_density(x, a, b))
        better = x - error / density if density > _TINY else -1.0
        if not lowest < better < highest:
            better = (lowest + highest) / 2
        if abs(better - x) <= _NEAR_ENOUGH or better in (lowest, highest):
            return better
        x = better
    return x


def _first_guess(share: float, a: float, b: float) -> float:
    """By the normal distribution of the log odds, kept off the ends, where the density may have no bound."""
    odds = log(a / b) + NormalDist().inv_cdf(share) * sqrt(1 / a + 1 / b)
    return min(max(1 / (1 + exp(-min(max(odds, -30.0), 30.0))), 1e-9), 1 - 1e-9)


def _log_density(x: float, a: float, b: float) -> float:
    return (a - 1) * log(x) + (b - 1) * log1p(-x) + lgamma(a + b) - lgamma(a) - lgamma(b)


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction, term by term until nothing changes."""
    above, under = 1.0, 1 / _off_zero(1 - (a + b) * x / (a + 1))
    value = under
    for m in range(1, 1000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            under = 1 / _off_zero(1 + term * under)
            above = _off_zero(1 + term / above)
            value *= above * under
        if abs(above * under - 1) < _EXACT:
            break
    return value


def _off_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
