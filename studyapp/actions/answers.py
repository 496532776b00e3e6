"""The only writer of answers. Lessons, practice, reviews and exams call it; it calls none of them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from studyapp.domain.grading import check_response, grade
from studyapp.domain.versions import key_of
from studyapp.models import Answer, Learner, QuestionVersion


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
    key = key_of(version.kind, version.body)
    given = check_response(key, tuple(response))
    mark = grade(key, given)
    answer, _ = Answer.objects.get_or_create(
        learner=learner,
        token=uuid5(token, f"question:{version.question_id}"),
        defaults={
            "question_id": version.question_id,
            "version": version,
            "place": place,
            "response": list(given),
            "points": mark.points,
            "out_of": mark.out_of,
            "correct": mark.correct,
            "confidence": confidence,
            "answered_at": now,
            "seconds": seconds,
        },
    )
    return answer
