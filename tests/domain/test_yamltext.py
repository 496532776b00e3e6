"""YAML as authors write it: values that stay what they look like, and the line of every key."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain import yamltext


def problems_of(text: str) -> list[str]:
    return [str(problem) for problem in yamltext.read(text, file="f", first_line=2).problems]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("true", True),
        ("false", False),
        ("no", "no"),
        ("off", "off"),
        ("Yes", "Yes"),
        ("TRUE", "TRUE"),
        ("12", 12),
        ("-3", -3),
        ("010", "010"),
        ("0x1f", "0x1f"),
        ("1:30", "1:30"),
        ("1.5", "1.5"),
        ("9" * 5000, "9" * 5000),
        ("null", None),
        ("", None),
        ("2026-11-23", date(2026, 11, 23)),
        ("2026-13-45", "2026-13-45"),
        ("'12'", "12"),
        ('"true"', "true"),
        ("[a, 2]", ["a", 2]),
        ("{b: off}", {"b": "off"}),
    ],
)
def test_plain_values_mean_what_they_look_like(written: str, meant: object) -> None:
    read = yamltext.read(f"key: {written}", file="f")
    assert (read.value, read.problems) == ({"key": meant}, ())


def test_every_key_and_item_knows_its_line() -> None:
    read = yamltext.read("a: 1\nb:\n  - x\n  - {c: 2,\n     d: 3}\n", file="f", first_line=2)
    assert read.lines == {
        (): 2,
        ("a",): 2,
        ("b",): 3,
        ("b", 0): 4,
        ("b", 1): 5,
        ("b", 1, "c"): 5,
        ("b", 1, "d"): 6,
    }
    assert read.line_of(("b", 1, "e", "f")) == 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3", "f:4: key 'a' is given twice (first on line 2)"),
        ("a: &x 1", "f:2: YAML anchors (&x) are not used here"),
        ("a: 1\nb: *x", "f:3: YAML aliases (*x) are not used here; write the value again"),
        ("a: !!python/name:os 1", "f:2: YAML tags (tag:yaml.org,2002:python/name:os) are not used here"),
        ("? [a]\n: 1", "f:2: a key must be a plain text"),
        ("a: 1\n---\nb: 2", "f:3: a second YAML document starts here; one is enough"),
        ("a: 1\nb: c: d", "f:3: not valid YAML: mapping values are not allowed in this context"),
        ("a: \x07", "f:2: not valid YAML: it holds a character that YAML does not allow"),
        ("a: \ud800", "f:2: not valid YAML: it holds a character that YAML does not allow"),
        ("[" * 100_000, "f:2: nested more than 12 levels deep"),
    ],
)
def test_what_is_not_used_here_is_a_problem(text: str, expected: str) -> None:
    assert problems_of(text) == [expected]


def test_the_first_of_two_equal_keys_is_kept() -> None:
    assert yamltext.read("a: 1\na: {b: 2}\nc: 3", file="f").value == {"a": 1, "c": 3}


@given(st.text(alphabet=st.sampled_from("ab:-[]{}?&*!|>'\"#%,\n \t\x00é1~\ud800")))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    read = yamltext.read(text, file="f", first_line=7)
    assert read.line_of(("anything",)) >= 7
