"""The only writer of answers. Lessons, practice, reviews and exams call it; it calls none of them.

What an answer says never changes. Whose it is may: a guest's become those of the account that signs in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from studyapp.domain.grading import InvalidResponse, check_response, grade
from studyapp.domain.versions import key_of
from studyapp.models import (
    Answer,
    AttemptItem,
    Learner,
    LiveVote,
    PracticeItem,
    QuestionReport,
    QuestionVersion,
    Review,
)


@dataclass(frozen=True)
class Given:
    """One of many answers, at a moment."""

    learner_id: int
    version: QuestionVersion
    response: Sequence[str]
    token: UUID  # nobody has used it before
    at: datetime
    confidence: str = ""


@dataclass(frozen=True)
class Kept:
    """An answer out of a file, with the token that it is stored under."""

    version: QuestionVersion
    response: Sequence[str]
    place: str
    confidence: str
    at: datetime
    seconds: float | None
    token: UUID


@transaction.atomic
def record(
    *,
    learner: Learner,
    version: QuestionVersion,
    response: Sequence[str],
    confidence: str,
    place: str,
    token: UUID,
    now: datetime,
    seconds: float | None = None,
) -> Answer:
    """Append one answer. The same `token` for the same question again gives the answer already stored.

    Raises grading.InvalidResponse, with a sentence for the visitor, if the response does not fit.
    """
    answer, _ = Answer.objects.get_or_create(
        learner=learner,
        token=_token_of(token, version),
        defaults={
            **_marked(version, response),
            "place": place,
            "confidence": confidence,
            "answered_at": now,
            "seconds": seconds,
        },
    )
    return answer


@transaction.atomic
def record_all(*, given: Iterable[Given], place: str) -> list[Answer]:
    """Append many answers at once, in their order, as `record` does one: a paper, or the votes of a room.

    A paper of 65 questions is handed in with everybody else's: one at a time they take 300 statements.
    Raises grading.InvalidResponse if a response does not fit.
    """
    answers = [
        Answer(
            learner_id=one.learner_id,
            token=_token_of(one.token, one.version),
            place=place,
            confidence=one.confidence,
            answered_at=one.at,
            **_marked(one.version, one.response),
        )
        for one in given
    ]
    return Answer.objects.bulk_create(answers, batch_size=200)


@transaction.atomic
def take_in(*, learner: Learner, kept: Iterable[Kept]) -> list[Answer]:
    """Append answers out of a learner's own file, in their order, marked by the keys that are here.

    A response that the question does not allow is left out. No token may be this learner's already.
    """
    answers = []
    for one in kept:
        try:
            marked = _marked(one.version, one.response)
        except InvalidResponse:
            continue
        said = {"place": one.place, "confidence": one.confidence, "answered_at": one.at}
        answers.append(Answer(learner=learner, token=one.token, seconds=one.seconds, **said, **marked))
    return Answer.objects.bulk_create(answers, batch_size=200)


@transaction.atomic
def hand_over(*, guest: Learner, into: Learner) -> None:
    """A guest's answers become the account's, as they are. One that was sent as both counts once."""
    kept = Answer.objects.filter(learner=into)
    for answer in Answer.objects.filter(learner=guest, token__in=kept.values("token")):
        twin = kept.get(token=answer.token)
        if _is_one_act(answer, twin):
            Review.objects.filter(answer=answer).update(answer=twin)
            QuestionReport.objects.filter(answer=answer).update(answer=twin)
            Answer.objects.filter(pk=answer.pk).delete()
        else:
            Answer.objects.filter(pk=answer.pk).update(token=uuid5(answer.token, f"guest:{guest.key}"))
    Answer.objects.filter(learner=guest).update(learner=into)


@transaction.atomic
def forget(*, learner: Learner) -> None:
    """Every answer of somebody who deletes everything. What points at answers has to be gone before."""
    Answer.objects.filter(learner=learner).delete()


def _marked(version: QuestionVersion, response: Sequence[str]) -> dict[str, Any]:
    """What an answer says, and whether it is right."""
    key = key_of(version.kind, version.body)
    given = check_response(key, tuple(response))
    mark = grade(key, given)
    return {
        "question_id": version.question_id,
        "version": version,
        "response": list(given),
        "points": mark.points,
        "out_of": mark.out_of,
        "correct": mark.correct,
    }


def _token_of(token: UUID, version: QuestionVersion) -> UUID:
    """One token may come with the answers to several questions."""
    return uuid5(token, f"question:{version.question_id}")


def _is_one_act(answer: Answer, twin: Answer) -> bool:
    """Whether a browser without network sent the same answer twice. One of a quiz or vote is its own."""
    if any(model.objects.filter(answer=answer).exists() for model in (PracticeItem, AttemptItem, LiveVote)):
        return False
    said = ("version_id", "place", "response", "confidence", "answered_at")
    return all(getattr(answer, name) == getattr(twin, name) for name in said)
