"""Whether the stated 80 % range holds the true score of simulated learners in 80 % of the cases.

    python3 manage.py bench readiness [runs]

A simulated learner has an ability, in general and in each objective, that grows while she studies. On it and
on a question's difficulty depends whether she knows the answer; if she does not, she is right by luck now and
then. Her true score is her share of right answers in the exam's mix of questions at the end. She is better or
worse in practice than in an exam by an amount that nobody knows. Nothing of this is told to the formula: it
sees her answers alone. The first table has the learners it was tuned for, on other draws of the dice; the
second one shows where it does not hold.
"""

import random
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import exp
from statistics import NormalDist

from studyapp.domain.evidence import FORMULA, FirstTry, Formula
from studyapp.domain.readiness import Range, Readiness, Word, pass_share, readiness

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
BLUEPRINT = {"K1": 8, "K2": 6, "K3": 7, "K4": 7, "K5": 7, "S1": 7, "S2": 11, "S3": 6, "S4": 6}
QUESTIONS = sum(BLUEPRINT.values())
PRACTICE_MIX = {1: 0.06, 2: 0.31, 3: 0.53, 4: 0.10}  # difficulty: share of the course's practice questions
EXAM_MIX = {2: 0.18, 3: 0.64, 4: 0.18}
LUCK = 0.22  # of an answer that is not known: one of four, or two of five
STEP = 0.4  # what a step of difficulty takes off the log odds of knowing
PASSES = pass_share(750)
_NORMAL = NormalDist()


@dataclass(frozen=True)
class World:
    """A sort of learners. Abilities are log odds of knowing the answer to a usual question at the end."""

    name: str
    practice: float = 15  # first tries in each objective
    exams: tuple[float, ...] = ()  # full exams, so many days ago
    days: float = 42  # over which the practice was spread, up to now
    gain: float = 0.5  # of ability within these days
    ability: float = 0.4
    spread: float = 0.8  # between learners
    unevenness: float = 0.7  # between the objectives of one learner
    in_practice: float = 0.0  # how much better than in an exam
    in_practice_spread: float = 0.25
    calls_guess: float = 0.5  # of what is not known
    calls_known_guess: float = 0.0
    skipped: tuple[str, ...] = ()  # objectives never practised …
    skipped_gap: float = 0.0  # … and so much less known
    step: float = STEP
    ago: float = 0.0  # days since the last of it


@dataclass(frozen=True)
class Learner:
    """One simulated learner: her answers, and what is true of her."""

    tries: tuple[FirstTry, ...]
    scores: dict[str, float]

    @property
    def score(self) -> float:
        """The true score of the whole exam."""
        return sum(BLUEPRINT[code] * score for code, score in self.scores.items()) / QUESTIONS


@dataclass(frozen=True)
class Coverage:
    """How often the range held the true score, of how many that were stated, and how wide it was."""

    name: str
    whole: int
    of_whole: int
    whole_width: float
    objectives: int
    of_objectives: int
    objective_width: float
    off: float  # middle of the whole range above the true score, mean


WORLDS = (
    World("few answers: 9 each in a week", practice=9, days=7, gain=0.2),
    World("some answers: 15 each in 6 weeks"),
    World("some answers and an exam", exams=(5,)),
    World("many: 25 each in 12 weeks, 2 exams", practice=25, days=84, gain=0.8, exams=(20, 4)),
    World("one exam and nothing else", practice=0, exams=(2,)),
    World("steady, learns nothing new", gain=0.0, exams=(5,)),
    World("strong: about 85 %", ability=1.5, spread=0.2, exams=(5,)),
    World("weak: about 45 %", ability=-0.9, spread=0.2, exams=(5,)),
    World("even in all objectives", unevenness=0.3, exams=(5,)),
    World("uneven: two worlds in one head", unevenness=1.2, exams=(5,)),
    World("guesses a lot and says so", ability=-0.5, calls_guess=1.0, exams=(5,)),
    World("two objectives never practised", skipped=("K5", "S4"), exams=()),
    World("only one objective practised so far", practice=9, skipped=tuple(BLUEPRINT)[1:]),
    World("difficulty matters twice as much", step=0.8, exams=(5,)),
)
LIMITS = (
    World("improves a lot: +1.0 in 6 weeks", gain=1.0, exams=(5,)),
    World("improves very fast: +2.0 in 6 weeks", gain=2.0),
    World("calls half of what is known a guess", calls_known_guess=0.5),
    World("practises with the lesson open: +0.7", in_practice=0.7),
    World("the objectives skipped are the weak ones", skipped=("K5", "S4"), skipped_gap=1.5),
    World("the only exam a month ago, better since", practice=12, exams=(30,)),
    World("stopped six weeks ago, forgot nothing", ago=40, days=14, gain=0.0, practice=20, exams=(5,)),
)


def main(arguments: list[str]) -> None:
    """Print both tables, and what becomes of the learners of the first one when they are mixed."""
    runs = int(arguments[0]) if arguments else 1000
    out = sys.stdout.write
    out(f"{runs:,} learners of each sort; share of 80 % ranges that hold the true score, and their width\n")
    out(f"\n{'':42}{'whole exam':>20}{'one objective':>20}{'off':>8}\n")
    for world in WORLDS:
        out(line(cover(world.name, learners([world], runs))))
    out("\nwhere it does not hold\n")
    for world in LIMITS:
        out(line(cover(world.name, learners([world], runs))))
    mixed = list(learners(WORLDS, runs))
    out("\n" + line(cover("all of the first table, mixed", mixed)))
    for code in BLUEPRINT:
        one = cover(code, mixed, objectives=[code])
        out(f"{code:42}{'':20}{_share(one.objectives, one.of_objectives, one.objective_width)}\n")
    out("\nof those mixed learners, how many pass (true score at the pass mark or above)\n")
    for word, passing, told in words(mixed):
        out(f"{word:42}{100 * passing / told:>16.1f} %  of {told:,}\n")


