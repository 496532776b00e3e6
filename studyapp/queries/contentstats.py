"""What answers say of the questions in the content files: for their authors, not for a learner.

Exam questions are looked at over the newest sittings of all exams, as on the pages of the keys. Practice
questions are looked at over first answers: all that somebody answered for the first time is one paper. Only
texts as they are published now are told of.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from studyapp.domain.grading import Key
from studyapp.domain.itemstats import ItemFigures, Mark, analyse
from studyapp.domain.keydoubts import ENOUGH
from studyapp.domain.regrading import Ruling
from studyapp.domain.versions import ids_to_shuffle, key_of
from studyapp.models import Answer, QuestionVersion
from studyapp.queries.keys import figures_of, suspicions
from studyapp.queries.sheets import answered, finished, newest, sheets

BY_OPTION = ("single", "multiple")


@dataclass(frozen=True)
class OptionLine:
    """An option by its letter in the file, and how many of 100 chose it."""

    letter: str
    percent: int
    key: bool


@dataclass(frozen=True)
class QuestionLine:
    """The figures of one question. With too few answers there are none, and nothing is doubted."""

    slug: str
    pool: str
    answers: int
    facility: float | None
    discrimination: float | None
    options: tuple[OptionLine, ...]
    doubts: tuple[str, ...]


def question_lines(*, now: datetime) -> tuple[QuestionLine, ...]:
    """Every question that was answered, the doubtful ones first, then what tells people apart least."""
    return tuple(sorted((*_exam_lines(now), *_practice_lines()), key=_rank))


def _exam_lines(now: datetime) -> list[QuestionLine]:
    found = sheets(newest(answered(finished(now))))
    figures, rulings = figures_of(found)
    texts = [text for text in found.versions.values() if text.question.current_id == text.pk]
    return [
        _line(text, figures.items[text.pk], found.keys[text.pk], rulings.get(text.pk))
        for text in texts
        if text.question.pool == "exam"
    ]


def _practice_lines() -> list[QuestionLine]:
    texts = {
        text.pk: text
        for text in QuestionVersion.objects.filter(current_of__pool="practice").select_related("question")
    }
    options = {
        pk: ids_to_shuffle(text.kind, text.body) for pk, text in texts.items() if text.kind in BY_OPTION
    }
    figures = analyse(list(_first_answers(texts).values()), options)
    return [
        _line(texts[pk], items, key_of(texts[pk].kind, texts[pk].body), None)
        for pk, items in figures.items.items()
        if isinstance(pk, int)
    ]


def _first_answers(texts: Mapping[int, QuestionVersion]) -> dict[int, list[Mark]]:
    """By learner: the first answer to each question, unless another text was answered then, or in a room."""
    rows = Answer.objects.filter(question__pool="practice").order_by("pk")
    fields = ("learner_id", "question_id", "version_id", "place", "response", "points", "out_of")
    met: set[tuple[int, int]] = set()
    papers: dict[int, list[Mark]] = {}
    for learner, question, version, place, response, points, out_of in rows.values_list(*fields).iterator():
        if (learner, question) in met:
            continue
        met.add((learner, question))
        if version in texts and place != "live":
            chosen = (" ".join(response),) if texts[version].kind == "ordering" else tuple(response)
            papers.setdefault(learner, []).append(Mark(version, points, out_of, chosen=chosen))
    return papers


def _line(text: QuestionVersion, figures: ItemFigures, key: Key, ruling: Ruling | None) -> QuestionLine:
    enough = figures.answers >= ENOUGH
    letters = _letters(text)
    return QuestionLine(
        slug=text.question.slug,
        pool=text.question.pool,
        answers=figures.answers,
        facility=figures.facility if enough else None,
        discrimination=figures.discrimination if enough else None,
        options=tuple(_options(figures, key, letters)) if enough else (),
        doubts=suspicions(figures, key, ruling, letters),
    )


def _letters(text: QuestionVersion) -> Mapping[str, str]:
    """The letters of options in the order in which their author wrote them."""
    written = text.body["choices"] if text.kind in BY_OPTION else ()
    return {choice["id"]: chr(ord("A") + n) for n, choice in enumerate(written)}


def _options(figures: ItemFigures, key: Key, letters: Mapping[str, str]) -> Iterator[OptionLine]:
    shares = {row.option: row.share for row in figures.options}
    for name, letter in letters.items():
        yield OptionLine(letter, round(100 * shares.get(name, 0.0)), name in key.answer)


def _rank(line: QuestionLine) -> tuple[int, bool, float, str]:
    unknown = line.discrimination is None
    return -len(line.doubts), unknown, line.discrimination or 0.0, line.slug
