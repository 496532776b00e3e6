"""A running sitting as its page's script knows it: how each question stands, and the time left."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from studyapp.domain.paperstate import Progress, progress
from studyapp.domain.timing import SittingState, state
from studyapp.domain.versions import Body, key_of
from studyapp.models import Attempt, AttemptItem
from studyapp.queries.catalogue import Catalogue
from studyapp.queries.shown import QuestionText

MOMENT = timedelta(milliseconds=1)
_STATE = ("position", "response", "flagged", "struck", "seen", "revision")
_TEXT = (
    "version__question_id",
    "version_id",
    "version__question__slug",
    "version__kind",
    "version__stem_html",
    "version__body",
    "version__question__difficulty",
    "version__question__checked",
    "version__question__lesson_id",
)


@dataclass(frozen=True)
class ItemState:
    """How one question stands; `version` counts the changes of its response."""

    response: tuple[str, ...]
    flagged: bool
    struck: tuple[str, ...]
    seen: bool
    version: int


@dataclass(frozen=True)
class SittingNow:
    """What a page must not remember but ask: `left` and `total` are milliseconds, None without a limit."""

    state: SittingState
    left: int | None
    total: int | None
    items: dict[int, ItemState]


def sitting_now(attempt: Attempt, *, now: datetime) -> SittingNow:
    """The sitting at this moment. One query."""
    rows = AttemptItem.objects.filter(attempt=attempt).values_list(*_STATE)
    items = {row[0]: ItemState(tuple(row[1]), row[2], tuple(row[3]), row[4], row[5]) for row in rows}
    return at_moment(attempt, items, now=now)


def at_moment(attempt: Attempt, items: dict[int, ItemState], *, now: datetime) -> SittingNow:
    """The same where the questions, or one of them, are known. No query."""
    end = attempt.deadline
    return SittingNow(
        state=state(now, end, attempt.submitted_at),
        left=None if end is None else max(0, (end - now) // MOMENT),
        total=None if end is None else (end - attempt.started_at) // MOMENT,
        items=items,
    )


@dataclass(frozen=True)
class Line:
    """One question of a paper as it stands, and its options in the order drawn."""

    position: int
    order: tuple[str, ...]
    state: ItemState
    text: QuestionText

    @property
    def wanted(self) -> int:
        """How many parts make an answer complete."""
        return wanted_of(self.text.kind, self.text.body)

    @property
    def status(self) -> Progress:
        """The word of the real exam for where it stands."""
        touched = bool(self.state.seen or self.state.flagged or self.state.struck)
        return progress(chosen=len(self.state.response), wanted=self.wanted, touched=touched)


def lines(course: Catalogue, attempt: Attempt) -> tuple[Line, ...]:
    """The paper in order. One query, and no objects: every page of every sitting reads it.

    Of a question's text what may be shown before the reveal: no takeaway, no sources.
    """
    rows = AttemptItem.objects.filter(attempt=attempt).values_list(*_STATE, "order", *_TEXT)
    return tuple(
        Line(
            position,
            tuple(order),
            ItemState(tuple(response), flagged, tuple(struck), seen, revision),
            _text(course, *text),
        )
        for position, response, flagged, struck, seen, revision, order, *text in rows
    )


def _text(
    course: Catalogue,
    question: int,
    version: int,
    slug: str,
    kind: str,
    stem: str,
    body: Body,
    difficulty: int,
    checked: date,
    lesson: int,
) -> QuestionText:
    link = course.links.get(lesson)
    return QuestionText(
        question_id=question,
        version_id=version,
        slug=slug,
        kind=kind,
        stem_html=stem,
        body=body,
        takeaway_html="",
        difficulty=difficulty,
        sources=(),
        checked=checked,
        lesson_url=link.url if link else "",
        lesson_title=link.title if link else "",
    )


def wanted_of(kind: str, body: Body) -> int:
    """How much chosen makes an answer complete: as many options as the question asks for, as it says."""
    return len(key_of("multiple", body).answer) if kind == "multiple" else 1