def line(found: Coverage) -> str:
    """One row of the table."""
    whole = _share(found.whole, found.of_whole, found.whole_width)
    objectives = _share(found.objectives, found.of_objectives, found.objective_width)
    return f"{found.name:42}{whole}{objectives}{100 * found.off:+8.1f}\n"


def cover(
    name: str,
    found: Iterable[Learner],
    *,
    objectives: Collection[str] = tuple(BLUEPRINT),
    formula: Formula = FORMULA,
) -> Coverage:
    """Ask the formula about every learner, and compare."""
    whole: list[tuple[Range, float]] = []
    parts: list[tuple[Range, float]] = []
    for learner in found:
        result = ask(learner, formula)
        if result.range:
            whole.append((result.range, learner.score))
        parts += [
            (row.range, learner.scores[row.objective])
            for row in result.objectives
            if row.range and row.objective in objectives
        ]
    return Coverage(
        name,
        whole=_held(whole),
        of_whole=len(whole),
        whole_width=_width(whole),
        objectives=_held(parts),
        of_objectives=len(parts),
        objective_width=_width(parts),
        off=sum((found.low + found.high) / 2 - score for found, score in whole) / max(len(whole), 1),
    )


def words(found: Iterable[Learner]) -> list[tuple[str, int, int]]:
    """For each word: how many were told it about the whole exam, and how many of them would pass."""
    told = [(ask(learner).word, learner.score >= PASSES) for learner in found]
    return [
        (word, sum(passing for said, passing in told if said is word), count)
        for word in Word
        if (count := sum(said is word for said, _ in told))
    ]


def ask(learner: Learner, formula: Formula = FORMULA) -> Readiness:
    """What the learner would be told."""
    return readiness(learner.tries, now=NOW, blueprint=BLUEPRINT, passes=PASSES, formula=formula)


def learners(worlds: Sequence[World], runs: int, seed: int = 2026) -> Iterator[Learner]:
    """So many learners, of each sort in turn; the same ones every time."""
    draw = random.Random(seed)  # noqa: S311 (the same learners every time)
    for n in range(runs):
        yield learner(worlds[n % len(worlds)], draw)


def learner(world: World, draw: random.Random) -> Learner:
    """One learner with all her first tries."""
    general = _normal(draw, world.ability, world.spread)
    abilities = {
        code: _normal(draw, general, world.unevenness) - world.skipped_gap * (code in world.skipped)
        for code in BLUEPRINT
    }
    in_practice = _normal(draw, world.in_practice, world.in_practice_spread)
    tries: list[FirstTry] = []
    for code, ability in abilities.items():
        for _ in range(0 if code in world.skipped else round(world.practice)):
            days = draw.random() * world.days
            at_that_time = ability - world.gain * days / world.days + in_practice
            tries.append(_practised(world, draw, code, at_that_time, days))
        for days in world.exams:
            at_that_time = ability - world.gain * min(days / world.days, 1)
            for _ in range(BLUEPRINT[code]):
                difficulty = _one_of(draw, EXAM_MIX)
                right = draw.random() < _chance(at_that_time, difficulty, world.step)
                tries.append(_try(world, code, difficulty, "exam", False, right, days))
    scores = {
        code: sum(share * _chance(ability, difficulty, world.step) for difficulty, share in EXAM_MIX.items())
        for code, ability in abilities.items()
    }
    return Learner(tuple(tries), scores)


def _practised(world: World, draw: random.Random, code: str, ability: float, days: float) -> FirstTry:
    difficulty = _one_of(draw, PRACTICE_MIX)
    known = draw.random() < _knows(ability, difficulty, world.step)
    right = known or draw.random() < LUCK
    guessed = draw.random() < (world.calls_known_guess if known else world.calls_guess)
    return _try(world, code, difficulty, "practice", guessed, right, days)


def _try(
    world: World, code: str, difficulty: int, place: str, guessed: bool, right: bool, days: float
) -> FirstTry:
    at = NOW - timedelta(days=days + world.ago)
    return FirstTry(code, difficulty, place, guessed=guessed, correct=right, at=at)


def _knows(ability: float, difficulty: int, step: float) -> float:
    return 1 / (1 + exp(step * (difficulty - 3) - ability))


def _chance(ability: float, difficulty: int, step: float) -> float:
    return LUCK + (1 - LUCK) * _knows(ability, difficulty, step)


def _normal(draw: random.Random, mean: float, deviation: float) -> float:
    # `random` promises the same floats on every Python version, but not the same of gauss and choices.
    return mean + deviation * _NORMAL.inv_cdf(min(max(draw.random(), 1e-9), 1 - 1e-9))


def _one_of(draw: random.Random, mix: dict[int, float]) -> int:
    left = draw.random()
    for value, share in mix.items():
        left -= share
        if left < 0:
            return value
    return value


def _held(found: Sequence[tuple[Range, float]]) -> int:
    return sum(one.low <= score <= one.high for one, score in found)


def _width(found: Sequence[tuple[Range, float]]) -> float:
    return sum(one.high - one.low for one, _ in found) / max(len(found), 1)


def _share(part: int, count: int, width: float) -> str:
    text = f"{100 * part / count:.1f} %  {100 * width:5.1f} pt" if count else "not stated"
    return f"{text:>20}"
