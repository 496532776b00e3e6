"""How ready somebody is for the exam: a range for each objective and for the whole, never a number alone.

What is estimated is the true score: the share of the exam's questions, never seen before, that the learner
would get right now. docs/readiness.md says all of this in plain words.

Let r and w be the weights of right and wrong first answers in one objective (see `evidence`); r(e) and w(e)
of them were given in exams, r(p) and w(p) elsewhere, and n is r + w. What an objective says of the whole exam
is the pair

    a = share x (`all_exam` x r(e) / (`most` + n(e)) + `all_practice` x r(p) / (`most` + n(p)))

and b, the same with w; share is the objective's part of the blueprint. However much somebody practises, it
tells no more about the exam room than `all_practice` answers would, and many answers in one objective say
little of the others. Of all a and b added up to A and B, the score of the whole exam has the distribution

    Beta(1 + A, 1 + B)

and, of those of all other objectives, A' and B', the score in one objective has

    Beta(1 + L A' + r, 1 + L B' + w)          L = `loan` / (`lenders` + A' + B')

which takes up to `loan` answers on loan from the others. This is the beta-binomial of strong true-score
theory (F. M. Lord, Psychometrika 30, 1965) with the learner herself as the population of her objectives. Each
range is the middle 80 % of its distribution.

More right answers never lower an end of any range, and more wrong ones never raise one: they only add to the
first parameter and only take from the second, or the other way round.

The range on the exam day supposes that nothing is learned or reviewed until then: what lies above chance
shrinks as the mean recall predicted by FSRS does. That is an assumption; nothing here was fitted to it.

How often the stated range holds the true score of simulated learners: `manage.py bench readiness`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import ceil, fsum

from studyapp.domain.beta import quantile
from studyapp.domain.evidence import FORMULA, FirstTry, Formula, Tally, tallies
from studyapp.domain.scoring import SCALE_MAX, SCALE_MIN

TAIL = 0.1  # below the range, and above it: together they leave 80 %
CHANCE = 0.2  # what remains when all is forgotten: one of four, and less where two are to be chosen
ENOUGH_ANSWERS = 6  # of one objective, before a range is stated
ENOUGH_WEIGHT = 4.0  # of them today
ENOUGH_OF_EXAM = 0.75  # the share of the blueprint that has a range, before one of the whole is stated
ENOUGH_ITEMS = 5  # in review, before their recall says something of an objective
CLOSE = 0.2  # how far below the pass mark a range may begin and still be called close


class Word(StrEnum):
    """What a range says against the pass mark."""

    NOT_YET = "not ready yet"
    CLOSE = "close"
    LIKELY = "likely"


@dataclass(frozen=True, slots=True)
class Recall:
    """Mean predicted recall of an objective's `items`: now, and on the exam day if nothing is reviewed."""

    now: float
    later: float | None
    items: int


