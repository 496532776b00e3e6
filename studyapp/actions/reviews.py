"""The review queue: entering it, grading what is due, setting items aside, and taking a grade back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from studyapp.actions.answers import record
from studyapp.actions.reviewrows import advance, append
from studyapp.domain.grading import Confidence, rating
from studyapp.domain.memory import Rating, review
from studyapp.domain.planning import planned
from studyapp.domain.sending import Sent, believed
from studyapp.domain.studyday import ONE_DAY
from studyapp.models import Answer, Card, Learner, Memory, Question, QuestionVersion, Review
from studyapp.queries.memories import from_json, remembered, review_by, schedule_of, seed_of, to_json, to_row
from studyapp.queries.reviews import order_of


class AlreadyGraded(Exception):
    """This showing of the item has been graded before, by a double click or in another tab."""


class NotAsked(Exception):
    """The question answered is not one that this item of the queue can ask."""


def enrol_cards(*, learner: Learner, lesson_id: int, now: datetime) -> int:
    """Put a lesson's cards into the queue. Returns how many were not there yet."""
    cards = Card.objects.filter(lesson_id=lesson_id, retired_at=None).exclude(memories__learner=learner)
    rows = [Memory(learner=learner, card=card, idea_id=card.idea_id, added_at=now) for card in cards]
    return len(Memory.objects.bulk_create(rows, ignore_conflicts=True))


def enrol_questions(*, learner: Learner, question_ids: Sequence[int], now: datetime) -> int:
    """Put practice questions into the queue. Exam questions are left out: they stay unseen.

    Those of a class have an action of their own: classreviews.py.
    """
    questions = Question.objects.filter(pk__in=question_ids, pool="practice", retired_at=None)
    rows = [
        Memory(learner=learner, question=question, idea_id=question.idea_id, added_at=now)
        for question in questions.exclude(memories__learner=learner).order_by("pk")
    ]
    return len(Memory.objects.bulk_create(rows, ignore_conflicts=True))


@transaction.atomic
def enrol_question(*, learner: Learner, question_id: int, now: datetime) -> int:
    """Put one question into the queue; 0 if it is there already or is an exam question."""
    return enrol_questions(learner=learner, question_ids=[question_id], now=now)


@transaction.atomic
def grade_card(*, memory: Memory, sent: Sent, grade: Rating, now: datetime) -> Review:
    """Grade a card. Raises AlreadyGraded; the same token again gives the review already stored."""
    stored, sent = _seen(memory, sent)
    return stored or _append(memory, sent=sent, grade=grade, now=now)


@transaction.atomic
def grade_question(
    *,
    memory: Memory,
    sent: Sent,
    version_id: int | None,
    response: Sequence[str],
    confidence: Confidence,
    token: UUID,
    now: datetime,
) -> Review:
    """Answer a question of the queue; answer and confidence make the grade.

    `version_id` is the version that was shown: any of the item's idea, None for the item's own as it is now.
    Raises NotAsked, AlreadyGraded, or grading.InvalidResponse if the response does not fit the question.
    """
    stored, sent = _seen(memory, sent)
    if stored is not None:
        return stored
    version = _asked(memory, version_id)
    answer = record(
        learner=memory.learner,
        version=version,
        response=response,
        confidence=confidence,
        place="review",
        token=token,
        now=believed(sent.given_at, earliest=memory.added_at, now=now),
        seconds=sent.seconds,
    )
    # Of what is stored: a form sent again is graded by the answer that stands.
    grade = rating(answer.correct, Confidence(answer.confidence))
    order = order_of(memory.pk, sent.number, version)
    return _append(memory, sent=sent, grade=grade, now=now, answer=answer, order=order)


@transaction.atomic
def undo(*, learner: Learner, now: datetime) -> Memory | None:
    """Take back the newest review of today's study day: the memory is as it was. None if there is none."""
    today = schedule_of(learner).today(now)
    last = (
        # The newest link of its memory's chain: a grade that came late may stand before one that came early.
        Review.objects.filter(
            learner=learner, day__gte=today, undone_at=None, number=F("memory__reviews") - 1
        )
        .select_related("memory")
        .order_by("-pk")
        .first()
    )
    if last is None or not Review.objects.filter(pk=last.pk, undone_at=None).update(undone_at=now):
        return None
    Memory.objects.filter(pk=last.memory_id).update(**to_row(from_json(last.before)))
    return last.memory


@transaction.atomic
def bury(*, memory: Memory, now: datetime) -> None:
    """Not today: the item is back on the learner's next study day."""
    tomorrow = schedule_of(memory.learner).today(now) + ONE_DAY
    Memory.objects.filter(pk=memory.pk).update(buried_until=tomorrow)


@transaction.atomic
def suspend(*, memory: Memory, now: datetime) -> None:
    """Set an item aside until it is brought back; what is remembered of it stays."""
    Memory.objects.filter(pk=memory.pk, suspended_at=None).update(suspended_at=now)


@transaction.atomic
def bring_back(*, memory: Memory) -> None:
    """An item that was buried or set aside is in the queue again."""
    Memory.objects.filter(pk=memory.pk).update(buried_until=None, suspended_at=None)


def _asked(memory: Memory, version_id: int | None) -> QuestionVersion:
    versions = QuestionVersion.objects.filter(question__idea=memory.idea_id).exclude(question__pool="exam")
    one = (
        versions.filter(current_of=memory.question_id)
        if version_id is None
        else versions.filter(pk=version_id)
    )
    version = one.first()
    if version is None or memory.question_id is None:
        raise NotAsked
    return version


def _seen(memory: Memory, sent: Sent) -> tuple[Review | None, Sent]:
    """The review that the form's token stands for, if it still does; and what is to be stored otherwise."""
    if sent.token is None:
        return None, sent
    stored = review_by(memory.learner_id, sent.token)
    if stored is None or stored.undone_at is None or sent.given_at is not None:
        return stored, sent  # what was given offline arrives once more, not anew
    # Back to a page from before an undo: a grade of its own, while the token stays with the one taken back.
    return None, replace(sent, token=None)


def _append(
    memory: Memory,
    *,
    sent: Sent,
    grade: Rating,
    now: datetime,
    answer: Answer | None = None,
    order: Sequence[str] = (),
) -> Review:
    learner = memory.learner
    number, given_at = sent.number, believed(sent.given_at, earliest=memory.added_at, now=now)
    if sent.given_at is not None:
        memory = Memory.objects.select_for_update().get(pk=memory.pk)
        number = memory.reviews
    schedule = schedule_of(learner)
    before = remembered(memory)
    # A grade that arrives late cannot be scheduled from before the review that came in between.
    moment = max(given_at, before.last_at) if sent.given_at and before.last_at else given_at
    after = planned(
        review(before, grade, now=moment, schedule=schedule, seed=seed_of(memory)),
        today=schedule.today(moment),
        exam_day=learner.exam_date,
        number=memory.pk,
        schedule=schedule,
    )
    # The row is written only if it still stands where the page saw it; two tabs cannot both get through.
    if memory.reviews != number or not advance(memory, after, expected=number):
        raise AlreadyGraded
    return append(
        Review(
            learner=learner,
            memory=memory,
            number=number,
            stage=before.stage,
            rating=grade,
            answer=answer,
            order=list(order),
            reviewed_at=given_at,
            received_at=now,
            seconds=sent.seconds,
            token=sent.token,
            day=schedule.today(given_at),
            before=to_json(before),
            after=to_json(after),
        )
    )
