"""SQLite's full-text table by itself, as the migration makes it: the judge of what finds what."""

import sqlite3
from collections.abc import Iterable

from studyapp.domain.searchtext import fts5, indexed, sought


def found(typed: str, texts: Iterable[str]) -> list[str]:
    """The texts that a search finds, in their order."""
    texts = list(texts)
    parts = sought(typed)
    if not parts:
        return []
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE found USING fts5(words, tokenize='ascii')")
    rows = [(n, indexed(text)) for n, text in enumerate(texts)]
    database.executemany("INSERT INTO found (rowid, words) VALUES (?, ?)", rows)
    query = "SELECT rowid FROM found WHERE found MATCH ? ORDER BY rowid"
    numbers = [number for (number,) in database.execute(query, [fts5(parts)])]
    database.close()
    return [texts[number] for number in numbers]
