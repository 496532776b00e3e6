"""A question as one page shows it: in the drawn order, and with its key only after the reveal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from string import ascii_uppercase
from typing import Any
from urllib.parse import urlsplit

from studyapp.domain.grading import grade
from studyapp.domain.versions import Body, key_of


@dataclass(frozen=True)
class ShownOption:
    """A choice, or a step of an ordering question. `correct` and `why_html` are empty before the reveal."""

    id: str
    letter: str
    html: str
    chosen: bool
    place: int | None
    correct: bool | None
    right_place: int | None
    why_html: str


@dataclass(frozen=True)
class ShownPair:
    """The left side of a matching pair, and the right side the learner chose for it."""

    id: str
    html: str
    chosen: str | None
    correct: bool | None
    right_text: str
    why_html: str


@dataclass(frozen=True)
class ShownTarget:
    """A right side of a matching question; plain text, since a <select> holds nothing else."""

    id: str
    text: str


@dataclass(frozen=True)
class QuestionText:
    """One stored version with the facts about its question that a page may need."""

    question_id: int
    version_id: int
    slug: str
    kind: str
    stem_html: str
    body: Body
    takeaway_html: str
    difficulty: int
    sources: tuple[str, ...]
    checked: date
    lesson_url: str
    lesson_title: str


@dataclass(frozen=True)
class ShownQuestion:
    """A question ready for the template: see `show`."""

    id: str
    kind: str
    prefix: str
    stem_html: str
    choose: int
    options: tuple[ShownOption, ...]
    pairs: tuple[ShownPair, ...]
    targets: tuple[ShownTarget, ...]
    places: tuple[int, ...]
    answered: bool
    revealed: bool
    correct: bool | None
    confidence: str
    takeaway_html: str
    sources: tuple[tuple[str, str], ...]
    checked: date | None
    lesson_url: str
    lesson_title: str
    difficulty: int
    version_id: int | None  # after the reveal: what a report is about
    accepted: tuple[tuple[str, ...], ...] = ()  # what is right, if a repair says so and not the text

    @property
    def number(self) -> str:
        """The digits of the prefix: which question of the page this is."""
        return "".join(filter(str.isdigit, self.prefix))

    @property
    def key_letters(self) -> str:
        """The letters of the right options, after the reveal: "C" or "C and D"; repaired also "C or D"."""
        right = tuple(option.id for option in self.options if option.correct)
        keys = (
            " and ".join(option.letter for option in self.options if option.id in key)
            for key in self.accepted or (right,)
        )
        return " or ".join(keys)


def show(
    text: QuestionText,
    *,
    order: Sequence[str],
    prefix: str,
    response: Sequence[str] = (),
    reveal: bool = False,
    confidence: str = "",
) -> ShownQuestion:
    """The question in the drawn `order`; nothing that gives the key away leaves here unless `reveal`."""
    key = key_of(text.kind, text.body)
    return ShownQuestion(
        id=text.slug,
        kind=text.kind,
        prefix=prefix,
        stem_html=text.stem_html,
        choose=len(key.answer) if text.kind == "multiple" else 1,
        options=_options(text, order, response, reveal),
        pairs=_pairs(text, response, reveal),
        targets=_targets(text, order),
        places=tuple(range(1, len(order) + 1)) if text.kind == "ordering" else (),
        answered=bool(response),
        revealed=reveal,
        correct=grade(key, tuple(response)).correct if reveal else None,
        confidence=confidence,
        takeaway_html=text.takeaway_html if reveal else "",
        sources=tuple((url, urlsplit(url).netloc) for url in text.sources) if reveal else (),
        checked=text.checked if reveal else None,
        lesson_url=text.lesson_url,
        lesson_title=text.lesson_title,
        difficulty=text.difficulty,
        version_id=text.version_id if reveal else None,
    )


def _options(
    text: QuestionText, order: Sequence[str], response: Sequence[str], reveal: bool
) -> tuple[ShownOption, ...]:
    if text.kind == "matching":
        return ()
    parts: list[Mapping[str, Any]] = list(text.body["steps" if text.kind == "ordering" else "choices"])
    right_place = {part["id"]: n for n, part in enumerate(parts, start=1)}
    by_id = {part["id"]: part for part in parts}
    ordering = text.kind == "ordering"
    placed = {id_: n for n, id_ in enumerate(response, start=1)} if ordering else {}
    return tuple(
        ShownOption(
            id=id_,
            letter=letter,
            html=by_id[id_]["html"],
            chosen=not ordering and id_ in response,
            place=placed.get(id_),
            correct=(placed.get(id_) == right_place[id_] if ordering else by_id[id_]["correct"])
            if reveal
            else None,
            right_place=right_place[id_] if reveal and ordering else None,
            why_html=by_id[id_]["why"] if reveal else "",
        )
        for letter, id_ in zip(ascii_uppercase, order, strict=False)
    )


def _pairs(text: QuestionText, response: Sequence[str], reveal: bool) -> tuple[ShownPair, ...]:
    if text.kind != "matching":
        return ()
    chosen = dict(item.split("=", 1) for item in response if "=" in item)
    right = {target["id"]: target["text"] for target in text.body["targets"]}
    return tuple(
        ShownPair(
            id=pair["id"],
            html=pair["html"],
            chosen=chosen.get(pair["id"]),
            correct=chosen.get(pair["id"]) == pair["target"] if reveal else None,
            right_text=right[pair["target"]] if reveal else "",
            why_html=pair["why"] if reveal else "",
        )
        for pair in text.body["pairs"]
    )


def _targets(text: QuestionText, order: Sequence[str]) -> tuple[ShownTarget, ...]:
    if text.kind != "matching":
        return ()
    right = {target["id"]: target["text"] for target in text.body["targets"]}
    return tuple(ShownTarget(id_, right[id_]) for id_ in order)
