"""Practice exams: the list, the sitting. Nothing here reveals a key; `examreport` does, once it may."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import F, Max, Prefetch, Q

from studyapp.domain.grading import Filled
from studyapp.domain.paperstate import Progress
from studyapp.domain.scoring import Score
from studyapp.domain.timing import accepts, seconds_left, state
from studyapp.models import Attempt, AttemptItem
from studyapp.queries.catalogue import Catalogue
from studyapp.queries.results import repairs_about, with_repairs
from studyapp.queries.results import result as result_of
from studyapp.queries.shown import ShownQuestion, show
from studyapp.queries.sittings import ItemState, Line, lines

EMPTY = Filled()


@dataclass(frozen=True)
class Place:
    """One square of the navigator. `correct` is None while the paper is open.

    `status` is how far the answer is; complete it is once it has `wanted` parts.
    """

    number: int
    url: str
    answered: bool
    flagged: bool
    current: bool = False
    correct: bool | None = None
    status: Progress = "unseen"
    wanted: int = 1


@dataclass(frozen=True)
class Strike:
    """A button that rules an option out, or in again; `value` is everything ruled out once it is pressed."""

    letter: str
    on: bool
    value: str


@dataclass(frozen=True)
class Sitting:
    """A running attempt. `question` is None on the review screen; without a limit so is what the clock needs.

    `version` counts the changes of the answer at hand, `given` is that answer, `struck` is ruled out.
    `checks` if single questions may be checked before the paper is handed in.
    """

    pk: int
    title: str
    deadline: datetime | None
    seconds_left: int | None
    total_seconds: int | None
    length: int
    unanswered: int
    places: tuple[Place, ...]
    position: int | None
    flagged: bool
    question: ShownQuestion | None
    previous: int | None
    next: int | None
    version: int = 0
    given: str = ""
    struck: tuple[str, ...] = ()
    strikes: tuple[Strike, ...] = ()
    standings: dict[int, ItemState] = field(default_factory=dict)
    checks: bool = False


@dataclass(frozen=True)
class ObjectiveRow:
    """One objective of the report, in words and numbers."""

    id: str
    name: str
    right: int
    total: int
    text: str


@dataclass(frozen=True)
class AttemptLine:
    """An attempt in a list. `state` is timing's word for it at the moment asked."""

    pk: int
    exam_slug: str
    title: str
    started_at: datetime
    deadline: datetime | None
    state: str
    score: Score | None
    pass_mark: int


def is_over(attempt: Attempt, now: datetime) -> bool:
    """Whether the attempt is closed, by a submit or by its deadline: the same for every reader."""
    return state(now, attempt.deadline, attempt.submitted_at) != "open"


def still_takes_answers(attempt: Attempt, now: datetime) -> bool:
    """Whether an answer on its way would still be stored. Until then no key may be shown."""
    return accepts(now, attempt.deadline, attempt.submitted_at)


def seen_in_exams(learner_id: int) -> dict[str, int]:
    """The exam questions this learner has met, by slug: how late among the sittings each came last."""
    rows = AttemptItem.objects.filter(attempt__learner_id=learner_id).order_by()
    last = dict(
        rows.values_list("version__question__slug")
        .annotate(last=Max("attempt__started_at"))
        .values_list("version__question__slug", "last")
    )
    turns = {moment: turn for turn, moment in enumerate(sorted(set(last.values())), start=1)}
    return {slug: turns[moment] for slug, moment in last.items()}


def sitting(
    course: Catalogue, attempt: Attempt, *, position: int | None, now: datetime, filled: Filled = EMPTY
) -> Sitting | None:
    """The paper at `position`, or its review screen. None for a position it does not have. One query.

    `filled` is what to show as chosen at the question at hand instead of what is stored, after a refusal.
    """
    rows = lines(course, attempt)
    here = next((line for line in rows if line.position == position), None)
    if position is not None and here is None:
        return None
    screen = _screen(attempt, rows, now)
    if here is None:
        return screen
    places = tuple(replace(place, current=place.number == position) for place in screen.places)
    return replace(_at(screen, here, filled), places=places)


