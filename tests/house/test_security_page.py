"""docs/security.md claims only what is there: each test, file and setting that it names."""

import re
from pathlib import Path

from studyapp import settings
from tests.house.sources import ROOT

PAGE = (ROOT / "docs/security.md").read_text("utf-8")
NAMED = set(re.findall(r"`([^`\n]+)`", PAGE))


def names_of_tests(folder: Path) -> set[str]:
    """The names of all test functions."""
    texts = (path.read_text("utf-8") for path in folder.rglob("test_*.py"))
    return {name for text in texts for name in re.findall(r"^def (test_\w+)", text, re.MULTILINE)}


def unknown(named: set[str], there: set[str]) -> set[str]:
    """What is named and is nowhere."""
    return named - there


def test_the_check_tells() -> None:
    assert unknown({"test_a", "test_b"}, {"test_a"}) == {"test_b"}


def test_every_test_is_there() -> None:
    named = {name for name in NAMED if re.fullmatch(r"test_\w+", name)}
    assert len(named) > 30
    assert unknown(named, names_of_tests(ROOT / "tests")) == set()


def test_every_file_is_there() -> None:
    named = {name for name in NAMED if re.fullmatch(r"[\w./-]+/[\w./-]+", name)}
    assert len(named) > 15
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_every_setting_is_there() -> None:
    environment = (ROOT / "docs/deploy.md").read_text("utf-8")
    named = {name.partition("=")[0] for name in NAMED if re.fullmatch(r"[A-Z][A-Z_]+(=1)?", name)}
    assert len(named) > 4
    assert {name for name in named if not hasattr(settings, name) and f"`{name}`" not in environment} == set()
