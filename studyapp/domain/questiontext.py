"""The body of a question file: a stem, then options, steps or pairs with their reasons, then the takeaway.

    Stem, in markdown.

    - [x] An option; lines that belong to it are indented.
      > Why it is or is not the answer.

    **Takeaway.** One sentence.

Ordering questions number their steps (`1. step`), matching questions write `- left => right`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import dedent

from studyapp.domain.documents import Problem
from studyapp.domain.sourcelines import Line, joined, lines_of

TAKEAWAY = "**Takeaway.**"

_CHOICE = re.compile(r"- \[(?P<mark>[ xX])\](?: (?P<text>.*))?")
_STEP = re.compile(r"[0-9]+\.(?: (?P<text>.*))?")
_PAIR = re.compile(r"- (?P<text>.* => .*)")
_SHAPES: Mapping[str, tuple[str, re.Pattern[str], str]] = {
    # kind -> the field it fills, how an item begins, how to say so
    "single": ("choices", _CHOICE, "`- [ ] option` or `- [x] option`"),
    "multiple": ("choices", _CHOICE, "`- [ ] option` or `- [x] option`"),
    "ordering": ("steps", _STEP, "`1. step`"),
    "matching": ("pairs", _PAIR, "`- left => right`"),
}


@dataclass
class _Item:
    """One option, step or pair with the lines under it."""

    line: int
    match: re.Match[str]
    under: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class QuestionBody:
    """The parsed body. `fields` are the fields of a Question that it fills; empty if `problems` is not."""

    fields: Mapping[str, object]
    problems: tuple[Problem, ...]


def read(text: str, *, kind: object, file: str, first_line: int) -> QuestionBody:
    """Parse the body of a question of `kind`. An unknown kind gives no Problem here: the key itself does."""
    if not isinstance(kind, str) or kind not in _SHAPES:
        return QuestionBody({}, ())
    name, pattern, shape = _SHAPES[kind]
    lines = list(lines_of(text, first_line))
    reader = _Reader(file, pattern, shape)
    reader.take(lines)
    parts = [reader.part(item, name) for item in reader.items]
    stem, stem_line = joined(reader.stem or lines[:1])
    takeaway, takeaway_line = joined(reader.takeaway or lines[-1:])
    if not reader.stem or not stem:
        reader.report(first_line, "the stem is empty")
    if not reader.items:
        reader.report(first_line, f"no options found; write each as {shape}")
    if not reader.takeaway or not takeaway:
        reader.report(lines[-1].number, f"missing takeaway; end the file with `{TAKEAWAY} One sentence.`")
    if reader.problems:
        return QuestionBody({}, tuple(reader.problems))
    fields = {"stem": stem, "stem_line": stem_line, "takeaway": takeaway, "takeaway_line": takeaway_line}
    return QuestionBody({**fields, name: parts}, ())


@dataclass
class _Reader:
    """Sorts the lines of a body into stem, items and takeaway."""

    file: str
    pattern: re.Pattern[str]
    shape: str
    stem: list[Line] = field(default_factory=list)
    items: list[_Item] = field(default_factory=list)
    takeaway: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def report(self, line: int, message: str) -> None:
        self.problems.append(Problem(file=self.file, line=line, message=message))

    def take(self, lines: list[Line]) -> None:
        for line in lines:
            item = None if line.fenced else self.pattern.fullmatch(line.text)
            if self.takeaway:
                self.takeaway.append(line)
            elif item:
                self.items.append(_Item(line.number, item))
            elif line.text.startswith(TAKEAWAY) and not line.fenced:
                self.takeaway.append(Line(line.number, line.text.removeprefix(TAKEAWAY).strip()))
            elif not self.items:
                self.stem.append(line)
            elif line.blank or line.text.startswith((" ", "\t")):
                self.items[-1].under.append(line)
            else:
                expected = f"{self.shape}, `{TAKEAWAY}`, or an indented line of the option above"
                self.report(line.number, f"expected {expected}")

    def part(self, item: _Item, name: str) -> dict[str, object]:
        """The fields of a Choice, Step or Pair."""
        text, why = self._split(item)
        if not text:
            self.report(item.line, "an option without text")
        if not why:
            self.report(item.line, "an option without a rationale; put a line `  > why` under it")
        shared: dict[str, object] = {"why": why, "line": item.line}
        if name == "choices":
            return {"text": text, "correct": item.match["mark"] != " ", **shared}
        if name == "steps":
            return {"text": text, **shared}
        left, _, right = (side.strip() for side in text.partition(" => "))
        if not left or not right:
            self.report(item.line, "a pair needs a text on both sides of =>")
        return {"left": left, "right": right, **shared}

    def _split(self, item: _Item) -> tuple[str, str]:
        """The text of an item, and its rationale without the `>` marks."""
        text: list[str] = []
        why: list[str] = []
        code_of_text = False  # a code block of the option itself may hold lines that begin with >
        for line in item.under:
            bare = line.text.strip()
            if line.fence == "open":
                code_of_text = not bare.startswith(">")
            if bare.startswith(">") and not (line.fenced and code_of_text):
                why.append(bare[1:].removeprefix(" "))
            elif why and bare:
                self.report(line.number, "text after a rationale; begin every line of a rationale with >")
            elif not why:
                text.append(line.text.expandtabs(4))
        first = (item.match["text"] or "").strip()
        return "\n".join([first, dedent("\n".join(text))]).strip(), "\n".join(why).strip()
