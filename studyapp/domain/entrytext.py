"""Files with many entries, one `## heading` each: flashcards and the glossary.

    ## heading
    key: value · key: value

    The text of the entry.

A single `# Title` line may stand above the first entry.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from studyapp.domain.documents import Problem
from studyapp.domain.sourcelines import Line, joined, lines_of

_HEADING = re.compile(r"##(?:\s+(?P<text>.*?))?\s*")
_PAIR = re.compile(r"(?P<key>[a-z]+):(?:\s+(?P<value>.*))?")
_SEPARATOR = re.compile(r"\s+·(?=\s|$)")
_RULE = re.compile(r"-{3,}\s*")


@dataclass(frozen=True)
class Entry:
    """A heading, the keys of the line under it, and the lines after that. `line` is the heading's."""

    heading: str
    line: int
    keys: Mapping[str, str]
    keys_line: int
    text: tuple[Line, ...]


def read(text: str, *, file: str) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """The entries of a file. An entry with a fault in its heading or keys is left out and reported."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    above, groups = _grouped(list(lines_of(text)))
    stray = [line for line in above if not line.blank]
    if stray and re.fullmatch(r"# .+", stray[0].text):
        stray.pop(0)
    if stray:
        problems.append(Problem(file=file, line=stray[0].number, message="text before the first ## heading"))
    for group in groups:
        entry, faults = _entry(group, file)
        problems += faults
        if entry is not None and not faults:
            entries.append(entry)
    return tuple(entries), tuple(problems)


def split_at_rule(lines: tuple[Line, ...]) -> tuple[list[Line], list[Line]] | None:
    """The lines before and after the one `---`; None if there is not exactly one."""
    rules = [at for at, line in enumerate(lines) if not line.fenced and _RULE.fullmatch(line.text)]
    if len(rules) != 1:
        return None
    return list(lines[: rules[0]]), list(lines[rules[0] + 1 :])


def _grouped(lines: list[Line]) -> tuple[list[Line], list[list[Line]]]:
    """The lines above the first heading, and one group of lines per heading."""
    above: list[Line] = []
    groups: list[list[Line]] = []
    for line in lines:
        if not line.fenced and _HEADING.fullmatch(line.text):
            groups.append([line])
        else:
            (groups[-1] if groups else above).append(line)
    return above, groups


def _entry(group: list[Line], file: str) -> tuple[Entry | None, list[Problem]]:
    head, rest = group[0], group[1:]
    match = _HEADING.fullmatch(head.text)
    heading = (match["text"] or "") if match else ""
    rest = rest[next((at for at, line in enumerate(rest) if not line.blank), len(rest)) :]
    if not heading or not rest:
        message = "an entry needs a heading, a line of keys and a text"
        return None, [Problem(file=file, line=head.number, message=message)]
    keys, faults = _keys(rest[0], file)
    text, _ = joined(rest[1:])
    if not text:
        faults.append(Problem(file=file, line=head.number, message=f"'{heading}' has no text"))
    return Entry(heading, head.number, keys, rest[0].number, tuple(rest[1:])), faults


def _keys(line: Line, file: str) -> tuple[dict[str, str], list[Problem]]:
    keys: dict[str, str] = {}
    faults: list[str] = []
    for part in _SEPARATOR.split(line.text):
        match = _PAIR.fullmatch(part.strip())
        if match is None:
            faults.append(f"expected `key: value` pairs with ' · ' between them, not {part.strip()!r}")
        elif match["key"] in keys:
            faults.append(f"key '{match['key']}' is given twice")
        else:
            keys[match["key"]] = (match["value"] or "").strip()
    return keys, [Problem(file=file, line=line.number, message=fault) for fault in faults]
