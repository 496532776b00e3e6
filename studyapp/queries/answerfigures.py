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

from studyapp.domain.evidence import PLACES
from studyapp.models import Answer
from studyapp.queries.counted import counting

JUDGED = ("practice", "review")  # where everybody is asked how sure they are
_JOINED = """
SELECT found.question_id, found.answers, found.right_ones,
       first.id = found.first_counted, first.place, first.correct, first.confidence, first.answered_at,
       latest.confidence = 'sure' AND NOT latest.correct, latest.answered_at
FROM ({}) found
JOIN studyapp_answer first ON first.id = found.first
LEFT JOIN studyapp_answer latest ON latest.id = found.latest
"""


@dataclass(frozen=True, slots=True)
class First:
    """The first answer to a question; `counts` if it is evidence: see `domain.evidence`."""

    counts: bool
    place: str
    correct: bool
    guessed: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """A question somebody has answered: how many answers count, how many of them were right, the first one,
    and when the latest judged one was sure and wrong, if it was."""

    question_id: int
    answers: int
    right: int
    first: First
    sure_wrong_at: datetime | None


def answered(learner_id: int, now: datetime) -> tuple[Answered, ...]:
    """Every question the learner has answered. One query, which reads no more than one row a question twice.

    The first answer is the one that came in first, the latest the one that came in last: an answer given
    offline may have been given before either.
    """
    counts = counting(learner_id, now)
    found = (
        Answer.objects.filter(learner_id=learner_id)
        .order_by()
        .values("question_id")
        .annotate(
            answers=Count("pk", filter=counts),
            right_ones=Count("pk", filter=counts & Q(correct=True)),
            first=Min("pk"),
            first_counted=Min("pk", filter=counts),
            latest=Max("pk", filter=counts & Q(place__in=JUDGED)),
        )
    )
    sql, parameters = found.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_JOINED.format(sql), parameters)
        return tuple(_read(cursor.fetchall()))


def _read(rows: list[tuple[Any, ...]]) -> Iterator[Answered]:
    for question, answers, right, counts, place, correct, confidence, at, sure_wrong, latest_at in rows:
        yield Answered(
            question_id=question,
            answers=answers,
            right=right,
            first=First(
                bool(counts) and place in PLACES, place, bool(correct), confidence == "guess", _utc(at)
            ),
            sure_wrong_at=_utc(latest_at) if sure_wrong else None,
        )


def _utc(moment: datetime) -> datetime:
    """SQLite keeps no zone: everything stored is in UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
