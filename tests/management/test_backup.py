"""manage.py backup: a file that holds everything, or none."""

import io
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from studyapp.models import Question

pytestmark = [
    pytest.mark.django_db(transaction=True),  # SQLite copies only what is stored
    pytest.mark.usefixtures("published"),
]


def said(*arguments: str) -> str:
    out = io.StringIO()
    call_command("backup", *arguments, stdout=out)
    return out.getvalue()


def test_a_dated_file_in_the_data_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    told = said()
    (made,) = (tmp_path / "backups").iterdir()
    assert told == f"{made}: {made.stat().st_size:,} bytes\n"
    assert made.stat().st_mode & 0o777 == 0o600
    assert made.suffix == {"sqlite": ".sqlite3", "postgresql": ".dump"}[connection.vendor]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="what pg_dump writes is read by pg_restore")
def test_the_file_holds_every_row(tmp_path: Path) -> None:
    said(str(tmp_path / "all.sqlite3"))
    with closing(sqlite3.connect(tmp_path / "all.sqlite3")) as copy:
        (count,) = copy.execute("SELECT COUNT(*) FROM studyapp_question").fetchone()
    assert count == Question.objects.count() > 0


def test_nothing_is_written_over(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_text("older")
    with pytest.raises(CommandError, match="is there already"):
        said(str(kept))
    assert kept.read_text() == "older"


def test_a_backup_that_breaks_off_leaves_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def full(target: Path) -> None:
        target.write_text("half")
        raise OSError(28, "No space left on device")

    for name in ("copy_sqlite", "dump_postgres"):
        monkeypatch.setattr(f"studyapp.management.commands.backup.{name}", full)
    with pytest.raises(OSError, match="No space left"):
        said(str(tmp_path / "new"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite needs no other program")
def test_without_pg_dump_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(CommandError, match="postgresql-client"):
        said(str(tmp_path / "new"))