def paper(course: Catalogue, attempt: Attempt, *, now: datetime) -> tuple[Sitting, ...]:
    """Every question of the paper, for a browser to keep while the sitting runs. One query."""
    rows = lines(course, attempt)
    screen = _screen(attempt, rows, now)
    return tuple(_at(screen, line, EMPTY) for line in rows)


def _screen(attempt: Attempt, rows: Sequence[Line], now: datetime) -> Sitting:
    """The sitting without a question at hand: its review screen."""
    end = attempt.deadline
    return Sitting(
        pk=attempt.pk,
        title=attempt.exam.title,
        deadline=end,
        seconds_left=None if end is None else seconds_left(now, end),
        total_seconds=None if end is None else int((end - attempt.started_at).total_seconds()),
        length=len(rows),
        unanswered=sum(not line.state.response for line in rows),
        places=tuple(
            Place(
                number=line.position,
                url=f"/attempts/{attempt.pk}/?q={line.position}",
                answered=bool(line.state.response),
                flagged=line.state.flagged,
                status=line.status,
                wanted=line.wanted,
            )
            for line in rows
        ),
        position=None,
        flagged=False,
        question=None,
        previous=None,
        next=None,
        standings={line.position: line.state for line in rows},
        checks=attempt.review == "at_once",
    )


def _at(screen: Sitting, line: Line, filled: Filled) -> Sitting:
    """The sitting with this question at hand."""
    here, stands = line.position, line.state
    response = filled.response or stands.response
    question = show(line.text, order=line.order, prefix=f"q{here}", response=response)
    return replace(
        screen,
        position=here,
        flagged=stands.flagged,
        question=question,
        previous=here - 1 if here > 1 else None,
        next=here + 1 if here < screen.length else None,
        version=stands.version,
        given=" ".join(stands.response),
        struck=stands.struck,
        strikes=_strikes(question, stands.struck),
    )


def attempts(learner_id: int, *, now: datetime, limit: int = 20) -> tuple[AttemptLine, ...]:
    """The newest attempts with their scores. Three queries, however many; four if one is repaired."""
    rows = Attempt.objects.filter(learner_id=learner_id).select_related("exam").order_by("-started_at")
    items = Prefetch("items", queryset=with_repairs(AttemptItem.objects.all()))
    found = list(rows.prefetch_related(items, "items__version")[:limit])
    repairs = repairs_about(item for row in found for item in row.items.all())
    lines = []
    for row in found:
        status = state(now, row.deadline, row.submitted_at)
        lines.append(
            AttemptLine(
                pk=row.pk,
                exam_slug=row.exam.slug,
                title=row.exam.title,
                started_at=row.started_at,
                deadline=row.deadline,
                state=status,
                score=None
                if status == "open"
                else result_of(list(row.items.all()), row.pass_mark, repairs).score,
                pass_mark=row.pass_mark,
            )
        )
    return tuple(lines)


def open_attempt(learner_id: int, *, now: datetime, slug: str | None = None) -> AttemptLine | None:
    """A sitting that is still running, if there is one; with `slug` one of that exam."""
    still_open = Q(deadline=None) | Q(deadline__gt=now)
    rows = Attempt.objects.filter(still_open, learner_id=learner_id, submitted_at=None)
    rows = rows.filter(exam__slug=slug) if slug else rows.order_by(F("deadline").asc(nulls_last=True))
    row = rows.values_list("pk", "exam__slug", "exam__title", "started_at", "deadline", "pass_mark").first()
    if row is None:
        return None
    pk, slug, title, started_at, deadline, pass_mark = row
    return AttemptLine(pk, slug, title, started_at, deadline, "open", None, pass_mark)


def _strikes(question: ShownQuestion, struck: Sequence[str]) -> tuple[Strike, ...]:
    if question.kind not in {"single", "multiple"}:
        return ()
    return tuple(
        Strike(option.letter, option.id in struck, " ".join(sorted({*struck} ^ {option.id})))
        for option in question.options
    )
