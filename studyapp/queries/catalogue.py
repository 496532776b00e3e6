"""The published course, held in memory for as long as its release is the newest.

Every request asks the database which release that is (`frame`); the texts behind it cannot change,
so each process reads them once a release and shares the frozen result.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from studyapp.domain.documents import CourseInfo
from studyapp.models import Exam, Lesson, Objective, QuestionVersion, Release, Term
from studyapp.queries.confusables import ConfusableText, SideText, confusables
from studyapp.queries.pathtexts import PathText, path_texts
from studyapp.queries.shown import QuestionText


@dataclass(frozen=True)
class LessonLink:
    """Enough of a lesson to point at it."""

    pk: int
    slug: str
    number: int
    title: str
    summary: str
    minutes: int
    url: str
    objectives: tuple[str, ...]
    cards: int
    questions: int


@dataclass(frozen=True)
class TocEntry:
    """A heading of a lesson; `children` are the level-3 headings below a level-2 one."""

    id: str
    title: str
    children: tuple["TocEntry", ...] = ()


@dataclass(frozen=True)
class SourceLink:
    """Where a lesson's claims come from, and the day somebody last looked."""

    title: str
    url: str
    checked: date


@dataclass(frozen=True)
class LessonText:
    """A whole lesson. `parts` alternate ("html", markup) and ("check", question slug)."""

    link: LessonLink
    parts: tuple[tuple[str, str], ...]
    toc: tuple[TocEntry, ...]
    needs: tuple[LessonLink, ...]
    sources: tuple[SourceLink, ...]
    previous: LessonLink | None
    next: LessonLink | None

    @property
    def checks(self) -> tuple[str, ...]:
        """Slugs of the inline questions, in reading order."""
        return tuple(value for kind, value in self.parts if kind == "check")

    @property
    def anchors(self) -> frozenset[str]:
        """Every place in the lesson a reader may have stopped at."""
        return frozenset(entry.id for top in self.toc for entry in (top, *top.children))

    def section_title(self, anchor: str) -> str:
        """The heading at this anchor; empty if the lesson no longer has it."""
        entries = (entry for top in self.toc for entry in (top, *top.children))
        return next((entry.title for entry in entries if entry.id == anchor), "")


@dataclass(frozen=True)
class TermText:
    """A glossary term and the lesson that teaches it."""

    slug: str
    name: str
    also: tuple[str, ...]
    html: str
    lesson: LessonLink


@dataclass(frozen=True)
class ObjectiveText:
    """One bullet of the task statement, and how many practice questions serve it."""

    code: str
    short: str
    title: str
    questions: int


@dataclass(frozen=True)
class Catalogue:
    """Everything published that is the same for every visitor."""

    key: UUID
    info: CourseInfo
    objectives: tuple[ObjectiveText, ...]
    lessons: tuple[LessonText, ...]
    links: Mapping[int, LessonLink]  # by pk
    checks: Mapping[str, QuestionText]
    terms: tuple[TermText, ...]
    exams: tuple[Exam, ...]
    confusables: tuple[ConfusableText, ...]
    paths: tuple[PathText, ...]

    def neighbour(self, idea: str) -> SideText | None:
        """What this idea is taken for, if there is such a thing."""
        for pair in self.confusables:
            one, other = pair.sides
            if idea in one.ideas:
                return other
            if idea in other.ideas:
                return one
        return None

    def section_url(self, lesson_pk: int, section: str) -> str:
        """Where a card or question is taught: the section if it is known, else the lesson, else ""."""
        link = self.links.get(lesson_pk)
        return "" if link is None else f"{link.url}#{section}" if section else link.url

    @property
    def pairs(self) -> tuple[ConfusableText, ...]:
        """The pairs that have practice questions on both sides."""
        return tuple(pair for pair in self.confusables if pair.questions)

    @property
    def practice_questions(self) -> int:
        """How many practice questions there are."""
        return sum(link.questions for link in self.links.values())

    def path(self, slug: str) -> PathText | None:
        """The path of the lab with this id, if it is published."""
        return next((path for path in self.paths if path.slug == slug), None)

    def lesson(self, slug: str) -> LessonText | None:
        """The lesson with this id, if it is published."""
        return next((lesson for lesson in self.lessons if lesson.link.slug == slug), None)


