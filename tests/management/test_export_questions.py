"""export_questions: practice questions alone."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from studyapp.queries.questionfiles import read_questions
from tests.factories.course import small_course, write


def test_the_exam_pool_never_leaves(tmp_path: Path, settings: Settings) -> None:
    settings.CONTENT_ROOT = write(tmp_path / "content", small_course())
    for format, count in (("gift", 26), ("qti", 32), ("content", 32)):
        out, target = StringIO(), tmp_path / f"to.{format}"
        call_command("export_questions", format=format, to=target, stdout=out, stderr=StringIO())
        assert out.getvalue() == f"{count} of 32 practice questions are in {target}.\n"
        names = {item.id for item in read_questions(target.read_bytes()).items}
        assert (len(names), [name for name in names if name.startswith("x-")]) == (count, [])


def test_a_course_with_faults_is_not_written(tmp_path: Path, settings: Settings) -> None:
    settings.CONTENT_ROOT = write(tmp_path / "content", {"course.yaml": "x: 1\n"})
    with pytest.raises(CommandError, match="Nothing was written"):
        call_command("export_questions", format="gift", to=tmp_path / "a", stdout=StringIO())
    assert not (tmp_path / "a").exists()
