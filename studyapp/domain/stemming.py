"""The stem of an English word: encrypts, encrypted and encryption have one in common.

Porter's algorithm of 1980, from the Snowball project. A stem need not be a word: it is only ever compared
with other stems.
"""

from functools import lru_cache

import snowballstemmer


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a word in small ASCII letters; a word of one or two letters is its own."""
    if len(word) < 3:
        return word
    # A stemmer works on itself, so threads must not share one.
    stemmed: str = snowballstemmer.stemmer("porter").stemWord(word)
    return stemmed
