"""When the figures of a question make its key suspicious.

Three signs, each beyond what chance makes of so few answers (one standard error), and none below ENOUGH:

    negative    who did well on the rest of the paper got it right less often than the others
    rival       more of the upper group chose an option outside the key than one in it, and who chose that
                option did well on the rest
    chance      fewer got it right than would by guessing
"""

from collections.abc import Collection
from dataclasses import dataclass
from math import comb, factorial, sqrt
from typing import Literal

from studyapp.domain.grading import Key, Response
from studyapp.domain.itemstats import ItemFigures, OptionFigures

ENOUGH = 10

type Sign = Literal["negative", "rival", "chance"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """One sign. `option` is the rival, None for the other two."""

    sign: Sign
    option: str | None = None


def doubts(figures: ItemFigures, key: Key, accepted: Collection[Response]) -> tuple[Doubt, ...]:
    """Why the key may be wrong; nothing if it looks right, or if too few have answered.

    `accepted` are the responses that count as right.
    """
    if figures.answers < ENOUGH:
        return ()
    error = 1 / sqrt(figures.answers - 1)
    found = []
    if figures.discrimination is not None and figures.discrimination < -error:
        found.append(Doubt("negative"))
    if key.kind in ("single", "multiple") and (rival := _rival(figures, accepted, error)):
        found.append(Doubt("rival", rival.option))
    guessed = min(len(accepted) / _responses(key), 1.0)
    if figures.facility is not None and 0 < guessed < 1:
        spread = sqrt(guessed * (1 - guessed) / figures.answers)
        if figures.facility < guessed - spread:
            found.append(Doubt("chance"))
    return tuple(found)


def _rival(figures: ItemFigures, accepted: Collection[Response], error: float) -> OptionFigures | None:
    """The option outside the key that the upper group likes best, if it likes it better than the key."""
    keyed = {option for response in accepted for option in response}
    least = min((row.upper for row in figures.options if row.option in keyed), default=0.0)
    outside = [row for row in figures.options if row.option is not None and row.option not in keyed]
    best = max(outside, key=lambda row: (row.upper, row.rest_r or 0.0), default=None)
    if best is None or best.rest_r is None or best.rest_r <= error or best.upper <= least:
        return None
    return best


def _responses(key: Key) -> int:
    """How many complete responses the question allows."""
    options = len(key.options)
    match key.kind:
        case "single":
            return options
        case "multiple":
            return comb(options, len(key.answer))
        case "ordering":
            return factorial(options)
        case "matching":
            return int(len(key.targets) ** options)
