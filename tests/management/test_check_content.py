"""check_content: what it prints, and how it leaves."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from studyapp.management.commands.check_content import item_table
from studyapp.queries.contentstats import QuestionLine
from tests.domain.samplefiles import FILES
from tests.factories.course import small_course, write
from tests.factories.keys import class_of


def run(root: Path, *options: str) -> tuple[str, int]:
    """What the command printed, and the exit code it would leave with."""
    out = StringIO()
    try:
        call_command("check_content", *options, f"--root={root}", "--no-color", stdout=out)
    except SystemExit as leaving:
        return out.getvalue(), int(leaving.code or 0)
    return out.getvalue(), 0


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for file, text in FILES.items():
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_every_fault_is_a_line_and_the_exit_code_is_1(root: Path) -> None:
    (root / "lessons/030-bad.md").write_bytes(b"\xff")
    (root / "lessons/040-bad.md").write_text("No keys")
    printed, code = run(root)
    lines = printed.splitlines()
    assert code == 1
    assert lines[0] == "lessons/030-bad.md:1: byte 0xff is not UTF-8; save the file as UTF-8"
    assert lines[1] == "lessons/040-bad.md:1: the file must begin with its keys between two lines of ---"
    assert "course.yaml:1: objective K1 has 2 cards; it needs 12" in lines
    assert "diagrams/hop.svg:1: warning: no lesson, card or question shows this diagram" in lines
    assert "2 lessons, 2 cards, 1 terms, 1 paths, 1 diagrams; questions: 1 practice, 0 exam" in lines
    assert "K1                2        2         1        0" in lines


def test_the_json_holds_faults_and_counts(root: Path) -> None:
    printed, code = run(root, "--json")
    told = json.loads(printed)
    assert code == 1
    assert sorted(told) == sorted(
        ["errors", "warnings", "counts", "objectives", "kinds", "difficulty", "cueing"]
    )
    assert told["objectives"] == {"K1": {"lessons": 2, "cards": 2, "practice": 1, "exam": 0}}
    assert {"file": "course.yaml", "line": 1, "message": "objective K1 has 2 cards; it needs 12"} in told[
        "errors"
    ]


@pytest.mark.django_db
def test_stats_tell_what_answers_say_beside_the_file(tmp_path: Path) -> None:
    course = write(tmp_path, small_course())
    printed, code = run(course, "--stats")
    assert (code, printed.splitlines()[-1]) == (
        0,
        "40 of 40 questions have fewer than 10 answers: nothing is said of them.",
    )
    class_of(12)
    lines = run(course, "--stats")[0].splitlines()
    head = next(n for n, line in enumerate(lines) if line.startswith("what answers say"))
    assert lines[head + 1] == ("questions/k1/x-k1-1.md       12     50%  -0.97  A 0%  B* 50%  C 0%  D 50%")
    assert lines[head + 2] == (
        "    doubtful: Who did well on the rest of the paper got it right less often than the others."
    )
    assert lines[-1] == "36 of 40 questions have fewer than 10 answers: nothing is said of them."
    items = json.loads(run(course, "--stats", "--json")[0])["items"]
    assert (items[0]["slug"], items[0]["answers"], items[0]["facility"]) == ("x-k1-1", 12, 0.5)


def test_what_is_undefined_is_a_dash() -> None:
    line = QuestionLine("a", "practice", 10, 1.0, None, (), ())
    assert (
        list(item_table([line], {"a": "q/a.md"}))[1]
        == "q/a.md" + " " * 17 + "10    100%      \N{EN DASH}  \N{EN DASH}"
    )


def test_without_a_course_there_is_nothing_to_count(tmp_path: Path) -> None:
    assert run(tmp_path) == ("course.yaml:1: the file is missing\n\nerrors: 1, warnings: 0\n", 1)
    assert json.loads(run(tmp_path, "--json")[0]) == {
        "errors": [{"file": "course.yaml", "line": 1, "message": "the file is missing"}],
        "warnings": [],
    }


def test_the_course_of_this_repository_leaves_with_0() -> None:
    printed, code = run(settings.CONTENT_ROOT)
    assert code == 0
    assert "\nerrors: 0, warnings: " in printed
