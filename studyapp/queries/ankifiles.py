"""A package from Anki: the reviews in it, read without believing anything of it.

It is a zip with a SQLite file, packed once more with Zstandard since 2022. The database is opened in memory
and may only be read, three tables of it, for so many steps: it may have been made to do harm.
"""

import io
import sqlite3
import sys
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass

from studyapp.domain.ankihistory import LogLine
from studyapp.domain.ownfile import MOST_SENT, Unreadable

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdDecompressor, ZstdError
else:
    from backports.zstd import ZstdDecompressor, ZstdError

MOST_UNPACKED = 60_000_000  # of all files in it by what they say, and of the collection by what comes out
MOST_FILES = 5_000
MOST_RATIO = 100  # unpacked to packed; a collection has about four
MOST_NOTES = 200_000
MOST_LINES = 400_000
LONGEST_WORDS = 60
MOST_STEPS = 50_000_000  # of SQLite's own machine; 20,000 reviews take under two million
_NAMES = ("collection.anki21b", "collection.anki21", "collection.anki2")  # the first that is there holds all
_TABLES = ("notes", "cards", "revlog")
_EVERY = 10_000
_DAMAGED = "This package cannot be opened: it is damaged, or was not made by Anki."
_TOO_LARGE = "This package is too large. Export our deck alone, without media."
_NOTES = "SELECT guid, sfld FROM notes ORDER BY id LIMIT ?"
_LINES = """
SELECT notes.guid, revlog.id, revlog.ease, revlog.type, revlog.factor, revlog.time
  FROM revlog JOIN cards ON cards.id = revlog.cid JOIN notes ON notes.id = cards.nid
 WHERE cards.ord = 0 ORDER BY revlog.id LIMIT ?
"""
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


@dataclass(frozen=True)
class History:
    """What a package holds: its notes by guid, with their first words, and its log, the oldest line first."""

    notes: Mapping[str, str]
    lines: tuple[LogLine, ...]


def read_history(data: bytes) -> History:
    """Unreadable, with a sentence, for whatever is no package of Anki's, or too large."""
    if len(data) > MOST_SENT:
        raise Unreadable(_TOO_LARGE)
    try:
        with _opened(_collection(data)) as database:
            notes = database.execute(_NOTES, (MOST_NOTES + 1,)).fetchall()
            lines = database.execute(_LINES, (MOST_LINES + 1,)).fetchall()
    except (sqlite3.Error, MemoryError, OverflowError, UnicodeDecodeError):
        raise Unreadable(_DAMAGED) from None
    if len(notes) > MOST_NOTES or len(lines) > MOST_LINES:
        raise Unreadable(_TOO_LARGE)
    named = {guid: str(words)[:LONGEST_WORDS] for guid, words in notes if isinstance(guid, str)}
    return History(named, tuple(LogLine(*line) for line in lines if _sane(line)))


def _sane(line: tuple[object, ...]) -> bool:
    guid, *numbers = line
    return isinstance(guid, str) and all(type(number) is int for number in numbers)


def _collection(data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = archive.infolist()
            said = sum(one.file_size for one in files)
            most = min(max(MOST_RATIO * len(data), 1_000_000), MOST_UNPACKED)
            if len(files) > MOST_FILES or said > most:
                raise Unreadable(_TOO_LARGE)
            there = {one.filename for one in files}
            name = next((name for name in _NAMES if name in there), None)
            if name is None:
                raise Unreadable("This is not a package of cards from Anki (.apkg).")
            with archive.open(name) as file:
                found = file.read(MOST_UNPACKED + 1)
    except Unreadable:
        raise
    except _BROKEN:
        raise Unreadable(_DAMAGED) from None
    found = _unpacked(found) if name.endswith("b") else found
    if len(found) > MOST_UNPACKED:
        raise Unreadable(_TOO_LARGE)
    return found


def _unpacked(packed: bytes) -> bytes:
    try:
        return ZstdDecompressor().decompress(packed, max_length=MOST_UNPACKED + 1)
    except ZstdError:
        raise Unreadable(_DAMAGED) from None


@contextmanager
def _opened(file: bytes) -> Iterator[sqlite3.Connection]:
    if not file.startswith(b"SQLite format 3\x00"):
        raise Unreadable(_DAMAGED)
    # A file of the journal kind "WAL" cannot be opened in memory; without its journal it is one of the other.
    plain = file[:18] + b"\x01\x01" + file[20:]
    left = MOST_STEPS // _EVERY

    def stops() -> bool:
        nonlocal left
        left -= 1
        return left < 0

    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(plain)
        database.set_progress_handler(stops, _EVERY)
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("PRAGMA cell_size_check = ON")
        database.set_authorizer(_only_reading)
        kinds = database.execute("SELECT name, type, sql FROM sqlite_master").fetchall()
        tables = {
            name for name, kind, sql in kinds if kind == "table" and "VIRTUAL" not in str(sql)[:20].upper()
        }
        if not tables.issuperset(_TABLES):
            raise Unreadable(_DAMAGED)
        yield database


def _only_reading(action: int, table: str | None, column: str | None, *_: str | None) -> int:
    read = action == sqlite3.SQLITE_READ and table in {*_TABLES, "sqlite_master"}
    return sqlite3.SQLITE_OK if read or action == sqlite3.SQLITE_SELECT else sqlite3.SQLITE_DENY
