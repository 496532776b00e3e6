"""What a handful of questions says, and whether one handful says more than another.

A share has its Wilson interval of 95 % (see `calibration`). The difference of two shares has the interval
made of both, method 10 of R. G. Newcombe, Statistics in Medicine 17, 1998; only where "no difference" lies
outside of it has something changed. A paper has few questions of an objective, so that is seldom.
"""

from dataclasses import dataclass
from math import ceil, floor, hypot
from typing import Literal

from studyapp.domain.calibration import wilson

type Change = Literal["up", "down", "chance"]

FEWEST = 5  # questions on each side: with fewer the interval promises more than it keeps
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Likely:
    """Between so many and so many of ten, rounded outwards: no narrower than what was worked out."""

    low: int
    high: int

    @property
    def words(self) -> str:
        """The same as a reader says it."""
        if self.low == self.high:
            return f"about {self.low} of 10"
        return f"between {self.low} and {self.high} of 10"


@dataclass(frozen=True, slots=True)
class Difference:
    """The later share less the earlier one, and how far that may be off."""

    change: Change
    low: float
    high: float


def likely(right: int, total: int) -> Likely:
    """In how many of ten such questions somebody would be right; 0 to 10 without any question."""
    low, high = wilson(right, total)
    return Likely(floor(10 * low + _ROUNDING), ceil(10 * high - _ROUNDING))


def difference(before: tuple[int, int], after: tuple[int, int]) -> Difference:
    """From (right, total) to (right, total). "chance" if that may be all, or with too little."""
    one, two = _share(*before), _share(*after)
    (low_one, high_one), (low_two, high_two) = wilson(*before), wilson(*after)
    low = two - one - hypot(two - low_two, high_one - one)
    high = two - one + hypot(high_two - two, one - low_one)
    if not (before[1] and after[1]):
        return Difference("chance", -1.0, 1.0)
    if min(before[1], after[1]) < FEWEST:
        return Difference("chance", low, high)
    return Difference("up" if low > 0 else "down" if high < 0 else "chance", low, high)


def _share(right: int, total: int) -> float:
    return right / total if total else 0.5
