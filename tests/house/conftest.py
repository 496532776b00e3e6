"""A small tree of files to try a check on."""

from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent

import pytest

type Tree = Callable[[Mapping[str, str]], Path]


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """Writes files, given by path, and returns the folder they are in."""

    def write(files: Mapping[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text), "utf-8")
        return tmp_path

    return write
