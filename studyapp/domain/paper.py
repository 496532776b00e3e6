"""The frozen paper: laid from a recipe and a pool, and laid again, the same, years later.

The recipe and the pool are stored as they were at the start; what authors do afterwards does not reach them.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from studyapp.domain.blueprint import PoolItem, draw
from studyapp.domain.shuffling import shuffled


@dataclass(frozen=True, slots=True)
class PoolEntry:
    """A question as the pool held it; `digest` names its text, `objective` is the one it counts under."""

    id: str
    objective: str
    digest: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides a paper besides its pool. `seen` is blueprint's: which question was met when."""

    blueprint: Mapping[str, int]
    seed: int
    unscored: int = 0
    seen: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One question of a paper, at its place."""

    position: int
    id: str
    objective: str
    digest: str
    scored: bool


class PaperDiffers(ValueError):
    """What was stored does not add up to the paper that was sat: something was changed by hand."""


def lay(recipe: Recipe, pool: Sequence[PoolEntry]) -> tuple[PaperLine, ...]:
    """The paper. BlueprintTooLarge if the pool cannot fill it; its order does not matter."""
    digest_of = {entry.id: entry.digest for entry in pool}
    items = draw(
        recipe.blueprint,
        [PoolItem(entry.id, entry.objective) for entry in pool],
        seed=recipe.seed,
        unscored=recipe.unscored,
        seen=recipe.seen,
    )
    return tuple(
        PaperLine(position, item.id, item.objective, digest_of[item.id], item.scored)
        for position, item in enumerate(items, start=1)
    )


def redraw(
    recipe: Recipe, pool: Sequence[PoolEntry], *, pool_digest: str, content_hash: str
) -> tuple[PaperLine, ...]:
    """The paper again, from what was stored. PaperDiffers if the pool or the paper is not the one sat."""
    if digest_of_pool(pool) != pool_digest:
        raise PaperDiffers("The stored pool is not the one whose digest was kept.")
    lines = lay(recipe, pool)
    if hash_of(lines) != content_hash:
        raise PaperDiffers("The paper is not the one whose hash was kept.")
    return lines


def option_order(seed: int, position: int, ids: Sequence[str]) -> tuple[str, ...]:
    """The order in which the options stand at a position."""
    return shuffled(ids, f"{seed}:{position}")


def digest_of_pool(pool: Sequence[PoolEntry]) -> str:
    """SHA-256 of what a pool holds, in whatever order it comes."""
    rows = sorted([entry.id, entry.objective, entry.digest] for entry in pool)
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def hash_of(lines: Sequence[PaperLine]) -> str:
    """SHA-256 of the texts of a paper, in order."""
    return hashlib.sha256("".join(line.digest for line in lines).encode()).hexdigest()
