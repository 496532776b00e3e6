"""What a repaired key makes of a result. Answers stay; a result follows from them and from the rulings.

A ruling is one decision about the key of one text. A result is worked out from the beginning: every question
by its written key, then every ruling that stands, in the order in which they were made; a later one about the
same text takes the place of the earlier. So taking a ruling back leaves exactly the result without it.

With `never_lower` a ruling is left out for every paper whose result it would lower. One that would leave a
paper without any question that counts is left out for that paper, too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from studyapp.domain.grading import InvalidResponse, Key, Response, check_response, grade
from studyapp.domain.scoring import Score, ScoredItem, score

type Kind = Literal["key", "also", "dropped", "credit"]
KINDS: tuple[Kind, ...] = ("key", "also", "dropped", "credit")


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision about the text `text`: another key, several, no points at all, or a point for everybody.

    `number` orders rulings. `answers` are the responses that are right now; () for the last two kinds.
    """

    number: int
    text: int
    kind: Kind
    answers: tuple[Response, ...] = ()
    never_lower: bool = False


@dataclass(frozen=True, slots=True)
class PaperItem:
    """One question of a paper and the response to it; `text` names what was asked.

    `written` are its points by the written key, worked out once for all papers that share it.
    """

    text: int
    objective: str
    key: Key
    response: Response
    scored: bool = True
    written: ScoredItem = field(init=False)

    def __post_init__(self) -> None:
        found = grade(self.key, self.response)
        mark = ScoredItem(self.objective, found.points, found.out_of, self.scored)
        object.__setattr__(self, "written", mark)  # frozen for all others


@dataclass(frozen=True, slots=True)
class Step:
    """What one ruling did to a result. `kept`: it would have lowered it, and was left out."""

    ruling: Ruling
    before: Score
    after: Score
    kept: bool


@dataclass(frozen=True, slots=True)
class Regraded:
    """A result: by the written keys, as it stands, and each step between. ValueErrors are scoring's."""

    written: Score
    score: Score
    steps: tuple[Step, ...]


def regrade(items: Sequence[PaperItem], rulings: Sequence[Ruling], *, pass_mark: int) -> Regraded:
    """The result of a paper under the rulings that stand; those about other texts say nothing here."""
    marks = [item.written for item in items]
    written = standing = score(marks, pass_mark=pass_mark)
    steps = []
    for ruling in sorted(rulings, key=lambda ruling: ruling.number):
        if all(item.text != ruling.text for item in items):
            continue
        tried = [
            marked(item, ruling) if item.text == ruling.text else mark
            for item, mark in zip(items, marks, strict=True)
        ]
        if not any(mark.scored for mark in tried):
            steps.append(Step(ruling, standing, standing, kept=True))
            continue
        after = score(tried, pass_mark=pass_mark)
        kept = ruling.never_lower and lower(after, standing)
        steps.append(Step(ruling, standing, standing if kept else after, kept))
        if not kept:
            marks, standing = tried, after
    return Regraded(written, standing, tuple(steps))


def marked(item: PaperItem, ruling: Ruling | None = None) -> ScoredItem:
    """The points of one question, by its written key or by a ruling."""
    if ruling is None:
        return item.written
    if ruling.kind == "dropped":
        return replace(item.written, scored=False)
    right = is_right(item.key, item.response, ruling)
    return replace(item.written, points=item.written.out_of if right else 0)


def is_right(key: Key, response: Response, ruling: Ruling | None = None) -> bool:
    """Whether a response is right. What nobody is marked on any more is judged by its written key."""
    match ruling.kind if ruling else None:
        case "key" | "also":
            return response in accepted(key, ruling)
        case "credit":
            return True
    return grade(key, response).correct


def accepted(key: Key, ruling: Ruling | None = None) -> tuple[Response, ...]:
    """The responses that are right."""
    return ruling.answers if ruling and ruling.answers else (key.answer,)


def lower(after: Score, before: Score) -> bool:
    """Whether somebody would be worse off: a lower score, or fewer points out of as many."""
    return after.scaled < before.scaled or (after.total == before.total and after.right < before.right)


def in_force(rulings: Sequence[Ruling]) -> Mapping[int, Ruling]:
    """Of each text the newest ruling."""
    return {ruling.text: ruling for ruling in sorted(rulings, key=lambda ruling: ruling.number)}


def answers_after(
    key: Key, kind: Kind, response: Response, present: Ruling | None = None
) -> tuple[Response, ...]:
    """What is accepted once `response` is ruled to be the key, or one of several.

    Raises InvalidResponse, with a sentence, if it is no complete answer, or if it changes nothing.
    """
    if kind in ("dropped", "credit"):
        return ()
    given = check_response(key, response)
    if len(given) != len(key.answer):
        asked = (
            "an option" if key.kind == "single" else f"{len(key.answer)} options, as the question asks for"
        )
        raise InvalidResponse(
            f"Choose {asked}." if key.kind in ("single", "multiple") else "Answer it first."
        )
    before = accepted(key, present)
    known = before if present is None or present.kind in ("key", "also") else ()
    if kind == "also":
        if given in before:
            raise InvalidResponse("This answer is right already. Choose the one that is right as well.")
        return (*before, given)
    if known == (given,):
        raise InvalidResponse("This answer is the key already. Choose another one.")
    return (given,)
