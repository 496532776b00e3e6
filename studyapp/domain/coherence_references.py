"""Faults between files: ids given twice, references that lead nowhere, an order that contradicts itself."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import PurePosixPath

from studyapp.domain.documents import (
    Card,
    Course,
    Exam,
    Lesson,
    Located,
    NetworkPath,
    Problem,
    Question,
    Term,
)


def at(document: Located, message: str, line: int = 0) -> Problem:
    """A Problem where a document begins, or on a line of its file."""
    return Problem(file=document.file, line=line or document.line, message=message)


def duplicate_ids(course: Course) -> Iterator[Problem]:
    """Ids that two documents of one type share, and spellings that two glossary terms share."""
    groups: dict[str, Iterable[tuple[str, Located]]] = {
        "objective": ((objective.id, course.info) for objective in course.info.objectives),
        "lesson": ((lesson.id, lesson) for lesson in course.lessons),
        "card": ((card.id, card) for card in course.cards),
        "question": ((question.id, question) for question in course.questions),
        "glossary term": ((term.id, term) for term in course.terms),
        "exam": ((exam.id, exam) for exam in course.exams),
        "path": ((path.id, path) for path in course.paths),
        "confusable": ((pair.id, file) for file in course.confusables for pair in file.pairs),
        "glossary spelling": (
            (spelling.lower(), term) for term in course.terms for spelling in (term.name, *term.also)
        ),
    }
    for kind, members in groups.items():
        first: dict[str, Located] = {}
        for name, document in members:
            if name in first:
                where = first[name]
                yield at(document, f"{kind} '{name}' is given twice (first in {where.file}:{where.line})")
            first.setdefault(name, document)


def dangling_references(course: Course) -> Iterator[Problem]:
    """Objectives and lessons that are named somewhere and exist nowhere."""
    objectives = {objective.id for objective in course.info.objectives}
    lessons = {lesson.id for lesson in course.lessons}
    for document, named in _serving(course):
        for objective in named:
            if objective not in objectives:
                yield at(document, f"there is no objective '{objective}'")
        if len(set(named)) < len(named):
            yield at(document, "an objective is named twice")
    for exam in course.exams:
        for objective in exam.blueprint:
            if objective not in objectives:
                yield at(exam, f"there is no objective '{objective}'")
    belonging: tuple[Card | Question | Term, ...] = (*course.cards, *course.questions, *course.terms)
    for item in belonging:
        if item.lesson not in lessons:
            yield at(item, f"there is no lesson '{item.lesson}'")
    for path in course.paths:
        for name in path.lessons:
            if name not in lessons:
                yield at(path, f"there is no lesson '{name}'")


def _serving(course: Course) -> Iterator[tuple[Located, tuple[str, ...]]]:
    """Everything that names objectives, and the objectives it names."""
    documents: tuple[Lesson | Card | Question | NetworkPath, ...] = (
        *course.lessons,
        *course.cards,
        *course.questions,
        *course.paths,
    )
    for document in documents:
        yield document, document.objectives


def file_names(course: Course) -> Iterator[Problem]:
    """Questions, exams and paths whose file is not named after their id."""
    named: tuple[Question | Exam | NetworkPath, ...] = (*course.questions, *course.exams, *course.paths)
    for document in named:
        if PurePosixPath(document.file).stem != document.id:
            yield at(document, f"the file must be named after its id '{document.id}'")


def lesson_order(course: Course) -> Iterator[Problem]:
    """course.yaml against the lessons: missing ones, unlisted ones, numbers and needs out of order."""
    listed = course.info.lessons
    found = {lesson.id for lesson in course.lessons}
    for name in listed:
        if name not in found:
            yield at(course.info, f"there is no lesson '{name}'")
    if len(set(listed)) < len(listed):
        yield at(course.info, "a lesson is listed twice")
    place = {name: number for number, name in enumerate(listed)}
    for lesson in course.lessons:
        if lesson.id not in place:
            yield at(lesson, f"lesson '{lesson.id}' is not listed in course.yaml")
        for need in lesson.needs:
            if need not in found:
                yield at(lesson, f"needs lesson '{need}', which does not exist")
            elif place.get(need, -1) >= place.get(lesson.id, len(place)):
                yield at(lesson, f"needs lesson '{need}', which does not come earlier")
    in_order = [lesson for lesson in course.lessons if lesson.id in place]
    for before, after in pairwise(in_order):
        if _number(before) >= _number(after):
            yield at(after, f"comes after {before.file} in course.yaml; number the files in that order")


def _number(document: Located) -> int:
    digits = re.match(r"[0-9]+", PurePosixPath(document.file).name)
    return int(digits[0]) if digits else 0
