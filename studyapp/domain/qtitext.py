"""Texts inside QTI: markdown to the elements QTI has, and back.

What this site writes is read back to the letter: a line break is <br/>, `code` is <code>,
**bold** is <strong>, and every other sign stays as it was typed. What others write loses its
layout and keeps its words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement

_MARKED = re.compile(r"(`[^`\n]+`|\*\*[^*\n]+\*\*)")
_MARKS = {"code": "`", "strong": "**"}
_INLINE = {"code": "`", "kbd": "`", "samp": "`", "tt": "`", "strong": "**", "b": "**", "em": "*", "i": "*"}
_BLOCKS = frozenset(
    ["p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "dl", "table", "tr", "section"]
)
_PICTURES = frozenset(["img", "object", "math", "svg", "video", "audio", "table"])
# What stands in the same place as a text and belongs to somebody else.
APART = frozenset({"feedbackInline", "feedbackBlock", "modalFeedback", "rubricBlock", "prompt"})


def tag_of(element: Element) -> str:
    """The name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def fill(element: Element, text: str) -> None:
    """Write a text into an element that is empty so far."""
    last: Element | None = None
    for number, line in enumerate(text.split("\n")):
        if number:
            last = SubElement(element, "br")
        for piece in _MARKED.split(line):
            if _MARKED.fullmatch(piece):
                name = "code" if piece.startswith("`") else "strong"
                last = SubElement(element, name)
                last.text = piece.removeprefix(_MARKS[name]).removesuffix(_MARKS[name])
            elif last is None:
                element.text = (element.text or "") + piece
            else:
                last.tail = (last.tail or "") + piece


def verbatim(element: Element) -> str:
    """A text that `fill` wrote."""
    return "".join(_verbatim(element))


def _verbatim(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = tag_of(child)
        if name == "br":
            yield "\n"
        elif name not in APART:
            mark = _MARKS.get(name, "")
            yield f"{mark}{verbatim(child)}{mark}"
        yield child.tail or ""


@dataclass
class Reader:
    """Reads texts of others; `lost` gathers what has no words."""

    lost: set[str] = field(default_factory=set)

    def text(self, element: Element) -> str:
        """The words with their paragraphs, lists, code and emphasis."""
        lines = (line.strip(" \t") for line in self._flow(element).split("\n"))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

    def _flow(self, element: Element) -> str:
        said = [_spaced(element.text)]
        for child in element:
            said += [self._child(child), _spaced(child.tail)]
        return "".join(said)

    def _child(self, child: Element) -> str:
        name = tag_of(child)
        if name in APART or name.endswith("Interaction"):
            return ""
        if name in _PICTURES:
            self.lost.add("A table" if name == "table" else "A picture, film or formula")
        if name == "br":
            return "\n"
        if name == "pre":
            return f"\n\n```\n{''.join(child.itertext()).strip()}\n```\n\n"
        inside = self._flow(child)
        if name == "li":
            return f"\n- {inside.strip()}\n"
        if name in _BLOCKS:
            return f"\n\n{inside}\n\n"
        mark = _INLINE.get(name, "") if inside.strip() else ""
        return f"{mark}{inside}{mark}"


def _spaced(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")
