"""Cards as Anki keeps them: ids that never change, decks, tags, and texts without anything of this site."""

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.ankideck import DeckCard, collection, guid_of

WHEN = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SLUGS = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True)


def a_card(slug: str = "macsec-speeds", **changes: object) -> DeckCard:
    """A card of a lesson."""
    said = {
        "slug": slug,
        "front_html": '<p>Which <a href="/glossary/#macsec">ports</a>?</p>',
        "back_html": '<p class="x"><strong>10</strong></p><svg><title>A port</title></svg>',
        "lesson": "the-line",
        "lesson_title": "The line",
        "section": "s-ports",
        "section_title": "Ports",
        "objectives": ("K1", "S2"),
        "source": "https://docs.example.com/page",
    }
    return DeckCard(**said | changes)  # type: ignore[arg-type]  # the fields above


def test_an_id_is_the_same_for_good() -> None:
    """Whoever changes this makes every learner's deck double at the next import."""
    assert guid_of("macsec-port-speeds") == "cb[P?wOkKB"
    made = collection([a_card()], changed_at=WHEN)
    assert [made.notes[0][0], made.cards[0][0], made.cards[0][2], made.notes[0][2]] == [
        1400108574361,
        1439717351756,
        1518052984583,
        1827835618416,
    ]


@given(st.lists(SLUGS, unique=True, min_size=2, max_size=40))
def test_no_two_cards_share_an_id(slugs: list[str]) -> None:
    made = collection([a_card(slug) for slug in slugs], changed_at=WHEN)
    for rows, column in ((made.notes, 0), (made.notes, 1), (made.cards, 0)):
        assert len({row[column] for row in rows}) == len(slugs)
    assert [card[1] for card in made.cards] == [note[0] for note in made.notes]
    assert all(len(guid_of(slug)) == 10 and guid_of(slug).isprintable() for slug in slugs)


def test_a_note_holds_its_texts_and_tags() -> None:
    (note,) = collection([a_card()], changed_at=WHEN).notes
    assert note[6].split("\x1f") == [
        "<p>Which ports?</p>",
        "<p><strong>10</strong></p>",
        "The line",
        "https://docs.example.com/page",
    ]
    assert (note[5], note[7]) == (" objective::K1 objective::S2 lesson::the-line ", "Which ports?")
    assert note[3] == int(WHEN.timestamp())


def test_a_deck_for_each_section_within_its_lesson() -> None:
    cards = [a_card("a"), a_card("b", section="", section_title=""), a_card("c", section_title="A::B")]
    assert [card.deck for card in cards] == [
        "In Transit::The line::Ports",
        "In Transit::The line",
        "In Transit::The line::A:B",
    ]
    decks = json.loads(collection(cards, changed_at=WHEN).col[10])
    assert sorted(deck["name"] for deck in decks.values()) == [
        "Default",
        "In Transit",
        "In Transit::The line",
        "In Transit::The line::A:B",
        "In Transit::The line::Ports",
    ]
    assert {key: deck["id"] for key, deck in decks.items()} == {key: int(key) for key in decks}
