"""Stems: the paper's examples, and the same as SQLite's own implementation on whatever looks like a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.stemming import stem
from tests.domain.fulltext import sqlite_stems

BEGINNINGS = (
    "encrypt",
    "key",
    "conn",
    "trouble",
    "hop",
    "fill",
    "rel",
    "oscill",
    "tr",
    "sky",
    "fa",
    "generous",
)
ENDINGS = (
    *("s", "es", "ies", "sses", "ed", "eed", "ing", "ated", "izing", "bled", "y", "e", "ll", "ion", "tion"),
    *(
        "ational",
        "ization",
        "iveness",
        "fulness",
        "ousli",
        "biliti",
        "logi",
        "icate",
        "ative",
        "alize",
        "ical",
    ),
    *("al", "ance", "ence", "er", "able", "ement", "ment", "ent", "ism", "iti", "ous", "ive", "ize", "ful"),
)
words = st.one_of(
    st.tuples(st.sampled_from(BEGINNINGS), st.sampled_from(ENDINGS), st.sampled_from(("", *ENDINGS))).map(
        "".join
    ),
    st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=14),
)


@pytest.mark.parametrize(
    ("family", "shared"),
    [
        ("encrypt encrypts encrypted encrypting encryption encryptions", "encrypt"),
        ("certificate certificates", "certif"),
        ("policy policies", "polici"),
        ("key keys", "kei"),
        ("hop hopping hopped", "hop"),
        ("negotiate negotiated negotiation negotiations", "negoti"),
        ("relational relate", "relat"),
        ("controlling controller controllers", "control"),
        ("a is tl", None),
    ],
)
def test_inflections_have_their_stem_in_common(family: str, shared: str | None) -> None:
    assert [stem(word) for word in family.split()] == [shared or word for word in family.split()]


@given(st.lists(words, min_size=1, max_size=40, unique=True))
def test_it_is_porters_algorithm(tried: list[str]) -> None:
    assert {word: stem(word) for word in tried} == sqlite_stems(tried)
