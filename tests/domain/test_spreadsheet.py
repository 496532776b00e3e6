"""No cell is taken for a formula."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.spreadsheet import FORMULA_BEGINS, cell


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_a_formula_gets_an_apostrophe(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["plain", "", "1=1", " =1", 5, -5, 2.5, True, None, date(2026, 11, 24)])
def test_anything_else_stays(value: object) -> None:
    assert cell(value) == value


@given(st.text())
def test_no_text_begins_like_a_formula(text: str) -> None:
    safe = cell(text)
    assert isinstance(safe, str)
    assert not safe.startswith(FORMULA_BEGINS)
    assert safe.removeprefix("'") == text.removeprefix("'")
