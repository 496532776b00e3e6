"""Reports of questions: filing one, answering it, and having seen the answer."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from studyapp.actions.exams import submit
from studyapp.models import Attempt, AttemptItem, Learner, QuestionReport, User
from studyapp.queries.reports import Reportable

MOST_OPEN = 20


class TooManyOpen(Exception):
    """The learner has MOST_OPEN reports that nobody has answered yet."""


class ClosedMeanwhile(Exception):
    """Somebody else has answered the report: nothing was changed."""


@transaction.atomic
def file_report(
    *, learner: Learner, shown: Reportable, kind: str, text: str, token: UUID, now: datetime
) -> QuestionReport:
    """Keep a report with the version shown and the answer given. The same `token` again is the same report.

    Raises TooManyOpen.
    """
    # Reports of one learner take turns, so that two tabs cannot pass the limit together.
    Learner.objects.select_for_update().get(pk=learner.pk)
    own = QuestionReport.objects.filter(learner=learner)
    stored = own.filter(token=token).first()
    if stored is not None:
        return stored
    if own.filter(state="open").count() >= MOST_OPEN:
        raise TooManyOpen
    return QuestionReport.objects.create(
        learner=learner,
        question_id=shown.question_id,
        version_id=shown.version_id,
        answer_id=shown.answer_id if shown.unsettled is None else _settle(shown.unsettled, shown, now),
        place=shown.place,
        kind=kind,
        text=text,
        created_at=now,
        token=token,
    )


@transaction.atomic
def close_report(*, report_id: int, staff: User, state: str, reply: str, alike: bool, now: datetime) -> int:
    """Answer an open report, and with `alike` every open report of the same question. Returns how many.

    Raises ClosedMeanwhile if this one is not open any more; then none is touched.
    """
    still_open = QuestionReport.objects.filter(state="open")
    outcome = {"state": state, "reply": reply, "closed_at": now, "closed_by": staff}
    closed = still_open.filter(pk=report_id).update(**outcome)
    if not closed:
        raise ClosedMeanwhile
    if alike:
        question = QuestionReport.objects.values_list("question_id", flat=True).get(pk=report_id)
        closed += still_open.filter(question_id=question).update(**outcome)
    return closed


@transaction.atomic
def mark_seen(*, learner: Learner, now: datetime) -> int:
    """The reporter has read every outcome there is. Returns how many were new."""
    answered = QuestionReport.objects.filter(learner=learner, closed_at__isnull=False, seen_at=None)
    return answered.update(seen_at=now)


def _settle(attempt_id: int, shown: Reportable, now: datetime) -> int | None:
    """The answer in an attempt that only its deadline had ended: it is on record from now on."""
    submit(attempt=Attempt.objects.select_related("learner").get(pk=attempt_id), now=now)
    items = AttemptItem.objects.filter(attempt_id=attempt_id, version_id=shown.version_id)
    return items.values_list("answer_id", flat=True).get()
