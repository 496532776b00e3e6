"""Drawing a paper: so many questions of each objective, chosen and ordered by a stored seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from studyapp.domain.shuffling import shuffled

NOTHING_SEEN: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PoolItem:
    """A question that may be drawn; `objective` is the first one it names."""

    id: str
    objective: str


@dataclass(frozen=True, slots=True)
class PaperItem:
    """A question on a paper; a pilot item (`scored` false) does not count."""

    id: str
    objective: str
    scored: bool


class BlueprintTooLarge(ValueError):
    """The pool holds fewer questions of `objective` than the blueprint asks for."""

    def __init__(self, objective: str, wanted: int, available: int) -> None:
        super().__init__(
            f"The blueprint asks for {wanted} of objective {objective}, the pool holds {available}."
        )
        self.objective = objective
        self.wanted = wanted
        self.available = available


def draw(
    blueprint: Mapping[str, int],
    pool: Sequence[PoolItem],
    *,
    seed: int,
    unscored: int = 0,
    seen: Mapping[str, int] = NOTHING_SEEN,
) -> tuple[PaperItem, ...]:
    """The paper, in order: exactly `blueprint[objective]` questions each, `unscored` of all as pilot items.

    `seen` numbers the questions met before by when that was last: the higher, the later. They come only where
    the others run out, those met longest ago first, so that two papers in a row share as few as the pool
    allows. The result depends on the seed and on what the pool holds, not on the order it comes in.
    BlueprintTooLarge names the first objective that is short; ValueError if an id occurs twice, a count is
    negative or no question would count.
    """
    objective_of = {item.id: item.objective for item in pool}
    if len(objective_of) != len(pool):
        raise ValueError("A question is in the pool twice.")
    if any(count < 0 for count in blueprint.values()):
        raise ValueError("A blueprint cannot ask for fewer than no questions.")
    if not 0 <= unscored < sum(blueprint.values()):
        raise ValueError("A paper needs at least one question that counts.")

    chosen: list[str] = []
    for objective, wanted in sorted(blueprint.items()):
        candidates = sorted(item_id for item_id, named in objective_of.items() if named == objective)
        if wanted > len(candidates):
            raise BlueprintTooLarge(objective, wanted, len(candidates))
        mixed = shuffled(candidates, f"{seed}:objective:{objective}")
        by_age = sorted(mixed, key=lambda item_id: (item_id in seen, seen.get(item_id, 0)))
        chosen += by_age[:wanted]  # a stable sort: unseen first, then the oldest, else as mixed

    paper = shuffled(chosen, f"{seed}:order")
    pilots = frozenset(shuffled(chosen, f"{seed}:pilots")[:unscored])
    return tuple(PaperItem(item_id, objective_of[item_id], item_id not in pilots) for item_id in paper)
