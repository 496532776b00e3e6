"""The course in this repository: it must be fit to be published on every day."""

import re
from datetime import date
from pathlib import Path

import pytest

from studyapp.domain import coherence, inventory
from studyapp.domain.documents import Course
from studyapp.domain.markup import Markup, plain_text
from studyapp.domain.parsing import Parsed, parse
from studyapp.queries.contentfiles import read

ROOT = Path(__file__).resolve().parents[2] / "content"
PATH_FIGURE = re.compile(r'<figure class="path-summary">.*?</figure>', re.DOTALL)


@pytest.fixture(scope="module")
def parsed() -> Parsed:
    files, problems = read(ROOT)
    assert problems == ()
    return parse(files)


@pytest.fixture(scope="module")
def course(parsed: Parsed) -> Course:
    assert parsed.course is not None
    return parsed.course


def test_every_file_parses(parsed: Parsed) -> None:
    assert [str(problem) for problem in parsed.problems] == []


def test_the_course_has_no_error(course: Course) -> None:
    # A fixed day: a source that grows stale is a warning for its authors, not a failing test.
    findings = coherence.check(course, today=date(2026, 11, 24))
    assert [str(problem) for problem in findings.errors] == []


def test_keys_cannot_be_guessed_from_length_or_place(course: Course) -> None:
    cueing = inventory.take(course).cueing
    singles = sum(cueing.key_positions)
    assert cueing.longest_is_key <= 0.25  # chance, with four options
    assert all(0.15 <= place / singles <= 0.35 for place in cueing.key_positions)


def test_every_lesson_teaches_in_all_the_ways_a_lesson_does(course: Course) -> None:
    markup = Markup(course)
    for lesson in course.lessons:
        rendered = markup.lesson(lesson)
        html = "".join(part.value for part in rendered.parts if part.kind == "html")
        assert html.count('class="box box-key"') >= 1, lesson.file
        assert html.count('class="box box-trap"') >= 2, lesson.file
        assert html.count('class="box box-exam"') >= 1, lesson.file
        assert html.count('<figure class="diagram">') >= 1, lesson.file
        assert sum(part.kind == "check" for part in rendered.parts) >= 3, lesson.file
        assert rendered.toc[-1][2] == "What to remember", lesson.file
        assert len(plain_text(PATH_FIGURE.sub("", html)).split()) <= 1_800, lesson.file
