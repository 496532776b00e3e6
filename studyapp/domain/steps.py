"""Learning steps as people write them: "1m 10m", "30s 10m 1h"."""

import re

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
MOST_STEPS = 6
LONGEST_STEP = 86_400  # seconds: a longer wait is a review, which counts study days

_STEP = re.compile(r"(?P<number>[0-9]{1,5})(?P<unit>[smhd])")


class InvalidSteps(ValueError):
    """The text is no list of steps; the message says what is wrong with it."""


def parse_steps(text: str) -> tuple[int, ...]:
    """Steps in seconds; () for an empty text. Raises InvalidSteps with a sentence for the visitor."""
    steps = tuple(_seconds(part) for part in text.replace(",", " ").lower().split())
    if len(steps) > MOST_STEPS:
        raise InvalidSteps(f"At most {MOST_STEPS} steps.")
    if list(steps) != sorted(set(steps)):
        raise InvalidSteps("Each step is longer than the one before it.")
    return steps


def steps_text(steps: tuple[int, ...]) -> str:
    """The inverse of `parse_steps`: each step in the largest unit that divides it."""
    return " ".join(_text(step) for step in steps)


def _seconds(part: str) -> int:
    match = _STEP.fullmatch(part)
    if match is None:
        raise InvalidSteps(f"Write steps like 1m 10m 1h; “{part[:20]}” is none.")
    seconds = int(match["number"]) * UNITS[match["unit"]]
    if not 1 <= seconds <= LONGEST_STEP:
        raise InvalidSteps("A step lies between 1s and 1d.")
    return seconds


def _text(step: int) -> str:
    unit = next(unit for unit in "dhms" if step % UNITS[unit] == 0)
    return f"{step // UNITS[unit]}{unit}"
