"""A shuffled order that can be had again: for the options of a question and the questions of a paper."""

from collections.abc import Sequence
from random import Random


def shuffled(ids: Sequence[str], seed: str) -> tuple[str, ...]:
    """The same ids in an order that depends on `seed` and on the order given, and on nothing else.

    It is the same in every process and on every Python version: a paper is drawn today and shown next year.
    """
    generator = Random(seed)  # noqa: S311 - a fair order, not a secret
    # Sorted by draws: `random()` is the only method whose sequence the standard library promises to keep.
    places = [generator.random() for _ in ids]
    return tuple(ids[index] for index in sorted(range(len(ids)), key=places.__getitem__))
