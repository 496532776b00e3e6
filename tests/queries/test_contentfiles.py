"""The content folder as texts."""

import os
import sys
from pathlib import Path

import pytest

from studyapp.queries.contentfiles import read


def test_content_files_are_read_by_their_path(tmp_path: Path) -> None:
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons" / "010-a.md").write_text("Grüße", encoding="utf-8")
    (tmp_path / "course.yaml").write_bytes(b"id: x\r\n")
    (tmp_path / "photo.png").write_bytes(b"\x89PNG")
    (tmp_path / ".draft.md").write_text("no")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.md").write_text("no")
    (tmp_path / "folder.md").mkdir()
    assert read(tmp_path) == ({"course.yaml": "id: x\r\n", "lessons/010-a.md": "Grüße"}, ())


def test_broken_utf8_is_a_problem_on_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"one\ntwo \xff\n")
    (tmp_path / "b.md").write_text("fine")
    files, problems = read(tmp_path)
    assert files == {"b.md": "fine"}
    assert [str(problem) for problem in problems] == [
        "a.md:2: byte 0xff is not UTF-8; save the file as UTF-8"
    ]


def test_what_cannot_be_opened_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to(tmp_path / "gone")
    assert [str(problem) for problem in read(tmp_path)[1]] == [
        "a.md:1: cannot be read: No such file or directory"
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_not_utf8_can_still_be_printed(tmp_path: Path) -> None:
    with open(os.path.join(os.fsencode(tmp_path), b"a\xff.md"), "wb") as handle:
        handle.write(b"x")
    assert read(tmp_path) == ({"a\ufffd.md": "x"}, ())


def test_a_missing_folder_is_empty(tmp_path: Path) -> None:
    assert read(tmp_path / "gone") == ({}, ())
