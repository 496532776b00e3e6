"""What a candidate does in a sitting of the small course's exam, and the log of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from studyapp.actions import exams
from studyapp.actions.examlog import AT_ONCE, Sent
from studyapp.actions.exams import Saved
from studyapp.domain.grading import Response
from studyapp.models import Attempt, AttemptEvent, AttemptItem
from tests.factories.study import NOON, right, wrong

DEADLINE = NOON + timedelta(minutes=8)
SECOND = timedelta(seconds=1)
GRACE_OVER = DEADLINE + timedelta(seconds=10)


def item_at(attempt: Attempt, position: int) -> AttemptItem:
    return AttemptItem.objects.select_related("version").get(attempt=attempt, position=position)


def save(
    attempt: Attempt,
    position: int,
    response: Response | None = None,
    *,
    flagged: bool | None = None,
    struck: Sequence[str] | None = None,
    clears: bool = False,
    sent: Sent = AT_ONCE,
    now: datetime = NOON + SECOND,
) -> Saved:
    return exams.save(
        attempt=attempt,
        position=position,
        response=response,
        flagged=flagged,
        struck=struck,
        clears=clears,
        sent=sent,
        now=now,
    )


def fill(attempt: Attempt, marks: Sequence[bool], now: datetime = NOON + SECOND) -> None:
    """Answer the questions from the first: right or wrong."""
    for position, good in enumerate(marks, start=1):
        version = item_at(attempt, position).version
        save(attempt, position, right(version) if good else wrong(version), now=now)


def log(attempt: Attempt) -> list[tuple[str, int | None, object, int, bool, datetime]]:
    """Every event: kind, position, value, revision, late, when."""
    return list(
        AttemptEvent.objects.filter(attempt=attempt).values_list(
            "kind", "item__position", "value", "revision", "late", "at"
        )
    )
