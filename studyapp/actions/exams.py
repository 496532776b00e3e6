"""Sitting a practice exam: start, save, flag, submit. The server's clock decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from django.db import IntegrityError, transaction

from studyapp.actions.answers import Given, record_all
from studyapp.actions.examdrawing import draw_paper
from studyapp.actions.examlog import AT_ONCE, Sent, log, log_changes, put_standing, standing_of
from studyapp.actions.examrows import held
from studyapp.actions.misses import enrol_exam_misses
from studyapp.actions.turns import turn
from studyapp.domain.grading import InvalidResponse, Response, check_response
from studyapp.domain.saving import Change, Word, apply
from studyapp.domain.timing import GRACE, accepts
from studyapp.domain.versions import key_of
from studyapp.models import Attempt, AttemptEvent, AttemptItem, Exam, Learner, User


class NoSuchQuestion(Exception):
    """The learner has no such sitting, or its paper no question at this position."""


class TooLate(Exception):
    """The attempt has been submitted, or its time is over: nothing was stored."""


class AlreadyChecked(InvalidResponse):
    """The question has been checked and its key seen: its answer stands."""


@dataclass(frozen=True)
class Saved:
    """What a save came to: domain.saving's word for it, and the question as it stands now."""

    word: Word
    version: int
    response: Response
    flagged: bool
    struck: tuple[str, ...]


def start(
    *,
    learner: Learner,
    exam: Exam,
    seed: int,
    now: datetime,
    time_factor: Decimal | None = None,
    closes_at: datetime | None = None,
    keys_from: datetime | None = None,
) -> Attempt:
    """Draw and freeze a paper, or return the sitting already open. One open sitting per exam.

    `time_factor` is for this sitting; the learner's own is the least it can be. It is over at `closes_at` at
    the latest; where keys wait for the window, that has closed for everybody at `keys_from`. Raises
    blueprint.BlueprintTooLarge if the pool cannot fill the form.
    """
    try:
        with turn(), transaction.atomic():
            running = _still_open(learner, exam, now)
            if running is not None:
                return running
            factor = max(learner.time_factor, time_factor or learner.time_factor)
            return draw_paper(
                learner=learner,
                exam=exam,
                seed=seed,
                factor=factor,
                closes_at=closes_at,
                keys_from=keys_from,
                now=now,
            )
    except IntegrityError:
        # Another tab started it between the look and the insert; the database kept one.
        running = Attempt.objects.filter(learner=learner, exam=exam, submitted_at=None).first()
        if running is None:
            raise
        return running


@turn()
@transaction.atomic
def save(
    *,
    attempt: Attempt,
    position: int,
    response: Sequence[str] | None = None,
    flagged: bool | None = None,
    struck: Sequence[str] | None = None,
    clears: bool = False,
    sent: Sent = AT_ONCE,
    now: datetime,
) -> Saved:
    """Store a response, a flag, options ruled out; None leaves each as it is. `clears` means () in earnest.

    `attempt` names the sitting and whose it is; its times are read anew, and it is told them.
    Saying it again changes nothing, and neither does what the same client has said something newer about.
    Raises TooLate, NoSuchQuestion, or grading.InvalidResponse: AlreadyChecked for another answer than was
    checked.
    """
    found = held(attempt, position)
    if found is None:
        raise NoSuchQuestion
    current, item = found
    attempt.started_at, attempt.deadline = current.started_at, current.deadline
    attempt.submitted_at = current.submitted_at
    if not accepts(now, current.deadline, current.submitted_at):
        raise TooLate
    key = key_of(item.version.kind, item.version.body)
    change = Change(
        response=None if response is None else check_response(key, tuple(response)),
        flagged=flagged,
        struck=None if struck is None else tuple(option for option in item.order if option in struck),
        clears=clears,
        client=sent.client,
        revision=sent.revision,
    )
    before = standing_of(item)
    after, word = apply(before, change)
    if item.checked_at is not None and after.response != before.response:
        raise AlreadyChecked("You have checked this question, so its answer stays as it was.")
    if after != before or not item.seen:
        put_standing(item, after)
        log_changes(current, item, before, after, sent=sent, now=now)
    return Saved(word, after.version, after.response, after.flagged, after.struck)


