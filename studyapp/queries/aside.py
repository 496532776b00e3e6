"""What does not come in the queue for now, and what keeps being forgotten."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from studyapp.domain.markup import plain_text
from studyapp.models import Memory
from studyapp.queries.catalogue import Catalogue
from studyapp.queries.confusables import SideText
from studyapp.queries.reviews import LEECH_LAPSES, queue

LONGEST = 160  # characters of a stem that tell which question it is


@dataclass(frozen=True)
class AsideLine:
    """One item. `state` is "suspended", "buried" or "leech": the last one is in the queue all the same."""

    memory_id: int
    state: str
    text: str
    lapses: int
    section_url: str
    neighbour: SideText | None


def aside(course: Catalogue, learner_id: int, *, today: date) -> tuple[AsideLine, ...]:
    """Suspended items, then those put off, then leeches. One query, however many there are."""
    rows = queue(learner_id).filter(
        Q(suspended_at__isnull=False) | Q(buried_until__gt=today) | Q(lapses__gte=LEECH_LAPSES)
    )
    joined = rows.select_related("card", "question__current", "idea").order_by("pk")
    lines = [_line(row, course, today) for row in joined]
    order = ["suspended", "buried", "leech"]
    return tuple(sorted(lines, key=lambda line: order.index(line.state)))


def _line(row: Memory, course: Catalogue, today: date) -> AsideLine:
    item = row.card or row.question
    assert item is not None, "a memory is of one thing"
    if row.suspended_at is not None:
        state = "suspended"
    else:
        state = "buried" if row.buried_until is not None and row.buried_until > today else "leech"
    return AsideLine(
        row.pk,
        state,
        _text(row),
        row.lapses,
        course.section_url(item.lesson_id, item.section),
        course.neighbour(row.idea.slug),
    )


def _text(row: Memory) -> str:
    if row.card is not None:
        text = plain_text(row.card.front_html)
    else:
        assert row.question is not None, "a memory is of one thing"
        assert row.question.current is not None, "a published question has a version"
        text = plain_text(row.question.current.stem_html)
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"
