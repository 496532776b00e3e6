"""Practice exams: the list, the sitting, the report. Nothing here reveals a key before the end."""

from dataclasses import dataclass
from datetime import datetime

from studyapp.domain.grading import Filled, grade
from studyapp.domain.scoring import Score, ScoredItem, score
from studyapp.domain.timing import accepts, seconds_left, state
from studyapp.domain.versions import key_of
from studyapp.models import Attempt, AttemptEvent, AttemptItem
from studyapp.queries.catalogue import Catalogue, as_text
from studyapp.queries.nextsteps import NextStep, next_steps
from studyapp.queries.shown import ShownQuestion, show

EMPTY = Filled()


@dataclass(frozen=True)
class Place:
    """One square of the navigator. `correct` is None while the paper is open."""

    number: int
    url: str
    answered: bool
    flagged: bool
    current: bool = False
    correct: bool | None = None


@dataclass(frozen=True)
class Sitting:
    """A running attempt. `item` is None on the review screen."""

    pk: int
    title: str
    deadline: datetime
    seconds_left: int
    total_seconds: int
    length: int
    unanswered: int
    places: tuple[Place, ...]
    position: int | None
    flagged: bool
    question: ShownQuestion | None
    previous: int | None
    next: int | None


@dataclass(frozen=True)
class ReportLine:
    """One question of the report, revealed."""

    position: int
    heading: str
    objective: str
    question: ShownQuestion


@dataclass(frozen=True)
class ObjectiveRow:
    """One objective of the report, in words and numbers."""

    id: str
    name: str
    right: int
    total: int
    text: str


@dataclass(frozen=True)
class Report:
    """A finished attempt. `in_time` is False if the deadline closed it.

    `misses` were answered and are not right; `queued` is how much joined the reviews in their place, None as
    long as nobody asked for it.
    """

    pk: int
    title: str
    started_at: datetime
    finished_at: datetime
    in_time: bool
    pass_mark: int
    score: Score
    objectives: tuple[ObjectiveRow, ...]
    places: tuple[Place, ...]
    lines: tuple[ReportLine, ...]
    misses: int
    steps: tuple[NextStep, ...]
    queued: int | None


@dataclass(frozen=True)
class AttemptLine:
    """An attempt in a list. `state` is timing's word for it at the moment asked."""

    pk: int
    exam_slug: str
    title: str
    started_at: datetime
    deadline: datetime
    state: str
    score: Score | None
    pass_mark: int


def is_over(attempt: Attempt, now: datetime) -> bool:
    """Whether the attempt is closed, by a submit or by its deadline: the same for every reader."""
    return state(now, attempt.deadline, attempt.submitted_at) != "open"


def still_takes_answers(attempt: Attempt, now: datetime) -> bool:
    """Whether an answer on its way would still be stored. Until then no key may be shown."""
    return accepts(now, attempt.deadline, attempt.submitted_at)


def seen_in_exams(learner_id: int) -> frozenset[str]:
    """Slugs of the exam questions this learner has met in any sitting."""
    rows = AttemptItem.objects.filter(attempt__learner_id=learner_id)
    return frozenset(rows.values_list("version__question__slug", flat=True))


def sitting(
    course: Catalogue, attempt: Attempt, *, position: int | None, now: datetime, filled: Filled = EMPTY
) -> Sitting | None:
    """The paper at `position`, or its review screen. None for a position it does not have. One query.

    `filled` is what to show as chosen at the question at hand instead of what is stored, after a refusal.
    """
    rows = list(AttemptItem.objects.filter(attempt=attempt).select_related("version__question"))
    here = next((row for row in rows if row.position == position), None)
    if position is not None and here is None:
        return None
    return Sitting(
        pk=attempt.pk,
        title=attempt.exam.title,
        deadline=attempt.deadline,
        seconds_left=seconds_left(now, attempt.deadline),
        total_seconds=int((attempt.deadline - attempt.started_at).total_seconds()),
        length=len(rows),
        unanswered=sum(not row.response for row in rows),
        places=tuple(
            Place(
                number=row.position,
                url=f"/attempts/{attempt.pk}/?q={row.position}",
                answered=bool(row.response),
                flagged=row.flagged,
                current=row is here,
            )
            for row in rows
        ),
        position=position,
        flagged=here is not None and here.flagged,
        question=None if here is None else _shown(here, course, reveal=False, filled=filled),
        previous=position - 1 if position is not None and position > 1 else None,
        next=position + 1 if position is not None and position < len(rows) else None,
    )


