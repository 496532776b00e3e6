"""What is found by its words: one question to the database, whichever it is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from uuid import UUID

from django.db import connection

from studyapp.domain.excerpts import Piece, excerpt, marked, nearest
from studyapp.domain.searchdocuments import KINDS, DocumentKind
from studyapp.domain.searchtext import Part, fts5, sought, stems, tsquery
from studyapp.queries.catalogue import Catalogue, LessonText, load

# A word in a title counts as much as ten in a text. The lower the score, the better.
_FOUND = {
    "sqlite": """
        SELECT document.id, document.kind, hit.score FROM studyapp_searchdocument document JOIN (
            SELECT rowid AS id, bm25(studyapp_searchindex, 10.0, 1.0) AS score
            FROM studyapp_searchindex WHERE studyapp_searchindex MATCH %(match)s
        ) hit ON hit.id = document.id
    """,
    "postgresql": """
        SELECT id, kind, -ts_rank('{0.1, 0.1, 0.1, 1.0}', words, %(match)s::tsquery, 1) AS score
        FROM studyapp_searchdocument WHERE words @@ %(match)s::tsquery
    """,
}
_BEST = "SELECT * FROM (SELECT * FROM found WHERE kind = '{0}' ORDER BY score, id LIMIT %(limit)s) best_{0}"
# Titles and texts are read for the few that are shown, not for all that are found.
_SHOWN = """
WITH found AS ({found}), counted AS (SELECT kind, COUNT(*) AS total FROM found GROUP BY kind)
SELECT counted.kind, counted.total, slug, section, title, body, lesson
FROM counted LEFT JOIN ({best}) best ON best.kind = counted.kind
LEFT JOIN studyapp_searchdocument document ON document.id = best.id
ORDER BY counted.kind, best.score, best.id
"""


@dataclass(frozen=True)
class Result:
    """One thing found, and where it is taught.

    What has no title of its own, a card or a question, is headed by a stretch of its text. Of a card that is
    its front, and nothing shows its back.
    """

    heading: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    url: str
    number: int  # of the lesson it belongs to
    lesson: str  # title of that lesson; empty for the lesson itself


@dataclass(frozen=True)
class Group:
    """The best of one kind, of `total` found; no results if the kind was not asked for."""

    kind: DocumentKind
    name: str
    results: tuple[Result, ...]
    total: int


@dataclass(frozen=True)
class Found:
    """What a search found, by kind, and what may have been meant if it found nothing."""

    asked: bool = False  # there was a word to search by
    groups: tuple[Group, ...] = ()
    meant: tuple[str, ...] = ()

    @property
    def kinds(self) -> tuple[Group, ...]:
        """The groups in an order that is the same for every search."""
        return tuple(sorted(self.groups, key=lambda group: list(KINDS).index(group.kind)))

    @property
    def total(self) -> int:
        """How many there are of all kinds, shown or not."""
        return sum(group.total for group in self.groups)


@dataclass(frozen=True)
class _Row:
    kind: DocumentKind
    total: int
    slug: str | None  # None stands for a kind that is counted only
    section: str
    title: str
    body: str
    lesson: str


def search(
    course: Catalogue, text: str, *, limit: int, kinds: Collection[DocumentKind] = tuple(KINDS)
) -> Found:
    """The best `limit` of each of these kinds, and how many there are of every kind.

    Lessons come first, but for a term that is called what was typed.
    """
    parts = sought(text)
    if not parts:
        return Found()
    called = _terms_called(course.key).get(stems(text), frozenset())
    groups = [
        Group(kind, KINDS[kind], _results(course, list(rows), parts, called), total)
        for (kind, total), rows in groupby(_rows(parts, limit, kinds), lambda row: (row.kind, row.total))
    ]
    order = ["term", *KINDS] if called else list(KINDS)
    groups.sort(key=lambda group: order.index(group.kind))
    return Found(asked=True, groups=tuple(groups), meant=() if groups else _meant(course, text))


def _rows(parts: Sequence[Part], limit: int, kinds: Collection[DocumentKind]) -> list[_Row]:
    best = " UNION ALL ".join(_BEST.format(kind) for kind in KINDS if kind in kinds)
    match = fts5(parts) if connection.vendor == "sqlite" else tsquery(parts)
    statement = _SHOWN.format(found=_FOUND[connection.vendor], best=best)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"match": match, "limit": limit})
        return [_Row(*row) for row in cursor.fetchall()]


def _results(
    course: Catalogue, rows: Sequence[_Row], parts: Sequence[Part], called: Collection[str]
) -> tuple[Result, ...]:
    """In the database's order, but for a term that is called what was typed: it is the first."""
    ordered = sorted(rows, key=lambda row: row.kind != "term" or row.slug not in called)
    # A lesson that was published a moment ago is not in the course this visit began with.
    taught = ((row, course.lesson(row.lesson)) for row in ordered if row.slug is not None)
    return tuple(_result(row, lesson, parts) for row, lesson in taught if lesson)


def _result(row: _Row, lesson: LessonText, parts: Sequence[Part]) -> Result:
    own = row.kind == "lesson" and not row.section
    return Result(
        heading=marked(row.title, parts) if row.title else excerpt(row.body, parts),
        excerpt=excerpt(row.body, parts) if row.title else (),
        url=_url(row, lesson),
        number=lesson.link.number,
        lesson="" if own else lesson.link.title,
    )


def _url(row: _Row, lesson: LessonText) -> str:
    if row.kind == "term":
        return f"/glossary/#term-{row.slug}"
    if row.kind == "question" and row.slug in lesson.checks:
        return f"{lesson.link.url}#check-{row.slug}"
    return f"{lesson.link.url}#{row.section}" if row.section else lesson.link.url


@lru_cache(maxsize=2)
def _terms_called(release: UUID) -> Mapping[tuple[str, ...], frozenset[str]]:
    """Slugs of the terms that have a name, or also that name, by the stems of its words."""
    found: dict[tuple[str, ...], frozenset[str]] = {}
    for term in load(release).terms:
        for name in (term.name, *term.also):
            found[stems(name)] = found.get(stems(name), frozenset()) | {term.slug}
    return found


def _meant(course: Catalogue, text: str) -> tuple[str, ...]:
    """What is spelled nearly like this: a term, another name of it, or the title of a lesson."""
    terms = [name for term in course.terms for name in (term.name, *term.also)]
    return nearest(text, [*terms, *(lesson.link.title for lesson in course.lessons)])
