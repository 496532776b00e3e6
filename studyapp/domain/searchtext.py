"""Words to search by: of a text when it is published, and of what somebody types.

Both databases are given words made here and only compare them, so both find the same. A word is a run of
small letters or a run of digits: "AES256" and "AES-256" are the same two words. What is typed without a space
in between has to stand next to each other: "1.3", "us-east-1", "sslmode=verify-full".
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

from studyapp.domain.stemming import stem

MOST_PARTS = 20  # of a query; nobody remembers more
_LONGEST = 60  # letters of a word; PostgreSQL and SQLite draw their own lines later
_WORD = re.compile(
    r"""(?P<slash>/(?=[0-9]))           # "/28" is not "28"
      | (?P<latin>[a-z]+(?:'[a-z]+)*)
      | (?P<digits>[0-9]+)
      | (?P<other>[^\W_a-z0-9]+)""",
    re.VERBOSE,
)
_LATIN = re.compile(r"[A-Za-z']+")
_POSSESSIVE = re.compile(r"'s\Z")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")  # aws:SecureTransport is found by "secure transport" too
_CURLY = "\N{RIGHT SINGLE QUOTATION MARK}"
_CHUNK = re.compile(r'"([^"]*)"|(\S+)')
_HEX_AS_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
# What a question is asked with says nothing of what is asked for.
_ASIDE = re.compile("a|an|and|are|do|does|for|how|i|in|is|of|on|or|the|to|what|when|which|why|with")


@dataclass(frozen=True)
class Word:
    """A word, and where it stands in the text it is from. SecureTransport has two humps."""

    text: str
    start: int
    end: int
    humps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """What has to be found: these words next to each other. The last may go on if it is `open`."""

    words: tuple[str, ...]
    open: bool = False

    @property
    def stem(self) -> str:
        """What a single word is found by as well; empty if that is nothing new."""
        last = self.words[-1]
        return stem(last) if len(self.words) == 1 and stem(last) != last else ""


def words(text: str) -> Iterator[Word]:
    """The words of a text, in its order."""
    folded, places = _folded(text)
    for found in _WORD.finditer(folded):
        start, end = places[found.start()], places[found.end() - 1] + 1
        if found["latin"]:
            yield Word(_spelled(found["latin"]), start, end, _humps(text[start:end].replace(_CURLY, "'")))
        else:
            yield Word(_plain(found), start, end)


@lru_cache(maxsize=50_000)
def also(text: str, humps: tuple[str, ...]) -> tuple[str, ...]:
    """What else finds a word: its humps, and the stems of these and of itself."""
    return (*humps, *(stem(name) for name in (text, *humps) if stem(name) != name))


def indexed(text: str) -> str:
    """A text as the databases keep it: its words, and after them what else these are found by."""
    found = list(words(text))
    others = dict.fromkeys(also(word.text, word.humps) for word in found)
    return " ".join([word.text for word in found] + [name for names in others for name in names])


def stems(text: str) -> tuple[str, ...]:
    """The stems of a text's words, in its order: what two inflections of one name have in common."""
    return tuple(stem(word.text) for word in words(text))


def sought(typed: str) -> tuple[Part, ...]:
    """What somebody asks for; all of it has to be found. Nothing if there is no word in it."""
    chunks = [tuple(word.text for word in words(quoted or bare)) for quoted, bare in _CHUNK.findall(typed)]
    parts = [Part(chunk) for chunk in chunks if chunk]
    if not parts:
        return ()
    told = [part for part in parts[:-1] if len(part.words) > 1 or not _ASIDE.fullmatch(part.words[0])]
    wanted = [*map(_inflected, told), replace(_inflected(parts[-1]), open=True)]
    return tuple(dict.fromkeys(wanted[-MOST_PARTS:]))


def fts5(parts: Iterable[Part]) -> str:
    """A MATCH expression for SQLite. Words hold nothing but letters and digits, so nothing needs escaping."""
    return " AND ".join(
        f'("{" ".join(part.words)}"{"*" if part.open else ""}{f' OR "{part.stem}"' if part.stem else ""})'
        for part in parts
    )


def tsquery(parts: Iterable[Part]) -> str:
    """The same as a tsquery for PostgreSQL."""
    return " & ".join(
        f"({' <-> '.join(part.words)}{':*' if part.open else ''}{f' | {part.stem}' if part.stem else ''})"
        for part in parts
    )


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """The text in small letters without accents, and for each of its letters where it was."""
    if text.isascii():
        return text.lower(), range(len(text))
    folded = [_bare(letter) for letter in text]
    places = [place for place, letters in enumerate(folded) for _ in letters]
    return "".join(folded), places


@lru_cache(maxsize=4096)
def _bare(letter: str) -> str:
    if letter == _CURLY:
        return "'"
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letter).casefold())
    return "".join(each for each in apart if not unicodedata.combining(each))


def _plain(found: re.Match[str]) -> str:
    """A slash by its name, digits as they are, and every letter that is not Latin as six that are."""
    if found["slash"]:
        return "slash"
    letters = found[0] if found["digits"] else "".join(f"{ord(letter):06x}" for letter in found[0])
    return (letters if found["digits"] else letters.translate(_HEX_AS_LETTERS))[:_LONGEST]


@lru_cache(maxsize=20_000)
def _spelled(letters: str) -> str:
    return _POSSESSIVE.sub("", letters).replace("'", "")[:_LONGEST]


@lru_cache(maxsize=20_000)
def _humps(written: str) -> tuple[str, ...]:
    humps = _HUMP.split(written) if _LATIN.fullmatch(written) else []
    return tuple(_spelled(hump.lower()) for hump in humps) if len(humps) > 1 else ()


def _inflected(part: Part) -> Part:
    """Words next to each other are not kept as stems: the last is open from where its endings begin."""
    *others, last = part.words
    if not others or not last.isalpha():
        return part
    kept = takewhile(lambda letters: letters[0] == letters[1], zip(last, stem(last), strict=False))
    return Part((*others, "".join(letter for letter, _ in kept)), open=True)
