"""YAML text -> plain values, with the line on which every key and list item was written.

A small, safe part of YAML: mappings, lists, texts, whole numbers, `true`/`false`, `null` and dates
(YYYY-MM-DD). So `default: off` and `title: no` stay the words they look like. Anchors, aliases, tags,
duplicate keys and a second document are Problems: nobody who writes a course needs them, and each of
them can make a file mean something other than it says.

The parser's event stream is read instead of its node tree because composing nodes recurses in C and
ends the process on deeply nested input.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import yaml

from studyapp.domain.documents import Problem

type Value = str | int | bool | date | list[Value] | dict[str, Value] | None
type KeyPath = tuple[str | int, ...]

DEEPEST = 12  # levels of nesting; the course needs four

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS: Mapping[str, Value] = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True)
class YamlText:
    """What a YAML text says; `value` is None if it could not be read to its end.

    `lines` maps the path of a key or list item to its line in the file.
    """

    value: Value
    lines: Mapping[KeyPath, int]
    problems: tuple[Problem, ...]

    def line_of(self, path: KeyPath) -> int:
        """Line of the key at `path`, or of its nearest parent that was written."""
        while path not in self.lines:
            path = path[:-1]
        return self.lines[path]


@dataclass
class _Frame:
    """A mapping or list that is being read. `key` is the key whose value comes next."""

    value: dict[str, Value] | list[Value]
    path: KeyPath
    key: str | None = None
    dropped: bool = False  # the next value belongs to a faulty key


@dataclass
class _Reader:
    """Builds the value from parser events; collects Problems instead of raising."""

    file: str
    first_line: int
    root: Value = None
    lines: dict[KeyPath, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    frames: list[_Frame] = field(default_factory=list)

    def report(self, line: int, message: str) -> None:
        self.problems.append(Problem(file=self.file, line=line, message=message))

    def take(self, event: yaml.Event) -> bool:
        """Handle one event; False when nothing after it can be understood."""
        line = self.first_line + (event.start_mark.line if event.start_mark else 0)
        match event:
            case yaml.DocumentStartEvent() if self.lines.get(()) is not None:
                self.report(line, "a second YAML document starts here; one is enough")
                return False
            case yaml.DocumentStartEvent():
                self.lines[()] = self.first_line
            case yaml.AliasEvent():
                self.report(line, f"YAML aliases (*{event.anchor}) are not used here; write the value again")
                self._place(None, line)
            case yaml.CollectionEndEvent():
                self.frames.pop()
            case yaml.ScalarEvent() | yaml.CollectionStartEvent():
                self._node(event, line)
        if len(self.frames) > DEEPEST:
            self.report(line, f"nested more than {DEEPEST} levels deep")
            return False
        return True

    def _node(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, line: int) -> None:
        if event.anchor is not None:
            self.report(line, f"YAML anchors (&{event.anchor}) are not used here")
        if event.tag is not None and event.tag != "!":
            self.report(line, f"YAML tags ({event.tag}) are not used here")
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)
            return
        opened: dict[str, Value] | list[Value] = {} if isinstance(event, yaml.MappingStartEvent) else []
        path = self._place(opened, line)
        self.frames.append(_Frame(opened, path))

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        frame = self.frames[-1] if self.frames else None
        if frame is not None and isinstance(frame.value, dict) and frame.key is None:
            path = (*frame.path, event.value)
            frame.key, frame.dropped = event.value, event.value in frame.value
            if frame.dropped:
                self.report(line, f"key '{event.value}' is given twice (first on line {self.lines[path]})")
            else:
                self.lines[path] = line
            return
        self._place(plain_value(event.value) if event.implicit[0] else event.value, line)

    def _place(self, value: Value, line: int) -> KeyPath:
        """Put `value` where the innermost open collection expects it; return its path."""
        if not self.frames:
            self.root = value
            return ()
        frame = self.frames[-1]
        if isinstance(frame.value, list):
            path: KeyPath = (*frame.path, len(frame.value))
            frame.value.append(value)
            self.lines[path] = line
            return path
        if frame.key is None:
            self.report(line, "a key must be a plain text")
            frame.key, frame.dropped = "", True
            return (*frame.path, "")
        path = (*frame.path, frame.key)
        if not frame.dropped:
            frame.value[frame.key] = value
        frame.key = None
        return path


def plain_value(text: str) -> Value:
    """What an unquoted scalar means: a word such as true, a whole number, a date, or itself."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text  # 2026-13-45: left as text, so that the document's own check names the key
    return text


def read(text: str, *, file: str, first_line: int = 1) -> YamlText:
    """Read one YAML document. `first_line` is the line of the file on which `text` begins.

    Never raises: syntax errors are among the `problems`.
    """
    reader = _Reader(file, first_line)
    whole = False
    try:
        whole = all(map(reader.take, _events(text)))
    except yaml.MarkedYAMLError as error:
        line, began = (first_line + (m.line if m else 0) for m in (error.problem_mark, error.context_mark))
        where = f", {error.context} that begins on line {began}" if error.context and began != line else ""
        reader.report(line, f"not valid YAML: {error.problem}{where}")
    except (yaml.YAMLError, UnicodeEncodeError):
        reader.report(first_line, "not valid YAML: it holds a character that YAML does not allow")
    reader.lines.setdefault((), first_line)
    return YamlText(reader.root if whole else None, reader.lines, tuple(reader.problems))


def _events(text: str) -> Iterator[yaml.Event]:
    events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CSafeLoader)
    return events
