"""An answer as a browser sends it: option ids in, one grading response out."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.http import QueryDict

from studyapp.domain.grading import Confidence, Filled, InvalidResponse, Response


@dataclass(frozen=True)
class Submission:
    """A cleaned submission. `confidence` is None where it was not asked or not given."""

    response: Response
    confidence: Confidence | None
    token: UUID


@dataclass(frozen=True)
class JudgedAnswer:
    """An answer, and how sure the learner was before seeing the result."""

    response: Response
    confidence: Confidence
    token: UUID


def read_submission(data: QueryDict) -> Submission:
    """Read the fields of a question form, whatever its kind; () where nothing was chosen.

    Raises InvalidResponse where two steps share a place; what else is wrong is refused when graded.
    """
    confidence = data.get("confidence", "")
    return Submission(
        response=_response(data),
        confidence=Confidence(confidence) if confidence in list(Confidence) else None,
        token=_token(data.get("token", "")),
    )


def read_answer(data: QueryDict) -> Submission:
    """The same where an answer is needed. Raises InvalidResponse, with a sentence, if there is none."""
    sent = read_submission(data)
    if not sent.response:
        raise InvalidResponse("Choose an answer first.")
    return sent


def read_judged_answer(data: QueryDict) -> JudgedAnswer:
    """The same where a confidence is needed, too. Raises InvalidResponse if either is missing."""
    sent = read_answer(data)
    if sent.confidence is None:
        raise InvalidResponse("Say how sure you are, then check the answer.")
    return JudgedAnswer(sent.response, sent.confidence, sent.token)


def read_filled(data: QueryDict) -> Filled:
    """What to show as filled in after a refusal, as far as it can be read."""
    confidence = data.get("confidence", "")
    try:
        return Filled(_response(data), confidence)
    except InvalidResponse:
        return Filled(confidence=confidence)


def _response(data: QueryDict) -> Response:
    if places := _prefixed(data, "place-"):
        given = {step: place for step, place in places.items() if place}
        if len(set(given.values())) != len(given):
            raise InvalidResponse("Two steps have the same place. Give each step its own.")
        return tuple(sorted(given, key=lambda step: given[step].zfill(4)))
    if matches := _prefixed(data, "match-"):
        return tuple(sorted(f"{left}={right}" for left, right in matches.items() if right))
    return tuple(data.getlist("choice"))


def _prefixed(data: QueryDict, prefix: str) -> Mapping[str, str]:
    return {name.removeprefix(prefix): str(data[name]) for name in data if name.startswith(prefix)}


def _token(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()  # a form without one cannot be sent twice from a page of ours
