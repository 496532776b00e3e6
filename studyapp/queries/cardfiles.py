"""The course's cards as a file to take away: a package for Anki, or a table."""

import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from uuid import UUID

from studyapp.domain.ankideck import Collection, DeckCard, collection, guid_of
from studyapp.domain.markup import plain_text
from studyapp.domain.spreadsheet import cell
from studyapp.models import Card, Release
from studyapp.queries.catalogue import load

COLUMNS = ("id", "front", "back", "objectives", "lesson", "section", "source")
_TABLES = """
CREATE TABLE col (id integer PRIMARY KEY, crt integer NOT NULL, mod integer NOT NULL, scm integer NOT NULL,
  ver integer NOT NULL, dty integer NOT NULL, usn integer NOT NULL, ls integer NOT NULL, conf text NOT NULL,
  models text NOT NULL, decks text NOT NULL, dconf text NOT NULL, tags text NOT NULL);
CREATE TABLE notes (id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL, mod integer NOT NULL,
  usn integer NOT NULL, tags text NOT NULL, flds text NOT NULL, sfld integer NOT NULL, csum integer NOT NULL,
  flags integer NOT NULL, data text NOT NULL);
CREATE TABLE cards (id integer PRIMARY KEY, nid integer NOT NULL, did integer NOT NULL, ord integer NOT NULL,
  mod integer NOT NULL, usn integer NOT NULL, type integer NOT NULL, queue integer NOT NULL,
  due integer NOT NULL, ivl integer NOT NULL, factor integer NOT NULL, reps integer NOT NULL,
  lapses integer NOT NULL, left integer NOT NULL, odue integer NOT NULL, odid integer NOT NULL,
  flags integer NOT NULL, data text NOT NULL);
CREATE TABLE revlog (id integer PRIMARY KEY, cid integer NOT NULL, usn integer NOT NULL,
  ease integer NOT NULL, ivl integer NOT NULL, lastIvl integer NOT NULL, factor integer NOT NULL,
  time integer NOT NULL, type integer NOT NULL);
CREATE TABLE graves (usn integer NOT NULL, oid integer NOT NULL, type integer NOT NULL);
CREATE INDEX ix_notes_usn ON notes (usn);
CREATE INDEX ix_cards_usn ON cards (usn);
CREATE INDEX ix_revlog_usn ON revlog (usn);
CREATE INDEX ix_cards_nid ON cards (nid);
CREATE INDEX ix_cards_sched ON cards (did, queue, due);
CREATE INDEX ix_revlog_cid ON revlog (cid);
CREATE INDEX ix_notes_csum ON notes (csum);
"""


@lru_cache(maxsize=1)
def anki_package(key: UUID) -> bytes:
    """All cards of a release as an .apkg; the same release gives the same bytes."""
    made = Release.objects.get(key=key).published_at
    database = _database(collection(published_cards(key), changed_at=made))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (("collection.anki2", database), ("media", json.dumps({}).encode())):
            archive.writestr(zipfile.ZipInfo(name, made.timetuple()[:6]), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


@lru_cache(maxsize=1)
def card_table(key: UUID) -> bytes:
    """All cards of a release as CSV, as every spreadsheet reads it: plain texts, and a mark of UTF-8."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    for card in published_cards(key):
        sides = (plain_text(card.front_html), plain_text(card.back_html))
        where = (" ".join(card.objectives), card.lesson_title, card.section_title, card.source)
        rows.writerow([cell(value) for value in (card.slug, *sides, *where)])
    return text.getvalue().encode("utf-8-sig")


def published_cards(key: UUID) -> tuple[DeckCard, ...]:
    """Every card that is not retired, lesson by lesson. Two queries."""
    course = load(key)
    lessons = {text.link.pk: text for text in course.lessons}
    rows = Card.objects.filter(retired_at=None, lesson__in=lessons).prefetch_related("objectives")
    cards = sorted(rows, key=lambda card: (lessons[card.lesson_id].link.number, card.position))
    return tuple(
        DeckCard(
            slug=card.slug,
            front_html=card.front_html,
            back_html=card.back_html,
            lesson=lessons[card.lesson_id].link.slug,
            lesson_title=lessons[card.lesson_id].link.title,
            section=card.section,
            section_title=lessons[card.lesson_id].section_title(card.section),
            objectives=tuple(one.code for one in card.objectives.all()),
            source=card.source,
        )
        for card in cards
    )


def cards_by_guid() -> Mapping[str, Card]:
    """Every card there ever was by what Anki knows it by: a retired one may still be reviewed there."""
    return {guid_of(card.slug): card for card in Card.objects.only("pk", "slug", "idea_id")}


def _database(rows: Collection) -> bytes:
    """The collection as a SQLite file, made in memory."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(_TABLES)
        for table, values in (("col", [rows.col]), ("notes", rows.notes), ("cards", rows.cards)):
            if values:
                places = ", ".join("?" * len(values[0]))
                connection.executemany(f"INSERT INTO {table} VALUES ({places})", values)  # noqa: S608 (constants)
        connection.commit()
        return connection.serialize()
    finally:
        connection.close()
