"""What keeps a question of a class from being asked, and what is left to its author."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.exchange import Item
from studyapp.domain.ownquestion import Checked, rendered, typed
from studyapp.domain.sanitising import clean
from tests.domain.test_markup_laws import BITS, Danger
from tests.factories.ownquestions import BODY, KNOWN, TODAY, own_document

LONGEST = "the key is the longest option: who knows nothing would choose it"


def check(body: str, **keys: object) -> Checked:
    said = {"kind": "single", "objectives": ("K1",), "lesson": "first", **keys}
    return typed(body, Item(stem="", parts=(), **said), known=KNOWN, today=TODAY)  # type: ignore[arg-type]  # keys by name


def errors(body: str, **keys: object) -> list[tuple[int, str]]:
    found = check(body, **keys)
    assert found.question is None
    return [(error.line, error.message) for error in found.errors]


def test_a_sound_question_with_three_options_and_no_source_is_only_warned_of() -> None:
    found = check(BODY)
    assert (found.errors, found.question is not None) == ((), True)
    assert [(one.line, one.message) for one in found.warnings] == [
        (1, "a single question has 4 options, not 3"),
        (1, "it names no source"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "  > It is a link layer.\n",
            "",
            (3, "an option without a rationale; put a line `  > why` under it"),
        ),
        (
            "- [ ] The whole path, end to end",
            "- [ ] The one to the next device",
            (5, "says the same as line 3"),
        ),
        (
            "- [ ] The whole",
            "- [x] The whole",
            (1, "a single question has exactly one option marked [x], not 2"),
        ),
        (
            "**Takeaway.** One hop.",
            "**Takeaway.**",
            (11, "missing takeaway; end the file with `**Takeaway.** One sentence.`"),
        ),
        ("It is a link layer.", "<b>It</b>", (3, "raw HTML is not allowed: <b>")),
        ("Which hop", "Which\u2028hop", (1, "a sign that cannot be seen (U+2028)")),
        (
            "Which hop",
            "---\nid: x\n\nWhich hop",
            (1, "a line in it means something else in the format of questions"),
        ),
    ],
)
def test_faults_are_told_by_line(old: str, new: str, expected: tuple[int, str]) -> None:
    assert expected in errors(BODY.replace(old, new))


def test_unknown_places_are_faults() -> None:
    assert errors(BODY, objectives=("K9",)) == [(1, "there is no objective 'K9'")]
    assert errors(BODY, lesson="nowhere") == [(1, "there is no lesson 'nowhere'")]
    assert errors(BODY, objectives=(), lesson="") == [
        (1, "name the objective it tests"),
        (1, "name its lesson"),
    ]


def test_a_key_that_gives_itself_away_is_told() -> None:
    found = check(
        BODY.replace("The one to the next device", "The one to the next device, and to no other at all")
    )
    assert (3, LONGEST) in [(one.line, one.message) for one in found.warnings]


ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "`<script>`",
    '<https://a.b/"onclick=x>',
    "![x](https://e.v/x.png)",
)


@given(st.lists(BITS | st.sampled_from(ATTACKS), max_size=6).map("".join))
def test_whatever_is_typed_nothing_dangerous_is_stored(text: str) -> None:
    html = rendered(own_document().model_copy(update={"stem": text, "takeaway": text}))
    for found in (html.stem_html, html.takeaway_html):
        danger = Danger()
        danger.feed(found)
        assert danger.found == []
        assert clean(found) == found


@given(st.lists(st.text(max_size=8) | st.sampled_from([*ATTACKS, "<p class=x style=y>", "<svg onload=x>"])))
def test_even_raw_html_would_come_out_inert(pieces: list[str]) -> None:
    danger = Danger()
    danger.feed(clean("".join(pieces)))
    assert danger.found == []


def test_what_the_course_markdown_makes_gets_through() -> None:
    text = "a **b** *c* `d` [e](https://f.example)\n\n"
    text += "| g | h |\n|:--|--:|\n| i | j |\n\n```json\n{}\n```\n\n1. k\n\n> l"
    html = rendered(own_document().model_copy(update={"stem": text})).stem_html
    for tag in ("strong", "em", "code", "a", "table", "pre", "ol", "blockquote"):
        assert re.search(rf"<{tag}[ >]", html), tag
    assert 'tabindex="0"' in html
