"""A paper laid again from what was stored is the paper that was sat, or is refused."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.paper import (
    PaperDiffers,
    PaperLine,
    PoolEntry,
    Recipe,
    digest_of_pool,
    hash_of,
    lay,
    option_order,
    redraw,
)

POOL = [PoolEntry(f"{code.lower()}-{n}", code, f"text-{code}-{n}") for code in ("K1", "S2") for n in range(6)]
RECIPE = Recipe({"K1": 2, "S2": 1}, seed=7, unscored=1, seen={"k1-0": 1, "k1-3": 2})
EXPECTED = (
    PaperLine(1, "s2-5", "S2", "text-S2-5", scored=False),
    PaperLine(2, "k1-4", "K1", "text-K1-4", scored=True),
    PaperLine(3, "k1-2", "K1", "text-K1-2", scored=True),
)


@given(
    seed=st.integers(0, 2**48 - 1),
    pool=st.permutations(POOL),
    seen=st.dictionaries(st.sampled_from([entry.id for entry in POOL]), st.integers(1, 9)),
)
def test_the_same_paper_from_seed_and_pool_in_whatever_order(
    seed: int, pool: list[PoolEntry], seen: dict[str, int]
) -> None:
    recipe = replace(RECIPE, seed=seed, seen=seen)
    first = lay(recipe, POOL)
    again = redraw(recipe, pool, pool_digest=digest_of_pool(POOL), content_hash=hash_of(first))
    assert again == first
    assert [line.position for line in first] == [1, 2, 3]
    assert {(line.id, line.digest) for line in first} <= {(entry.id, entry.digest) for entry in POOL}


def test_a_paper_drawn_today_is_drawn_the_same_in_years() -> None:
    # Written down once: whoever changes how papers are laid must keep the old way for the old ones.
    assert lay(RECIPE, POOL) == EXPECTED
    assert option_order(7, 1, ("a", "b", "c", "d")) == ("c", "d", "b", "a")


@pytest.mark.parametrize(
    "pool",
    [
        POOL[1:],
        [*POOL, PoolEntry("k1-9", "K1", "new")],
        [replace(POOL[0], digest="edited"), *POOL[1:]],
        [replace(POOL[0], objective="S2"), *POOL[1:]],
    ],
)
def test_a_pool_that_is_not_the_one_kept_is_refused(pool: list[PoolEntry]) -> None:
    kept = hash_of(lay(RECIPE, POOL))
    with pytest.raises(PaperDiffers, match="pool"):
        redraw(RECIPE, pool, pool_digest=digest_of_pool(POOL), content_hash=kept)


def test_another_paper_than_the_one_sat_is_refused() -> None:
    kept = hash_of(lay(RECIPE, POOL))
    other = next(seed for seed in range(99) if hash_of(lay(replace(RECIPE, seed=seed), POOL)) != kept)
    with pytest.raises(PaperDiffers, match="paper"):
        redraw(replace(RECIPE, seed=other), POOL, pool_digest=digest_of_pool(POOL), content_hash=kept)
