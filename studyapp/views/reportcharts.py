"""The charts of a report and of a comparison: their places, and the words of each of their parts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from studyapp.domain.pacing import slowest_first
from studyapp.domain.readiness import pass_share
from studyapp.domain.scoring import Score, raw_cut
from studyapp.domain.timing import in_words
from studyapp.queries.comparing import Compared
from studyapp.queries.examreport import ObjectiveReport, Report
from studyapp.queries.exams import Place
from studyapp.views.barchart import BarChart, Column, bar_chart

HEAD, ROW = 30, 52  # pixels
STEP = 24  # from one attempt to the next, under one objective
LABEL_EVERY = 5  # questions below the chart of time
OF_TEN = 10
SHORT = 120  # seconds: where no question took longer, the chart counts in them


@dataclass(frozen=True)
class RangeRow:
    """An objective's row: the points reached on a track, and the range they are likely in; `x…` are SVG's."""

    line: ObjectiveReport
    y: int
    x_share: str
    x_low: str
    width: str


@dataclass(frozen=True)
class RangeChart:
    """Rows, and where the share of points that passes stands."""

    rows: tuple[RangeRow, ...]
    height: int
    x_pass: str
    passes: int


@dataclass(frozen=True)
class Paced:
    """A question in the table of time; `correct` is None where it is not told."""

    position: int
    time: str
    answered: bool
    correct: bool | None


@dataclass(frozen=True)
class PaceWords:
    """Where the time went: a chart in the order of the paper, a table with the slowest on top."""

    total: str
    average: str
    right: str
    other: str
    rest: str
    unit: str
    chart: BarChart
    rows: tuple[Paced, ...]

    @property
    def title(self) -> str:
        """What the chart shows."""
        return f"{self.unit} on each question, in the order of the paper"


@dataclass(frozen=True)
class ComparedRow:
    """The attempts of one objective on one track each."""

    id: str
    name: str
    y: int
    height: int
    ranges: tuple[tuple[str, RangeRow], ...]


@dataclass(frozen=True)
class ComparedChart:
    """Everything the template draws of a comparison."""

    rows: tuple[ComparedRow, ...]
    height: int
    x_pass: str
    passes: int


def range_chart(report: Report) -> RangeChart:
    """The objectives of one report, below each other."""
    rows = tuple(_range(line, HEAD + n * ROW) for n, line in enumerate(report.objectives))
    share = _passes(report.score, report.pass_mark)
    return RangeChart(rows, HEAD + len(rows) * ROW, _percent(share), round(100 * share))


def pace_words(report: Report) -> PaceWords | None:
    """Where the time went; None if nothing was changed in the whole sitting."""
    pace = report.pace
    if not pace.questions:
        return None
    marks = {place.number: place for place in report.places}
    right = sum(seconds for n, seconds in pace.questions.items() if marks[n].correct)
    other = sum(seconds for n, seconds in pace.questions.items() if marks[n].correct is False)
    unit = 1 if max(pace.questions.values()) < SHORT else 60
    columns = [_column(place, pace.questions.get(place.number, 0), unit) for place in report.places]
    total, average = _spoken(pace.total), _spoken(sum(pace.questions.values()) / len(pace.questions))
    return PaceWords(
        total=total,
        average=average,
        right=_spoken(right),
        other=_spoken(other),
        rest=_spoken(pace.rest),
        unit="Seconds" if unit == 1 else "Minutes",
        chart=bar_chart(columns, f"{total} in all, {average} on average for a question you worked on."),
        rows=tuple(
            Paced(n, _spoken(seconds), marks[n].answered, marks[n].correct)
            for n, seconds in slowest_first(pace)
        ),
    )


def compared_chart(compared: Compared) -> ComparedChart:
    """For each objective the attempts below each other, the oldest on top."""
    rows = tuple(_compared_rows(compared))
    height = rows[-1].y + rows[-1].height if rows else HEAD
    last = compared.attempts[-1] if compared.attempts else None
    share = _passes(last.score, last.pass_mark) if last else 0.0
    return ComparedChart(rows, height, _percent(share), round(100 * share))


def _passes(score: Score | None, pass_mark: int) -> float:
    """The share of its points that passes a paper: with few questions not quite the pass mark's own."""
    if score is None or not score.total:
        return pass_share(pass_mark)
    return raw_cut(score.total, pass_mark) / score.total


def _compared_rows(compared: Compared) -> Iterator[ComparedRow]:
    y = HEAD
    for line in compared.objectives:
        found = [
            (attempt.label, part)
            for attempt, part in zip(compared.attempts, line.parts, strict=True)
            if part is not None
        ]
        ranges = tuple((label, _range(part, STEP * (n + 1))) for n, (label, part) in enumerate(found))
        height = STEP * (len(ranges) + 1) + 8
        yield ComparedRow(line.id, line.name, y, height, ranges)
        y += height


def _range(line: ObjectiveReport, y: int) -> RangeRow:
    return RangeRow(
        line,
        y,
        _percent(line.right / line.total if line.total else 0),
        _percent(line.likely.low / OF_TEN),
        _percent((line.likely.high - line.likely.low) / OF_TEN),
    )


def _column(place: Place, seconds: float, unit: int) -> Column:
    words = f"Question {place.number}: {_spoken(seconds)}{_verdict(place.correct)}"
    label = str(place.number) if place.number % LABEL_EVERY == 0 or place.number == 1 else ""
    return Column(words, label, ((_kind(place.correct), seconds / unit),))


def _kind(correct: bool | None) -> str:
    return "middle" if correct is None else "solid" if correct else "open"


def _verdict(correct: bool | None) -> str:
    return "" if correct is None else ", right" if correct else ", not yet"


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"


def _spoken(seconds: float) -> str:
    return in_words(timedelta(seconds=seconds))
