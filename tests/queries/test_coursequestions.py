"""The practice questions of the course as files."""

from pathlib import Path

import pytest

from studyapp.models import Question
from studyapp.queries.coursequestions import course_questions
from studyapp.queries.questionfiles import FORMATS, read_questions
from tests.factories.course import write
from tests.factories.study import NOON, course

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Files are kept per release, and the tests here change questions within one."""
    course_questions.cache_clear()


@pytest.mark.parametrize(("format", "count"), [("gift", 26), ("qti", 32), ("content", 32)])
def test_no_question_of_the_exams(format: str, count: int, small_content: Path) -> None:
    file = course_questions(course().key, format, small_content)
    assert file is not None
    names = {item.id for item in read_questions(file.data).items}
    assert (len(names), [name for name in names if name.startswith("x-")]) == (count, [])


def test_what_has_moved_to_the_exams_stays_here_whatever_the_files_say(small_content: Path) -> None:
    Question.objects.filter(slug="q-k1-1").update(pool="exam")
    Question.objects.filter(slug="q-k1-2").update(retired_at=NOON)
    for format in FORMATS:
        file = course_questions(course().key, format, small_content)
        assert file is not None
        assert b"q-k1-1<" not in file.data
        assert b"q-k1-1\n" not in file.data
    file = course_questions(course().key, "qti", small_content)
    assert file is not None
    names = {item.id for item in read_questions(file.data).items}
    assert (len(names), {"q-k1-1", "q-k1-2"} & names) == (30, set())


def test_while_the_files_have_a_fault_there_is_none(tmp_path: Path) -> None:
    root = write(tmp_path / "content", {"course.yaml": "x: 1\n"})
    assert course_questions(course().key, "gift", root) is None
