"""What was missed goes on to the reviews.

Of a quiz and a live room the questions themselves, a class's own for its members (`classreviews.py`); of an
exam what stands in for them: those stay in their pool, the queue never asks one.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q

from studyapp.actions.classreviews import enrol_own
from studyapp.actions.reviews import enrol_questions
from studyapp.domain.picking import Spot, stand_ins
from studyapp.models import (
    Attempt,
    AttemptItem,
    Card,
    Learner,
    Memory,
    PracticeItem,
    PracticeSession,
    Question,
)
from studyapp.queries.results import result, with_repairs

PLACE = ("idea_id", "lesson_id", "section")  # as picking.Spot ends


def enrol_practice_misses(*, session: PracticeSession, now: datetime) -> int:
    """Queue the questions of a quiz answered wrong or by a guess. Returns how many were not there yet."""
    answered = PracticeItem.objects.filter(session=session).exclude(answer=None)
    missed = answered.filter(Q(answer__correct=False) | Q(answer__confidence="guess"))
    asked = list(missed.values_list("version__question_id", flat=True))
    return enrol_questions(learner=session.learner, question_ids=asked, now=now) + enrol_own(
        learner_ids=[session.learner_id], question_ids=asked, now=now
    )


def enrol_exam_misses(*, attempt: Attempt, now: datetime) -> int:
    """Queue practice questions and cards in place of what was answered wrong. Returns how many are new there.

    The answers must have been recorded. Questions left without one are no misses here: a paper that lay open
    until its deadline must not fill the queue.
    """
    missed = _missed(attempt)
    near = _near(missed)
    found = {spot.key for miss in missed for spot in stand_ins(miss, near)}
    questions = [pk for kind, pk in found if kind == "question"]
    cards = [pk for kind, pk in found if kind == "card"]
    return enrol_questions(learner=attempt.learner, question_ids=questions, now=now) + enrol_some_cards(
        learner=attempt.learner, card_ids=cards, now=now
    )


def enrol_live_misses(*, question_id: int, learner_ids: Sequence[int], now: datetime) -> int:
    """Queue one question for everybody who missed it in a live room. Returns for how many it is new there."""
    question = Question.objects.filter(pk=question_id, pool="practice", retired_at=None).first()
    if question is None:
        return enrol_own(learner_ids=learner_ids, question_ids=[question_id], now=now)
    there = Memory.objects.filter(question=question, learner__in=learner_ids)
    lacking = sorted(set(learner_ids) - set(there.values_list("learner_id", flat=True)))
    rows = [
        Memory(learner_id=pk, question=question, idea_id=question.idea_id, added_at=now) for pk in lacking
    ]
    return len(Memory.objects.bulk_create(rows, ignore_conflicts=True))


def enrol_some_cards(*, learner: Learner, card_ids: Sequence[int], now: datetime) -> int:
    """Put these cards into the queue. Returns how many were not there yet."""
    cards = Card.objects.filter(pk__in=card_ids, retired_at=None).exclude(memories__learner=learner)
    return len(
        Memory.objects.bulk_create(
            [
                Memory(learner=learner, card=card, idea_id=card.idea_id, added_at=now)
                for card in cards.order_by("pk")
            ],
            ignore_conflicts=True,
        )
    )


def _missed(attempt: Attempt) -> list[Spot]:
    rows = list(with_repairs(AttemptItem.objects.filter(attempt=attempt)).select_related("version"))
    found = result(rows, attempt.pass_mark)
    asked = {row.version.question_id for row in rows if found.missed(row)}
    questions = Question.objects.filter(pk__in=asked).order_by("pk")
    return [Spot(("question", pk), *place) for pk, *place in questions.values_list("pk", *PLACE)]


def _near(missed: Iterable[Spot]) -> list[Spot]:
    """Practice questions and cards of the same ideas and lessons."""
    ideas, lessons = {spot.idea for spot in missed}, {spot.lesson for spot in missed}
    near = Q(idea__in=ideas) | Q(lesson__in=lessons)
    questions = Question.objects.filter(near, pool="practice", retired_at=None).values_list("pk", *PLACE)
    cards = Card.objects.filter(near, retired_at=None).values_list("pk", *PLACE)
    return [
        *(Spot(("question", pk), *place) for pk, *place in questions),
        *(Spot(("card", pk), *place) for pk, *place in cards),
    ]
