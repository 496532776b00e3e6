"""Packages as Anki exports them after our deck was reviewed there."""

import io
import sqlite3
import sys
import zipfile
from collections.abc import Iterable
from contextlib import closing
from zipfile import ZipFile

from studyapp.domain.ankideck import guid_of
from studyapp.queries.cardfiles import anki_package
from tests.factories.study import course

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

type Line = tuple[str, int, int, int, int, int]
"""Slug of the card, moment in milliseconds, ease, kind, factor, time in milliseconds."""


def reviewed_database(lines: Iterable[Line], *, others: int = 0) -> bytes:
    """The collection of our package with these reviews; `others` are notes of somebody's own."""
    with (
        closing(sqlite3.connect(":memory:")) as database,
        ZipFile(io.BytesIO(anki_package(course().key))) as zipped,
    ):
        database.deserialize(zipped.read("collection.anki2"))
        for slug, number, ease, kind, factor, time in lines:
            (card,) = database.execute(
                "SELECT cards.id FROM cards JOIN notes ON notes.id = nid WHERE guid = ?", (guid_of(slug),)
            ).fetchone()
            row = (number, card, -1, ease, 5, 5, factor, time, kind)
            database.execute("INSERT INTO revlog VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        for n in range(others):
            database.execute(
                "INSERT INTO notes VALUES (?, ?, 1, 0, -1, '', ?, ?, 0, 0, '')",
                (n + 1, f"other{n}", f"Own {n}", f"Own {n}"),
            )
        database.commit()
        return database.serialize()


def packed(database: bytes, name: str, *, more: bytes | None = None) -> bytes:
    """The package; `more` is one whose files come along."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, zstd.compress(database) if name.endswith("b") else database)
        if more is not None:
            with ZipFile(io.BytesIO(more)) as other:
                for one in other.namelist():
                    archive.writestr(one, other.read(one))
    return buffer.getvalue()


def package(lines: Iterable[Line], *, name: str = "collection.anki21b", others: int = 0) -> bytes:
    """Both at once."""
    return packed(reviewed_database(lines, others=others), name)