def report(course: Catalogue, attempt: Attempt, *, now: datetime) -> Report:
    """The result of a closed attempt, worked out from the frozen paper. Two queries."""
    names = {objective.code: objective.short for objective in course.objectives}
    rows = list(AttemptItem.objects.filter(attempt=attempt).select_related("version__question"))
    finished = attempt.submitted_at or min(now, attempt.deadline)
    result = _score(rows, attempt.pass_mark)
    lines = tuple(
        ReportLine(
            row.position,
            f"Question {row.position} of {len(rows)}",
            row.objective,
            _shown(row, course, reveal=True),
        )
        for row in rows
    )
    missed = [
        row.version.question
        for row, line in zip(rows, lines, strict=True)
        if line.question.answered and not line.question.correct
    ]
    return Report(
        pk=attempt.pk,
        title=attempt.exam.title,
        started_at=attempt.started_at,
        finished_at=finished,
        in_time=finished < attempt.deadline,
        pass_mark=attempt.pass_mark,
        score=result,
        objectives=tuple(
            ObjectiveRow(
                id=row.objective,
                name=names.get(row.objective, ""),
                right=row.right,
                total=row.total,
                text=f"{row.right} of {row.total}",
            )
            for row in result.objectives
        ),
        places=tuple(
            Place(
                number=row.position,
                url=f"#question-{row.position}",
                answered=bool(row.response),
                flagged=row.flagged,
                correct=line.question.correct,
            )
            for row, line in zip(rows, lines, strict=True)
        ),
        lines=lines,
        misses=len(missed),
        steps=next_steps(course, missed),
        queued=_queued(attempt),
    )


def attempts(learner_id: int, *, now: datetime, limit: int = 20) -> tuple[AttemptLine, ...]:
    """The newest attempts with their scores. Three queries, however many there are."""
    rows = Attempt.objects.filter(learner_id=learner_id).select_related("exam").order_by("-started_at")
    lines = []
    for row in rows.prefetch_related("items__version")[:limit]:
        status = state(now, row.deadline, row.submitted_at)
        lines.append(
            AttemptLine(
                pk=row.pk,
                exam_slug=row.exam.slug,
                title=row.exam.title,
                started_at=row.started_at,
                deadline=row.deadline,
                state=status,
                score=None if status == "open" else _score(list(row.items.all()), row.pass_mark),
                pass_mark=row.pass_mark,
            )
        )
    return tuple(lines)


def open_attempt(learner_id: int, *, now: datetime) -> AttemptLine | None:
    """A sitting that is still running, if there is one."""
    rows = Attempt.objects.filter(learner_id=learner_id, submitted_at=None, deadline__gt=now)
    row = rows.values_list("pk", "exam__slug", "exam__title", "started_at", "deadline", "pass_mark").first()
    if row is None:
        return None
    pk, slug, title, started_at, deadline, pass_mark = row
    return AttemptLine(pk, slug, title, started_at, deadline, "open", None, pass_mark)


def _queued(attempt: Attempt) -> int | None:
    events = list(AttemptEvent.objects.filter(attempt=attempt, kind="queued"))
    return sum(event.value or 0 for event in events) if events else None


def _score(rows: list[AttemptItem], pass_mark: int) -> Score:
    return score([_scored(row) for row in rows], pass_mark=pass_mark)


def _scored(row: AttemptItem) -> ScoredItem:
    mark = grade(key_of(row.version.kind, row.version.body), tuple(row.response))
    return ScoredItem(objective=row.objective, points=mark.points, out_of=mark.out_of, scored=row.scored)


def _shown(row: AttemptItem, course: Catalogue, *, reveal: bool, filled: Filled = EMPTY) -> ShownQuestion:
    return show(
        as_text(row.version, course.links),
        order=row.order,
        prefix=f"q{row.position}",
        response=filled.response or row.response,
        reveal=reveal,
    )
