"""How sure somebody was, against how right she was.

A confidence stands for a probability of being right, STATED below: sure is nine times in ten, unsure a little
better than even, and a guess one of four.

The share right has a Wilson interval of 95 % (E. B. Wilson, J. Am. Stat. Assoc. 22, 1927), and somebody is
called over- or underconfident only where what she stated lies outside of it.

The Brier score is the mean of (stated - right)^2, right being 1 or 0 (G. W. Brier, Mon. Weather Rev. 78,
1950). It is the sum of three parts (A. H. Murphy, J. Appl. Meteorol. 12, 1973), exactly, since all answers
of one confidence state the same:

    reliability      how far what was stated lies from what came true: 0 is perfect
    - resolution     how much the confidences tell right from wrong: more is better
    + uncertainty    what is left to somebody who only knows how often she is right
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import fsum, sqrt

from studyapp.domain.grading import Confidence

STATED: Mapping[Confidence, float] = {
    Confidence.SURE: 0.9,
    Confidence.UNSURE: 0.6,
    Confidence.GUESS: 0.25,
}
ENOUGH = 20  # judged answers, before anything is said of the whole
ENOUGH_OF_ONE = 10  # of one confidence, before anything is said of it
_Z = 1.959963984540054  # of the normal distribution, 2.5 % lie above


class Lean(StrEnum):
    """To which side what was stated misses what came true, if to any. Mixed: on average to none."""

    OVER = "over"
    UNDER = "under"
    MIXED = "mixed"
    FITS = "fits"


@dataclass(frozen=True, slots=True)
class Bin:
    """The answers of one confidence. `share`, `low` and `high` are None without any, `lean` with too few."""

    confidence: Confidence
    stated: float
    answers: int
    right: int
    share: float | None
    low: float | None
    high: float | None
    lean: Lean | None

    @property
    def in_ten(self) -> int:
        """Right answers in ten, to the nearest; 0 without any answer."""
        return (20 * self.right + self.answers) // (2 * self.answers) if self.answers else 0


@dataclass(frozen=True, slots=True)
class Brier:
    """The score and its parts: score = reliability - resolution + uncertainty. Lower is better."""

    score: float
    reliability: float
    resolution: float
    uncertainty: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """All confidences together. `brier` and `lean` are None while `needed` more answers are missing."""

    bins: tuple[Bin, ...]
    answers: int
    right: int
    needed: int
    stated: float  # on average; 0 without any answer
    share: float
    low: float
    high: float
    lean: Lean | None
    brier: Brier | None


def calibration(judged: Iterable[tuple[Confidence, bool]]) -> Calibration:
    """What the pairs of confidence and being right come to; their order says nothing."""
    counts = dict.fromkeys([(confidence, correct) for confidence in STATED for correct in (True, False)], 0)
    for one in judged:
        counts[one] += 1
    bins = tuple(
        _bin(confidence, right=counts[confidence, True], wrong=counts[confidence, False])
        for confidence in STATED
    )
    answers, right = sum(one.answers for one in bins), sum(one.right for one in bins)
    stated = fsum(one.answers * one.stated for one in bins) / max(answers, 1)
    needed = max(ENOUGH - answers, 0)
    low, high = wilson(right, answers)
    return Calibration(
        bins=bins,
        answers=answers,
        right=right,
        needed=needed,
        stated=stated,
        share=right / max(answers, 1),
        low=low,
        high=high,
        lean=None if needed else _lean_of_all(_lean(stated, low, high), bins),
        brier=None if needed else _brier(bins, answers, right / answers),
    )


def wilson(right: int, answers: int) -> tuple[float, float]:
    """The ends of the interval for a share; 0 and 1 without any answer."""
    if not answers:
        return 0.0, 1.0
    share, extra = right / answers, _Z * _Z / answers
    middle = (share + extra / 2) / (1 + extra)
    arm = _Z * sqrt(share * (1 - share) / answers + extra / (4 * answers)) / (1 + extra)
    low = 0.0 if right == 0 else max(middle - arm, 0.0)  # without the rounding, it is exactly there
    return low, 1.0 if right == answers else min(middle + arm, 1.0)


def _bin(confidence: Confidence, *, right: int, wrong: int) -> Bin:
    answers, stated = right + wrong, STATED[confidence]
    low, high = wilson(right, answers)
    return Bin(
        confidence=confidence,
        stated=stated,
        answers=answers,
        right=right,
        share=right / answers if answers else None,
        low=low if answers else None,
        high=high if answers else None,
        lean=_lean(stated, low, high) if answers >= ENOUGH_OF_ONE else None,
    )


def _lean(stated: float, low: float, high: float) -> Lean:
    if stated > high:
        return Lean.OVER
    return Lean.UNDER if stated < low else Lean.FITS


def _lean_of_all(average: Lean, bins: Iterable[Bin]) -> Lean:
    leaning = any(one.lean in (Lean.OVER, Lean.UNDER) for one in bins)
    return Lean.MIXED if average is Lean.FITS and leaning else average


def _brier(bins: Iterable[Bin], answers: int, share: float) -> Brier:
    used = [(one, one.right / one.answers) for one in bins if one.answers]
    return Brier(
        score=fsum(
            one.right * (one.stated - 1) ** 2 + (one.answers - one.right) * one.stated**2 for one, _ in used
        )
        / answers,
        reliability=fsum(one.answers * (one.stated - came) ** 2 for one, came in used) / answers,
        resolution=fsum(one.answers * (came - share) ** 2 for one, came in used) / answers,
        uncertainty=share * (1 - share),
    )
