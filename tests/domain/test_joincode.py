"""Codes to join by, as they are shown and as they are typed."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.joincode import LENGTH, SEAT_LENGTH, is_seat, opens, read_code, shown
from studyapp.domain.recoverycode import SIGNS
from tests.factories.study import NOON

codes = st.integers(LENGTH, SEAT_LENGTH).flatmap(lambda n: st.text(SIGNS, min_size=n, max_size=n))


def test_a_code_of_a_class_has_45_bits() -> None:
    assert len(SIGNS) ** LENGTH == 2**45


@given(codes)
def test_a_code_is_read_as_it_was_shown(code: str) -> None:
    assert read_code(shown(code).lower()) == code
    assert is_seat(code) == (len(code) == SEAT_LENGTH)


@pytest.mark.parametrize("typed", ["", "ABC", "ABCDEFGHJKM", "ABC-DEF-GH!", "ÄBC-DEF-GHJ", "ABCDEFGHU"])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert read_code(typed) == ""


def test_look_alikes_are_one() -> None:
    assert read_code("oil oil oil") == "011011011"


@pytest.mark.parametrize(
    ("expires", "archived", "is_open"),
    [(1, False, True), (0, False, False), (-1, False, False), (None, False, False), (1, True, False)],
)
def test_when_a_class_can_be_joined(expires: int | None, archived: bool, is_open: bool) -> None:
    until = None if expires is None else NOON + timedelta(seconds=expires)
    assert opens(until, NOON if archived else None, NOON) is is_open
