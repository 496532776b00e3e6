"""The files of cards: a package that Anki's schema reads, and a table."""

import csv
import io
import json
import sqlite3
from zipfile import ZipFile

import pytest

from studyapp.domain.ankideck import guid_of
from studyapp.models import Card
from studyapp.queries import cardfiles
from tests.factories.study import NOON, course

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Files are kept per release, and the tests here change cards within one."""
    cardfiles.anki_package.cache_clear()
    cardfiles.card_table.cache_clear()


def opened(package: bytes) -> sqlite3.Connection:
    """The collection in a package."""
    with ZipFile(io.BytesIO(package)) as zipped:
        assert zipped.namelist() == ["collection.anki2", "media"]
        assert json.loads(zipped.read("media")) == {}
        database = sqlite3.connect(":memory:")
        database.deserialize(zipped.read("collection.anki2"))
    return database


def test_every_card_is_a_note_of_the_one_type_in_a_deck_that_is_there() -> None:
    database = opened(cardfiles.anki_package(course().key))
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    slugs = list(Card.objects.order_by("lesson__position", "position").values_list("slug", flat=True))
    guids = database.execute("SELECT guid FROM cards JOIN notes ON notes.id = nid ORDER BY due").fetchall()
    assert [guid for (guid,) in guids] == [guid_of(slug) for slug in slugs]
    models, decks, version = database.execute("SELECT models, decks, ver FROM col").fetchone()
    assert version == 11
    assert {str(mid) for (mid,) in database.execute("SELECT DISTINCT mid FROM notes")} == set(
        json.loads(models)
    )
    assert {str(did) for (did,) in database.execute("SELECT DISTINCT did FROM cards")} <= set(
        json.loads(decks)
    )
    assert database.execute("SELECT count(*) FROM revlog").fetchone() == (0,)
    database.close()


def test_the_same_release_gives_the_same_bytes() -> None:
    first = cardfiles.anki_package(course().key)
    cardfiles.anki_package.cache_clear()
    assert cardfiles.anki_package(course().key) == first


def test_what_is_retired_stays_here() -> None:
    Card.objects.filter(slug="card-k1-1").update(retired_at=NOON)
    database = opened(cardfiles.anki_package(course().key))
    guids = {guid for (guid,) in database.execute("SELECT guid FROM notes")}
    assert (guid_of("card-k1-1") in guids, guid_of("card-k1-2") in guids) == (False, True)
    database.close()
    assert "card-k1-1," not in cardfiles.card_table(course().key).decode()


def test_the_table_has_a_mark_and_no_formula() -> None:
    Card.objects.filter(slug="card-k1-2").update(front_html="<p>=1+1</p>", back_html="<p>a\nb</p>")
    data = cardfiles.card_table(course().key)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == Card.objects.count()
    assert rows[1] == {
        "id": "card-k1-2",
        "front": "'=1+1",
        "back": "a b",
        "objectives": "K1",
        "lesson": "First lesson",
        "section": "",
        "source": "https://docs.example.com/page",
    }
