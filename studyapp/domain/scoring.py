"""From the points of a paper to a score on the familiar scale of 100 to 1,000.

AWS does not publish how it turns points into scaled scores (forms of different difficulty are equated), so
this is a practice estimate and must be labelled as one. Our convention: two straight lines, from nothing to
the pass mark and from the pass mark to everything, which meet at the lowest number of points that passes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from studyapp.domain.calibration import wilson

SCALE_MIN, SCALE_MAX = 100, 1000
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class ScoredItem:
    """One graded question of a paper, in whole points. A pilot item (`scored` false) does not count."""

    objective: str
    points: int
    out_of: int
    scored: bool

    def __post_init__(self) -> None:
        if not 0 <= self.points <= self.out_of:
            raise ValueError("Points lie between 0 and what they are out of.")


@dataclass(frozen=True, slots=True)
class ObjectiveScore:
    """The points reached in one objective; `percent` is a whole number."""

    objective: str
    right: int
    total: int

    @property
    def percent(self) -> int:
        """The share of right points, to the nearest percent; 0 if there were none to reach."""
        return _nearest(100 * self.right, self.total) if self.total else 0


@dataclass(frozen=True, slots=True)
class Score:
    """The result of a paper. `objectives` are sorted by id; one that has pilot items only is left out."""

    scaled: int
    passed: bool
    right: int
    total: int
    objectives: tuple[ObjectiveScore, ...]


def score(items: Sequence[ScoredItem], *, pass_mark: int = 750) -> Score:
    """The score of a paper; `pass_mark` lies on the scale. ValueError if nothing on the paper counts."""
    points: dict[str, tuple[int, int]] = {}
    for item in items:
        if item.scored:
            right, total = points.get(item.objective, (0, 0))
            points[item.objective] = (right + item.points, total + item.out_of)
    objectives = tuple(ObjectiveScore(objective, *points[objective]) for objective in sorted(points))
    right = sum(part.right for part in objectives)
    total = sum(part.total for part in objectives)
    return Score(
        scaled=scaled(right, total, pass_mark),
        passed=right >= raw_cut(total, pass_mark),
        right=right,
        total=total,
        objectives=objectives,
    )


def raw_cut(total: int, pass_mark: int) -> int:
    """The lowest number of points that passes: the pass mark's share of the scale, to the nearest point.

    36 of 50 for a pass mark of 750. ValueError if there are no points or the pass mark is off the scale.
    """
    if total < 1:
        raise ValueError("A score needs at least one question that counts.")
    if not SCALE_MIN <= pass_mark <= SCALE_MAX:
        raise ValueError(f"A pass mark lies between {SCALE_MIN} and {SCALE_MAX}.")
    cut = _nearest((pass_mark - SCALE_MIN) * total, SCALE_MAX - SCALE_MIN)
    return max(cut, 1) if pass_mark > SCALE_MIN else 0


def scaled(right: int, total: int, pass_mark: int) -> int:
    """`right` of `total` points on the scale. A fail is rounded down, so it never shows the pass mark."""
    cut = raw_cut(total, pass_mark)
    if right < cut:
        return SCALE_MIN + (pass_mark - SCALE_MIN) * right // cut
    if right == total:  # also where the cut is everything and the upper line has no length
        return SCALE_MAX
    return pass_mark + _nearest((SCALE_MAX - pass_mark) * (right - cut), total - cut)


def likely_scale(right: int, total: int, pass_mark: int) -> tuple[int, int]:
    """Where on the scale a paper like this one would likely lie: the Wilson interval of 95 %, outwards."""
    low, high = wilson(right, total)
    fewest, most = floor(low * total + _ROUNDING), ceil(high * total - _ROUNDING)
    return scaled(fewest, total, pass_mark), scaled(most, total, pass_mark)


def _nearest(numerator: int, denominator: int) -> int:
    """The nearest whole number to a fraction of non-negative numbers; a half goes up."""
    return (2 * numerator + denominator) // (2 * denominator)
