"""Checks on markdown as it was written, where lines are still known: blocks, headings, code fences.

The converter forgets where a text came from, so whatever can be seen on a line is checked here, and what
only the converter can tell is traced back to a line by `Source.line_of`.
"""

import re
from dataclasses import dataclass, field
from typing import Literal

from studyapp.domain.documents import Problem
from studyapp.domain.sourcelines import Line, lines_of

type BlockKind = Literal["key", "trap", "new", "exam", "deep", "check", "path"]

BLOCKS: tuple[BlockKind, ...] = ("key", "trap", "new", "exam", "deep", "check", "path")
DEEPEST = 40  # columns of indentation, ten levels of lists; the converter recurses on each
REFERENCES: tuple[BlockKind, ...] = ("check", "path")  # their title is an id, and their body is empty

_BLOCK = re.compile(r"(?P<indent>[ >]*)/{3,}[ ]*(?P<name>[\w-]*)[ ]*(?:\|[ ]*(?P<title>.*?)[ ]*)?")
_HEADING = re.compile(r"[ ]{0,3}(?P<marks>#{1,6})")
_FOOTNOTE = re.compile(r"[ ]{0,3}\[\^[^\]]*\]:")
_COMMENT = re.compile(r"<!--")
_CODE_SPAN = re.compile(r"(?P<ticks>`+)(?:.*?)(?P=ticks)")
_FENCE_INFO = re.compile(r"(?P<fence>[ >]*[`~]{3,})\s*(?P<language>[\w#.+-]*)\s*(?P<rest>.*)")


@dataclass(frozen=True)
class BlockOpening:
    """A line `/// name | title`."""

    name: str
    title: str
    line: int


@dataclass
class Source:
    """One markdown text and where it stands. `lesson` texts may hold blocks, headings and footnotes."""

    text: str
    file: str
    first_line: int
    lesson: bool = False
    problems: list[Problem] = field(default_factory=list)
    blocks: list[BlockOpening] = field(default_factory=list)
    _lines: list[Line] = field(default_factory=list)
    _seen: dict[str, int] = field(default_factory=dict)  # fragment -> lines already given for it

    def __post_init__(self) -> None:
        self._lines = list(lines_of(self.text, self.first_line))

    def report(self, line: int, message: str) -> None:
        """Add a Problem of this text."""
        self.problems.append(Problem(file=self.file, line=line, message=message))

    def line_of(self, fragment: str) -> int:
        """The line of the next place where `fragment` stands outside code blocks, else the first line."""
        start = fragment.split("\n", 1)[0]
        found = [line.number for line in self._lines if not line.fenced and start in line.text]
        at = self._seen.get(fragment, 0)
        self._seen[fragment] = at + 1
        return found[min(at, len(found) - 1)] if found else self.first_line

    def cleaned(self) -> str:
        """The text as it may be converted: no attributes after a code fence, no endless indentation."""
        return "\n".join(map(_cleaned, self._lines))

    def scan(self) -> None:
        """Fill `problems` and `blocks`."""
        opened: BlockOpening | None = None
        for line in self._lines:
            if not line.fenced:
                opened = self._block_line(line, opened)
                self._plain_line(line)
            elif line.fence == "open":
                self._fence_line(line)
            if opened and opened.name in REFERENCES and line.number > opened.line and not line.blank:
                self.report(line.number, f"block '{opened.name}' must be empty")
        last = self._lines[-1]
        if last.fence in ("open", "inside"):
            start = max(line.number for line in self._lines if line.fence == "open")
            self.report(start, "this code block is never closed")
        if opened:
            self.report(opened.line, f"block '{opened.name}' is never closed with ///")

    def _block_line(self, line: Line, opened: BlockOpening | None) -> BlockOpening | None:
        """The block that is open after `line`."""
        match = _BLOCK.fullmatch(line.text)
        if match is None:
            if opened and line.number == opened.line + 1 and line.text.startswith("    "):
                self.report(line.number, "blocks take no options; do not indent their text")
            return opened
        if match["indent"]:
            self.report(line.number, "a block must begin at the left margin")
        name, title = match["name"], match["title"] or ""
        if not name:
            if opened is None:
                self.report(line.number, "this /// closes no block")
            return None
        if name not in BLOCKS:
            self.report(line.number, f"unknown block '{name}'; there are {', '.join(BLOCKS)}")
        elif not self.lesson:
            self.report(line.number, "blocks belong in lessons only")
        elif not title:
            self.report(line.number, f"block '{name}' needs a title: /// {name} | …")
        if opened:
            self.report(line.number, f"block '{opened.name}' of line {opened.line} is still open")
        opening = BlockOpening(name, title, line.number)
        self.blocks.append(opening)
        return opening

    def _plain_line(self, line: Line) -> None:
        heading = _HEADING.match(line.text)
        if heading and not self.lesson:
            self.report(line.number, "headings belong in lessons only; write \\# for the character")
        elif heading and heading["marks"] == "#":
            self.report(line.number, "level-1 headings are not used; begin with ##, or write \\# for #")
        if _indent(line) > DEEPEST:
            self.report(line.number, f"indented by more than {DEEPEST} columns")
        if _FOOTNOTE.match(line.text) and not self.lesson:
            self.report(line.number, "footnotes belong in lessons only")
        if _COMMENT.search(_CODE_SPAN.sub("", line.text)):
            self.report(line.number, "comments are raw HTML, which is not allowed")

    def _fence_line(self, line: Line) -> None:
        match = _FENCE_INFO.fullmatch(line.text)
        if match and match["rest"]:
            self.report(line.number, "a code fence takes one word, its language")


def _indent(line: Line) -> int:
    text = line.text.expandtabs(4)
    return len(text) - len(text.lstrip(" "))


def _cleaned(line: Line) -> str:
    if line.fence == "open":
        return _FENCE_INFO.sub(r"\g<fence>\g<language>", line.text)
    if not line.fenced and _indent(line) > DEEPEST:
        return " " * DEEPEST + line.text.lstrip()
    return line.text
