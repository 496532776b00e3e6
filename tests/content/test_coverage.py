"""content/coverage.md: where each section of the first notes and each objective is taught, kept true."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from studyapp.domain.documents import Card, Course, Lesson, NetworkPath, Question
from studyapp.domain.parsing import parse
from studyapp.queries.contentfiles import read

ROOT = Path(__file__).resolve().parents[2] / "content"

SECTIONS = (
    *("1", "2", "3"),
    *("4", "4.1", "4.2", "4.3", "4.4"),
    *("5", "5.1", "5.2", "5.3", "5.4"),
    "6",
    *("7", "7.1", "7.2", "7.3", "7.4"),  # 7.1 to 7.4 are the four scenarios
    *("8", "9"),
)
HEADER = ("Part", "Subject", "Lessons", "Cards", "Questions", "Paths")


@dataclass(frozen=True)
class Row:
    part: str
    lessons: tuple[str, ...]
    cards: tuple[str, ...]
    questions: tuple[str, ...]
    paths: tuple[str, ...]


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def _ids(cell: str) -> tuple[str, ...]:
    """The ids of a cell: `one`, `two`. Anything else in it is a fault."""
    found = tuple(re.findall(r"`([^`]*)`", cell))
    assert cell == ", ".join(f"`{one}`" for one in found), cell
    return found


def _rows(text: str) -> Iterator[Row]:
    header, _rule, *lines = (_cells(line) for line in text.splitlines() if line.startswith("|"))
    assert header == HEADER
    for part, _subject, lessons, cards, questions, paths in lines:
        yield Row(
            part=part,
            lessons=_ids(lessons),
            cards=_ids(cards),
            questions=_ids(questions),
            paths=_ids(paths),
        )


@pytest.fixture(scope="module")
def rows() -> tuple[Row, ...]:
    return tuple(_rows((ROOT / "coverage.md").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def course() -> Course:
    files, problems = read(ROOT)
    assert problems == ()
    parsed = parse(files)
    assert parsed.course is not None
    return parsed.course


def _missing(named: Mapping[str, Collection[str]], existing: Collection[str]) -> list[str]:
    return [f"{part}: {one}" for part, ids in named.items() for one in ids if one not in existing]


def test_every_section_and_objective_has_one_row(rows: tuple[Row, ...], course: Course) -> None:
    objectives = tuple(objective.id for objective in course.info.objectives)
    assert tuple(row.part for row in rows) == (*SECTIONS, *objectives)


def test_every_row_is_taught_drilled_practised_and_tried_out(rows: tuple[Row, ...]) -> None:
    empty = [row.part for row in rows if not (row.lessons and row.cards and row.questions and row.paths)]
    assert empty == []


def test_no_row_names_anything_twice(rows: tuple[Row, ...]) -> None:
    for row in rows:
        for ids in (row.lessons, row.cards, row.questions, row.paths):
            assert len(set(ids)) == len(ids), row.part


def test_every_lesson_named_exists(rows: tuple[Row, ...], course: Course) -> None:
    existing = {lesson.id for lesson in course.lessons}
    assert _missing({row.part: row.lessons for row in rows}, existing) == []


def test_every_card_named_exists(rows: tuple[Row, ...], course: Course) -> None:
    existing = {card.id for card in course.cards}
    assert _missing({row.part: row.cards for row in rows}, existing) == []


def test_every_question_named_is_one_to_practise(rows: tuple[Row, ...], course: Course) -> None:
    existing = {question.id for question in course.questions if question.pool == "practice"}
    assert _missing({row.part: row.questions for row in rows}, existing) == []


def test_every_path_named_exists(rows: tuple[Row, ...], course: Course) -> None:
    existing = {path.id for path in course.paths}
    assert _missing({row.part: row.paths for row in rows}, existing) == []


def test_every_path_of_the_course_is_in_the_table(rows: tuple[Row, ...], course: Course) -> None:
    named = {path for row in rows for path in row.paths}
    assert [path.id for path in course.paths if path.id not in named] == []


def test_every_lesson_of_the_course_is_in_the_table(rows: tuple[Row, ...], course: Course) -> None:
    named = {lesson for row in rows for lesson in row.lessons}
    assert [lesson for lesson in course.info.lessons if lesson not in named] == []


def test_what_an_objective_names_serves_that_objective(rows: tuple[Row, ...], course: Course) -> None:
    def serving(documents: Iterable[Lesson | Card | Question | NetworkPath], objective: str) -> set[str]:
        return {document.id for document in documents if objective in document.objectives}

    astray = [
        f"{row.part}: {one}"
        for row in rows
        if row.part not in SECTIONS
        for ids, documents in (
            (row.lessons, course.lessons),
            (row.cards, course.cards),
            (row.questions, course.questions),
            (row.paths, course.paths),
        )
        for one in sorted(set(ids) - serving(documents, row.part))
    ]
    assert astray == []
