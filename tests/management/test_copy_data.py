"""manage.py copy_data: everything, or nothing, and the same."""

import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.db.backends.base.base import NO_DB_ALIAS

from studyapp.actions import copying
from studyapp.management.commands import copy_data
from studyapp.models import Answer, Learner, QuestionVersion, Review
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.work import work_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def other_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Under the one name beside "default" that Django lets a test open a connection to."""
    monkeypatch.setattr(copy_data, "TARGET", NO_DB_ALIAS)
    yield
    connections.databases.pop(NO_DB_ALIAS)
    del connections[NO_DB_ALIAS]


def said(to: Path) -> str:
    out = io.StringIO()
    call_command("copy_data", to=f"sqlite:///{to}", stdout=out)
    return out.getvalue()


def counted(file: Path, table: str) -> int:
    with closing(sqlite3.connect(file)) as copy:
        return int(copy.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])  # noqa: S608 (a name of ours)


def test_every_row_is_there_and_the_next_one_finds_a_number(tmp_path: Path) -> None:
    work_of(LearnerFactory.create(user=UserFactory.create()))
    target = tmp_path / "new.sqlite3"
    last = said(target).splitlines()[-1]
    assert last.endswith("rows, the same on both sides. Set DATABASE_URL and start the site.")
    for model in (Answer, Learner, QuestionVersion, Review):
        assert counted(target, model._meta.db_table) == model._default_manager.count() > 0
    with pytest.raises(CommandError, match="Nothing was copied: there are rows in "):
        said(target)


def test_a_table_that_differs_afterwards_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    LearnerFactory.create()
    monkeypatch.setattr(copying, "_digest", lambda model, alias: (1, alias))
    target = tmp_path / "new.sqlite3"
    with pytest.raises(CommandError, match=r"Nothing was kept: \w+ was not the same after copying"):
        said(target)
    assert counted(target, "studyapp_learner") == 0


def test_a_database_that_does_not_answer_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"Nothing was copied\. The database says: "):
        said(tmp_path / "no" / "folder" / "new.sqlite3")
