"""What a learner's answers say, question by question.

The ORM counts; the rows of the first and of the latest answer are joined to its counts by hand, because it
cannot join a row to a minimum found in the same table.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Min, Q

from studyapp.domain.evidence import FirstTry, is_evidence
from studyapp.models import Answer
from studyapp.queries.counted import counting

JUDGED = ("practice", "review")  # where everybody is asked how sure they are
_JOINED = """
SELECT question.id, question.slug, question.objective_id, question.difficulty, question.lesson_id,
       question.section, idea.id, idea.slug, question.pool = 'practice' AND question.retired_at IS NULL,
       found.answers, found.right_ones, first.id = found.first_counted, first.place, first.correct,
       first.confidence, first.answered_at,
       latest.confidence = 'sure' AND NOT latest.correct, latest.answered_at
FROM ({}) found
JOIN studyapp_question question ON question.id = found.question_id
JOIN studyapp_idea idea ON idea.id = question.idea_id
JOIN studyapp_answer first ON first.id = found.first_one
LEFT JOIN studyapp_answer latest ON latest.id = found.latest_one
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what it belongs to; `live` if it can be practised now."""

    pk: int
    slug: str
    objective: str
    difficulty: int
    lesson_id: int
    section: str
    idea_id: int
    idea: str
    live: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a question: how many answers count, and how many of them were right.

    `first` is the first answer, None if it is no evidence (see `domain.evidence`). `sure_wrong_at` is when
    the latest answer with a confidence was given, if it was sure and wrong.
    """

    question: Asked
    answers: int
    right: int
    first: FirstTry | None
    sure_wrong_at: datetime | None


def answered(learner_id: int, now: datetime) -> tuple[Answered, ...]:
    """Every question the learner has answered, by id. One query.

    The first answer is the one that came in first, the latest the one that came in last: an answer given
    offline may have been given before either. Retired questions stay: what was answered stays true.
    """
    counts = counting(learner_id, now)
    found = (
        Answer.objects.filter(learner_id=learner_id)
        .order_by()
        .values("question_id")
        .annotate(
            answers=Count("pk", filter=counts),
            right_ones=Count("pk", filter=counts & Q(correct=True)),
            first_one=Min("pk"),
            first_counted=Min("pk", filter=counts),
            latest_one=Max("pk", filter=counts & Q(place__in=JUDGED)),
        )
    )
    sql, parameters = found.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_JOINED.format(sql), parameters)
        return tuple(_read(cursor.fetchall()))


def _read(rows: list[tuple[Any, ...]]) -> Iterator[Answered]:
    for *asked, live, answers, right, counts, place, correct, confidence, at, sure_wrong, latest_at in rows:
        pk, slug, objective, difficulty, lesson, section, idea_id, idea = asked
        question = Asked(pk, slug, objective, difficulty, lesson, section, idea_id, idea, live=bool(live))
        first = FirstTry(
            question.objective,
            question.difficulty,
            place,
            guessed=confidence == "guess",
            correct=bool(correct),
            at=_utc(at),
        )
        yield Answered(
            question=question,
            answers=answers,
            right=right,
            first=first if is_evidence(place, given=bool(counts)) else None,
            sure_wrong_at=_utc(latest_at) if sure_wrong else None,
        )


def _utc(moment: datetime) -> datetime:
    """SQLite keeps no zone: everything stored is in UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
