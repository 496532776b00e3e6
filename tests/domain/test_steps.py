"""Learning steps as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.steps import LONGEST_STEP, MOST_STEPS, InvalidSteps, parse_steps, steps_text


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("", ()),
        ("  ", ()),
        ("1m 10m", (60, 600)),
        ("30s, 10M 1h", (30, 600, 3600)),
        ("1d", (86_400,)),
        ("90m", (5400,)),
    ],
)
def test_steps_are_read_in_seconds(text: str, steps: tuple[int, ...]) -> None:
    assert parse_steps(text) == steps


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("10", "Write steps like 1m 10m 1h; “10” is none."),
        ("1m ten", "Write steps like 1m 10m 1h; “ten” is none."),
        ("-5m", "Write steps like 1m 10m 1h; “-5m” is none."),
        ("²m", "Write steps like 1m 10m 1h; “²m” is none."),
        ("0s", "A step lies between 1s and 1d."),
        ("2d", "A step lies between 1s and 1d."),
        ("10m 1m", "Each step is longer than the one before it."),
        ("60s 1m", "Each step is longer than the one before it."),
        ("1m 2m 3m 4m 5m 6m 7m", "At most 6 steps."),
    ],
)
def test_what_is_no_list_of_steps_is_told(text: str, sentence: str) -> None:
    with pytest.raises(InvalidSteps) as refusal:
        parse_steps(text)
    assert str(refusal.value) == sentence


@given(st.lists(st.integers(1, LONGEST_STEP), max_size=MOST_STEPS, unique=True).map(sorted).map(tuple))
def test_steps_are_read_as_they_were_written(steps: tuple[int, ...]) -> None:
    written = [step for step in steps if len(steps_text((step,))) <= 6]  # five digits and a unit at most
    assert parse_steps(steps_text(tuple(written))) == tuple(written)


@pytest.mark.parametrize(
    ("steps", "text"), [((), ""), ((60, 600), "1m 10m"), ((90, 5400, 86_400), "90s 90m 1d")]
)
def test_steps_are_written_in_the_largest_unit(steps: tuple[int, ...], text: str) -> None:
    assert steps_text(steps) == text
