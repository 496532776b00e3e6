"""Keys of exam questions, for the staff: what the statistics say of a whole exam, and what was repaired."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from studyapp.domain.grading import Key
from studyapp.domain.itemstats import ExamFigures, ItemFigures, Mark, Paper, analyse
from studyapp.domain.keydoubts import Doubt, doubts
from studyapp.domain.markup import plain_text
from studyapp.domain.regrading import PaperItem, Ruling, accepted, in_force, marked
from studyapp.domain.versions import ids_to_shuffle
from studyapp.models import Exam, KeyRepair, QuestionVersion
from studyapp.queries.results import rulings_of
from studyapp.queries.sheets import Sheets, answered, finished, newest, sheets

STEM = 110  # characters that tell which question it is


@dataclass(frozen=True)
class ExamLine:
    """An exam in the list: how many of its sittings are over."""

    slug: str
    title: str
    sittings: int


@dataclass(frozen=True)
class ItemLine:
    """One text in the table of an exam. `reasons` say why its key is suspicious."""

    slug: str
    version: int
    stem: str
    objective: str
    answers: int
    facility: int | None
    discrimination: float | None
    reasons: tuple[str, ...]
    repaired: bool
    reports: int


@dataclass(frozen=True)
class ItemTable:
    """The statistics of an exam over its newest sittings."""

    slug: str
    title: str
    figures: ExamFigures
    lines: tuple[ItemLine, ...]

    @property
    def suspicious(self) -> int:
        """How many keys are flagged."""
        return sum(bool(line.reasons) for line in self.lines)


def exam_lines(*, now: datetime) -> tuple[ExamLine, ...]:
    """Every exam that can be sat or was, with the sittings that are over. One query."""
    over = Q(attempts__in=finished(now))
    rows = Exam.objects.annotate(sittings=Count("attempts", filter=over))
    shown = rows.filter(Q(retired_at=None) | Q(sittings__gt=0)).order_by("position", "slug")
    return tuple(ExamLine(*row) for row in shown.values_list("slug", "title", "sittings"))


def exam_table(slug: str, *, now: datetime) -> ItemTable | None:
    """The table of one exam; None if there is no such exam. Three queries, four if repaired."""
    exam = Exam.objects.filter(slug=slug).first()
    if exam is None:
        return None
    figures, lines = item_table(sheets(newest(answered(finished(now)).filter(exam=exam))))
    return ItemTable(exam.slug, exam.title, figures, lines)


def item_table(found: Sheets, *, lettered: bool = True) -> tuple[ExamFigures, tuple[ItemLine, ...]]:
    """The figures of any set of finished sittings: of an exam, of a class. No query.

    Suspicious keys come first, those with most reasons on top, then what discriminates least. Letters are
    those of the staff's pages; who cannot open these is told of "another option".
    """
    figures, rulings = figures_of(found)
    lines = [
        _line(found.versions[pk], items, found.keys[pk], rulings.get(pk), lettered=lettered)
        for pk, items in figures.items.items()
        if isinstance(pk, int)
    ]
    return figures, tuple(sorted(lines, key=_rank))


def figures_of(
    found: Sheets, *, only: Sequence[int] | None = None
) -> tuple[ExamFigures, Mapping[int, Ruling]]:
    """The statistics by the keys as they stand, and the rulings that say so."""
    rulings = in_force(rulings_of(found.repairs))
    marks: dict[int, Mark] = {}  # papers share what is alike, and so do these
    papers: list[Paper] = []
    for paper in found.papers.values():
        for item in paper:
            if id(item) not in marks:
                marks[id(item)] = _mark(item, rulings.get(item.text))
        papers.append([marks[id(item)] for item in paper])
    options = {
        pk: ids_to_shuffle(text.kind, text.body)
        for pk, text in found.versions.items()
        if _by_option(text.kind)
    }
    return analyse(papers, options, only=only), rulings


def suspicions(
    figures: ItemFigures, key: Key, ruling: Ruling | None, letters: Mapping[str, str]
) -> tuple[str, ...]:
    """Why a key is suspicious, in words. Nothing of a question that was taken out of the scoring."""
    if ruling is not None and ruling.kind in ("dropped", "credit"):
        return ()
    return tuple(_words(doubt, figures, letters) for doubt in doubts(figures, key, accepted(key, ruling)))


def letters_of(version: QuestionVersion) -> Mapping[str, str]:
    """The letters of options on the pages of the staff; every candidate saw an order of their own."""
    return {id_: chr(ord("A") + n) for n, id_ in enumerate(ids_to_shuffle(version.kind, version.body))}


def standing_repair(version_id: int) -> KeyRepair | None:
    """The repair of a version that counts now: the newest that was not taken back."""
    return KeyRepair.objects.filter(version_id=version_id, undone_at=None).order_by("-number").first()


def _by_option(kind: str) -> bool:
    return kind in ("single", "multiple")


def _mark(item: PaperItem, ruling: Ruling | None) -> Mark:
    scored = marked(item, ruling)
    chosen = (" ".join(item.response),) if item.key.kind == "ordering" and item.response else item.response
    return Mark(item.text, scored.points, scored.out_of, scored.scored, chosen)


def _line(version: Any, figures: ItemFigures, key: Key, ruling: Ruling | None, *, lettered: bool) -> ItemLine:
    letters = letters_of(version) if lettered else {}
    return ItemLine(
        slug=version.question.slug,
        version=version.number,
        stem=_short(plain_text(version.stem_html)),
        objective=version.question.objective_id,
        answers=figures.answers,
        facility=None if figures.facility is None else round(100 * figures.facility),
        discrimination=figures.discrimination,
        reasons=suspicions(figures, key, ruling, letters),
        repaired=ruling is not None,
        reports=version.reports,
    )


def _rank(line: ItemLine) -> tuple[int, bool, float, str, int]:
    unknown = line.discrimination is None
    return -len(line.reasons), unknown, line.discrimination or 0.0, line.slug, line.version


def _short(text: str) -> str:
    return text if len(text) <= STEM else f"{text[:STEM].rsplit(' ', 1)[0]} …"


def _words(doubt: Doubt, figures: ItemFigures, letters: Mapping[str, str]) -> str:
    rows = {row.option: row for row in figures.options}
    match doubt.sign:
        case "negative":
            return "Who did well on the rest of the paper got it right less often than the others."
        case "rival":
            rival = rows[doubt.option]
            letter = letters.get(doubt.option or "", "another option")
            return f"Of the best {figures.group}, {rival.upper:.0f} chose {letter}, more than chose the key."
        case "chance":
            return f"{round(100 * (figures.facility or 0))} % are right, fewer than by guessing."
