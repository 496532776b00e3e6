"""docs/architecture.md tells the truth: what it names is there, and every room is on it."""

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path

from tests.house.conftest import Tree
from tests.house.sources import ROOT

ROOMS = ("domain", "models", "queries", "actions", "forms", "views")
PATH = re.compile(r"`((?:\.ci|content|docs|static|studyapp|templates|tests)/[\w./-]*|[\w-]+\.(?:py|toml))`")


def missing_places(text: str, root: Path) -> list[str]:
    """Every file and folder that a text names in backticks and that is not under `root`."""
    return [name for name in PATH.findall(text) if not (root / name).exists()]


def unmapped_rooms(text: str, root: Path) -> list[str]:
    """Every package and module directly under studyapp that a text does not name."""
    places = [
        *(root / "studyapp").glob("*.py"),
        *(path.parent for path in (root / "studyapp").glob("*/__init__.py")),
    ]
    names = sorted(place.name + "/" * place.is_dir() for place in places if place.name != "__init__.py")
    return [name for name in names if f"`studyapp/{name}" not in text]


def unmapped_files(text: str, root: Path) -> list[str]:
    """Every module of a room, and every folder of templates, that has no topic in the table of topics."""
    table = text.partition("## By topic")[2].partition("\n## ")[0]
    rows = [line.split("|") for line in table.splitlines() if line.startswith("| ")]
    words = [word for row in rows for word in re.findall(r"[\w*]+", row[3])]
    modules = (path for room in ROOMS for path in (root / "studyapp" / room).glob("*.py"))
    lost = [path for path in modules if path.stem != "__init__" and not _any(path.stem, words)]
    folders = (path for path in (root / "templates").glob("*/") if f"`templates/{path.name}/`" not in table)
    return sorted(path.relative_to(root).as_posix() for path in (*lost, *folders))


def _any(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def test_a_file_without_a_topic_is_told(tree: Tree) -> None:
    root = tree(
        {
            "studyapp/domain/exampace.py": "",
            "studyapp/domain/lost.py": "",
            "studyapp/views/exams.py": "",
            "templates/exams/list.html": "",
            "templates/lost/list.html": "",
        }
    )
    row = "| exams | `/exams/` | `exam* lo` | `templates/exams/` |"
    text = f"## By topic\n\n{row}\n\n## Else\n\n| lost | lost | lost | lost |"
    assert unmapped_files(text, root) == ["studyapp/domain/lost.py", "templates/lost"]


def test_a_place_that_is_not_there_is_told(tree: Tree) -> None:
    root = tree({"studyapp/urls.py": "", "manage.py": ""})
    assert missing_places("`studyapp/urls.py` `studyapp/` `manage.py` `up` `page.html`", root) == []
    assert missing_places("`studyapp/url.py`, `setup.py`", root) == ["studyapp/url.py", "setup.py"]


def test_a_room_that_is_not_on_the_map_is_told(tree: Tree) -> None:
    root = tree({"studyapp/__init__.py": "", "studyapp/urls.py": "", "studyapp/views/__init__.py": ""})
    assert unmapped_rooms("`studyapp/urls.py` and `studyapp/views/access.py`", root) == []
    assert unmapped_rooms("nothing", root) == ["urls.py", "views/"]


def test_the_map_is_true() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    assert missing_places(text, ROOT) == []
    assert unmapped_rooms(text, ROOT) == []
    assert unmapped_files(text, ROOT) == []
