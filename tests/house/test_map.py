"""docs/architecture.md tells the truth: what it names is there, and every room is on it."""

import re
from pathlib import Path

from tests.house.conftest import Tree
from tests.house.sources import ROOT

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
