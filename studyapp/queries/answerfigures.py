"""What a learner's answers say, question by question.

Which answers count is asked through the ORM; counting them is done by hand, because it cannot join a row to a
minimum found in the same table. A confidence is asked for in practice and in reviews.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper

from studyapp.domain.evidence import FirstTry, is_evidence
from studyapp.models import Answer
from studyapp.queries.counted import counting

_FIGURES = """
WITH mine AS MATERIALIZED ({}),
found AS (
  SELECT question_id, COUNT(*) FILTER (WHERE counts) AS answers,
         COUNT(*) FILTER (WHERE counts AND correct) AS right_ones,
         MIN(id) AS first_one, MIN(id) FILTER (WHERE counts) AS first_counted,
         MAX(id) FILTER (WHERE counts AND place IN ('practice', 'review')) AS latest_one
  FROM mine GROUP BY question_id
)
SELECT question.id, question.slug, question.objective_id, question.difficulty, question.lesson_id,
       question.section, idea.id, idea.slug, question.pool = 'practice' AND question.retired_at IS NULL,
       found.answers, found.right_ones, first.id = found.first_counted, first.place, first.correct,
       first.confidence, first.answered_at,
       latest.confidence = 'sure' AND NOT latest.correct, latest.answered_at
FROM found
JOIN studyapp_question question ON question.id = found.question_id
JOIN studyapp_idea idea ON idea.id = question.idea_id
JOIN studyapp_answer first ON first.id = found.first_one
LEFT JOIN studyapp_answer latest ON latest.id = found.latest_one
ORDER BY question.id
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
    counts = ExpressionWrapper(counting(learner_id, now), output_field=BooleanField())
    mine = Answer.objects.filter(learner_id=learner_id).order_by().annotate(counts=counts)
    sql, parameters = mine.values("id", "question_id", "place", "correct", "counts").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES.format(sql), parameters)
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
