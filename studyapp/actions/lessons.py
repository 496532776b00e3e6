"""Reading."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from studyapp.actions.answers import record
from studyapp.actions.reviews import enrol_cards
from studyapp.models import Answer, Learner, LessonProgress, QuestionVersion


@transaction.atomic
def remember_section(*, learner: Learner, lesson_id: int, section: str, now: datetime) -> None:
    """Where the learner stopped reading; a later visit offers to go on there."""
    LessonProgress.objects.update_or_create(
        learner=learner, lesson_id=lesson_id, defaults={"section": section, "updated_at": now}
    )


@transaction.atomic
def finish(*, learner: Learner, lesson_id: int, now: datetime) -> int:
    """Mark a lesson read and put its cards into the queue. Returns how many cards came in.

    Doing it twice changes nothing: the first day stands and no card enters again.
    """
    progress, made = LessonProgress.objects.get_or_create(
        learner=learner, lesson_id=lesson_id, defaults={"updated_at": now, "finished_at": now}
    )
    if not made and progress.finished_at is None:
        unread = LessonProgress.objects.filter(pk=progress.pk, finished_at=None)
        unread.update(finished_at=now, updated_at=now)
    return enrol_cards(learner=learner, lesson_id=lesson_id, now=now)


@transaction.atomic
def answer_check(
    *, learner: Learner, version_id: int, response: Sequence[str], token: UUID, now: datetime
) -> Answer:
    """Answer an inline question. Raises grading.InvalidResponse."""
    return record(
        learner=learner,
        version=QuestionVersion.objects.get(pk=version_id),
        response=response,
        confidence="",
        place="lesson",
        token=token,
        now=now,
    )
