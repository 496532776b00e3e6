"""Practice: what may be drawn, the running quiz, its result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from studyapp.domain.grading import Filled
from studyapp.models import PracticeItem, PracticeSession, Question
from studyapp.queries.catalogue import Catalogue, LessonLink, as_text
from studyapp.queries.shown import ShownQuestion, show

EMPTY = Filled()


@dataclass(frozen=True)
class Candidate:
    """A question that may be drawn; `last_answer` grows with time, None if never answered."""

    version_id: int
    last_answer: int | None


@dataclass(frozen=True)
class QuizItem:
    """One question of a quiz, under its heading."""

    position: int
    heading: str
    state: str  # "open" | "answered" | "right" | "wrong"
    question: ShownQuestion


@dataclass(frozen=True)
class Quiz:
    """A quiz as its page shows it. `item` is the question at hand, None on the result page."""

    pk: int
    mode: str
    size: int
    answered: int
    right: int
    misses: int
    started_at: datetime
    finished: bool
    items: tuple[QuizItem, ...]
    item: QuizItem | None
    skip_url: str  # the next open question, "" if there is no other

    @property
    def unanswered(self) -> int:
        """How many questions were left out."""
        return self.size - self.answered


@dataclass(frozen=True)
class QuizLine:
    """A quiz in the list of recent ones."""

    pk: int
    started_at: datetime
    finished: bool
    size: int
    answered: int
    right: int
    objectives: tuple[str, ...]


def candidates(*, learner_id: int | None, objectives: Sequence[str]) -> list[Candidate]:
    """Published practice questions of these objectives (all, if none are named), by id."""
    rows = Question.objects.filter(pool="practice", retired_at=None)
    if objectives:
        rows = rows.filter(pk__in=Question.objects.filter(objectives__in=objectives).values("pk"))
    seen = rows.annotate(last=Max("answers__id", filter=Q(answers__learner_id=learner_id))).order_by("pk")
    return [
        Candidate(version_id=version, last_answer=last)
        for version, last in seen.values_list("current_id", "last")
    ]


def quiz(
    course: Catalogue, session: PracticeSession, *, position: int | None, filled: Filled = EMPTY
) -> Quiz:
    """The quiz at `position` (the first open question if None). One query.

    A finished quiz reveals everything; a running one only what its mode allows. `filled` is
    what to show as filled in at the open question at hand, after a submit that was refused.
    """
    rows = list(PracticeItem.objects.filter(session=session).select_related("answer", "version__question"))
    finished = session.finished_at is not None
    items = tuple(
        _item(
            row,
            course.links,
            reveal=_revealed(row, session.mode, finished),
            filled=filled if row.position == position and row.answer is None else EMPTY,
            size=len(rows),
        )
        for row in rows
    )
    still_open = [item.position for item in items if item.state == "open"]
    wanted = position if position is not None else next(iter(still_open), None)
    item = next((item for item in items if item.position == wanted), None)
    graded = [row.answer for row in rows if row.answer is not None]
    return Quiz(
        pk=session.pk,
        mode=session.mode,
        size=len(items),
        answered=len(graded),
        right=sum(answer.correct for answer in graded),
        misses=sum(not answer.correct or answer.confidence == "guess" for answer in graded),
        started_at=session.started_at,
        finished=finished,
        items=items,
        item=None if finished and position is None else item,
        skip_url=_skip_url(session.pk, still_open, wanted),
    )


def recent(learner_id: int, *, limit: int = 5) -> tuple[QuizLine, ...]:
    """The newest quizzes. One query, however many there are."""
    rows = PracticeSession.objects.filter(learner_id=learner_id).annotate(
        size=Count("items"),
        answered=Count("items__answer"),
        right=Count("items__answer", filter=Q(items__answer__correct=True)),
    )
    return tuple(
        QuizLine(
            pk=row.pk,
            started_at=row.started_at,
            finished=row.finished_at is not None,
            size=row.size,
            answered=row.answered,
            right=row.right,
            objectives=tuple(row.objectives),
        )
        for row in rows.order_by("-started_at")[:limit]
    )


def _revealed(row: PracticeItem, mode: str, finished: bool) -> bool:
    return finished or (mode == "each" and row.answer is not None)


def _skip_url(pk: int, still_open: Sequence[int], here: int | None) -> str:
    """The next open question after this one, going round; "" if this is the last one open."""
    others = [n for n in still_open if n != here]
    if here is None or not others:
        return ""
    return f"/practice/{pk}/?q={next((n for n in others if n > here), others[0])}"


def _item(
    row: PracticeItem, links: Mapping[int, LessonLink], *, reveal: bool, filled: Filled, size: int
) -> QuizItem:
    answer = row.answer
    if answer is None:
        state = "open"
    elif not reveal:
        state = "answered"
    else:
        state = "right" if answer.correct else "wrong"
    shown = show(
        as_text(row.version, links),
        order=row.order,
        prefix=f"q{row.position}",
        response=answer.response if answer else filled.response,
        reveal=reveal,
        confidence=answer.confidence if answer else filled.confidence,
    )
    return QuizItem(row.position, f"Question {row.position} of {size}", state, shown)
