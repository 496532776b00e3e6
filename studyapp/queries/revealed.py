"""domain.revealing as the database asks it: which rows show their key now. Every reader of keys comes here.

A question that stands open on a paper its learner is sitting right now shows its key nowhere, also not in the
report of an earlier paper that asked it.
"""

from datetime import datetime

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from studyapp.domain.revealing import key_shown
from studyapp.domain.timing import GRACE, accepts
from studyapp.models import Attempt, AttemptItem


def shows_key(attempt: Attempt, item: AttemptItem, now: datetime) -> bool:
    """Whether this question of this sitting shows its key, as far as the sitting itself goes."""
    return key_shown(
        attempt.review,
        over=not accepts(now, attempt.deadline, attempt.submitted_at),
        checked=item.checked_at is not None,
        opens=attempt.review_from,
        now=now,
    )


def showing(now: datetime) -> Q:
    """The same as a condition on the questions of sittings."""
    over = Q(attempt__submitted_at__isnull=False) | Q(attempt__deadline__lte=now - GRACE)
    at_the_end = Q(attempt__review__in=("at_once", "after_submit"))
    closed = Q(attempt__review="after_window", attempt__review_from__lte=now)
    return (over & (at_the_end | closed)) | Q(attempt__review="at_once", checked_at__isnull=False)


def in_hand(learner_id: int, now: datetime) -> QuerySet[AttemptItem, int]:
    """The ids of the questions that this learner may still answer on a paper."""
    taken = Q(attempt__deadline=None) | Q(attempt__deadline__gt=now - GRACE)
    items = AttemptItem.objects.filter(
        taken, attempt__learner_id=learner_id, attempt__submitted_at=None, checked_at=None
    )
    return items.order_by().values_list("version__question_id", flat=True)


def asked_now(learner_id: int, now: datetime) -> "ExpressionWrapper[Q]":
    """Of a question of a sitting: whether it is one of those, in the same query."""
    return ExpressionWrapper(Q(version__question__in=in_hand(learner_id, now)), output_field=BooleanField())
