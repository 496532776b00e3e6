"""Lessons: where a learner stands in one, and on the course map."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from studyapp.domain.versions import ids_to_shuffle
from studyapp.models import LessonProgress
from studyapp.queries.catalogue import Catalogue, LessonLink
from studyapp.queries.shown import QuestionText, ShownQuestion, show

# Written by hand: a lesson is the page read most, and the ORM takes as long over these two as over all
# the rest of it. `bench pages` shows the difference.
_PROGRESS = (
    "SELECT section, finished_at FROM studyapp_lessonprogress WHERE learner_id = %s AND lesson_id = %s"
)
_ANSWERS = """
SELECT id, question_id, version_id, response FROM studyapp_answer
 WHERE learner_id = %s AND question_id IN ({}) AND place = 'lesson'
"""


@dataclass(frozen=True)
class Given:
    """The newest answer given to an inline question, and the version it answered."""

    version_id: int
    response: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """What a learner has done with one lesson: the section last read, and the checks answered."""

    section: str
    finished: bool
    answers: Mapping[int, Given]  # by question pk


@dataclass(frozen=True)
class MapLine:
    """A lesson on the course map. `state` is "new", "reading" or "read"."""

    link: LessonLink
    state: str
    section: str


NOTHING = Standing("", finished=False, answers={})


def standing(learner_id: int, lesson_id: int, questions: Sequence[QuestionText]) -> Standing:
    """Two queries: the progress in this lesson, and the answers to its checks."""
    asked = [question.question_id for question in questions]
    with connection.cursor() as cursor:
        cursor.execute(_PROGRESS, [learner_id, lesson_id])
        section, finished_at = cursor.fetchone() or ("", None)
        answers = {}
        if asked:
            cursor.execute(_ANSWERS.format(", ".join(["%s"] * len(asked))), [learner_id, *asked])
            # Sorted here: asked to sort, SQLite walks all answers in the order of their ids.
            answers = {
                pk: Given(version, tuple(json.loads(said)))
                for _, pk, version, said in sorted(cursor.fetchall())
            }
    return Standing(section, finished=finished_at is not None, answers=answers)


def check(
    question: QuestionText, *, number: int, response: Sequence[str] | None, chosen: Sequence[str] = ()
) -> ShownQuestion:
    """An inline question, to answer (None) or answered; its options stand in one meaningless order.

    `chosen` are options to show as chosen although nothing was answered yet: after a refusal.
    """
    return show(
        question,
        order=ids_to_shuffle(question.kind, question.body),
        prefix=f"check{number}",
        response=chosen if response is None else response,
        reveal=response is not None,
    )


def course_map(course: Catalogue, learner_id: int | None) -> tuple[MapLine, ...]:
    """Every lesson with the learner's state. One query for a learner, none for a visitor."""
    rows = {}
    if learner_id is not None:
        progress = LessonProgress.objects.filter(learner_id=learner_id)
        rows = {pk: (end, at) for pk, end, at in progress.values_list("lesson_id", "finished_at", "section")}
    lines = []
    for lesson in course.lessons:
        finished, section = rows.get(lesson.link.pk, (None, ""))
        state = "read" if finished else "reading" if lesson.link.pk in rows else "new"
        lines.append(MapLine(lesson.link, state, section))
    return tuple(lines)
