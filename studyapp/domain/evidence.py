"""What an answer says about the exam, and how much.

Evidence is the first answer to a question, given in practice, review or an exam. An answer in a lesson or in
the check before one only makes its question seen, as does one left empty. An answer counts

    0.5 ^ (days beyond `fresh` / `half_life`)    in full while it is fresh, then less and less: a power steady
                                                 model (J. Q. Smith, J. R. Stat. Soc. B 41, 1979)
    x `practice`                                 unless it was given in an exam
    x e ^ (`step` (difficulty - 3) / 2)          if right, and divided by it if not: an easy one right and a
                                                 hard one missed say less. In the Rasch model (1960) each step
                                                 of difficulty divides the odds by the same number
    x `guess`                                    if right and called a guess

The constants were tuned on simulated learners, see bench/readiness.py.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, exp2, fsum

PLACES = frozenset({"practice", "review", "exam"})
USUAL = 3  # the difficulty of most exam questions
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Formula:
    """The constants; `fresh` and `half_life` are in days. The last five belong to `readiness`."""

    fresh: float = 14.0
    half_life: float = 14.0
    practice: float = 0.9
    step: float = 0.3
    guess: float = 2 / 3
    most: float = 6.0
    loan: float = 6.0
    lenders: float = 15.0
    all_exam: float = 120.0
    all_practice: float = 70.0


FORMULA = Formula()


@dataclass(frozen=True, slots=True)
class FirstTry:
    """The first answer to a question. `guessed`: called a guess before the result was known."""

    objective: str
    difficulty: int
    place: str
    guessed: bool
    correct: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """What the first answers in one objective come to: how many, and their weights."""

    answers: int = 0
    exam_right: float = 0.0
    exam_wrong: float = 0.0
    practice_right: float = 0.0
    practice_wrong: float = 0.0

    @property
    def exam(self) -> float:
        """What was answered in exams."""
        return self.exam_right + self.exam_wrong

    @property
    def practice(self) -> float:
        """What was answered elsewhere."""
        return self.practice_right + self.practice_wrong

    @property
    def right(self) -> float:
        """What was right."""
        return self.exam_right + self.practice_right

    @property
    def wrong(self) -> float:
        """What was not."""
        return self.exam_wrong + self.practice_wrong

    @property
    def total(self) -> float:
        """All of it."""
        return self.right + self.wrong


type Weighed = tuple[str, bool, bool, int, float]
"""An objective, whether in an exam, whether right: how many first answers, and their weights added up."""


def is_evidence(place: str, *, given: bool) -> bool:
    """Whether a first answer counts for or against somebody; `given` is false for one left empty."""
    return place in PLACES and given


def tallies(
    tries: Iterable[FirstTry], *, objectives: Iterable[str], now: datetime, formula: Formula = FORMULA
) -> Mapping[str, Tally]:
    """A tally for each of these objectives; tries in others are left out."""
    weighed: dict[str, list[tuple[float, FirstTry]]] = {code: [] for code in objectives}
    for one in tries:
        if one.objective in weighed:
            weighed[one.objective].append((weight(one, now=now, formula=formula), one))
    return {code: _tally(found) for code, found in weighed.items()}


def tallies_of(weighed: Iterable[Weighed], *, objectives: Iterable[str]) -> Mapping[str, Tally]:
    """The same of first answers that were weighed and added up elsewhere."""
    counts = dict.fromkeys(objectives, 0)
    weights: dict[tuple[str, bool, bool], float] = {}
    for objective, exam, right, answers, weight in weighed:
        if objective in counts:
            counts[objective] += answers
            weights[objective, exam, right] = weights.get((objective, exam, right), 0.0) + weight
    sorts = ((True, True), (True, False), (False, True), (False, False))  # in the order of a tally
    return {
        code: Tally(answers, *(weights.get((code, *sort), 0.0) for sort in sorts))
        for code, answers in counts.items()
    }


def _tally(found: Collection[tuple[float, FirstTry]]) -> Tally:
    def weighing(*, exam: bool, correct: bool) -> float:
        return fsum(  # exact: the same in any order
            counts for counts, one in found if (one.place == "exam") is exam and one.correct is correct
        )

    return Tally(
        answers=len(found),
        exam_right=weighing(exam=True, correct=True),
        exam_wrong=weighing(exam=True, correct=False),
        practice_right=weighing(exam=False, correct=True),
        practice_wrong=weighing(exam=False, correct=False),
    )


def weight(one: FirstTry, *, now: datetime, formula: Formula = FORMULA) -> float:
    """What an answer counts; 1 is a fresh one to a usual exam question.

    One from the future, by a clock that was set back since, counts as one of now.
    """
    stale = max((now - one.at) / _DAY - formula.fresh, 0.0)
    counts = exp2(-stale / formula.half_life)
    if one.place != "exam":
        counts *= formula.practice
    harder = exp(formula.step * (one.difficulty - USUAL) / 2)
    if not one.correct:
        return counts / harder
    return counts * harder * (formula.guess if one.guessed else 1.0)