@transaction.atomic
def extend(*, attempt: Attempt, deadline: datetime, staff: User, reason: str, now: datetime) -> Attempt:
    """Give more time than was frozen at the start: the only thing that moves a deadline, and it is logged.

    Raises TooLate once nothing more is taken, ValueError if it gives no time or there is no limit.
    """
    current = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if not accepts(now, current.deadline, current.submitted_at):
        raise TooLate
    if current.deadline is None or deadline <= max(current.deadline, now):
        raise ValueError("More time ends later than before, and later than now.")
    moved = {"from": current.deadline.isoformat(), "to": deadline.isoformat()}
    current.deadline = deadline
    current.save(update_fields=["deadline"])
    log(current, "extended", now, value={**moved, "by": staff.username, "reason": reason})
    return current


@turn()
@transaction.atomic
def submit(*, attempt: Attempt, now: datetime) -> None:
    """Hand the paper in. Doing it again, or after the deadline, changes nothing that was decided.

    What was missed joins the reviews by itself if the learner wants it so.
    """
    # As it is stored: a deadline that was moved since `attempt` was read must count.
    current = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if current.submitted_at is not None:
        return
    finished = now if current.deadline is None else min(now, current.deadline)
    Attempt.objects.filter(pk=attempt.pk).update(submitted_at=finished)
    log(attempt, "submitted" if finished == now != current.deadline else "closed", now)
    _record_answers(attempt, now=finished)
    if attempt.learner.queue_misses:
        _queue_misses(attempt, now=now)


@transaction.atomic
def queue_misses(*, attempt: Attempt, now: datetime) -> int:
    """Put what stands in for the misses into the reviews. Returns how much was not there yet.

    Nothing while answers are still taken. An attempt that only its deadline ended is handed in by this.
    """
    current = Attempt.objects.select_related("learner").get(pk=attempt.pk)
    if accepts(now, current.deadline, current.submitted_at):
        return 0
    submit(attempt=current, now=now)
    return _queue_misses(current, now=now)


def close_overdue(*, now: datetime) -> int:
    """Tidy up: hand in every sitting whose deadline ended it. Returns how many; doing it again does nothing.

    Nothing depends on it, since every reader goes by the deadline; answers on their way still arrive.
    """
    overdue = Attempt.objects.filter(submitted_at=None, deadline__lte=now - GRACE).order_by("pk")
    return sum(_close(pk, now) for pk in list(overdue.values_list("pk", flat=True)))


@transaction.atomic
def _close(pk: int, now: datetime) -> bool:
    """Hand in one sitting, unless it has been handed in or given more time since somebody looked."""
    current = Attempt.objects.select_for_update().get(pk=pk)
    if current.submitted_at is not None or accepts(now, current.deadline, None):
        return False
    submit(attempt=Attempt.objects.select_related("learner").get(pk=pk), now=now)
    return True


def _still_open(learner: Learner, exam: Exam, now: datetime) -> Attempt | None:
    """The sitting of this exam to go on with, if there is one. What only a deadline ended is handed in.

    Of the exam begun anew at its deadline; of the others once nothing can be on its way any more.
    """
    running = None
    for attempt in Attempt.objects.filter(learner=learner, submitted_at=None).select_related("learner"):
        grace = timedelta() if attempt.exam_id == exam.pk else GRACE
        if attempt.deadline is not None and attempt.deadline <= now - grace:
            submit(attempt=attempt, now=now)
        elif attempt.exam_id == exam.pk:
            running = attempt
    return running


def _record_answers(attempt: Attempt, *, now: datetime) -> None:
    items = list(AttemptItem.objects.filter(attempt=attempt).select_related("version"))
    given = [
        Given(
            attempt.learner_id,
            item.version,
            item.response,
            uuid5(NAMESPACE_URL, f"attempt:{attempt.pk}:{item.position}"),
            now,
            item.confidence,
        )
        for item in items
    ]
    answers = record_all(given=given, place="exam")
    for item, answer in zip(items, answers, strict=True):
        item.answer = answer
    AttemptItem.objects.bulk_update(items, ["answer"])


def _queue_misses(attempt: Attempt, *, now: datetime) -> int:
    added = enrol_exam_misses(attempt=attempt, now=now)
    if added or not AttemptEvent.objects.filter(attempt=attempt, kind="queued").exists():
        log(attempt, "queued", now, value=added)
    return added
