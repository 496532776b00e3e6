"""Guests who cannot come back: whoever stays away until the cookie of the browser ends is nobody again."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from studyapp.models import (
    Answer,
    Attempt,
    Learner,
    LessonProgress,
    Membership,
    Memory,
    PathAnswer,
    PracticeSession,
    QuestionReport,
    Review,
)

EMPTY = timedelta(days=30)  # without any work a guest is one click, most often of a program
# What a guest does, and when it was done. A memory is made with the first review or a miss.
WORK = (
    (Answer, "answered_at"),
    (Review, "received_at"),
    (LessonProgress, "updated_at"),
    (PathAnswer, "answered_at"),
    (PracticeSession, "started_at"),
    (Memory, "added_at"),
)
# Others look at these: statistics of exam questions, the desk of reports, the staff of a class.
STAYS = (Attempt, QuestionReport, Membership)


def long_gone(*, since: datetime, now: datetime) -> Iterator[Learner]:
    """Guests who did nothing since then, and those who never did anything in a month."""
    own = {"learner": OuterRef("pk")}
    kept, busy = Q(), Q()
    empty = Q(created_at__lt=max(now - EMPTY, since), exam_date=None)
    for stays in STAYS:
        kept |= Q(Exists(stays._default_manager.filter(**own)))
    for model, when in WORK:
        busy |= Q(Exists(model._default_manager.filter(**own, **{f"{when}__gte": since})))
        empty &= ~Q(Exists(model._default_manager.filter(**own)))
    gone = Q(created_at__lt=since) & ~busy
    return Learner.objects.filter(~kept & (gone | empty), user=None).order_by("pk").iterator()
