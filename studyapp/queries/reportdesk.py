"""Everybody's reports of questions, for the staff who answer them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from studyapp.domain.versions import ids_to_shuffle
from studyapp.models import AttemptItem, PracticeItem, QuestionReport, Review
from studyapp.queries.catalogue import Catalogue, as_text
from studyapp.queries.reviews import reviewed
from studyapp.queries.shown import ShownQuestion, show

STATES = dict(QuestionReport.STATES)
PAGE = 50


@dataclass(frozen=True)
class DeskLine:
    """A report in the list of all; `open_alike` of `alike` reports of its question are open."""

    pk: int
    created_at: datetime
    question: str
    kind: str
    place: str
    text: str
    state: str
    state_name: str
    open_alike: int
    alike: int


@dataclass(frozen=True)
class Desk:
    """Reports of everybody, the open ones first. `counts` are by state, `page` of `pages` begins at 1."""

    lines: tuple[DeskLine, ...]
    counts: Mapping[str, int]
    page: int
    pages: int


@dataclass(frozen=True)
class Case:
    """One report with the question as the reporter saw it, and what else was said about that question.

    `current` is the number of the version shown now, `version` of the one reported.
    """

    line: DeskLine
    question: ShownQuestion
    version: int
    current: int | None
    pool: str
    answered: bool
    reply: str
    closed_at: datetime | None
    closed_by: str
    others: tuple[DeskLine, ...]


def desk(*, state: str, page: int) -> Desk:
    """All reports, or those in one state: open ones first, the oldest of them on top. Two queries."""
    counted = QuestionReport.objects.values_list("state").annotate(Count("pk")).order_by()
    counts = dict.fromkeys(STATES, 0) | dict(counted)
    rows = QuestionReport.objects.filter(state=state) if state else QuestionReport.objects.all()
    total = counts[state] if state else sum(counts.values())
    pages = max(-(-total // PAGE), 1)
    here = min(max(page, 1), pages)
    ordered = _lines(rows).order_by(F("closed_at").desc(nulls_first=True), "pk")
    return Desk(tuple(map(_line, ordered[PAGE * (here - 1) : PAGE * here])), counts, here, pages)


def case(course: Catalogue, pk: int) -> Case | None:
    """One report for whoever answers it. Three queries at most."""
    related = ("version__question__current", "answer", "closed_by", "learner")
    row = _lines(QuestionReport.objects.filter(pk=pk)).select_related(*related).first()
    if row is None:
        return None
    question = row.version.question
    others = _lines(QuestionReport.objects.filter(question=question).exclude(pk=pk))
    return Case(
        line=_line(row),
        question=_shown(course, row),
        version=row.version.number,
        current=question.current.number if question.current else None,
        pool=question.get_pool_display(),
        answered=row.answer is not None and bool(row.answer.response),
        reply=row.reply,
        closed_at=row.closed_at,
        closed_by=row.closed_by.get_username() if row.closed_by else "",
        others=tuple(map(_line, others.order_by(F("closed_at").desc(nulls_first=True), "pk")[:PAGE])),
    )


def lines_about(question_id: int) -> tuple[DeskLine, ...]:
    """The reports on one question, the open ones first. One query."""
    rows = _lines(QuestionReport.objects.filter(question_id=question_id))
    return tuple(map(_line, rows.order_by(F("closed_at").desc(nulls_first=True), "pk")[:PAGE]))


def _lines(rows: QuerySet[QuestionReport]) -> QuerySet[QuestionReport]:
    alike = QuestionReport.objects.filter(question=OuterRef("question")).order_by().values("question")
    counts = {
        "alike": alike.annotate(n=Count("pk")).values("n"),
        "open_alike": alike.annotate(n=Count("pk", filter=Q(state="open"))).values("n"),
    }
    return rows.annotate(**{name: Subquery(count) for name, count in counts.items()}).select_related(
        "question"
    )


def _line(row: Any) -> DeskLine:  # a QuestionReport with the counts of `_lines`
    return DeskLine(
        pk=row.pk,
        created_at=row.created_at,
        question=row.question.slug,
        kind=row.get_kind_display(),
        place=row.get_place_display(),
        text=row.text,
        state=row.state,
        state_name=row.get_state_display(),
        open_alike=row.open_alike,
        alike=row.alike,
    )


def _shown(course: Catalogue, row: QuestionReport) -> ShownQuestion:
    """The question with its key, its options in the order in which the reporter saw them."""
    if row.place == "review" and row.answer is not None:
        rows = Review.objects.filter(answer=row.answer).select_related("answer__version__question")
        review = rows.first()
        if review is not None and review.answer is not None:
            return reviewed(course, review, review.answer)
    return show(
        as_text(row.version, course.links),
        order=_order(row),
        prefix="q",
        response=row.answer.response if row.answer else (),
        reveal=True,
        confidence=row.answer.confidence if row.answer else "",
    )


def _order(row: QuestionReport) -> tuple[str, ...]:
    """As drawn for that quiz or paper; a lesson shows everybody the same order."""
    drawn: QuerySet[PracticeItem] | QuerySet[AttemptItem] | None = None
    if row.place in ("practice", "precheck"):
        drawn = PracticeItem.objects.filter(session__learner_id=row.learner_id)
    elif row.place == "exam":
        drawn = AttemptItem.objects.filter(attempt__learner_id=row.learner_id)
    if drawn is not None:
        own = {"answer_id": row.answer_id} if row.answer_id else {}
        order = drawn.filter(version=row.version, **own).order_by("-pk").values_list("order", flat=True)
        if found := order.first():
            return tuple(found)
    return ids_to_shuffle(row.version.kind, row.version.body)
