"""Checking one question during a sitting, where the exam's policy is to show its keys at once."""

from datetime import datetime

from django.db import transaction

from studyapp.actions.examlog import log
from studyapp.actions.exams import NoSuchQuestion, TooLate
from studyapp.domain.grading import Confidence
from studyapp.domain.revealing import may_check
from studyapp.domain.timing import state
from studyapp.models import Attempt, AttemptItem


class NothingToCheck(Exception):
    """This exam does not show its keys yet, or the question has no answer."""


class AnswerMoved(Exception):
    """The answer is not the one the page showed any more: another tab has changed it."""


@transaction.atomic
def check(*, attempt: Attempt, position: int, version: int, confidence: Confidence, now: datetime) -> None:
    """Freeze the answer to one question, whose key is shown from now on. Checking again changes nothing.

    `version` is the answer's as the page showed it. Raises TooLate, NoSuchQuestion, NothingToCheck or
    AnswerMoved.
    """
    # The paper is held, as a save holds it: an answer is stored before the check, or refused after it.
    current = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if state(now, current.deadline, current.submitted_at) != "open":
        raise TooLate
    item = AttemptItem.objects.filter(attempt=current, position=position).first()
    if item is None:
        raise NoSuchQuestion
    if not may_check(current.review, over=False, answered=bool(item.response)):
        raise NothingToCheck
    if item.checked_at is not None:
        return
    if item.revision != version:
        raise AnswerMoved
    item.checked_at, item.confidence = now, confidence
    item.save(update_fields=["checked_at", "confidence"])
    log(current, "checked", now, item=item, value=confidence)
