"""The exam date: setting it moves what would come after it."""

from datetime import date, datetime

from django.db import transaction

from studyapp.domain.planning import exam_date_fault, settled
from studyapp.models import Learner, Memory
from studyapp.queries.memories import remembered, schedule_of


class DateRefused(Exception):
    """The day has passed or is too far away; the message says which."""


@transaction.atomic
def set_exam_date(*, learner: Learner, day: date | None, now: datetime) -> int:
    """Set the exam date, or clear it with None. Raises DateRefused.

    Items whose next review lies on the exam day or beyond are given their last look before it; returns how
    many. Clearing the date moves nothing: what had been moved comes back to plain intervals with its next
    review.
    """
    schedule = schedule_of(learner)
    today = schedule.today(now)
    if fault := exam_date_fault(day, today):
        raise DateRefused(fault)
    Learner.objects.filter(pk=learner.pk).update(exam_date=day)
    if day is None:
        return 0
    # Locked, so that a grade given meanwhile waits and is not overwritten.
    beyond = Memory.objects.select_for_update().filter(learner=learner, stage="review", due_day__gte=day)
    moved = []
    for row in beyond:
        after = settled(remembered(row), today=today, exam_day=day, number=row.pk, schedule=schedule)
        if after.due_day != row.due_day:
            row.due_day = after.due_day
            moved.append(row)
    Memory.objects.bulk_update(moved, ["due_day"], batch_size=500)
    return len(moved)
