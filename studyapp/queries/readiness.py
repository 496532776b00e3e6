"""Readiness as its page shows it: a range for each objective and for the whole exam."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from studyapp.domain.readiness import (
    ENOUGH_ANSWERS,
    ObjectiveReadiness,
    Range,
    Readiness,
    Word,
    pass_share,
    readiness,
)
from studyapp.queries.catalogue import Catalogue
from studyapp.queries.evidence import Known, first_tries, practice_questions

_FIRST_ROW, _ROW = 34, 46  # of the chart, in pixels


@dataclass(frozen=True)
class Bar:
    """A range for a chart and for a reader. `x` and `width` are per cent of the chart, as SVG wants them."""

    low: int  # whole per cent
    high: int
    x: str
    width: str


@dataclass(frozen=True)
class Line:
    """A row of chart and table: an objective, or the whole exam, whose `code` is empty.

    `now` is None while `needed` more answers are missing; `unseen` practice questions are left for them. The
    word also comes as a part of a class name: `kind`. Shares and recall are whole per cent.
    """

    code: str
    name: str
    y: int
    share: int
    answers: int
    needed: int
    unseen: int
    now: Bar | None
    word: Word | None
    reaches: bool  # the pass mark, with the upper end of the range
    later: Bar | None
    recall_now: int | None
    recall_later: int | None

    @property
    def kind(self) -> str:
        """The word as a part of a class name; "open" without one."""
        return self.word.name.lower().replace("_", "-") if self.word else "open"


@dataclass(frozen=True)
class ReadinessPage:
    """What is known of a learner's readiness. `exam_day` is None without a date, or if it is over."""

    whole: Line
    objectives: tuple[Line, ...]
    pass_mark: int  # on the scale of the exam
    passes: int  # the same in whole per cent
    pass_x: str
    height: int
    exam_day: date | None
    fades: bool  # whether any row says something of the exam day
    enough: int  # first answers of an objective before a range is stated

    @property
    def rows(self) -> tuple[Line, ...]:
        """The rows of the chart."""
        return (self.whole, *self.objectives)

    @property
    def stated(self) -> bool:
        """Whether there is a range to draw."""
        return any(line.now for line in self.objectives)

    @property
    def missing(self) -> tuple[Line, ...]:
        """The objectives without a range, those with the most of the exam first."""
        return tuple(sorted((line for line in self.objectives if not line.now), key=lambda line: -line.share))


def blueprint(course: Catalogue) -> Mapping[str, int]:
    """What the exam asks: as the longest practice exam, or of each objective one if there is none."""
    longest = max(course.exams, key=lambda exam: exam.length, default=None)
    asked = longest.blueprint if longest else {}
    codes = [objective.code for objective in course.objectives]
    return {code: asked[code] for code in codes if asked.get(code)} or dict.fromkeys(codes, 1)


def readiness_page(course: Catalogue, known: Known, *, now: datetime) -> ReadinessPage:
    """How ready somebody is, of whom so much is known. No query once the course has been read."""
    tried = first_tries(known.answers)
    found = readiness(
        tried.tries,
        now=now,
        blueprint=blueprint(course),
        passes=pass_share(course.info.exam.pass_mark),
        recall=known.items.recall,
    )
    practice = practice_questions(course.key) if known.answers else {}
    unseen = {code: len(ids - tried.seen) for code, ids in practice.items()}
    return _page(course, found, unseen, known.exam_day)


def _page(
    course: Catalogue, found: Readiness, unseen: Mapping[str, int], exam_day: date | None
) -> ReadinessPage:
    names = {objective.code: objective.short for objective in course.objectives}
    whole = Line(
        code="",
        name="Whole exam",
        y=_FIRST_ROW,
        share=100,
        answers=found.answers,
        needed=sum(row.needed for row in found.objectives),
        unseen=sum(unseen.values()),
        **_ranges(found, found.passes),
    )
    objectives = tuple(
        Line(
            code=row.objective,
            name=names[row.objective],
            y=_FIRST_ROW + n * _ROW,
            share=_percent(row.share),
            answers=row.answers,
            needed=row.needed,
            unseen=unseen.get(row.objective, 0),
            **_ranges(row, found.passes),
        )
        for n, row in enumerate(found.objectives, start=1)
    )
    return ReadinessPage(
        whole=whole,
        objectives=objectives,
        pass_mark=course.info.exam.pass_mark,
        passes=_percent(found.passes),
        pass_x=f"{100 * found.passes:.1f}%",
        height=_FIRST_ROW + (len(objectives) + 1) * _ROW,
        exam_day=exam_day,
        fades=any(line.later for line in (whole, *objectives)),
        enough=ENOUGH_ANSWERS,
    )


def _ranges(found: Readiness | ObjectiveReadiness, passes: float) -> dict[str, Any]:
    """The fields of a line that the whole and an objective have in common."""
    recall = found.recall
    return {
        "now": _bar(found.range),
        "word": found.word,
        "reaches": found.range is not None and found.range.high >= passes,
        "later": _bar(found.later),
        "recall_now": None if recall is None else _percent(recall.now),
        "recall_later": None if recall is None or recall.later is None else _percent(recall.later),
    }


def _bar(found: Range | None) -> Bar | None:
    if found is None:
        return None
    return Bar(
        low=_percent(found.low),
        high=_percent(found.high),
        x=f"{100 * found.low:.1f}%",
        width=f"{100 * (found.high - found.low):.1f}%",
    )


def _percent(share: float) -> int:
    return round(100 * share)
