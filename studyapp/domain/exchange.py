"""A question as it travels between formats: what a file says, however much of it is missing.

Every format is a pair: `write` says what it can and tells what it cannot, `read` gives questions and where
each fault is. Whatever `write` does not complain of, `read` gives back exactly.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from studyapp.domain.documentparts import HTTPS_URL, OBJECTIVE_ID, SLUG
from studyapp.domain.documents import Kind, Question
from studyapp.domain.sourcelines import joined, lines_of

MOST_QUESTIONS = 300  # in one file
MOST_SIGNS = 400_000  # of its text
LONGEST_TEXT = 8_000  # of one stem, option or reason
MOST_PARTS = 20
LONGEST_ID = 60
OBJECTIVE, LESSON, DIFFICULTY, SOURCE = "objective", "lesson", "difficulty", "source"
_WORDS: Mapping[str, re.Pattern[str]] = {
    OBJECTIVE: re.compile(OBJECTIVE_ID),
    LESSON: re.compile(SLUG),
    DIFFICULTY: re.compile("[1-4]"),
    SOURCE: re.compile(HTTPS_URL),
}

# What no format can carry: control signs, and what XML refuses.
NOT_CARRIED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Part:
    """An option, a step, or a pair with its `right` side. `line` is where it stands; it says nothing else."""

    text: str
    why: str = ""
    correct: bool = False
    right: str = ""
    line: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Item:
    """A question. Steps stand in the right order. Empty fields were not said."""

    kind: Kind
    stem: str
    parts: tuple[Part, ...]
    takeaway: str = ""
    id: str = ""
    objectives: tuple[str, ...] = ()
    lesson: str = ""
    difficulty: int = 0
    sources: tuple[str, ...] = ()
    line: int = field(default=1, compare=False)
    stem_line: int = field(default=1, compare=False)
    takeaway_line: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, or was not carried. `name` is the question's; line 0 is the file as a whole.

    `left_out` tells whether the question is missing because of it.
    """

    line: int
    text: str
    name: str = ""
    left_out: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """What `read` gives."""

    items: tuple[Item, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """What `write` gives: the text, and what it could not say."""

    text: str
    faults: tuple[Fault, ...] = ()


def item_of(question: Question) -> Item:
    """A question of the course or of a class, as it travels."""
    choices = [Part(c.text, c.why, c.correct, line=c.line) for c in question.choices]
    steps = [Part(s.text, s.why, line=s.line) for s in question.steps]
    pairs = [Part(p.left, p.why, right=p.right, line=p.line) for p in question.pairs]
    return Item(
        kind=question.kind,
        stem=question.stem,
        parts=(*choices, *steps, *pairs),
        takeaway=question.takeaway,
        id=question.id,
        objectives=question.objectives,
        lesson=question.lesson,
        difficulty=question.difficulty,
        sources=question.sources,
        stem_line=question.stem_line,
        takeaway_line=question.takeaway_line,
    )


def named(item: Item) -> Item:
    """The same with an id: one made of its stem, if it has none, so that reading it twice is one question."""
    if item.id:
        return item
    return replace(item, id="q-" + hashlib.sha256(item.stem.encode()).hexdigest()[:12])


def tidy(text: str) -> str:
    """A text as it is kept: with plain line ends, and nothing blank around it."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return joined(list(lines_of(plain)))[0].strip()


def refusal(text: str) -> Fault | None:
    """Why a file is not read at all; None if it may be."""
    if len(text) > MOST_SIGNS:
        return Fault(0, f"This is too long: at most {MOST_SIGNS // 1000:,} thousand letters at a time.")
    bad = NOT_CARRIED.search(text)
    if bad:
        line = text.count("\n", 0, bad.start()) + 1
        return Fault(line, f"A sign that cannot be seen stands here (U+{ord(bad.group()):04X}).")
    return None


def limited(items: Iterable[Item], faults: Iterable[Fault]) -> Found:
    """The questions of a file within the limits, and what is wrong with the others."""
    kept: list[Item] = []
    told = list(faults)
    seen: dict[str, int] = {}
    for item in items:
        fault = _too_much(item)
        if fault is None and item.id and seen.setdefault(item.id, item.line) != item.line:
            fault = Fault(item.line, f"“{item.id}” is already on line {seen[item.id]}.", item.id)
        if fault is not None:
            told.append(fault)
        elif len(kept) == MOST_QUESTIONS:
            told.append(Fault(item.line, f"At most {MOST_QUESTIONS} questions at a time.", item.id))
            break
        else:
            kept.append(item)
    return Found(tuple(kept), tuple(sorted(told, key=lambda fault: fault.line)))


def untrue(item: Item, found: Found) -> bool:
    """Whether what was written of a question is read as anything but the question."""
    return found.items != (item,) or any(fault.left_out for fault in found.faults)


def keys_said(item: Item) -> tuple[tuple[str, str], ...]:
    """What stands beside the text of a question, as names and words that any format can hold somewhere."""
    difficulty = ((DIFFICULTY, str(item.difficulty)),) if item.difficulty else ()
    return (
        *((OBJECTIVE, code) for code in item.objectives),
        *(((LESSON, item.lesson),) if item.lesson else ()),
        *difficulty,
        *((SOURCE, url) for url in item.sources),
    )


def with_keys(item: Item, said: Iterable[tuple[str, str]]) -> tuple[Item, tuple[str, ...]]:
    """A question with what stood beside it; and what of it cannot be kept, as `name: word`."""
    unkept = []
    for name, word in said:
        if name not in _WORDS or not _WORDS[name].fullmatch(word):
            unkept.append(f"{name}: {word}" if name else word)
        elif name == OBJECTIVE:
            item = replace(item, objectives=(*item.objectives, word))
        elif name == SOURCE:
            item = replace(item, sources=(*item.sources, word))
        elif name == LESSON:
            item = replace(item, lesson=word)
        else:
            item = replace(item, difficulty=int(word))
    return item, tuple(unkept)


def is_slug(text: str) -> bool:
    """Whether a name from elsewhere can stay the name of a question here."""
    return len(text) <= LONGEST_ID and _WORDS[LESSON].fullmatch(text) is not None


def texts_of(item: Item) -> tuple[str, ...]:
    """Everything in it that somebody reads."""
    parts = (text for part in item.parts for text in (part.text, part.right, part.why))
    return (item.stem, item.takeaway, *parts)


def _too_much(item: Item) -> Fault | None:
    if len(item.parts) > MOST_PARTS:
        return Fault(item.line, f"More than {MOST_PARTS} options.", item.id)
    if max(map(len, texts_of(item))) > LONGEST_TEXT:
        return Fault(item.line, f"A text of more than {LONGEST_TEXT:,} letters.", item.id)
    return None
