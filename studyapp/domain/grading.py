"""What may be answered, and whether it is right. All or nothing, as in the exam."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from studyapp.domain.documents import Kind
from studyapp.domain.memory import Rating

type Response = tuple[str, ...]
"""A visitor's answer in the shape of `Key.answer`; () is no answer."""

NO_ANSWER: Response = ()


class InvalidResponse(ValueError):
    """A response that the question does not allow; the message is a sentence for the visitor."""


class Confidence(StrEnum):
    """How sure the visitor was before seeing the result."""

    SURE = "sure"
    UNSURE = "unsure"
    GUESS = "guess"


@dataclass(frozen=True, slots=True)
class Filled:
    """A question form as far as somebody had filled it in: nothing of it is checked."""

    response: Response = NO_ANSWER
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """What a question offers and what is right. ValueError if the answer is not one the question allows.

    `options` are the ids of all options, steps or left sides; `targets` the right sides of a matching
    question, else (). `answer` depends on the kind: single, the one id; multiple, the right ids, sorted;
    ordering, all ids in the right order; matching, "left=right" for every left side, sorted by left.
    """

    kind: Kind
    options: tuple[str, ...]
    targets: tuple[str, ...]
    answer: tuple[str, ...]

    def __post_init__(self) -> None:
        if _repeats(self.options) or _repeats(self.targets):
            raise ValueError("Every option of a question has an id of its own.")
        if (self.kind == "matching") != bool(self.targets):
            raise ValueError("A matching question has targets, and no other question has.")
        if self.kind == "matching" and any("=" in left for left in self.options):
            raise ValueError("The id of a left side must not hold an equals sign.")
        try:
            normal = check_response(self, self.answer)
        except InvalidResponse as error:  # the author's fault, never the visitor's
            raise ValueError(f"The answer in the key is not allowed: {error}") from error
        if not normal or normal != self.answer:
            raise ValueError("A key needs an answer in its normal order.")


@dataclass(frozen=True, slots=True)
class Grade:
    """The worth of a response. `right_parts` of `parts` are feedback ("2 of 3 pairs right"), never points."""

    points: int
    out_of: int
    correct: bool
    right_parts: int
    parts: int


def check_response(key: Key, response: Iterable[str]) -> Response:
    """The response in its normal form: multiple and matching sorted. No answer is always allowed.

    InvalidResponse if it names what the question does not have, repeats or contradicts itself, chooses more
    options than the question asks for, or leaves a step or a left side out. Fewer options than asked for are
    allowed, as in the exam.
    """
    given = tuple(response)
    if not given:
        return NO_ANSWER
    match key.kind:
        case "single":
            return _checked_single(key, given)
        case "multiple":
            return _checked_multiple(key, given)
        case "ordering":
            return _checked_ordering(key, given)
        case "matching":
            return _checked_matching(key, given)


def grade(key: Key, response: Response) -> Grade:
    """One point for exactly the right answer, none for anything else.

    Never raises: after a key was repaired, stored responses may not be ones that it allows. Parts are the
    right options found, the steps in their place or the pairs matched; each option chosen beyond the number
    asked for takes one away, so all parts are right exactly when the response is.
    """
    if key.kind == "ordering":
        right_parts = sum(given == right for given, right in zip(response, key.answer, strict=False))
    else:
        right_parts = len(set(response) & set(key.answer))
    parts = len(key.answer)
    right_parts = max(right_parts - max(len(response) - parts, 0), 0)
    correct = right_parts == parts
    return Grade(points=int(correct), out_of=1, correct=correct, right_parts=right_parts, parts=parts)


def rating(correct: bool, confidence: Confidence) -> Rating:
    """The FSRS rating of a scenario question: right and sure is Good, right and unsure Hard, else Again."""
    if not correct or confidence is Confidence.GUESS:
        return Rating.AGAIN
    return Rating.GOOD if confidence is Confidence.SURE else Rating.HARD


def _checked_single(key: Key, given: Response) -> Response:
    if len(given) > 1:
        raise InvalidResponse("Choose one option.")
    _refuse_unknown(given, key.options)
    return given


def _checked_multiple(key: Key, given: Response) -> Response:
    _refuse_unknown(given, key.options)
    if _repeats(given):
        raise InvalidResponse("Choose an option once.")
    if len(given) > len(key.answer):
        raise InvalidResponse(f"Choose no more than {len(key.answer)} options.")
    return tuple(sorted(given))


def _checked_ordering(key: Key, given: Response) -> Response:
    _refuse_unknown(given, key.options)
    if _repeats(given):
        raise InvalidResponse("Give every step a place of its own.")
    if len(given) < len(key.options):
        raise InvalidResponse("Give every step a place.")
    return given


def _checked_matching(key: Key, given: Response) -> Response:
    lefts = tuple(_left(pair) for pair in given)
    _refuse_unknown(lefts, key.options)
    _refuse_unknown((pair.partition("=")[2] for pair in given), key.targets)
    if _repeats(lefts):
        raise InvalidResponse("Match every item only once.")
    if len(lefts) < len(key.options):
        raise InvalidResponse("Match every item.")
    return tuple(sorted(given, key=_left))


def _left(pair: str) -> str:
    return pair.partition("=")[0]


def _refuse_unknown(given: Iterable[str], known: tuple[str, ...]) -> None:
    if not set(given) <= set(known):
        raise InvalidResponse("One of your choices does not belong to this question.")


def _repeats(ids: tuple[str, ...]) -> bool:
    return len(set(ids)) < len(ids)
