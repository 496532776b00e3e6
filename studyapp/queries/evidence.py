"""What a learner's answers and reviews say about the exam, read for `domain.readiness`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from uuid import UUID

from studyapp.domain.evidence import FirstTry
from studyapp.domain.memory import Schedule
from studyapp.models import Learner, Question
from studyapp.queries.answerfigures import Answered, answered
from studyapp.queries.catalogue import Catalogue
from studyapp.queries.coursefacts import card_objectives
from studyapp.queries.itemfigures import ItemFigures, item_figures
from studyapp.queries.queue import Moment

_NOON = time(12)


@dataclass(frozen=True)
class Known:
    """All that is known of a learner's knowledge: each question answered, and what is in memory.

    `exam_day` is None without a date, or if it is over.
    """

    answers: tuple[Answered, ...] = ()
    items: ItemFigures = field(default_factory=ItemFigures)
    exam_day: date | None = None


@dataclass(frozen=True)
class Tried:
    """The first answers that count, and the ids of all questions ever answered, wherever that was."""

    tries: tuple[FirstTry, ...]
    seen: frozenset[int]


def known(course: Catalogue, learner: Learner | None, *, schedule: Schedule, now: datetime) -> Known:
    """Two queries for a learner, none for a visitor."""
    if learner is None:
        return Known()
    moment = Moment(learner.pk, schedule.today(now), now)
    date_set = learner.exam_date
    exam_day = date_set if date_set and date_set >= moment.today else None
    items = item_figures(
        moment,
        schedule=schedule,
        objectives=card_objectives(course.key),
        later=datetime.combine(exam_day, _NOON, schedule.zone) if exam_day else None,
    )
    return Known(answered(learner.pk, now), items, exam_day)


def first_tries(answers: Iterable[Answered]) -> Tried:
    """The first answer to each question. Their objective may be gone, and then they do not count."""
    answers = tuple(answers)
    return Tried(
        tries=tuple(one.first for one in answers if one.first),
        seen=frozenset(one.question.pk for one in answers),
    )


@lru_cache(maxsize=2)
def practice_questions(release: UUID) -> Mapping[str, frozenset[int]]:
    """The published practice questions counted under each objective; read once a release."""
    found: dict[str, set[int]] = {}
    rows = Question.objects.filter(pool="practice", retired_at=None).values_list("objective_id", "pk")
    for objective, pk in rows:
        found.setdefault(objective, set()).add(pk)
    return {objective: frozenset(ids) for objective, ids in found.items()}
