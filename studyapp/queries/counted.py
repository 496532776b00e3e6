"""Which answers count for what a learner is told about herself.

All but those before a lesson, those left empty, those whose review was taken back, those in a quiz that is
still running and keeps its results to itself until its end, and those to a text whose key was repaired: they
were judged by a key that is known to be wrong, so they speak neither for nor against anybody.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from studyapp.models import Answer, KeyRepair, PracticeItem, Review

type Learners = Sequence[int] | QuerySet[Any, Any]
"""Their ids, or a query that gives them."""


def counting(learner_id: int, now: datetime) -> Q:
    """The condition on a learner's answers."""
    return counting_of([learner_id], now)


def counting_of(learners: Learners, now: datetime) -> Q:
    """The same condition on the answers of several learners."""
    return (
        ~Q(response=[])
        & ~Q(place="precheck")
        & ~Q(pk__in=taken_back(learners))
        & ~Q(pk__in=untold(learners, now))
        & ~Q(version__in=repaired())
    )


def counted(learner_id: int, now: datetime) -> QuerySet[Answer]:
    """The learner's answers that count."""
    return Answer.objects.filter(counting(learner_id, now), learner_id=learner_id)


def taken_back(learners: Learners) -> QuerySet[Review, int | None]:
    """Answers on which no review stands any more."""
    standing = Review.objects.filter(answer=OuterRef("answer"), undone_at=None)
    undone = Review.objects.filter(learner__in=learners, undone_at__isnull=False, answer__isnull=False)
    return undone.filter(~Exists(standing)).order_by().values_list("answer_id", flat=True)


def repaired() -> QuerySet[KeyRepair, int]:
    """The texts under a repair that stands."""
    return KeyRepair.objects.filter(undone_at=None).order_by().values_list("version_id", flat=True)


def untold(learners: Learners, now: datetime) -> QuerySet[PracticeItem, int | None]:
    """Answers in running quizzes that give their feedback at the end: nobody may be told how they went."""
    running = Q(session__deadline=None) | Q(session__deadline__gt=now)
    items = PracticeItem.objects.filter(
        running,
        session__learner__in=learners,
        session__mode="end",
        session__finished_at=None,
        answer__isnull=False,
    )
    return items.order_by().values_list("answer_id", flat=True)
