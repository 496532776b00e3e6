"""Stems: what a search for one form of a word finds."""

import pytest

from studyapp.domain.stemming import stem


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
