"""The review queue: entering it, grading what is due, and taking a grade back."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from uuid import UUID

from django.db import transaction

from studyapp.actions.answers import record
from studyapp.domain.grading import Confidence, rating
from studyapp.domain.memory import Memory as Remembered
from studyapp.domain.memory import Rating, review
from studyapp.models import Answer, Card, Learner, Memory, Question, Review
from studyapp.queries.reviews import from_json, remembered, schedule_of, seed_of, to_json


class AlreadyGraded(Exception):
    """This showing of the item has been graded before, by a double click or in another tab."""


def enrol_cards(*, learner: Learner, lesson_id: int, now: datetime) -> int:
    """Put a lesson's cards into the queue. Returns how many were not there yet."""
    cards = Card.objects.filter(lesson_id=lesson_id, retired_at=None).exclude(memories__learner=learner)
    return len(
        Memory.objects.bulk_create(
            [Memory(learner=learner, card=card, idea_id=card.idea_id, added_at=now) for card in cards],
            ignore_conflicts=True,
        )
    )


def enrol_questions(*, learner: Learner, question_ids: Sequence[int], now: datetime) -> int:
    """Put practice questions into the queue. Exam questions are left out: they stay unseen."""
    questions = Question.objects.filter(pk__in=question_ids, pool="practice", retired_at=None)
    return len(
        Memory.objects.bulk_create(
            [
                Memory(learner=learner, question=question, idea_id=question.idea_id, added_at=now)
                for question in questions.exclude(memories__learner=learner).order_by("pk")
            ],
            ignore_conflicts=True,
        )
    )


@transaction.atomic
def enrol_question(*, learner: Learner, question_id: int, now: datetime) -> int:
    """Put one question into the queue; 0 if it is there already or is an exam question."""
    return enrol_questions(learner=learner, question_ids=[question_id], now=now)


@transaction.atomic
def grade_card(*, memory: Memory, number: int, grade: Rating, now: datetime) -> Review:
    """Grade a card. `number` is memory.reviews as the page showed it. Raises AlreadyGraded."""
    return _append(memory, number=number, grade=grade, answer=None, now=now)


@transaction.atomic
def grade_question(
    *,
    memory: Memory,
    number: int,
    response: Sequence[str],
    confidence: Confidence,
    token: UUID,
    now: datetime,
) -> Review:
    """Answer a question of the queue; answer and confidence make the grade.

    Raises AlreadyGraded, or grading.InvalidResponse if the response does not fit the question.
    """
    question = Question.objects.select_related("current").get(memories=memory)
    assert question.current is not None, "a published question has a version"
    answer = record(
        learner=memory.learner,
        version=question.current,
        response=response,
        confidence=confidence,
        place="review",
        token=token,
        now=now,
    )
    # Of what is stored: a form sent again is graded by the answer that stands.
    grade = rating(answer.correct, Confidence(answer.confidence))
    return _append(memory, number=number, grade=grade, answer=answer, now=now)


@transaction.atomic
def undo(*, learner: Learner, now: datetime) -> Memory | None:
    """Take back the newest review of today's study day: the memory is as it was. None if there is none."""
    today = schedule_of(learner).today(now)
    last = (
        Review.objects.filter(learner=learner, day=today, undone_at=None)
        .select_related("memory")
        .order_by("-pk")
        .first()
    )
    if last is None or not Review.objects.filter(pk=last.pk, undone_at=None).update(undone_at=now):
        return None
    _store(last.memory, from_json(last.before))
    return last.memory


def _append(memory: Memory, *, number: int, grade: Rating, answer: Answer | None, now: datetime) -> Review:
    schedule = schedule_of(memory.learner)
    before = remembered(memory)
    after = review(before, grade, now=now, schedule=schedule, seed=seed_of(memory))
    # The row is written only if it still stands where the page saw it; two tabs cannot both get through.
    if memory.reviews != number or not _store(memory, after, expected=number):
        raise AlreadyGraded
    return Review.objects.create(
        learner_id=memory.learner_id,
        memory=memory,
        number=number,
        stage=before.stage,
        rating=grade,
        answer=answer,
        reviewed_at=now,
        received_at=now,
        day=schedule.today(now),
        before=to_json(before),
        after=to_json(after),
    )


def _store(row: Memory, value: Remembered, *, expected: int | None = None) -> int:
    rows = Memory.objects.filter(pk=row.pk)
    if expected is not None:
        rows = rows.filter(reviews=expected)
    return rows.update(**{field.name: getattr(value, field.name) for field in fields(value)})
