"""What a class may be told of all its learners together: no cell that points at few of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

FEWEST_ANSWERS = 5
FEWEST_LEARNERS = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """First tries of one objective from one place: how many, how many right, of how many learners.

    Where `shown` is False the numbers are for nobody's eyes.
    """

    right: int = 0
    answers: int = 0
    learners: int = 0
    shown: bool = True

    @property
    def enough(self) -> bool:
        """Whether it may be shown at all."""
        return self.answers >= FEWEST_ANSWERS and self.learners >= FEWEST_LEARNERS


def row_of(whole: Cell, parts: Sequence[Cell]) -> tuple[Cell, tuple[Cell, ...]]:
    """A row as it may be shown: the whole, and its parts.

    What is hidden could be worked out by taking the others from the whole; so where a part is hidden that
    holds anything, the smallest of those shown is hidden with it, and what is left over is of enough people.
    """
    if not whole.enough:
        return replace(whole, shown=False), tuple(replace(part, shown=False) for part in parts)
    shown = [part.enough for part in parts]
    others = [n for n, seen in enumerate(shown) if seen]
    if others and any(part.answers and not seen for part, seen in zip(parts, shown, strict=True)):
        shown[min(others, key=lambda n: parts[n].answers)] = False
    return whole, tuple(replace(part, shown=seen) for part, seen in zip(parts, shown, strict=True))


def shade(cell: Cell) -> int:
    """How dark a cell is, from 0 for all right to 4 for at most 40 %: the number beside it says the same."""
    share = cell.right / cell.answers
    return sum(share < step for step in (0.9, 0.75, 0.6, 0.4))


@dataclass(frozen=True, slots=True)
class IdeaTries:
    """How many learners tried the questions of an idea for the first time, and how many missed one."""

    tried: int
    missed: int


def worst_ideas(found: Mapping[int, IdeaTries], most: int) -> tuple[int, ...]:
    """The ideas missed by most of those who tried; none that fewer than five tried."""
    told = {idea: one for idea, one in found.items() if one.tried >= FEWEST_LEARNERS and one.missed}
    order = sorted(told, key=lambda idea: (-told[idea].missed / told[idea].tried, -told[idea].missed, idea))
    return tuple(order[:most])
