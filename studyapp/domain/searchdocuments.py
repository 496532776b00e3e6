"""What of the course can be found: each section of a lesson, path, term, card and practice question."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from studyapp.domain.markup import plain_text
from studyapp.domain.pathdocuments import NetworkPath
from studyapp.domain.searchtext import indexed, stems

type DocumentKind = Literal["lesson", "path", "term", "card", "question"]

# In the order in which they are shown.
KINDS: Mapping[DocumentKind, str] = {
    "lesson": "Lessons",
    "path": "Path lab",
    "term": "Glossary",
    "card": "Cards",
    "question": "Practice questions",
}
_LONGEST_TITLE = 300
_SECTION = re.compile(r'<h[23] id="([^"]+)"')
_HEADING = re.compile(r"</h[23]>")


@dataclass(frozen=True)
class Document:
    """A text that can be found.

    `title` and `body` are shown; `title_words` and `body_words` are what is searched. Together with `kind`,
    `slug` and the anchor `section` name it.
    """

    kind: DocumentKind
    slug: str
    section: str
    title: str  # empty for what has none: cards and questions
    body: str
    lesson: str  # slug of the lesson it is taught in
    title_words: str
    body_words: str


def of_lesson(
    slug: str, title: str, summary: str, parts: Iterable[tuple[str, str]], toc: Iterable[tuple[int, str, str]]
) -> Iterator[Document]:
    """What stands before the first heading, under the lesson's own title, and each section.

    A section is found by words of its lesson's title too. Questions asked in between are not part of it: they
    are documents of their own.
    """
    before, *rest = _SECTION.split("".join(html for kind, html in parts if kind == "html"))
    titles = {"": title} | {anchor: heading for _, anchor, heading in toc}
    texts = {"": f"{summary} {plain_text(before)}".strip()}
    for anchor, html in zip(rest[::2], rest[1::2], strict=True):
        texts[anchor] = plain_text(_HEADING.split(html, maxsplit=1)[1])
    for anchor, text in texts.items():
        heading = titles[anchor]
        taught_in = title if anchor else ""
        words = indexed(f"{text} {taught_in}")
        yield Document("lesson", slug, anchor, _cut(heading), text, slug, indexed(heading), words)


def of_path(path: NetworkPath, texts: Mapping[str, str]) -> Document:
    """A path of the lab by its title, its summary, its nodes and what its controls say of themselves."""
    nodes = ", ".join(node.name for node in path.nodes)
    said = " ".join(f"{one.label}: {plain_text(texts[f'say.{one.id}'])}" for one in path.controls)
    body = f"{plain_text(texts['summary'])} {nodes}. {said}"
    lesson, title = path.lessons[0], _cut(path.title)
    return Document("path", path.id, "", title, body, lesson, indexed(path.title), indexed(body))


def of_term(slug: str, name: str, also: Iterable[str], html: str, lesson: str) -> Document:
    """A term by its name, its other names and its definition. An inflection of the name is not shown."""
    names = [name, *also]
    others = ", ".join(other for other in names if stems(other) != stems(name))
    title, text = f"{name} ({others})" if others else name, plain_text(html)
    return Document("term", slug, "", _cut(title), text, lesson, indexed(", ".join(names)), indexed(text))


def of_card(slug: str, front_html: str, back_html: str, lesson: str, section: str) -> Document:
    """A card by both of its sides, of which only the front is shown: the back is for trying to recall."""
    front, back = plain_text(front_html), plain_text(back_html)
    return Document("card", slug, section, "", front, lesson, indexed(front), indexed(back))


def of_question(slug: str, stem_html: str, lesson: str, section: str) -> Document:
    """A practice question by its stem alone.

    Options and reasons stay out: the words of each would find the question or not, and whoever tries a few
    would fish the key out of it.
    """
    stem = plain_text(stem_html)
    return Document("question", slug, section, "", stem, lesson, "", indexed(stem))


def _cut(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 2] + " …"
