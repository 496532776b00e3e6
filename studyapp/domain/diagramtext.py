"""A diagram file: a small, safe part of SVG that stands inline in a page and takes its looks from CSS.

Elements, attributes and classes are those listed here and no others, so a diagram can hold no script, no
style, no link and no colour of its own. What is returned is written anew from the parsed XML: nothing
that an HTML parser would read differently (CDATA, comments, processing instructions) survives.
"""

import re
from dataclasses import dataclass, field
from html import escape
from xml.parsers import expat

from studyapp.domain.documents import Problem

SVG_NAMESPACE = "http://www.w3.org/2000/svg"
WIDTH = 640  # of every viewBox, so that text has one size in all diagrams

_KINDS = {"node", "aws", "you", "out", "zone", "safe", "clear", "plain", "arrow", "span", "label", "sub"}
_LABELS = {"zone-label", "safe-label", "clear-label", "span-label"}
CLASSES = frozenset(f"d-{name}" for name in _KINDS | _LABELS)
_SHAPES = {"rect", "line", "path", "polyline", "polygon", "circle", "ellipse"}
_ELEMENTS = frozenset({"svg", "title", "desc", "g", "text", "tspan"} | _SHAPES)
_PLACES = {"x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "cx", "cy", "points", "d", "transform"}
_SIZES = {"width", "height", "r", "rx", "ry"}
_ATTRIBUTES = frozenset(_PLACES | _SIZES | {"class", "id", "text-anchor", "dominant-baseline"})
_ROOT_ATTRIBUTES = frozenset({"xmlns", "viewBox", "role", "aria-labelledby", "class"})
_VIEW_BOX = re.compile(rf"0 0 {WIDTH} [1-9][0-9]{{1,3}}")


@dataclass(frozen=True)
class DiagramBody:
    """The fields of a Diagram that its file gives; `svg` is empty if there are problems."""

    title: str
    description: str
    svg: str
    problems: tuple[Problem, ...]


class _Refused(Exception):
    """Stops the parser at a document type declaration, before any entity can be used."""


@dataclass
class _Reader:
    """Handlers of the XML parser: check every element and write it anew."""

    name: str
    file: str
    parser: expat.XMLParserType
    out: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=lambda: {"title": "", "desc": ""})
    ids: set[str] = field(default_factory=set)
    open: list[str] = field(default_factory=list)

    def report(self, message: str) -> None:
        line = self.parser.CurrentLineNumber
        self.problems.append(Problem(file=self.file, line=line, message=message))

    def doctype(self, *_: object) -> None:
        self.report("a document type declaration is not allowed")
        raise _Refused

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag not in _ELEMENTS or (tag == "svg") != (not self.open):
            self.report(f"<{tag}> is not allowed here")
        for key, value in attributes.items():
            self._attribute(tag, key, value)
        if not self.open:
            self._root(attributes)
        if tag in self.texts and attributes.get("id") != f"{self.name}-{tag}":
            self.report(f'<{tag}> needs id="{self.name}-{tag}"')
        written = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
        self.out.append(f"<{tag}{written}>")
        self.open.append(tag)

    def end(self, tag: str) -> None:
        self.open.pop()
        self.out.append(f"</{tag}>")

    def text(self, text: str) -> None:
        if self.open[-1] in self.texts:
            self.texts[self.open[-1]] += text
        self.out.append(escape(text, quote=False))

    def _attribute(self, tag: str, key: str, value: str) -> None:
        if key not in (_ROOT_ATTRIBUTES if tag == "svg" else _ATTRIBUTES):
            self.report(f"attribute '{key}' of <{tag}> is not allowed; looks come from the d- classes")
        elif key == "class":
            for unknown in sorted(set(value.split()) - CLASSES):
                self.report(f"unknown class '{unknown}'")
        elif key == "id":
            if not value.startswith(f"{self.name}-") or re.search(r"\s", value):
                self.report(f"id '{value}' must start with '{self.name}-'")
            if value in self.ids:
                self.report(f"id '{value}' is given twice")
            self.ids.add(value)

    def _root(self, attributes: dict[str, str]) -> None:
        needed = {
            "xmlns": SVG_NAMESPACE,
            "role": "img",
            "aria-labelledby": f"{self.name}-title {self.name}-desc",
        }
        for key, value in needed.items():
            if attributes.get(key) != value:
                self.report(f'<svg> needs {key}="{value}"')
        if not _VIEW_BOX.fullmatch(attributes.get("viewBox", "")):
            self.report(f'<svg> needs viewBox="0 0 {WIDTH} <height>"')


def read(text: str, *, name: str, file: str) -> DiagramBody:
    """Check an SVG file whose file name is `name`.svg. Never raises: bad XML is among the problems."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    reader = _Reader(name, file, parser)
    parser.StartDoctypeDeclHandler = reader.doctype
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(text, True)
    except _Refused:
        pass
    except expat.ExpatError as error:
        message = f"not well-formed XML: {expat.errors.messages[error.code]}"
        reader.problems.append(Problem(file=file, line=error.lineno, message=message))
    title, description = (" ".join(part.split()) for part in reader.texts.values())
    if not reader.problems:
        missing = [tag for tag, said in (("title", title), ("desc", description)) if not said]
        reader.problems += [
            Problem(file=file, line=1, message=f"<{tag}> is missing or empty") for tag in missing
        ]
    svg = "" if reader.problems else "".join(reader.out).strip()
    return DiagramBody(title, description, svg, tuple(reader.problems))