@dataclass(frozen=True, slots=True)
class Range:
    """The middle 80 % of what the score may be, as proportions."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ObjectiveReadiness:
    """One objective. `range` is None while `needed` more first answers are missing.

    `weight` is what the answers come to today, in fresh exam answers. `later` is the range on the exam day if
    nothing more is learned or reviewed; None without a day or without enough items in review.
    """

    objective: str
    share: float  # of the blueprint
    answers: int
    weight: float
    needed: int
    range: Range | None
    word: Word | None
    recall: Recall | None
    later: Range | None


@dataclass(frozen=True, slots=True)
class Readiness:
    """The whole exam; `range` is None until objectives that make up ENOUGH_OF_EXAM have one."""

    objectives: tuple[ObjectiveReadiness, ...]
    answers: int
    range: Range | None
    word: Word | None
    recall: Recall | None
    later: Range | None
    passes: float


@dataclass(frozen=True, slots=True)
class _Pair:
    """How much was right and how much was not, in answers."""

    right: float
    wrong: float


def pass_share(pass_mark: int) -> float:
    """The pass mark as a share of the scale, as scoring has it: 750 is 72 %."""
    return (pass_mark - SCALE_MIN) / (SCALE_MAX - SCALE_MIN)


def readiness(
    tries: Iterable[FirstTry],
    *,
    now: datetime,
    blueprint: Mapping[str, int],
    passes: float,
    recall: Mapping[str, Recall] | None = None,
    formula: Formula = FORMULA,
) -> Readiness:
    """How ready the learner is. `passes` is the share of right answers that passes.

    Tries in objectives that the blueprint does not ask for are left out. ValueError for an empty blueprint.
    """
    questions = sum(blueprint.values())
    if questions < 1:
        raise ValueError("A blueprint asks for at least one question.")
    found = tallies(tries, objectives=blueprint, now=now, formula=formula)
    shares = {code: count / questions for code, count in blueprint.items()}
    parts = {code: _part(tally, shares[code], formula) for code, tally in found.items()}
    whole = _sum(parts.values())
    rows = []
    for code, tally in found.items():
        others = _sum(part for other, part in parts.items() if other != code)
        needed = _needed(tally, formula)
        score = None if needed else _range(_score(tally, others, formula))
        rows.append(_row(code, tally, score, needed, shares[code], (recall or {}).get(code), passes))
    together = _recall_of_all(rows)
    known = sum(blueprint[row.objective] for row in rows if row.range)
    stated = _range(whole) if known >= ENOUGH_OF_EXAM * questions else None
    return Readiness(
        objectives=tuple(rows),
        answers=sum(row.answers for row in rows),
        range=stated,
        word=_word(stated, passes),
        recall=together,
        later=_faded(stated, together),
        passes=passes,
    )


def highest(
    tries: Iterable[FirstTry], *, now: datetime, blueprint: Mapping[str, int], formula: Formula = FORMULA
) -> float | None:
    """The upper end of the range that `readiness` states of the whole exam, in a twentieth of its time."""
    questions = sum(blueprint.values())
    found = tallies(tries, objectives=blueprint, now=now, formula=formula)
    known = sum(blueprint[code] for code, tally in found.items() if not _needed(tally, formula))
    if known < ENOUGH_OF_EXAM * questions:
        return None
    whole = _sum(_part(tally, blueprint[code] / questions, formula) for code, tally in found.items())
    return quantile(1 - TAIL, 1 + whole.right, 1 + whole.wrong)


def _part(tally: Tally, share: float, formula: Formula) -> _Pair:
    """What one objective says of the whole exam."""
    exam = share * formula.all_exam / (formula.most + tally.exam)
    practice = share * formula.all_practice / (formula.most + tally.practice)
    return _Pair(
        exam * tally.exam_right + practice * tally.practice_right,
        exam * tally.exam_wrong + practice * tally.practice_wrong,
    )


def _sum(parts: Iterable[_Pair]) -> _Pair:
    parts = list(parts)
    return _Pair(fsum(one.right for one in parts), fsum(one.wrong for one in parts))


def _range(score: _Pair) -> Range:
    """One answer right and one not are there from the start: nobody is certain before the first."""
    right, wrong = 1 + score.right, 1 + score.wrong
    return Range(quantile(TAIL, right, wrong), quantile(1 - TAIL, right, wrong))


def _score(tally: Tally, others: _Pair, formula: Formula) -> _Pair:
    """What is known of one objective, with what it borrows from the others."""
    loan = formula.loan / (formula.lenders + others.right + others.wrong)
    return _Pair(loan * others.right + tally.right, loan * others.wrong + tally.wrong)


def _row(
    code: str,
    tally: Tally,
    score: Range | None,
    needed: int,
    share: float,
    recall: Recall | None,
    passes: float,
) -> ObjectiveReadiness:
    known = recall if recall and recall.items >= ENOUGH_ITEMS else None
    return ObjectiveReadiness(
        objective=code,
        share=share,
        answers=tally.answers,
        weight=tally.total,
        needed=needed,
        range=score,
        word=_word(score, passes),
        recall=known,
        later=_faded(score, known),
    )


def _needed(tally: Tally, formula: Formula) -> int:
    """How many more first answers, given now in practice, it takes until a range is stated."""
    too_light = (ENOUGH_WEIGHT - tally.total) / formula.practice
    return max(ENOUGH_ANSWERS - tally.answers, ceil(too_light), 0)


def _word(found: Range | None, passes: float) -> Word | None:
    """Likely if all of the range passes; close if some of it does and it begins not far below."""
    if found is None:
        return None
    if found.low >= passes:
        return Word.LIKELY
    return Word.CLOSE if found.high >= passes and found.low >= passes - CLOSE else Word.NOT_YET


def _recall_of_all(rows: Iterable[ObjectiveReadiness]) -> Recall | None:
    """Recall weighted by the blueprint, over the objectives that have enough items in review."""
    found = [(row.share, row.recall) for row in rows if row.recall]
    if not found:
        return None
    shares = fsum(share for share, _ in found)
    later = [share * recall.later for share, recall in found if recall.later is not None]
    return Recall(
        now=fsum(share * recall.now for share, recall in found) / shares,
        later=fsum(later) / shares if len(later) == len(found) else None,
        items=sum(recall.items for _, recall in found),
    )


def _faded(found: Range | None, recall: Recall | None) -> Range | None:
    """The range once recall has fallen: what lies above chance shrinks as recall does, and nothing grows."""
    if found is None or recall is None or recall.later is None or recall.now <= 0:
        return None
    kept = recall.later / recall.now
    if kept >= 1:
        return found
    low, high = (CHANCE + (end - CHANCE) * kept if end > CHANCE else end for end in (found.low, found.high))
    return Range(low, high)
