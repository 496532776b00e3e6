"""How sure a learner was against how right, and the questions she was sure of and missed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from studyapp.domain.calibration import ENOUGH_OF_ONE, Bin, Brier, Calibration, Lean, calibration
from studyapp.domain.grading import Confidence
from studyapp.queries.answerfigures import Answered, Asked
from studyapp.queries.catalogue import Catalogue
from studyapp.queries.counted import counted
from studyapp.queries.coursefacts import question_texts
from studyapp.queries.taught import taught

NEWEST = 500  # judged answers that count: people learn to know themselves, and old answers would hide it
SHOWN = 10
_NAMES = {Confidence.SURE: "Sure", Confidence.UNSURE: "Unsure", Confidence.GUESS: "A guess"}
_FIRST_ROW, _ROW = 30, 52  # of the chart, in pixels


@dataclass(frozen=True)
class Sureness:
    """A row of chart and table: the answers of one confidence. Per cent are whole; `x…` are SVG's.

    All that is said of the share right is None without any answer; `lean` also where there are too few.
    """

    name: str
    y: int
    answers: int
    right: int
    in_ten: int
    stated: int
    x_stated: str
    share: int | None
    low: int | None
    high: int | None
    x_share: str
    x_low: str
    width: str
    lean: Lean | None
    needed: int


@dataclass(frozen=True)
class CalibrationPage:
    """How well a learner knows what she knows; no `lean` and `brier` while `needed` answers are missing."""

    lines: tuple[Sureness, ...]
    height: int
    answers: int
    needed: int
    stated: int
    share: int
    low: int
    high: int
    lean: Lean | None
    brier: Brier | None
    newest: int


@dataclass(frozen=True)
class SureAndWrong:
    """A practice question whose latest judged answer was sure and wrong, and where it is taught."""

    question_id: int
    slug: str
    text: str
    at: datetime
    lesson_title: str
    lesson_url: str  # with the section, if the lesson has it; empty if the lesson is retired
    section_title: str


@dataclass(frozen=True)
class SureAndWrongList:
    """The newest of them, and how many there are."""

    count: int
    questions: tuple[SureAndWrong, ...]


def calibration_page(learner_id: int | None, *, now: datetime) -> CalibrationPage:
    """The newest judged answers, counted. One query for a learner, none for a visitor."""
    rows: Iterable[tuple[str, bool]] = ()
    if learner_id is not None:
        judged = counted(learner_id, now).exclude(confidence="")
        newest = judged.order_by("-answered_at", "-pk")[:NEWEST]
        rows = newest.values_list("confidence", "correct")
    return _page(calibration((Confidence(confidence), correct) for confidence, correct in rows))


def sure_and_wrong(course: Catalogue, answers: Iterable[Answered], *, limit: int = SHOWN) -> SureAndWrongList:
    """Published practice questions answered sure and wrong at last, newest first.

    The latest answer is the one that came in last, among those given where a confidence is asked for.
    """
    missed = [(one.sure_wrong_at, one.question) for one in answers if one.sure_wrong_at and one.question.live]
    missed.sort(key=lambda pair: (pair[0], pair[1].pk), reverse=True)
    texts = question_texts(course.key) if missed else {}
    return SureAndWrongList(
        len(missed),
        tuple(_taught(course, question, at, texts.get(question.pk, "")) for at, question in missed[:limit]),
    )


def _taught(course: Catalogue, question: Asked, at: datetime, text: str) -> SureAndWrong:
    place = taught(course, question.lesson_id, question.section)
    return SureAndWrong(
        question_id=question.pk,
        slug=question.slug,
        text=text,
        at=at,
        lesson_title=place.lesson_title,
        lesson_url=place.url,
        section_title=place.section_title,
    )


def _page(found: Calibration) -> CalibrationPage:
    return CalibrationPage(
        lines=tuple(_line(one, _FIRST_ROW + n * _ROW) for n, one in enumerate(found.bins)),
        height=_FIRST_ROW + len(found.bins) * _ROW,
        answers=found.answers,
        needed=found.needed,
        stated=_percent(found.stated),
        share=_percent(found.share),
        low=_percent(found.low),
        high=_percent(found.high),
        lean=found.lean,
        brier=found.brier,
        newest=NEWEST,
    )


def _line(one: Bin, y: int) -> Sureness:
    share, low, high = one.share or 0.0, one.low or 0.0, one.high or 0.0
    return Sureness(
        name=_NAMES[one.confidence],
        y=y,
        answers=one.answers,
        right=one.right,
        in_ten=one.in_ten,
        stated=_percent(one.stated),
        x_stated=_x(one.stated),
        share=_percent(share) if one.answers else None,
        low=_percent(low) if one.answers else None,
        high=_percent(high) if one.answers else None,
        x_share=_x(share),
        x_low=_x(low),
        width=_x(high - low),
        lean=one.lean,
        needed=max(ENOUGH_OF_ONE - one.answers, 0),
    )


def _percent(share: float) -> int:
    return round(100 * share)


def _x(share: float) -> str:
    return f"{100 * share:.1f}%"
