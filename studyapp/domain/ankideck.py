"""The course's cards as Anki keeps them: notes, cards, decks and a note type, as rows of its collection.

Every id is worked out from the id of what it stands for. So a package that is imported again finds its notes
(by `guid_of`) and updates them, on any computer and in whichever version of the course.
The tables are those of Anki's schema 11, which every version of it reads.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b, sha1
from typing import Any

import nh3

from studyapp.domain.markup import plain_text

TOP = "In Transit"
_TAGS = {
    *("b", "em", "i", "s", "strong", "sub", "sup", "u", "br", "p", "blockquote", "code", "pre"),
    *("dl", "dt", "dd", "ol", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"),
}
_SIGNS = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in "\"',")  # Anki's own 91
_FIELDS = ("Front", "Back", "Lesson", "Source")
_ANSWER = (
    '{{FrontSide}}<hr id="answer">{{Back}}'
    '<p class="from">{{Lesson}}{{#Source}} · <a href="{{Source}}">source</a>{{/Source}}</p>'
)
_CSS = """\
.card { font: 20px/1.45 system-ui, sans-serif; text-align: left; }
.card { max-width: 34em; margin: 1em auto; padding: 0 1em; }
.card code { font-size: .92em; }
.card table { border-collapse: collapse; }
.card th, .card td { border: 1px solid; padding: .2em .5em; }
.card .from { font-size: .7em; opacity: .75; margin-top: 2em; }
"""
_UNSEEN = (0, 0, 0, 0, 0, 0, 0, 0, "")  # a card's interval, factor, repetitions, … until its first answer

type Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class DeckCard:
    """A card on its way out: its texts as HTML, and the lesson and section that teach it."""

    slug: str
    front_html: str
    back_html: str
    lesson: str  # slug
    lesson_title: str
    section: str  # anchor, may be empty
    section_title: str
    objectives: tuple[str, ...]
    source: str

    @property
    def deck(self) -> str:
        """Where it lies: a deck for each section, within one for each lesson."""
        parts = [TOP, _name(self.lesson_title), *([_name(self.section_title)] if self.section_title else [])]
        return "::".join(parts)


@dataclass(frozen=True)
class Collection:
    """The rows of a collection: its one `col` row, then notes and cards."""

    col: Row
    notes: tuple[Row, ...]
    cards: tuple[Row, ...]


def guid_of(slug: str) -> str:
    """What Anki knows the note of a card by, for good. Ten signs, as Anki's own."""
    number = int.from_bytes(_digest("note", slug, 8))
    signs = ""
    for _ in range(10):
        number, place = divmod(number, len(_SIGNS))
        signs += _SIGNS[place]
    return signs


def collection(cards: Iterable[DeckCard], *, changed_at: datetime) -> Collection:
    """The collection of these cards. `changed_at` says when the course changed: the later one stays."""
    cards, seconds = tuple(cards), int(changed_at.timestamp())
    notes, rows = [], []
    for place, card in enumerate(cards, start=1):
        note = _number("note", card.slug)
        notes.append(_note(note, card, seconds))
        deck = _deck_id(card.deck)
        rows.append((_number("card", card.slug), note, deck, 0, seconds, -1, 0, 0, place, *_UNSEEN))
    return Collection(_col(cards, seconds), tuple(notes), tuple(rows))


def _note(number: int, card: DeckCard, seconds: int) -> Row:
    front, back = _plain_html(card.front_html), _plain_html(card.back_html)
    tags = [f"objective::{code}" for code in card.objectives] + [f"lesson::{card.lesson}"]
    fields = "\x1f".join((front, back, card.lesson_title, card.source))
    first = plain_text(front)
    checksum = int(sha1(first.encode(), usedforsecurity=False).hexdigest()[:8], 16)
    guid, model = guid_of(card.slug), _number("model", "basic")
    return (number, guid, model, seconds, -1, f" {' '.join(tags)} ", fields, first, checksum, 0, "")


def _col(cards: tuple[DeckCard, ...], seconds: int) -> Row:
    model = _number("model", "basic")
    names = {TOP} | {"::".join(card.deck.split("::")[:n]) for card in cards for n in (2, 3)}
    decks = {"1": _deck(1, "Default", seconds)}
    decks |= {str(_deck_id(name)): _deck(_deck_id(name), name, seconds) for name in sorted(names)}
    told = ({"nextPos": len(cards) + 1, "curModel": model}, {str(model): _model(model, seconds)})
    texts = [json.dumps(part) for part in (*told, decks, {"1": _OPTIONS}, {})]
    return (1, seconds, seconds * 1000, seconds * 1000, 11, 0, 0, 0, *texts)


def _model(number: int, seconds: int) -> dict[str, Any]:
    field = {"sticky": False, "rtl": False, "font": "Arial", "size": 20, "media": []}
    template = {"name": "Card 1", "ord": 0, "qfmt": "{{Front}}", "afmt": _ANSWER}
    return {
        "id": number,
        "name": f"{TOP} card",
        "type": 0,
        "mod": seconds,
        "usn": -1,
        "sortf": 0,
        "did": 1,
        "tmpls": [{**template, "bqfmt": "", "bafmt": "", "did": None}],
        "flds": [{"name": name, "ord": place, **field} for place, name in enumerate(_FIELDS)],
        "css": _CSS,
        "latexPre": "",
        "latexPost": "",
        "tags": [],
        "vers": [],
        "req": [[0, "any", [0]]],
    }


def _deck(number: int, name: str, seconds: int) -> dict[str, Any]:
    today = {name: [0, 0] for name in ("newToday", "revToday", "lrnToday", "timeToday")}
    own = {"id": number, "name": name, "mod": seconds, "usn": -1, "desc": "", "dyn": 0, "conf": 1}
    return {**own, "collapsed": True, "browserCollapsed": True, "extendNew": 10, "extendRev": 50, **today}


_OPTIONS = {
    "id": 1,
    "name": "Default",
    "mod": 0,
    "usn": 0,
    "maxTaken": 60,
    "autoplay": True,
    "timer": 0,
    "replayq": True,
    "new": {
        "bury": True,
        "delays": [1, 10],
        "initialFactor": 2500,
        "ints": [1, 4, 7],
        "order": 1,
        "perDay": 20,
    },
    "rev": {
        "bury": True,
        "ease4": 1.3,
        "fuzz": 0.05,
        "ivlFct": 1,
        "maxIvl": 36500,
        "minSpace": 1,
        "perDay": 200,
    },
    "lapse": {"delays": [10], "leechAction": 0, "leechFails": 8, "minInt": 1, "mult": 0},
}


def _deck_id(name: str) -> int:
    return _number("deck", name)


def _number(kind: str, name: str) -> int:
    """An id as Anki makes them: a moment in milliseconds, here one between 2014 and 2031."""
    return 1_400_000_000_000 + (int.from_bytes(_digest(kind, name, 8)) >> 25)


def _digest(kind: str, name: str, size: int) -> bytes:
    return blake2b(f"in-transit {kind} {name}".encode(), digest_size=size).digest()


def _name(title: str) -> str:
    """A title as a part of a deck's name: two colons would begin a deck within it."""
    return re.sub(r":{2,}", ":", title).strip(" :") or "-"


def _plain_html(html: str) -> str:
    """Without links, drawings and names of styles, which are this site's."""
    return nh3.clean(html, tags=_TAGS, clean_content_tags={"svg"}, attributes={}).strip()
