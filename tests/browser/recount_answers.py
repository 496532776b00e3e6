"""What a learner's answers come to, counted anew from the raw rows in plain Python.

Only the readiness formula is the site's own: it has tests of its own, and what goes into it is counted here.
"""

from dataclasses import dataclass
from fractions import Fraction

from studyapp.domain.evidence import FirstTry
from studyapp.domain.readiness import ObjectiveReadiness, Range, Readiness, Recall, pass_share, readiness
from studyapp.models import Answer, Memory
from tests.browser.recount import DASH, Recount, Rows, percent, recall, wilson

STATED = {"sure": Fraction(9, 10), "unsure": Fraction(6, 10), "guess": Fraction(1, 4)}
NAMES = {"sure": "Sure", "unsure": "Unsure", "guess": "A guess"}
OBJECTIVES = {"K1": "Options", "S1": "Skills"}
PASS_MARK, NONE = 750, "none yet"


@dataclass
class AnswerCount(Recount):
    """The same rows, looked at for what was answered."""

    def tables(self) -> dict[str, Rows]:
        """What the tables of the page should say, by the beginning of their captions."""
        return {
            "Range: where the true score lies": self.ready(),
            "Your newest answers with a confidence": self.sureness(),
            "Answers counted under the objective": self.accuracy(),
            **super().tables(),
        }

    def firsts(self) -> list[Answer]:
        """First answers that are evidence."""
        seen: dict[int, Answer] = {}
        for answer in self.answers:
            seen.setdefault(answer.question_id, answer)
        places = {"practice", "review", "exam"}
        return [answer for answer in seen.values() if answer in self.counted and answer.place in places]

    def accuracy(self) -> Rows:
        """All of them, and by objective."""
        rows = []
        for code, name in {"": "All objectives", **OBJECTIVES}.items():
            row = [f"{code} {name}".strip(), ""]
            for answers in (self.counted, self.firsts()):
                mine = [answer for answer in answers if code in ("", answer.question.objective_id)]
                right = sum(answer.correct for answer in mine)
                row.append(f"{percent(right / len(mine))} % {right} of {len(mine)}" if mine else NONE)
            rows.append(row)
        return rows

    def judged(self) -> list[Answer]:
        """Answers with a confidence."""
        return [answer for answer in self.counted if answer.confidence]

    def sureness(self) -> Rows:
        """How sure and how right."""
        rows = []
        for confidence, stated in STATED.items():
            mine = [answer for answer in self.judged() if answer.confidence == confidence]
            right = sum(answer.correct for answer in mine)
            said = [NONE, NONE]
            if mine:
                low, high = wilson(right, len(mine))
                share = f"{round(100 * right / len(mine))} %"
                said = [share, f"{round(100 * low)}{DASH}{round(100 * high)} %"]
            numbers = [f"{round(100 * stated)} %", str(len(mine)), str(right)]
            rows.append([NAMES[confidence], *numbers, *said])
        return rows

    def brier(self) -> tuple[Fraction, ...]:
        """What is left to the average, the two parts that the words add, and the score; none with too few."""
        judged = self.judged()
        if len(judged) < 20:
            return ()
        mean = Fraction(sum(answer.correct for answer in judged), len(judged))
        score = sum((STATED[answer.confidence] - answer.correct) ** 2 for answer in judged) / len(judged)
        reliability = resolution = Fraction(0)
        for confidence, stated in STATED.items():
            mine = [answer.correct for answer in judged if answer.confidence == confidence]
            share = Fraction(sum(mine), max(len(mine), 1))
            reliability += len(mine) * (stated - share) ** 2 / len(judged)
            resolution += len(mine) * (share - mean) ** 2 / len(judged)
        return mean * (1 - mean), resolution, reliability, Fraction(score)

    def recall_by_objective(self) -> dict[str, Recall]:
        """Mean recall of what was reviewed, with what is set aside."""
        found = {}
        for code in OBJECTIVES:
            mine = [memory for memory in self.memories if memory.stability and code in _serves(memory)]
            if mine:
                now, later = (
                    sum(recall(memory, at) for memory in mine) / len(mine)
                    for at in (self.now, self.exam_noon())
                )
                found[code] = Recall(now, later, len(mine))
        return found

    def ready(self) -> Rows:
        """The ranges of the readiness formula, fed with what was counted here."""
        tries = [
            FirstTry(
                answer.question.objective_id,
                answer.question.difficulty,
                answer.place,
                guessed=answer.confidence == "guess",
                correct=answer.correct,
                at=answer.answered_at,
            )
            for answer in self.firsts()
        ]
        found = readiness(
            tries,
            now=self.now,
            blueprint={"K1": 2, "S1": 2},
            passes=pass_share(PASS_MARK),
            recall=self.recall_by_objective(),
        )
        whole = _row("Whole exam", Fraction(1), "not enough", found)
        return [
            whole,
            *(
                _row(
                    f"{one.objective} {OBJECTIVES[one.objective]}",
                    Fraction(1, 2),
                    f"{one.needed} more needed",
                    one,
                )
                for one in found.objectives
            ),
        ]


def _row(name: str, share: Fraction, missing: str, one: Readiness | ObjectiveReadiness) -> list[str]:
    return [
        name,
        f"{round(100 * share)} %",
        str(one.answers),
        _range(one.range),
        one.word.value if one.word else missing,
        f"{round(100 * one.recall.now)} %" if one.recall else NONE,
        f"{round(100 * (one.recall.later or 0))} %" if one.recall else NONE,
        _range(one.later),
    ]


def _serves(memory: Memory) -> list[str]:
    if memory.card:
        return [objective.code for objective in memory.card.objectives.all()]
    return [memory.question.objective_id] if memory.question else []


def _range(found: Range | None) -> str:
    return f"{round(100 * found.low)}{DASH}{round(100 * found.high)} %" if found else NONE
