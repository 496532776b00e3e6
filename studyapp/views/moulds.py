"""Pages that are the same for everybody but for a few words: rendered once, and cast for each visitor.

A mould is a rendered template with marks where a visitor's own values go. Django's template engine is most of
what a long page costs; whoever asks next gets the same text with other words at the marks.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string

_MARK = re.compile("\ue000([^\ue001]*)\ue001")  # private-use characters: no template or content holds them
_AS_WRITTEN = re.compile(r"(<pre\b.*?</pre>|<textarea\b.*?</textarea>)", re.DOTALL)
_INDENT = re.compile(r"\n\s+")


@dataclass(frozen=True)
class Mould:
    """Texts and, between every two of them, the name of a mark."""

    pieces: tuple[str, ...]


type Value = str | Mould
"""What a mark is replaced by; a text must be safe HTML already."""


def mark(name: str) -> str:
    """What to give a template in place of a value that is each visitor's own."""
    return f"\ue000{name}\ue001"


def mould(template: str, context: Mapping[str, Any]) -> Mould:
    """Render a template whose context holds marks."""
    return Mould(tuple(_MARK.split(unindented(render_to_string(template, dict(context))))))


def unindented(html: str) -> str:
    """Without what only a reader of the source sees: of a lesson 3 kB, and 170 bytes of it compressed."""
    pieces = _AS_WRITTEN.split(html)
    return "".join(piece if n % 2 else _INDENT.sub("\n", piece) for n, piece in enumerate(pieces))


def cast(page: Mould, values: Mapping[str, Value]) -> HttpResponse:
    """The page with the values at their marks. KeyError for a mark without a value."""
    return HttpResponse("".join(_filled(page, values)))


def _filled(page: Mould, values: Mapping[str, Value]) -> Iterator[str]:
    for n, piece in enumerate(page.pieces):
        if n % 2 == 0:
            yield piece
        elif isinstance(value := values[piece], Mould):
            yield from _filled(value, values)
        else:
            yield value
