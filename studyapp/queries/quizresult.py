"""The result of a quiz: how it went, and what to do next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from studyapp.models import Memory, PracticeItem, PracticeSession, Question
from studyapp.queries.catalogue import Catalogue
from studyapp.queries.classreviews import may_join
from studyapp.queries.exams import ObjectiveRow
from studyapp.queries.nextsteps import NextStep, next_steps
from studyapp.queries.practice import Quiz, assemble, is_miss, rows_of


@dataclass(frozen=True)
class Result:
    """How a quiz went. `to_queue` misses are not in the reviews yet, `queued` are; others cannot be."""

    quiz: Quiz
    objectives: tuple[ObjectiveRow, ...]
    steps: tuple[NextStep, ...]
    to_queue: int
    queued: int
    sure_wrong: int


def result(course: Catalogue, session: PracticeSession, *, now: datetime) -> Result:
    """A finished quiz, and what to do next. Two queries."""
    rows = rows_of(session)
    missed = [row for row in rows if row.answer is not None and is_miss(row.answer)]
    asked = {row.version.question_id for row in missed}
    there = Exists(Memory.objects.filter(learner=session.learner_id, question=OuterRef("pk")))
    may_come = Question.objects.filter(may_join(session.learner_id), pk__in=asked, retired_at=None)
    in_queue = list(may_come.annotate(there=there).values_list("there", flat=True))
    return Result(
        quiz=assemble(course, session, rows, position=None, now=now),
        objectives=_by_objective(course, rows),
        steps=next_steps(course, [row.version.question for row in missed]),
        to_queue=in_queue.count(False),
        queued=in_queue.count(True),
        sure_wrong=sum(
            not row.answer.correct and row.answer.confidence == "sure" for row in rows if row.answer
        ),
    )


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
