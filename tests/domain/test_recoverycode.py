"""Recovery codes: what is typed is what was written, however it is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.recoverycode import LENGTH, SIGNS, canonical, written

signs = st.text(SIGNS, min_size=LENGTH, max_size=LENGTH)


def test_a_code_has_eighty_bits() -> None:
    assert len(set(SIGNS)) == len(SIGNS) == 32
    assert 32**LENGTH == 2**80


def test_a_code_is_written_in_fours() -> None:
    assert written("7G0NAQ2ES7GFXF5B") == "7G0N-AQ2E-S7GF-XF5B"


@pytest.mark.parametrize(
    "typed",
    [
        "7G0N-A1Q2-E1S7-0XF5",
        "7g0na1q2e1s70xf5",
        " 7G0N A1Q2 E1S7 0XF5\n",
        "7GON-AlQ2-EIS7-oXF5",
        "7g0n–a1q2—e1s7_0xf5",  # noqa: RUF001 (dashes as an editor makes them)
    ],
)
def test_what_looks_alike_is_alike(typed: str) -> None:
    assert canonical(typed) == "7G0NA1Q2E1S70XF5"


@given(signs)
def test_a_written_code_reads_as_itself(code: str) -> None:
    assert canonical(written(code)) == canonical(written(code).lower()) == code


@given(signs, signs)
def test_two_codes_are_never_taken_for_each_other(one: str, other: str) -> None:
    assert (canonical(written(one)) == canonical(written(other))) == (one == other)


@given(st.text(max_size=100))
def test_anything_can_be_typed(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)
