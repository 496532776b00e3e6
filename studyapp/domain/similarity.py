"""Which texts are nearly alike: word shingles compared by Jaccard similarity, without comparing all pairs.

Similarity is the number of shingles (runs of words) that two texts share, over the number that either has,
as in Broder, "On the resemblance and containment of documents" (1997). Pairs are found by prefix filtering
(Bayardo, Ma, Srikant, "Scaling up all pairs similarity search", 2007), which misses none.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

type Shingles = frozenset[tuple[str, ...]]

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Near:
    """Two texts by their places in the list, the earlier first, and their similarity from 0 to 1."""

    first: int
    second: int
    share: float


def shingles(text: str, size: int) -> Shingles:
    """All runs of `size` words of a text, in lower case. A shorter text is one single run."""
    words = tuple(_WORD.findall(text.lower()))
    if not words:
        return frozenset()
    return frozenset(words[at : at + size] for at in range(max(1, len(words) - size + 1)))


def jaccard(one: Shingles, other: Shingles) -> float:
    """The share of shingles that two texts have in common, 0 to 1."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def near_pairs(texts: Sequence[Shingles], threshold: float) -> tuple[Near, ...]:
    """Every pair of texts whose similarity is at least `threshold` (above 0), in order of place.

    Two sets that similar must share one of their rarest shingles, so only those are indexed.
    """
    counts = Counter(shingle for text in texts for shingle in text)
    index: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    found: list[Near] = []
    for place, text in enumerate(texts):
        rarest = sorted(text, key=lambda shingle: (counts[shingle], shingle))
        needed = math.ceil(round(threshold * len(text), 9))  # fewest shared shingles of a match
        prefix = rarest[: len(text) - needed + 1]
        for other in sorted({earlier for shingle in prefix for earlier in index[shingle]}):
            share = jaccard(texts[other], text)
            if share >= threshold:
                found.append(Near(other, place, share))
        for shingle in prefix:
            index[shingle].append(place)
    return tuple(sorted(found, key=lambda near: (near.first, near.second)))
