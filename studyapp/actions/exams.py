"""Sitting a practice exam: start, save, flag, submit. The server's clock decides."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.db import IntegrityError, transaction

from studyapp.actions.answers import record
from studyapp.actions.misses import enrol_exam_misses
from studyapp.domain.blueprint import PoolItem, draw
from studyapp.domain.grading import check_response
from studyapp.domain.shuffling import shuffled
from studyapp.domain.timing import accepts, deadline
from studyapp.domain.versions import ids_to_shuffle, key_of
from studyapp.models import Attempt, AttemptEvent, AttemptItem, Exam, Learner, Question, QuestionVersion
from studyapp.queries.exams import seen_in_exams


class NoSuchQuestion(Exception):
    """The paper has no question at this position."""


class TooLate(Exception):
    """The attempt has been submitted, or its time is over: nothing was stored."""


def start(*, learner: Learner, exam: Exam, seed: int, now: datetime) -> Attempt:
    """Draw and freeze a paper, or return the sitting already open. One open sitting per exam.

    Raises blueprint.BlueprintTooLarge if the pool cannot fill the form.
    """
    with transaction.atomic():
        _close_overdue(learner=learner, now=now)
        running = _open_attempt(learner, exam)
        if running is not None:
            return running
    try:
        with transaction.atomic():
            return _draw(learner=learner, exam=exam, seed=seed, now=now)
    except IntegrityError:
        # Another tab started it between the look and the insert; the database kept one.
        running = _open_attempt(learner, exam)
        if running is None:
            raise
        return running


@transaction.atomic
def save(
    *, attempt: Attempt, position: int, response: Sequence[str] | None, flagged: bool | None, now: datetime
) -> AttemptItem:
    """Store a response, a flag, or both (None leaves it as it is). () clears the response.

    Raises TooLate, grading.InvalidResponse or NoSuchQuestion.
    """
    current = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if not accepts(now, current.deadline, current.submitted_at):
        raise TooLate
    item = AttemptItem.objects.select_related("version").filter(attempt=current, position=position).first()
    if item is None:
        raise NoSuchQuestion
    late = now >= current.deadline
    if response is not None:
        given = list(check_response(key_of(item.version.kind, item.version.body), tuple(response)))
        if given != item.response:
            item.response = given
            item.revision += 1
            item.save(update_fields=["response", "revision"])
            _log(current, "saved", now, item=item, value=given, late=late)
    if flagged is not None and flagged != item.flagged:
        item.flagged = flagged
        item.save(update_fields=["flagged"])
        _log(current, "flagged", now, item=item, value=flagged, late=late)
    return item


@transaction.atomic
def submit(*, attempt: Attempt, now: datetime) -> None:
    """Hand the paper in. Doing it again, or after the deadline, changes nothing that was decided.

    What was missed joins the reviews by itself if the learner wants it so.
    """
    finished = min(now, attempt.deadline)
    if not Attempt.objects.filter(pk=attempt.pk, submitted_at=None).update(submitted_at=finished):
        return
    _log(attempt, "submitted" if now < attempt.deadline else "closed", now)
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


def _close_overdue(*, learner: Learner, now: datetime) -> None:
    for attempt in Attempt.objects.filter(learner=learner, submitted_at=None, deadline__lte=now):
        submit(attempt=attempt, now=now)


def _open_attempt(learner: Learner, exam: Exam) -> Attempt | None:
    return Attempt.objects.filter(learner=learner, exam=exam, submitted_at=None).first()


def _draw(*, learner: Learner, exam: Exam, seed: int, now: datetime) -> Attempt:
    pool = Question.objects.filter(pool=exam.pool, retired_at=None).select_related("current")
    by_slug = {question.slug: question for question in pool}
    paper = draw(
        exam.blueprint,
        [PoolItem(slug, question.objective_id) for slug, question in by_slug.items()],
        seed=seed,
        unscored=exam.unscored,
        seen=seen_in_exams(learner.pk),
    )
    versions = [_version(by_slug[item.id]) for item in paper]
    limit = timedelta(minutes=exam.minutes)
    attempt = Attempt.objects.create(
        learner=learner,
        exam=exam,
        seed=seed,
        content_hash=hashlib.sha256("".join(v.digest for v in versions).encode()).hexdigest(),
        pass_mark=exam.pass_mark,
        started_at=now,
        time_limit=limit,
        time_factor=learner.time_factor,
        deadline=deadline(now, limit, learner.time_factor),
    )
    AttemptItem.objects.bulk_create(
        AttemptItem(
            attempt=attempt,
            position=position,
            version=version,
            objective=item.objective,
            scored=item.scored,
            order=shuffled(ids_to_shuffle(version.kind, version.body), f"{seed}:{position}"),
        )
        for position, (item, version) in enumerate(zip(paper, versions, strict=True), start=1)
    )
    _log(attempt, "started", now)
    return attempt


def _version(question: Question) -> QuestionVersion:
    assert question.current is not None, "a published question has a version"
    return question.current


def _record_answers(attempt: Attempt, *, now: datetime) -> None:
    for item in AttemptItem.objects.filter(attempt=attempt).select_related("version"):
        stored = record(
            learner=attempt.learner,
            version=item.version,
            response=item.response,
            confidence="",
            place="exam",
            token=uuid5(NAMESPACE_URL, f"attempt:{attempt.pk}:{item.position}"),
            now=now,
        )
        AttemptItem.objects.filter(pk=item.pk).update(answer=stored)


def _queue_misses(attempt: Attempt, *, now: datetime) -> int:
    added = enrol_exam_misses(attempt=attempt, now=now)
    if added or not AttemptEvent.objects.filter(attempt=attempt, kind="queued").exists():
        _log(attempt, "queued", now, value=added)
    return added


def _log(
    attempt: Attempt,
    kind: str,
    now: datetime,
    *,
    item: AttemptItem | None = None,
    value: object = None,
    late: bool = False,
) -> None:
    AttemptEvent.objects.create(
        attempt=attempt,
        item=item,
        kind=kind,
        value=value,
        revision=item.revision if item else 0,
        late=late,
        at=now,
    )
