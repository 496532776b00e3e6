"""A shuffled order: a permutation, the same for the same seed, fair over many."""

from collections import Counter
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.shuffling import shuffled


@given(st.lists(st.text(max_size=3), max_size=12), st.text(max_size=8))
@settings(deadline=None)
def test_nothing_is_lost_or_added(ids: list[str], seed: str) -> None:
    assert sorted(shuffled(ids, seed)) == sorted(ids)
    assert shuffled(tuple(ids), seed) == shuffled(ids, seed)


def test_the_order_is_the_same_in_every_process() -> None:
    assert "".join(shuffled("ABCDEF", "attempt-1:dx-bank-line-rate")) == "BCDFAE"
    assert "".join(shuffled("ABCDEF", "attempt-2:dx-bank-line-rate")) == "FEACBD"


def test_every_order_is_as_likely_as_any_other() -> None:
    counts = Counter(shuffled("ABC", str(seed)) for seed in range(6000))
    assert set(counts) == set(permutations("ABC"))
    assert all(900 < count < 1100 for count in counts.values())
