"""Whether Anki's own library takes our package of cards, and we take one of Anki's with reviews.

    python3 manage.py bench anki

The package of the course is imported into a fresh collection twice, then once more with a text changed; five
cards are answered there, and what Anki exports, in its format of today and in the older one, is read back by
us. Anki's library is installed from PyPI into a folder of its own (66 MB, so it is no part of the tests).
"""

import io
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

from bench.pages import manage
from bench.processes import told_by_anki
from bench.server import scratch
from studyapp.queries.ankifiles import read_history


def main(arguments: list[str]) -> None:
    """Print what happened; an assertion fails if it is not what was promised."""
    with scratch() as environment:
        for command in ("migrate", "publish_content"):
            manage(environment, command, "--verbosity", "0")
        folder = Path(environment["DATA_DIR"])
        package, later = folder / "cards.apkg", folder / "later.apkg"
        manage(environment, "export_cards", "--format", "apkg", "--to", str(package))
        later.write_bytes(_changed(package.read_bytes()))
        theirs = told_by_anki(environment, "bench.anki_package", str(package), str(later))
        histories = {
            name: read_history((folder / "anki" / f"{name}.apkg").read_bytes())
            for name in ("reviewed", "reviewed-older")
        }
    for name in ("first", "again", "changed", "cards", "decks", "answered", "sound"):
        print(f"{name:10} {theirs[name]}")
    for name, history in histories.items():
        print(f"{name:15} {len(history.notes)} notes, {len(history.lines)} reviews read back")
        assert len(history.lines) == theirs["answered"]


def _changed(package: bytes) -> bytes:
    """The same a second later, with another text on its first card."""
    with zipfile.ZipFile(io.BytesIO(package)) as zipped, closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(zipped.read("collection.anki2"))
        database.execute("UPDATE notes SET mod = mod + 1")
        database.execute("UPDATE notes SET flds = 'New: ' || flds WHERE id = (SELECT min(id) FROM notes)")
        database.commit()
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("collection.anki2", database.serialize())
            archive.writestr("media", "{}")
    return packed.getvalue()
