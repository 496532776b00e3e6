"""What of a found text is shown: a few lines around what was asked for, with those words marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from studyapp.domain.searchtext import Part, Word, also, words

WIDTH = 220  # letters: two lines on a desk, four on a phone
_LEAD = 60  # letters of them that stand before the first marked word


@dataclass(frozen=True)
class Piece:
    """A stretch of plain text; `marked` if it is what was asked for."""

    text: str
    marked: bool = False


@dataclass(frozen=True)
class _Mark:
    start: int
    end: int
    part: int  # which part of the query it answers


def marked(text: str, parts: Sequence[Part]) -> tuple[Piece, ...]:
    """The whole text."""
    return _pieces(text, 0, len(text), _marks(text, parts))


def excerpt(text: str, parts: Sequence[Part], width: int = WIDTH) -> tuple[Piece, ...]:
    """The stretch that holds most of what was asked for; the beginning if it holds nothing of it."""
    marks = _marks(text, parts)
    if len(text) <= width:
        return _pieces(text, 0, len(text), marks)
    start = _word_start(text, _best(marks, width) - _LEAD)
    end = _word_end(text, start + width)
    shown = _pieces(text, start, end, marks)
    return (*([Piece("… ")] if start else []), *shown, *([Piece(" …")] if end < len(text) else []))


def nearest(typed: str, names: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """The names that are spelled most like what was typed."""
    folded = {" ".join(word.text for word in words(name)): name for name in names}
    close = get_close_matches(" ".join(word.text for word in words(typed)), folded, n=most, cutoff=0.7)
    return tuple(folded[name] for name in close)


def _marks(text: str, parts: Sequence[Part]) -> list[_Mark]:
    found = list(words(text))
    return [
        _Mark(*_whole(text, found[at].start, found[at + length - 1].end), number)
        for number, part in enumerate(parts)
        for at in range(len(found))
        if (length := _length(found, at, part))
    ]


def _length(found: Sequence[Word], at: int, part: Part) -> int:
    """How many words from here on answer a part; 0 if they do not."""
    length = len(part.words)
    if _answers(found[at].text, found[at].humps, part):
        return 1
    return length if length > 1 and _is([each.text for each in found[at : at + length]], part) else 0


@lru_cache(maxsize=20_000)
def _answers(text: str, humps: tuple[str, ...], part: Part) -> bool:
    """Whether one word by itself answers a part."""
    if len(part.words) > 1:
        return _is(humps, part)
    return any(_is((name,), part) or name == part.stem for name in (text, *also(text, humps)))


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """Marks do not end inside of what is read as one word: EC2 is two words here."""
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end


def _is(names: Sequence[str], part: Part) -> bool:
    *before, last = part.words
    if len(names) != len(part.words) or list(names[:-1]) != before:
        return False
    return names[-1].startswith(last) if part.open else names[-1] == last


def _best(marks: Sequence[_Mark], width: int) -> int:
    """Where the stretch with most different parts begins; of those with as many, the one with most marks."""
    room = width - _LEAD
    scores = []
    for mark in marks:
        near = [other for other in marks if mark.start <= other.start and other.end <= mark.start + room]
        scores.append((-len({other.part for other in near}), -len(near), mark.start))
    return min(scores)[2] if scores else 0


def _pieces(text: str, start: int, end: int, marks: Iterable[_Mark]) -> tuple[Piece, ...]:
    pieces, at = [], start
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.start < at or mark.end > end:
            continue  # outside, or inside of one that is marked already
        pieces += [Piece(text[at : mark.start]), Piece(text[mark.start : mark.end], marked=True)]
        at = mark.end
    return tuple(piece for piece in (*pieces, Piece(text[at:end])) if piece.text)


def _word_start(text: str, place: int) -> int:
    """The beginning of the first word at or after a place."""
    if place <= 0:
        return 0
    gap = text.find(" ", place - 1)
    return 0 if gap < 0 else gap + 1


def _word_end(text: str, place: int) -> int:
    """The end of the last word before a place; the place itself inside a very long word."""
    return len(text) if place >= len(text) else max(text.rfind(" ", 0, place + 1), 0) or place
