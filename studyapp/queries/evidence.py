"""What a learner's answers and reviews say about the exam, read for `domain.readiness`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import Min

from studyapp.domain.evidence import FirstTry, is_evidence
from studyapp.domain.memory import Memory as Remembered
from studyapp.domain.memory import Schedule, retrievability
from studyapp.domain.readiness import Recall
from studyapp.models import Answer, Question
from studyapp.queries.reviews import queue


@dataclass(frozen=True)
class Tried:
    """The first answers that count, and the ids of all questions ever answered, wherever that was."""

    tries: tuple[FirstTry, ...]
    seen: frozenset[int]


def first_tries(learner_id: int) -> Tried:
    """The learner's first answer to each question. One query, which reads one row a question.

    The first is the one that came in first: an answer given offline may have been given before it. Retired
    questions stay, for what was answered stays true; their objective may be gone, and then they do not count.
    """
    firsts = Answer.objects.filter(learner_id=learner_id).values("question_id").annotate(first=Min("pk"))
    rows = Answer.objects.filter(pk__in=firsts.values("first")).values_list(
        "question_id",
        "question__objective_id",
        "question__difficulty",
        "place",
        "response",
        "confidence",
        "correct",
        "answered_at",
    )
    seen, tries = set(), []
    for question, objective, difficulty, place, response, confidence, correct, at in rows:
        seen.add(question)
        if is_evidence(place, response):
            guessed = confidence == "guess"
            tries.append(FirstTry(objective, difficulty, place, guessed=guessed, correct=correct, at=at))
    return Tried(tuple(tries), frozenset(seen))


@lru_cache(maxsize=2)
def practice_questions(release: UUID) -> Mapping[str, frozenset[int]]:
    """The published practice questions counted under each objective; read once a release."""
    found: dict[str, set[int]] = {}
    rows = Question.objects.filter(pool="practice", retired_at=None).values_list("objective_id", "pk")
    for objective, pk in rows:
        found.setdefault(objective, set()).add(pk)
    return {objective: frozenset(ids) for objective, ids in found.items()}


def recall_of(
    learner_id: int, *, schedule: Schedule, now: datetime, later: datetime | None
) -> Mapping[str, Recall]:
    """Mean predicted recall of what was reviewed, by objective, now and at `later`. One query.

    A card counts in all of its objectives, a question in the one it is counted under.
    """
    reviewed = queue(learner_id).exclude(stability=None)
    found: dict[str, list[Remembered]] = {}
    for of_card, of_question, stability, last_at in reviewed.values_list(
        "card__objectives", "question__objective", "stability", "last_at"
    ):
        memory = Remembered(stability=stability, last_at=last_at)
        found.setdefault(of_card or of_question, []).append(memory)
    return {
        objective: Recall(
            now=_mean_recall(items, now, schedule),
            later=None if later is None else _mean_recall(items, later, schedule),
            items=len(items),
        )
        for objective, items in found.items()
    }


def _mean_recall(items: list[Remembered], at: datetime, schedule: Schedule) -> float:
    return sum(retrievability(item, at, schedule) for item in items) / len(items)
