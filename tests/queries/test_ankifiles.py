"""Packages from Anki: read in each of its formats, and refused where something is wrong with them."""

import io
import sqlite3
import zipfile
from collections.abc import Iterable
from contextlib import closing, suppress
from datetime import datetime

import pytest

from studyapp.domain.ankideck import guid_of
from studyapp.domain.ankihistory import LogLine
from studyapp.domain.ownfile import MOST_SENT, Unreadable
from studyapp.queries import ankifiles, cardfiles
from studyapp.queries.ankifiles import read_history
from tests.factories.study import NOON, course
from tests.queries.ankipackages import package, packed, reviewed_database

pytestmark = pytest.mark.django_db

AT = int(NOON.timestamp() * 1000)
LINES = [("card-k1-1", AT, 3, 0, 2500, 4000), ("card-k1-2", AT + 5, 1, 1, 2500, 900)]


@pytest.mark.parametrize("name", ["collection.anki2", "collection.anki21", "collection.anki21b"])
def test_each_format_is_read(name: str) -> None:
    history = read_history(package(LINES, name=name))
    assert history.lines == (
        LogLine(guid_of("card-k1-1"), AT, 3, 0, 2500, 4000),
        LogLine(guid_of("card-k1-2"), AT + 5, 1, 1, 2500, 900),
    )
    assert len(history.notes) == 24
    assert history.notes[guid_of("card-k1-1")].startswith("What")


def test_the_newest_of_several_collections_counts() -> None:
    """Anki puts a collection for older versions beside it, which says only that one should update."""
    newest = packed(reviewed_database(LINES), "collection.anki21b")
    data = packed(reviewed_database([]), "collection.anki2", more=newest)
    assert len(read_history(data).lines) == 2


def test_a_file_of_the_other_journal_is_read() -> None:
    database = bytearray(reviewed_database(LINES))
    database[18:20] = b"\x02\x02"
    assert len(read_history(packed(bytes(database), "collection.anki21")).lines) == 2


def changed(*statements: str) -> bytes:
    """A package whose collection was made to do harm."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(reviewed_database(LINES))
        for statement in statements:
            database.execute(statement)
        database.commit()
        return packed(database.serialize(), "collection.anki21")


ENDLESS = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
SELECT i AS id, 'x' AS guid, 'y' AS sfld FROM n
"""


@pytest.mark.parametrize(
    "statements",
    [
        ("DROP TABLE revlog",),
        ("DROP TABLE notes", f"CREATE VIEW notes AS {ENDLESS}"),
        ("ALTER TABLE revlog RENAME COLUMN ease TO grade",),
        ("DROP TABLE notes", "CREATE VIRTUAL TABLE notes USING fts5(id, guid, sfld)"),
        ("ALTER TABLE notes ADD COLUMN bomb AS (zeroblob(900000000))", "DROP TABLE cards"),
    ],
)
def test_a_collection_that_is_none_is_refused(statements: tuple[str, ...]) -> None:
    with pytest.raises(Unreadable, match=r"^This package cannot be opened: .*\.$"):
        read_history(changed(*statements))


def test_a_value_that_is_no_number_is_passed_over() -> None:
    assert read_history(changed("UPDATE revlog SET ease = 'x' WHERE ease = 3")).lines == (
        LogLine(guid_of("card-k1-2"), AT + 5, 1, 1, 2500, 900),
    )


def test_one_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    data = package(LINES)
    monkeypatch.setattr(ankifiles, "MOST_STEPS", 100)
    monkeypatch.setattr(ankifiles, "_EVERY", 50)
    with pytest.raises(Unreadable):
        read_history(data)


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A package of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return buffer.getvalue()


DAMAGED = {
    "nothing": b"",
    "no zip": b"SQLite format 3\x00",
    "a broken zip": b"PK\x03\x04" + b"\x00" * 50,
    "a zip of other things": zipped([("a.txt", b"x")]),
    "no database": zipped([("collection.anki2", b"x" * 2000)]),
    "no Zstandard": zipped([("collection.anki21b", b"x" * 2000)]),
    "half a database": zipped([("collection.anki2", b"SQLite format 3\x00" + b"\x00" * 500)]),
    "too many files": zipped([(str(n), b"") for n in range(5_001)]),
    "a bomb": zipped([("collection.anki2", b"\x00" * 20_000_000)]),
    "too large": b"PK" + b"\x00" * MOST_SENT,
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_package_is_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(Unreadable, match=r"^This (package|is not a package).*\.$"):
        read_history(DAMAGED[name])


def test_a_bomb_in_zstandard_is_stopped() -> None:
    data = packed(b"\x00" * 70_000_000, "collection.anki21b")
    assert len(data) < 100_000
    with pytest.raises(Unreadable, match="too large"):
        read_history(data)


def test_cut_anywhere_it_is_refused_or_read() -> None:
    """Never an error of another kind."""
    whole, read = package(LINES, name="collection.anki21b"), 0
    for n in range(0, len(whole), 97):
        for data in (whole[:n], whole[:n] + b"\xff" + whole[n + 1 :]):
            with suppress(Unreadable):
                read += len(read_history(data).lines) == 2
    assert read < len(whole) // 97


def test_our_own_package_has_no_history() -> None:
    data = cardfiles.anki_package(course().key)
    assert read_history(data).lines == ()
    assert datetime.fromtimestamp(AT / 1000, NOON.tzinfo) == NOON
