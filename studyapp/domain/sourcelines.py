"""Lines of a content file, and which of them belong to a fenced code block."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_FENCE = re.compile(r"[ >]*(?P<fence>`{3,}|~{3,})(?P<rest>.*)")


@dataclass(frozen=True)
class Line:
    """One line of a file. `number` counts from 1; `fence` is its part in a fenced code block, if any."""

    number: int
    text: str
    fence: Literal["", "open", "inside", "close"] = ""

    @property
    def fenced(self) -> bool:
        """Whether this is code, or the fence around it."""
        return bool(self.fence)

    @property
    def blank(self) -> bool:
        """Whether there is nothing but white space."""
        return not self.text.strip()


def lines_of(text: str, first_line: int = 1) -> Iterator[Line]:
    """The lines of `text`, numbered from `first_line`. An unclosed fence reaches to the end."""
    fence = ""
    for number, line in enumerate(text.split("\n"), start=first_line):
        match = _FENCE.fullmatch(line)
        if fence:
            closes = match is not None and match["fence"] == fence and not match["rest"].strip()
            fence = "" if closes else fence
            yield Line(number, line, "close" if closes else "inside")
        elif match and "`" not in match["rest"]:
            fence = match["fence"]
            yield Line(number, line, "open")
        else:
            yield Line(number, line)


def joined(lines: list[Line]) -> tuple[str, int]:
    """The text of `lines` without blank lines around it, and the number of its first line."""
    kept = list(lines)
    while kept and kept[0].blank:
        kept.pop(0)
    while kept and kept[-1].blank:
        kept.pop()
    first = kept or lines
    return "\n".join(line.text for line in kept), first[0].number if first else 1
