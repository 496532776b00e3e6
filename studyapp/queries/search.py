"""What is found by its words: one question to the database, whichever it is."""

from collections.abc import Collection, Iterable, Mapping, Sequence
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
        SELECT document.id, kind, slug, hit.score FROM studyapp_searchdocument document JOIN (
            SELECT rowid AS id, bm25(studyapp_searchindex, 10.0, 1.0) AS score
            FROM studyapp_searchindex WHERE studyapp_searchindex MATCH %(match)s
        ) hit ON hit.id = document.id
    """,
    "postgresql": """
        SELECT id, kind, slug, -ts_rank('{0.1, 0.1, 0.1, 1.0}', words, %(match)s::tsquery, 1) AS score
        FROM studyapp_searchdocument WHERE words @@ %(match)s::tsquery
    """,
}
# A term that is called what was typed is the first of the terms, whatever its score.
_ORDER = "{0}.kind = 'term' AND {0}.slug = %(called)s DESC, {0}.score, {0}.id"
_BEST = "SELECT * FROM (SELECT * FROM found WHERE kind = '{kind}' ORDER BY {order} LIMIT %(limit)s) of_{kind}"
# Titles and texts are read for the few that are shown, not for all that are found.
_SHOWN = """
WITH found AS ({found}), counted AS (SELECT kind, COUNT(*) AS total FROM found GROUP BY kind)
SELECT counted.kind, counted.total, best.slug, section, title, body, lesson
FROM counted LEFT JOIN ({best}) best ON best.kind = counted.kind
LEFT JOIN studyapp_searchdocument document ON document.id = best.id
ORDER BY counted.kind, {order}
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
    def shown(self) -> bool:
        """Whether there is something of the kinds that were asked for."""
        return any(group.results for group in self.groups)

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
    called = _terms_called(course.key).get(stems(text), "")
    groups = [
        Group(kind, KINDS[kind], _results(course, rows, parts), total)
        for (kind, total), rows in groupby(
            _rows(parts, called, limit, kinds), lambda row: (row.kind, row.total)
        )
    ]
    order = ["term", *KINDS] if called else list(KINDS)
    groups.sort(key=lambda group: order.index(group.kind))
    return Found(asked=True, groups=tuple(groups), meant=() if groups else _meant(course, text))


def _rows(parts: Sequence[Part], called: str, limit: int, kinds: Collection[DocumentKind]) -> list[_Row]:
    best = " UNION ALL ".join(
        _BEST.format(kind=kind, order=_ORDER.format("found")) for kind in KINDS if kind in kinds
    )
    statement = _SHOWN.format(found=_FOUND[connection.vendor], best=best, order=_ORDER.format("best"))
    match = fts5(parts) if connection.vendor == "sqlite" else tsquery(parts)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"match": match, "called": called, "limit": limit})
        return [_Row(*row) for row in cursor.fetchall()]


def _results(course: Catalogue, rows: Iterable[_Row], parts: Sequence[Part]) -> tuple[Result, ...]:
    # A lesson that was published a moment ago is not in the course this visit began with.
    taught = ((row, course.lesson(row.lesson)) for row in rows if row.slug is not None)
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
    if row.kind == "path":
        return f"/paths/{row.slug}/"
    if row.kind == "question" and row.slug in lesson.checks:
        return f"{lesson.link.url}#check-{row.slug}"
    return f"{lesson.link.url}#{row.section}" if row.section else lesson.link.url


@lru_cache(maxsize=2)
def _terms_called(release: UUID) -> Mapping[tuple[str, ...], str]:
    """The slug of the term that has a name, or also that name, by the stems of the name's words."""
    terms = load(release).terms
    also = {stems(name): term.slug for term in terms for name in term.also}
    return also | {stems(term.name): term.slug for term in terms}


def _meant(course: Catalogue, text: str) -> tuple[str, ...]:
    """What is spelled nearly like this: a term, another name of it, or the title of a lesson."""
    terms = [name for term in course.terms for name in (term.name, *term.also)]
    return nearest(text, [*terms, *(lesson.link.title for lesson in course.lessons)])