@lru_cache(maxsize=2)
def load(key: UUID) -> Catalogue:
    """Read the whole published course. Asked for with the key of the newest release."""
    links = {lesson.pk: _link(lesson) for lesson in _lessons()}
    texts = _lesson_texts(links)
    checks = {slug for text in texts for slug in text.checks}
    return Catalogue(
        key=key,
        info=CourseInfo.model_validate(Release.objects.get(key=key).info),
        objectives=_objectives(),
        lessons=texts,
        links=links,
        checks=_checks(checks, links),
        terms=tuple(
            TermText(term.slug, term.name, tuple(term.also), term.html, links[term.lesson_id])
            for term in sorted(
                Term.objects.filter(retired_at=None, lesson__retired_at=None),
                key=lambda term: term.name.casefold(),
            )
        ),
        exams=tuple(Exam.objects.filter(retired_at=None, classroom=None)),
        confusables=tuple(confusables({link.slug: link.url for link in links.values()})),
        paths=path_texts(),
    )


def as_text(version: QuestionVersion, links: Mapping[int, LessonLink]) -> QuestionText:
    """A version row with `question` already joined, as a plain value.

    The lesson comes from the catalogue: joining it would read its whole text for the sake of a title.
    A question whose lesson is retired names none.
    """
    question = version.question
    lesson = links.get(question.lesson_id)
    return QuestionText(
        question_id=question.pk,
        version_id=version.pk,
        slug=question.slug,
        kind=version.kind,
        stem_html=version.stem_html,
        body=version.body,
        takeaway_html=version.takeaway_html,
        difficulty=question.difficulty,
        sources=tuple(question.sources),
        checked=question.checked,
        lesson_url=lesson.url if lesson else "",
        lesson_title=lesson.title if lesson else "",
    )


def _checks(slugs: Iterable[str], links: Mapping[int, LessonLink]) -> Mapping[str, QuestionText]:
    versions = QuestionVersion.objects.filter(current_of__slug__in=slugs).select_related("question")
    return {version.question.slug: as_text(version, links) for version in versions}


def _lessons() -> list[Lesson]:
    return list(
        Lesson.objects.filter(retired_at=None)
        .prefetch_related("objectives")
        .annotate(
            card_count=Count("cards", filter=Q(cards__retired_at=None), distinct=True),
            question_count=Count(
                "questions", filter=Q(questions__retired_at=None, questions__pool="practice"), distinct=True
            ),
        )
    )


def _link(lesson: Any) -> LessonLink:
    return LessonLink(
        pk=lesson.pk,
        slug=lesson.slug,
        number=lesson.position,
        title=lesson.title,
        summary=lesson.summary,
        minutes=lesson.minutes,
        url=f"/lessons/{lesson.slug}/",
        objectives=tuple(objective.code for objective in lesson.objectives.all()),
        cards=lesson.card_count,
        questions=lesson.question_count,
    )


def _lesson_texts(links: Mapping[int, LessonLink]) -> tuple[LessonText, ...]:
    rows = list(Lesson.objects.filter(pk__in=links))
    order = [links[row.pk] for row in rows]
    by_slug = {link.slug: link for link in order}
    return tuple(
        LessonText(
            link=order[n],
            parts=tuple((kind, value) for kind, value in row.parts),
            toc=_toc(row.toc),
            needs=tuple(by_slug[slug] for slug in row.needs if slug in by_slug),
            sources=tuple(
                SourceLink(s["title"], s["url"], date.fromisoformat(s["checked"])) for s in row.sources
            ),
            previous=order[n - 1] if n else None,
            next=order[n + 1] if n + 1 < len(order) else None,
        )
        for n, row in enumerate(rows)
    )


def _toc(rows: Iterable[tuple[int, str, str]]) -> tuple[TocEntry, ...]:
    tree: list[tuple[str, str, list[TocEntry]]] = []
    for level, anchor, title in rows:
        if level == 2 or not tree:
            tree.append((anchor, title, []))
        else:
            tree[-1][2].append(TocEntry(anchor, title))
    return tuple(TocEntry(anchor, title, tuple(children)) for anchor, title, children in tree)


def _objectives() -> tuple[ObjectiveText, ...]:
    rows = Objective.objects.annotate(
        practice=Count(
            "questions", filter=Q(questions__retired_at=None, questions__pool="practice"), distinct=True
        )
    )
    return tuple(ObjectiveText(row.code, row.short, row.title, row.practice) for row in rows)
