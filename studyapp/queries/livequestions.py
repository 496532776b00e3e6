"""A question of a live room as a plain value, wherever it comes from, and what could be put into a room."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.html import escape, linebreaks

from studyapp.domain.grading import Key
from studyapp.domain.live import Vote
from studyapp.domain.markup import plain_text
from studyapp.domain.versions import key_of
from studyapp.models import LiveQuestion, Question, QuestionVersion

KINDS = ("single", "multiple")  # whose options can be counted
MOST_FOUND = 30
LONG, VERY_LONG = 750, 1300  # bytes of stem and options: what decides how large a projector sets them
TITLE = 110


@dataclass(frozen=True)
class AskedOption:
    """An option under its letter; `why_html` is empty for one put on the spot."""

    id: str
    letter: str
    html: str
    why_html: str


@dataclass(frozen=True)
class Asked:
    """A whole question, key and reasons included: for the server's eyes.

    `key` is None for a question on the spot without one; `rules` then takes any one option for right.
    """

    kind: str
    stem_html: str
    options: tuple[AskedOption, ...]
    key: Vote | None
    rules: Key
    takeaway_html: str
    before_html: str = ""  # of a challenge of the path lab: the path at its start,
    after_html: str = ""  # and with the right changes made
    challenge_url: str = ""

    @property
    def title(self) -> str:
        """How the question begins, in plain text."""
        return _title(self.stem_html)

    @property
    def length(self) -> str:
        """How much there is to read: "", "long" or "very-long"."""
        size = len(self.stem_html) + sum(len(option.html) for option in self.options)
        return "very-long" if size > VERY_LONG else "long" if size > LONG else ""

    @property
    def choose(self) -> int:
        """How many options are asked for."""
        return len(self.rules.answer)

    @property
    def ids(self) -> tuple[str, ...]:
        """The options in the order everybody sees them in."""
        return tuple(option.id for option in self.options)


@dataclass(frozen=True)
class Found:
    """A question that may be put into a room."""

    version_id: int
    title: str
    stem_html: str
    objective: str
    own: bool  # of this class, not of the course
    there: bool  # in the room already


def asked(question: LiveQuestion) -> Asked:
    """The question in the order of the room. `version` has to be joined."""
    if question.version is None:
        spot = question.spot or {}
        return _of_challenge(spot) if "challenge" in spot else _of_spot(spot)
    body = question.version.body
    rules = key_of(question.version.kind, body)
    by_id = {choice["id"]: choice for choice in body["choices"]}
    options = tuple(
        AskedOption(id_, letter, by_id[id_]["html"], by_id[id_]["why"])
        for letter, id_ in zip(ascii_uppercase, question.order, strict=False)
    )
    return Asked(
        question.version.kind,
        question.version.stem_html,
        options,
        rules.answer,
        rules,
        question.version.takeaway_html,
    )


def found(
    *, room_id: int, classroom_id: int, words: str = "", objective: str = "", idea: str = ""
) -> tuple[Found, ...]:
    """Practice questions of the course and the class's own, the class's first. One query.

    Of an exam question nothing is ever found. All `words` have to be in the text; "" finds everything.
    """
    rows = _askable(classroom_id).select_related("current")
    if idea:
        rows = rows.filter(idea__slug=idea)
    for word in words.split():
        rows = rows.filter(Q(current__stem_html__icontains=escape(word)) | Q(slug__icontains=word))
    if objective:
        rows = rows.filter(objective=objective)
    there = Q(current__in=LiveQuestion.objects.filter(room=room_id, version__isnull=False).values("version"))
    rows = rows.annotate(there=there)
    return tuple(_found(row) for row in rows.order_by("pool", "lesson__position", "pk")[:MOST_FOUND])


def question_about(*, classroom_id: int, idea: str) -> QuestionVersion | None:
    """The first question of an idea that could be asked live. One query."""
    rows = _askable(classroom_id).filter(idea__slug=idea).select_related("current")
    row = rows.order_by("pool", "lesson__position", "pk").first()
    return row.current if row else None


def _askable(classroom_id: int) -> QuerySet[Question]:
    """What may be put into a room of this class."""
    pool = Q(pool="practice", classroom=None) | Q(pool="class", classroom=classroom_id)
    return Question.objects.filter(pool, retired_at=None, current__kind__in=KINDS)


def _found(row: Any) -> Found:
    return Found(
        version_id=row.current_id,
        title=_title(row.current.stem_html),
        stem_html=row.current.stem_html,
        objective=row.objective_id,
        own=row.pool == "class",
        there=bool(row.there),
    )


def _of_spot(spot: Mapping[str, Any]) -> Asked:
    options = _lettered((escape(text), "") for text in spot["options"])
    key = None if spot["right"] is None else (str(spot["right"]),)
    stem = linebreaks(spot["text"], autoescape=True)
    return Asked("single", stem, options, key, _one_of(options, key), "")


def _of_challenge(spot: Mapping[str, Any]) -> Asked:
    """A challenge of the path lab as `queries.liveboard` made it when it was put into the room."""
    options = _lettered((offer["html"], offer["why"]) for offer in spot["offers"])
    key = (str(spot["right"]),)
    return Asked(
        "single",
        spot["stem"],
        options,
        key,
        _one_of(options, key),
        spot["takeaway"],
        before_html=spot["before"],
        after_html=spot["after"],
        challenge_url=f"/paths/{spot['path']}/challenges/{spot['challenge']}/",
    )


def _lettered(texts: Iterable[tuple[str, str]]) -> tuple[AskedOption, ...]:
    lettered = enumerate(zip(ascii_uppercase, texts, strict=False))
    return tuple(AskedOption(str(n), letter, html, why) for n, (letter, (html, why)) in lettered)


def _one_of(options: Sequence[AskedOption], key: Vote | None) -> Key:
    ids = tuple(option.id for option in options)
    return Key(kind="single", options=ids, targets=(), answer=key or ids[:1])


def _title(stem_html: str) -> str:
    text = plain_text(stem_html)
    return text if len(text) <= TITLE else f"{text[: TITLE - 1].rstrip()}…"


def offered(*, classroom_id: int, version_id: int) -> QuestionVersion | None:
    """The version, if it is the current one of a question that may be put into a room of this class."""
    pool = Q(question__pool="practice", question__classroom=None)
    pool |= Q(question__pool="class", question__classroom=classroom_id)
    rows = QuestionVersion.objects.filter(pool, kind__in=KINDS, question__retired_at=None)
    return rows.filter(pk=version_id, current_of__isnull=False).first()
