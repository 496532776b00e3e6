"""One question for the staff: each of its texts with who chose what, what was repaired, and who sat it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from studyapp.domain.grading import InvalidResponse, Key, Response, check_response
from studyapp.domain.itemstats import ItemFigures, OptionFigures
from studyapp.domain.regrading import Ruling, accepted
from studyapp.domain.versions import ids_to_shuffle
from studyapp.models import Attempt, KeyRepair, QuestionVersion
from studyapp.queries.catalogue import Catalogue, as_text
from studyapp.queries.keypreview import candidate_of
from studyapp.queries.keys import figures_of, letters_of, suspicions
from studyapp.queries.reportdesk import DeskLine, lines_about
from studyapp.queries.sheets import Sheets, answered, finished, newest, sheets
from studyapp.queries.shown import ShownQuestion, show

SITTINGS = 20


@dataclass(frozen=True)
class OptionRow:
    """Who chose an option. No letter: nothing was chosen."""

    letter: str
    html: str
    keyed: bool
    figures: OptionFigures


@dataclass(frozen=True)
class SittingRow:
    """One of the newest sittings with this text; `answer` in letters."""

    started_at: datetime
    exam: str
    candidate: str
    answer: str
    right: bool


@dataclass(frozen=True)
class VersionCase:
    """One text. `newer_key` is the key of the text shown now, if it would fit here and is another one.

    `key` and `newer_key` are in letters; `newer_ids` are what a form would send.
    """

    pk: int
    number: int
    created_at: datetime
    current: bool
    question: ShownQuestion
    key: str
    figures: ItemFigures | None
    options: tuple[OptionRow, ...]
    reasons: tuple[str, ...]
    repairs: tuple[KeyRepair, ...]
    newer_key: str
    newer_ids: Response


@dataclass(frozen=True)
class QuestionCase:
    """All of a question, the newest text first."""

    slug: str
    pool: str
    objective: str
    retired: bool
    versions: tuple[VersionCase, ...]
    sittings: tuple[SittingRow, ...]
    total: int
    reports: tuple[DeskLine, ...]


def question_case(course: Catalogue, slug: str, *, now: datetime) -> QuestionCase | None:
    """A question by its id. Four queries, five if it was repaired, over its newest sittings."""
    attempts = answered(finished(now)).filter(items__version__question__slug=slug)
    found = sheets(newest(attempts), about=slug)
    texts = sorted(
        (text for text in found.versions.values() if text.question.slug == slug),
        key=lambda text: -text.number,
    )
    if not texts:
        return None
    question = texts[0].question
    figures, rulings = figures_of(found, only=[text.pk for text in texts])
    now_shown = next((text for text in texts if text.pk == question.current_id), None)
    return QuestionCase(
        slug=slug,
        pool=question.get_pool_display(),
        objective=question.objective_id,
        retired=question.retired_at is not None,
        versions=tuple(
            _version(course, found, text, figures.items.get(text.pk), rulings.get(text.pk), now_shown)
            for text in texts
        ),
        sittings=_sittings(found, {text.pk: text for text in texts}, rulings),
        total=len(found.papers),
        reports=lines_about(question.pk),
    )


def in_letters(version: QuestionVersion, response: Sequence[str]) -> str:
    """A response as the staff read it: "A and C", "B, D, A, C", or "A to 2, B to 1"."""
    letters = letters_of(version)
    if version.kind == "matching":
        lefts = {pair["id"]: n for n, pair in enumerate(version.body["pairs"], start=1)}
        pairs = (pair.split("=", 1) for pair in response)
        return ", ".join(f"{lefts[left]} to {letters[right]}" for left, right in pairs)
    joint = ", " if version.kind == "ordering" else " and "
    said = [letters[option] for option in response]
    return joint.join(said if version.kind == "ordering" else sorted(said))


def key_in_letters(version: QuestionVersion, key: Key, ruling: Ruling | None) -> str:
    """What is right now."""
    return ", or ".join(in_letters(version, answer) for answer in accepted(key, ruling))


def shown_to_staff(
    course: Catalogue, version: QuestionVersion, *, reveal: bool, response: Response = ()
) -> ShownQuestion:
    """The question with its options in the order of their letters."""
    order = ids_to_shuffle(version.kind, version.body)
    return show(as_text(version, course.links), order=order, prefix="q", response=response, reveal=reveal)


def _version(
    course: Catalogue,
    found: Sheets,
    version: QuestionVersion,
    figures: ItemFigures | None,
    ruling: Ruling | None,
    now_shown: QuestionVersion | None,
) -> VersionCase:
    key = found.keys[version.pk]
    newer = _newer_key(found, version, ruling, now_shown) if figures else ()
    return VersionCase(
        pk=version.pk,
        number=version.number,
        created_at=version.created_at,
        current=version is now_shown,
        question=shown_to_staff(course, version, reveal=True),
        key=key_in_letters(version, key, ruling),
        figures=figures,
        options=_options(version, figures, accepted(key, ruling)) if figures else (),
        reasons=suspicions(figures, key, ruling, letters_of(version)) if figures else (),
        repairs=tuple(repair for repair in found.repairs if repair.version_id == version.pk),
        newer_key=in_letters(version, newer),
        newer_ids=newer,
    )


def _newer_key(
    found: Sheets, version: QuestionVersion, ruling: Ruling | None, now_shown: QuestionVersion | None
) -> Response:
    """The key of the text shown now, where the same options are offered and it does not count yet."""
    if now_shown is None or now_shown is version or now_shown.kind != version.kind:
        return ()
    key, newer = found.keys[version.pk], found.keys[now_shown.pk].answer
    try:
        fits = check_response(key, newer) == newer and len(newer) == len(key.answer)
    except InvalidResponse:
        return ()
    return newer if fits and newer not in accepted(key, ruling) else ()


def _options(
    version: QuestionVersion, figures: ItemFigures, answers: Sequence[Response]
) -> tuple[OptionRow, ...]:
    keyed = {part for answer in answers for part in answer}
    if version.kind == "ordering":
        keyed = {" ".join(answer) for answer in answers}
    return tuple(
        OptionRow(
            letter=_letters(version, row.option),
            html=_html(version, row.option),
            keyed=row.option in keyed,
            figures=row,
        )
        for row in figures.options
    )


def _letters(version: QuestionVersion, option: str | None) -> str:
    if option is None:
        return ""
    return in_letters(version, option.split() if version.kind == "ordering" else (option,))


def _html(version: QuestionVersion, option: str | None) -> str:
    choices: Sequence[Mapping[str, str]] = version.body.get("choices", ())
    return next((choice["html"] for choice in choices if choice["id"] == option), "")


def _sittings(
    found: Sheets, texts: Mapping[int, QuestionVersion], rulings: Mapping[int, Ruling]
) -> tuple[SittingRow, ...]:
    shown = sorted(found.papers, reverse=True)[:SITTINGS]
    rows = Attempt.objects.select_related("learner__user", "exam").in_bulk(shown)
    lines = []
    for pk in shown:
        item = next(item for item in found.papers[pk] if item.text in texts)
        answers = accepted(item.key, rulings.get(item.text))
        lines.append(
            SittingRow(
                started_at=rows[pk].started_at,
                exam=rows[pk].exam.title,
                candidate=candidate_of(rows[pk]),
                answer=in_letters(texts[item.text], item.response),
                right=item.response in answers,
            )
        )
    return tuple(lines)
