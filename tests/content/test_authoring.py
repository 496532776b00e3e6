"""The guide for authors: its examples are what the program accepts."""

import re
import shlex
import shutil
from io import StringIO
from pathlib import Path
from textwrap import dedent

import pytest
from django.core.management import call_command
from pytest_django import Settings

from studyapp.domain.coherence_paths import path_faults
from studyapp.domain.diagramtext import CLASSES
from studyapp.domain.parsing import parse
from studyapp.management.commands.check_content import examine
from tests.domain import samplecourse
from tests.domain.samplefiles import FILES

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "authoring.md").read_text(encoding="utf-8")
EXAMPLES: list[str] = re.findall(r"^```(?:yaml|markdown|xml)\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
PLACES = {
    "---\nid: direct-connect-macsec": "lessons/010-direct-connect-macsec.md",
    "## macsec-port-speeds": "cards/direct-connect.md",
    "---\nid: macsec-hop-scope": "questions/direct-connect/macsec-hop-scope.md",
    "pairs:": "confusables.yaml",
    "## MACsec": "glossary.md",
    "<svg": "diagrams/macsec-hop.svg",
    "id: practice-20": "exams/practice-20.yaml",
    "id: browser-alb-ec2": "paths/browser-alb-ec2.yaml",
}


@pytest.mark.parametrize("beginning", PLACES)
def test_the_example_of_every_format_parses(beginning: str) -> None:
    (example,) = (text for text in EXAMPLES if text.startswith(beginning))
    parsed = parse({"course.yaml": FILES["course.yaml"], PLACES[beginning]: example})
    assert [str(problem) for problem in parsed.problems] == []


def test_the_path_of_the_guide_is_sound_and_its_challenge_is_as_it_says() -> None:
    (example,) = (text for text in EXAMPLES if text.startswith("id: browser-alb-ec2"))
    course = parse({"course.yaml": FILES["course.yaml"], "paths/browser-alb-ec2.yaml": example}).course
    assert course is not None
    assert list(path_faults(samplecourse.course(paths=course.paths))) == []


def test_the_commands_of_the_tutorial_leave_nothing_to_do_but_to_write(
    tmp_path: Path, settings: Settings
) -> None:
    root = tmp_path / "content"
    shutil.copytree(settings.CONTENT_ROOT, root)
    settings.CONTENT_ROOT = root
    commands = re.findall(r"^   python3 manage.py (new_.*)$", GUIDE, re.MULTILINE)
    assert [shlex.split(line)[0] for line in commands] == ["new_lesson", "new_question", "new_card", "new_path"]
    for line in commands:
        call_command(*shlex.split(line), stdout=StringIO())
    (shown,) = re.findall(r"^   (/// check .*?)\n   ```$", GUIDE, re.MULTILINE | re.DOTALL)
    lesson = root / "lessons/015-who-holds-the-keys.md"
    lesson.write_text(f"{lesson.read_text('utf-8')}\n{dedent(f'   {shown}')}\n", "utf-8")
    left = {re.sub(r"\d+", "N", one.message) for one in examine(root)[0].errors}
    assert left == {"still to be written: the line says TODO", "the lesson has N words; it needs N"}


def test_the_guide_tells_of_every_diagram_class() -> None:
    assert {name for name in CLASSES if f"`{name}`" not in GUIDE} == set()
