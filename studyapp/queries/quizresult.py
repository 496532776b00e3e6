"""The result of a quiz: how it went, and what to do next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from studyapp.models import Memory, PracticeItem, PracticeSession
from studyapp.queries.catalogue import Catalogue
from studyapp.queries.exams import ObjectiveRow
from studyapp.queries.nextsteps import NextStep, next_steps
from studyapp.queries.practice import Quiz, assemble, is_miss, rows_of


@dataclass(frozen=True)
class Result:
    """How a quiz went. `to_queue` misses are not in the reviews yet, `queued` are; `own` misses are of
    questions of a class, for which others stand in."""

    quiz: Quiz
    objectives: tuple[ObjectiveRow, ...]
    steps: tuple[NextStep, ...]
    to_queue: int
    queued: int
    own: int
    sure_wrong: int


def result(course: Catalogue, session: PracticeSession, *, now: datetime) -> Result:
    """A finished quiz, and what to do next. Two queries."""
    rows = rows_of(session)
    missed = [row for row in rows if row.answer is not None and is_miss(row.answer)]
    in_practice = [row for row in missed if _may_be_queued(row)]
    asked = {row.version.question_id for row in in_practice}
    queued = Memory.objects.filter(learner_id=session.learner_id, question_id__in=asked).count()
    return Result(
        quiz=assemble(course, session, rows, position=None, now=now),
        objectives=_by_objective(course, rows),
        steps=next_steps(course, [row.version.question for row in missed]),
        to_queue=len(asked) - queued,
        queued=queued,
        own=sum(row.version.question.pool == "class" for row in missed),
        sure_wrong=sum(
            not row.answer.correct and row.answer.confidence == "sure" for row in rows if row.answer
        ),
    )


def _may_be_queued(row: PracticeItem) -> bool:
    question = row.version.question
    return question.pool == "practice" and question.retired_at is None


def _by_objective(course: Catalogue, rows: Iterable[PracticeItem]) -> tuple[ObjectiveRow, ...]:
    marks: dict[str, list[bool]] = {}
    for row in rows:
        right = row.answer is not None and row.answer.correct
        marks.setdefault(row.version.question.objective_id, []).append(right)
    return tuple(
        ObjectiveRow(o.code, o.short, sum(marks[o.code]), len(marks[o.code]), _of(marks[o.code]))
        for o in course.objectives
        if o.code in marks
    )


def _of(marks: Sequence[bool]) -> str:
    return f"{sum(marks)} of {len(marks)}"
