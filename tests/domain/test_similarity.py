"""Near-alike texts: the measure, and that none is missed."""

from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.similarity import Near, jaccard, near_pairs, shingles


def test_shingles_are_runs_of_words_without_case_and_signs() -> None:
    assert shingles("TLS, then tls: TLS!", 2) == {("tls", "then"), ("then", "tls"), ("tls", "tls")}
    assert shingles("One", 3) == {("one",)}
    assert shingles("…", 2) == frozenset()


def test_jaccard_is_shared_over_all() -> None:
    assert jaccard(shingles("a b c", 1), shingles("b c d", 1)) == 0.5
    assert jaccard(frozenset(), frozenset()) == 0.0


@given(
    texts=st.lists(st.frozensets(st.sampled_from("abcdefgh").map(lambda c: (c,)), max_size=6), max_size=12),
    threshold=st.sampled_from([0.25, 0.3, 0.5, 0.75, 1.0]),
)
def test_no_near_pair_is_missed(texts: list[frozenset[tuple[str, ...]]], threshold: float) -> None:
    every = tuple(
        Near(first, second, jaccard(texts[first], texts[second]))
        for first in range(len(texts))
        for second in range(first + 1, len(texts))
        if jaccard(texts[first], texts[second]) >= threshold
    )
    assert near_pairs(texts, threshold) == every
