"""The report of a sitting that is over: what everybody is told, and what its policy shows of keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from studyapp.domain.calibration import Calibration, calibration
from studyapp.domain.comparing import Likely, likely
from studyapp.domain.grading import Confidence
from studyapp.domain.pacing import Moment, Pace, pace_of
from studyapp.domain.revealing import Waiting, waits_for
from studyapp.domain.scoring import Score, likely_scale
from studyapp.models import Attempt, AttemptEvent, AttemptItem
from studyapp.queries.catalogue import Catalogue, as_text
from studyapp.queries.exams import Place
from studyapp.queries.nextsteps import NextStep, next_steps
from studyapp.queries.results import RepairNote, Result, notes, with_repairs
from studyapp.queries.results import result as result_of
from studyapp.queries.revealed import asked_now, shows_key
from studyapp.queries.shown import ShownQuestion, show


@dataclass(frozen=True)
class ReportLine:
    """One question of the report, revealed; None while another paper of this learner's asks it."""

    position: int
    heading: str
    objective: str
    question: ShownQuestion | None


@dataclass(frozen=True)
class ObjectiveReport:
    """One objective: the points reached, and in how many of ten such questions they would likely be right."""

    id: str
    name: str
    right: int
    total: int
    likely: Likely


@dataclass(frozen=True)
class Report:
    """A finished attempt. `in_time` is False if the deadline closed it.

    `waits` says what keys wait for, until `opens`; then `lines` are empty and `places` say nothing about
    right and wrong. `misses` were answered and are not right; `queued` is how much joined the reviews in
    their place, None as long as nobody asked for it. `sureness` is there where questions were checked.
    `repairs` tell what became of keys since.
    """

    pk: int
    slug: str
    title: str
    started_at: datetime
    finished_at: datetime
    in_time: bool
    pass_mark: int
    score: Score
    low: int
    high: int
    objectives: tuple[ObjectiveReport, ...]
    places: tuple[Place, ...]
    lines: tuple[ReportLine, ...]
    pace: Pace
    sureness: Calibration | None
    misses: int
    steps: tuple[NextStep, ...]
    queued: int | None
    waits: Waiting = ""
    opens: datetime | None = None
    repairs: tuple[RepairNote, ...] = ()

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(place.answered for place in self.places)

    @property
    def revealed(self) -> bool:
        """Whether keys are shown at all."""
        return not self.waits


@dataclass(frozen=True)
class _Marked:
    """A question of the paper with its mark, and whether its key may be shown on this page."""

    item: AttemptItem
    correct: bool
    shown: bool


def report(course: Catalogue, attempt: Attempt, *, now: datetime) -> Report:
    """The result of a closed attempt, worked out from the frozen paper. Two queries; three if repaired."""
    items = _items(attempt, now)
    result = result_of(items, attempt.pass_mark)
    marked = tuple(_marked(result, item, attempt, now) for item in items)
    events = list(
        AttemptEvent.objects.filter(attempt=attempt).values_list("kind", "value", "at", "item__position")
    )
    score = result.score
    low, high = likely_scale(score.right, score.total, attempt.pass_mark)
    missed = [item.version.question for item in items if result.missed(item)]
    finished = attempt.submitted_at or min(now, attempt.deadline or now)
    queued = [value or 0 for kind, value, *_ in events if kind == "queued"]
    waits = waits_for(attempt.review, opens=attempt.review_from, now=now)
    return Report(
        pk=attempt.pk,
        slug=attempt.exam.slug,
        title=attempt.exam.title,
        started_at=attempt.started_at,
        finished_at=finished,
        in_time=attempt.deadline is None or finished < attempt.deadline,
        pass_mark=attempt.pass_mark,
        score=score,
        low=low,
        high=high,
        objectives=objectives_of(course, score),
        places=tuple(_place(one) for one in marked),
        lines=() if waits else tuple(_line(course, result, one, len(marked)) for one in marked),
        pace=pace_of(attempt.started_at, finished, (Moment(at, position) for *_, at, position in events)),
        sureness=None if waits else _sureness(marked),
        misses=len(missed),
        steps=next_steps(course, missed),
        queued=sum(queued) if queued else None,
        waits=waits,
        opens=attempt.review_from if waits == "window" else None,
        repairs=notes(result, items, finished=finished, revealed=not waits),
    )


def objectives_of(course: Catalogue, result: Score) -> tuple[ObjectiveReport, ...]:
    """The objectives of a score, in the order of the course."""
    names = {objective.code: objective.short for objective in course.objectives}
    return tuple(
        ObjectiveReport(
            part.objective,
            names.get(part.objective, ""),
            part.right,
            part.total,
            likely(part.right, part.total),
        )
        for part in result.objectives
    )


def _items(attempt: Attempt, now: datetime) -> list[AttemptItem]:
    rows = AttemptItem.objects.filter(attempt=attempt).select_related("version__question")
    return list(with_repairs(rows.annotate(waits=asked_now(attempt.learner_id, now))))


def _marked(result: Result, item: AttemptItem, attempt: Attempt, now: datetime) -> _Marked:
    waits: bool = getattr(item, "waits")  # noqa: B009 (annotated above)
    return _Marked(item, correct=result.right(item), shown=shows_key(attempt, item, now) and not waits)


def _place(one: _Marked) -> Place:
    return Place(
        number=one.item.position,
        url=f"#question-{one.item.position}",
        answered=bool(one.item.response),
        flagged=one.item.flagged,
        correct=one.correct if one.shown else None,
    )


def _line(course: Catalogue, result: Result, one: _Marked, length: int) -> ReportLine:
    item = one.item
    question = show(
        as_text(item.version, course.links),
        order=item.order,
        prefix=f"q{item.position}",
        response=item.response,
        reveal=True,
        confidence=item.confidence,
    )
    heading = f"Question {item.position} of {length}"
    return ReportLine(
        item.position, heading, item.objective, result.ruled(question, item) if one.shown else None
    )


def _sureness(marked: Sequence[_Marked]) -> Calibration | None:
    judged = [
        (Confidence(one.item.confidence), one.correct) for one in marked if one.item.confidence and one.shown
    ]
    return calibration(judged) if judged else None
