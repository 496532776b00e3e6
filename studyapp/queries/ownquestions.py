"""The questions that a class has of its own, for who writes them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from studyapp.domain import contenttext
from studyapp.domain.documents import Kind
from studyapp.domain.exchange import Fault, Item
from studyapp.domain.markup import plain_text
from studyapp.domain.ownquestion import Known, OwnQuestion, check, rendered
from studyapp.domain.versions import digest_of, key_of
from studyapp.models import Membership, Question, QuestionDraft, QuestionVersion
from studyapp.queries.catalogue import Catalogue

OWN = "class"  # the pool that only the class draws from


@dataclass(frozen=True)
class OwnLine:
    """A question in the list."""

    pk: int
    name: str
    stem: str
    kind: str
    objective: str
    number: int
    retired: bool


@dataclass(frozen=True)
class PreviewPart:
    """An option as it will look, with its reason; `mark` is its letter, place or right side."""

    html: str
    why_html: str
    correct: bool
    letter: str
    right: str


@dataclass(frozen=True)
class Preview:
    """A question as it will look, key and reasons open."""

    kind: str
    stem_html: str
    parts: tuple[PreviewPart, ...]
    takeaway_html: str


@dataclass(frozen=True)
class VersionLine:
    """A text the question has or had."""

    number: int
    created_at: datetime
    source: str
    current: bool


@dataclass(frozen=True)
class DraftLine:
    """A question that was read, and what importing it would do."""

    name: str
    stem: str
    does: str


@dataclass(frozen=True)
class QuestionDraftPage:
    """Questions that were read: what importing them would do, and what cannot be used."""

    lines: tuple[DraftLine, ...]
    faults: tuple[Fault, ...]

    @property
    def changes(self) -> int:
        """How many questions would be another than before."""
        return sum(line.does != SAME for line in self.lines)

    @property
    def left_out(self) -> int:
        """How many things are wrong enough to leave a question out."""
        return sum(fault.left_out for fault in self.faults)


NEW, OTHER, SAME, BACK = "new", "a new text", "as it is", "comes back"


def known_in(course: Catalogue) -> Known:
    """What a question can name. No query."""
    lessons = frozenset(lesson.link.slug for lesson in course.lessons)
    return Known(frozenset(objective.code for objective in course.objectives), lessons)


def own_slug(classroom_id: int, name: str) -> str:
    """The id of a question of a class: no author of the course can write one with a colon."""
    return f"c{classroom_id}:{name}"


def own_name(slug: str) -> str:
    """The id as its author knows it."""
    return slug.partition(":")[2]


def own_lines(classroom_id: int) -> tuple[OwnLine, ...]:
    """Every question of a class, the newest first; retired ones last. One query."""
    rows = Question.objects.filter(classroom=classroom_id, pool=OWN, current__isnull=False)
    return tuple(
        OwnLine(
            pk=row.pk,
            name=own_name(row.slug),
            stem=plain_text(_current(row).stem_html),
            kind=_current(row).kind,
            objective=row.objective_id,
            number=_current(row).number,
            retired=row.retired_at is not None,
        )
        for row in sorted(
            rows.select_related("current").order_by("-pk"), key=lambda row: row.retired_at is not None
        )
    )


def own_items(classroom_id: int) -> tuple[Item, ...]:
    """Those that are not retired, to take away. Three queries."""
    rows = Question.objects.filter(classroom=classroom_id, pool=OWN, retired_at=None, current__isnull=False)
    rows = rows.select_related("current", "lesson").prefetch_related("objectives").order_by("pk")
    return tuple(item for item in map(own_item, rows) if item is not None)


def own_item(question: Question) -> Item | None:
    """A stored question as it was written."""
    current = _current(question)
    others = sorted(code.code for code in question.objectives.all() if code.code != question.objective_id)
    kind: Any = current.kind
    keys = Item(
        kind=kind,
        stem="",
        parts=(),
        id=own_name(question.slug),
        objectives=(question.objective_id, *others),
        lesson=question.lesson.slug,
        difficulty=question.difficulty,
        sources=tuple(question.sources),
    )
    return contenttext.read_body(current.source, keys)[0]


def versions(question: Question) -> tuple[VersionLine, ...]:
    """Every text of a question, the newest first. One query."""
    rows = QuestionVersion.objects.filter(question=question).order_by("-number")
    return tuple(
        VersionLine(row.number, row.created_at, row.source, row.pk == question.current_id) for row in rows
    )


def preview(question: OwnQuestion) -> Preview:
    """How it will look. No query."""
    html = rendered(question)
    return Preview(
        question.kind, html.stem_html, _preview_parts(question.kind, html.body), html.takeaway_html
    )


def drafted(draft: QuestionDraft, known: Known, today: date) -> tuple[OwnQuestion, ...]:
    """The questions of a draft, checked again: the course may be another one by now."""
    found = (check(item, known=known, today=today) for item in contenttext.read(draft.text).items)
    return tuple(checked.question for checked in found if checked.question is not None)


def draft_page(membership: Membership, known: Known, today: date) -> QuestionDraftPage | None:
    """The draft of this person for this class, if there is one. Two queries."""
    draft = QuestionDraft.objects.filter(membership=membership).first()
    if draft is None:
        return None
    own = Question.objects.filter(classroom=membership.classroom_id, pool=OWN)
    rows = own.values_list("slug", "current__digest", "retired_at")
    stored = {slug: (digest, retired_at) for slug, digest, retired_at in rows}
    lines = []
    for question in drafted(draft, known, today):
        before = stored.get(own_slug(membership.classroom_id, question.id))
        lines.append(DraftLine(question.id, question.stem[:160], _does(before, digest_of(question))))
    faults = tuple(Fault(line, text, name, left_out) for line, text, name, left_out in draft.faults)
    return QuestionDraftPage(tuple(lines), faults)


def _does(before: tuple[str, datetime | None] | None, digest: str) -> str:
    if before is None:
        return NEW
    return BACK if before[1] else SAME if before[0] == digest else OTHER


def _preview_parts(kind: Kind, body: Any) -> tuple[PreviewPart, ...]:
    if kind == "matching":
        right = {target["id"]: target["text"] for target in body["targets"]}
        return tuple(
            PreviewPart(pair["html"], pair["why"], True, str(n), right[pair["target"]])
            for n, pair in enumerate(body["pairs"], start=1)
        )
    if kind == "ordering":
        steps = enumerate(body["steps"], start=1)
        return tuple(PreviewPart(step["html"], step["why"], True, str(n), "") for n, step in steps)
    answer = set(key_of(kind, body).answer)
    return tuple(
        PreviewPart(choice["html"], choice["why"], choice["id"] in answer, "ABCDEFGH"[n], "")
        for n, choice in enumerate(body["choices"])
    )


def _current(question: Question) -> QuestionVersion:
    assert question.current is not None
    return question.current
