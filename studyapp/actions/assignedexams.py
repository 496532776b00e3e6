"""Exams of the course that a class set: begun with the time that the class gives."""

from datetime import datetime
from decimal import Decimal

from studyapp.actions import exams
from studyapp.models import Attempt, Exam, Learner
from studyapp.queries.classtime import least_factor


def begin(*, learner: Learner, exam: Exam, seed: int, now: datetime, time_factor: Decimal | None) -> Attempt:
    """A sitting of an exam of the course; what a class gives for it is the least. Raises as `exams.start`."""
    least = least_factor(learner, exam.pk, now=now)
    return exams.start(
        learner=learner, exam=exam, seed=seed, now=now, time_factor=max(least, time_factor or least)
    )
