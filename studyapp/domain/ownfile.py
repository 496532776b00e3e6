"""The file with everything of one learner (docs/data.md), read back: what it may say, and nothing else.

It comes from outside and may have been written by anybody. So every value has its bounds here, what the file
says of right and wrong is not read at all, and what does not fit makes the whole file unreadable.
"""

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    FailFast,
    Field,
    ValidationError,
    ValidationInfo,
    model_validator,
)

from studyapp.domain.memory import RETENTION_MAX, RETENTION_MIN, Schedule
from studyapp.domain.memory import Memory as Remembered
from studyapp.domain.studyday import as_utc

FORMAT, VERSION = "in-transit", 1  # docs/data.md; a new version when a reader of the old one would stumble
MOST_SENT = 3_000_000  # bytes of a file that somebody brings, packed: 10,000 reviews take one million
MOST_REVIEWS = 100_000
MOST_ANSWERS = 100_000
_EARLIEST, _LATEST = date(2000, 1, 1), date(2300, 1, 1)
_SKEW = timedelta(days=1)  # a file from a computer whose clock is ahead


class Unreadable(ValueError):
    """Nothing of this file can be used; the message is a sentence for whoever sent it."""


def _past(moment: datetime, info: ValidationInfo) -> datetime:
    moment = _in_range(moment)
    if info.context and moment > info.context["now"] + _SKEW:
        raise ValueError("lies in the future")
    return moment


def _in_range(moment: datetime) -> datetime:
    if not _EARLIEST < moment.date() < _LATEST:
        raise ValueError("is no moment of our time")
    return as_utc(moment)


type Past = Annotated[AwareDatetime, AfterValidator(_past)]
type Moment = Annotated[AwareDatetime, AfterValidator(_in_range)]
type Day = Annotated[date, Field(gt=_EARLIEST, lt=_LATEST)]
type Name = Annotated[str, Field(max_length=100, pattern=r"^[\w:.=-]*$")]
type Count = Annotated[int, Field(ge=0, le=1_000_000)]
type Seconds = Annotated[float, Field(ge=0, le=86_400)]
type Steps = Annotated[list[Annotated[int, Field(ge=1, le=86_400)]], Field(max_length=10)]
type Options = Annotated[list[Name], Field(max_length=60)]
type Stage = Literal["new", "learning", "review", "relearning"]


class _Part(BaseModel):
    """What is not named here is passed over: a newer program may have written more."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class Account(_Part):
    """Whose account it was."""

    name: Annotated[str, Field(max_length=150)]


class Settings(_Part):
    """How somebody wants to study. A time factor is given by somebody else, and is not brought."""

    key: UUID
    time_zone: Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9_+/-]+$")]
    zone_chosen: bool
    rollover_hour: Annotated[int, Field(ge=0, le=23)]
    desired_retention: Annotated[float, Field(ge=RETENTION_MIN, le=RETENTION_MAX)]
    new_per_day: Annotated[int, Field(ge=0, le=999)]
    reviews_per_day: Annotated[int, Field(ge=0, le=9999)]
    learning_steps: Steps
    relearning_steps: Steps
    queue_misses: bool
    exam_date: Day | None
    parameter_set: Count | None
    created_at: Past


class Weights(_Part):
    """Weights of FSRS that were fitted to this learner."""

    number: Annotated[int, Field(ge=1, le=1_000_000)]
    parameters: Annotated[tuple[float, ...], Field(min_length=21, max_length=21)]
    optimizer: Annotated[str, Field(max_length=60, pattern=r"^[\w .:+-]*$")]
    fitted_at: Past
    fitted_on: Count
    held_out: Count
    loss_before: Annotated[float, Field(ge=0, le=1000)]
    loss_after: Annotated[float, Field(ge=0, le=1000)]
    adopted: bool

    @model_validator(mode="after")
    def usable(self) -> "Weights":
        """The library knows what it can count with."""
        Schedule(parameters=self.parameters)
        return self


class Lesson(_Part):
    """How far a lesson was read."""

    lesson: Name
    section: Annotated[str, Field(max_length=120, pattern=r"^[\w-]*$")]
    updated_at: Past
    finished_at: Past | None


class Answer(_Part):
    """An answer. Whether it was right is not read: it is marked by the key that is here."""

    question: Name
    version: Name
    place: Literal["lesson", "precheck", "practice", "review", "exam", "live", "class"]
    response: Options | None
    confidence: Literal["sure", "unsure", "guess", ""]
    answered_at: Past
    seconds: Seconds | None
    token: UUID


class State(_Part):
    """What is remembered of an item: domain.memory.Memory."""

    stage: Stage
    step: Annotated[int, Field(ge=0, le=100)] | None
    stability: Annotated[float, Field(gt=0, le=1e6)] | None
    difficulty: Annotated[float, Field(ge=1, le=10)] | None
    due_day: Day | None
    due_at: Moment | None
    last_at: Past | None
    last_day: Day | None
    reviews: Count
    lapses: Count
    missed: bool = False

    @model_validator(mode="after")
    def whole(self) -> "State":
        """A new item knows nothing; any other when it was seen, when it is due, and how well it sits."""
        facts = (self.stability, self.difficulty, self.due_day, self.last_at, self.last_day)
        blank = [fact is None for fact in facts]
        if any(blank) if self.stage != "new" else not all(blank):
            raise ValueError("is half a memory")
        if (self.step is not None) != (self.stage in {"learning", "relearning"}):
            raise ValueError("has a step where there is none, or none where there is one")
        return self

    def remembered(self) -> Remembered:
        """As the rules have it."""
        return Remembered(**{name: getattr(self, name) for name in Remembered.__dataclass_fields__})


class _OfItem(_Part):
    card: Name | None
    question: Name | None

    @model_validator(mode="after")
    def one(self) -> "_OfItem":
        """Of one thing."""
        if (self.card is None) == (self.question is None):
            raise ValueError("is of a card or of a question")
        return self

    @property
    def item(self) -> tuple[str | None, str | None]:
        """What names the item."""
        return self.card, self.question


class Memory(State, _OfItem):
    """An item in the queue."""

    buried_until: Day | None
    suspended_at: Past | None
    added_at: Past


class Review(_OfItem):
    """A review."""

    number: Count
    stage: Stage
    rating: Annotated[int, Field(ge=1, le=4)]
    answer: UUID | None
    order: Options
    reviewed_at: Past
    received_at: Past
    seconds: Seconds | None
    token: UUID | None
    day: Day
    before: State
    after: State
    undone_at: Past | None


class QuizItem(_Part):
    """A question of a quiz."""

    question: Name
    version: Name
    order: Options
    answer: UUID | None


class Quiz(_Part):
    """A quiz."""

    objectives: Annotated[list[Annotated[str, Field(pattern="^[A-Z][0-9]{1,2}$")]], Field(max_length=40)]
    pick: Literal[
        "mixed", "weakest", "missed", "sure-wrong", "unseen", "confusable", "idea", "precheck", "set"
    ]
    subject: Annotated[str, Field(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]  # of a set, its title
    mode: Literal["each", "end"]
    seed: Annotated[int, Field(ge=-(2**63), lt=2**63)]
    started_at: Past
    deadline: Moment | None
    finished_at: Past | None
    token: UUID
    items: Annotated[list[QuizItem], Field(max_length=200)]


class PathTry(_Part):
    """A try in the path lab. Whether it met the challenge is worked out here."""

    path: Name
    challenge: Name
    digest: Name
    chosen: Options
    hints: Annotated[int, Field(ge=0, le=100)]
    answered_at: Past
    token: UUID


class Passed(_Part):
    """A row that is counted and not read."""


class OwnFile(_Part):
    """The whole file. Sittings, reports and classes belong to the place where they were, and are not read."""

    format: Literal["in-transit"]
    version: Literal[1]
    account: Account | None
    learner: Settings
    lessons: Annotated[list[Lesson], Field(max_length=1000), FailFast()]
    answers: Annotated[list[Answer], Field(max_length=MOST_ANSWERS), FailFast()]
    memories: Annotated[list[Memory], Field(max_length=10_000), FailFast()]
    reviews: Annotated[list[Review], Field(max_length=MOST_REVIEWS), FailFast()]
    quizzes: Annotated[list[Quiz], Field(max_length=10_000), FailFast()]
    path_answers: Annotated[list[PathTry], Field(max_length=20_000), FailFast()]
    parameter_sets: Annotated[list[Weights], Field(max_length=1000), FailFast()]
    attempts: Annotated[list[Passed], FailFast()] = []
    reports: Annotated[list[Passed], FailFast()] = []
    classes: Annotated[list[Passed], FailFast()] = []

    @model_validator(mode="after")
    def coherent(self) -> "OwnFile":
        """Nothing stands there twice, and every review is of an item and below its number of reviews."""
        once: tuple[Iterable[object], ...] = (
            (row.lesson for row in self.lessons),
            (row.token for row in self.answers),
            (row.item for row in self.memories),
            (row.token for row in self.reviews if row.token),
            ((row.item, row.number) for row in self.reviews if row.undone_at is None),
            (row.token for row in self.quizzes),
            (row.token for row in self.path_answers),
            (row.number for row in self.parameter_sets),
        )
        for names in once:
            found = list(names)
            if len(found) != len(set(found)):
                raise ValueError("says something twice")
        held = {row.item: row.reviews for row in self.memories}
        for row in self.reviews:
            if row.item not in held or (row.undone_at is None and row.number >= held[row.item]):
                raise ValueError("has a review of nothing")
        return self


def own_file(data: bytes | str, *, now: datetime) -> OwnFile:
    """The file as values. Unreadable, with a sentence, for any other, and for one that cannot be."""
    try:
        # Not by pydantic itself: it takes two kilobytes for every pair of brackets.
        told = json.loads(data)
    except (ValueError, RecursionError):
        raise Unreadable(_sentence("json_invalid", ())) from None
    try:
        return OwnFile.model_validate(told, context={"now": now})
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        raise Unreadable(_sentence(first["type"], first["loc"])) from None


def _sentence(kind: str, place: tuple[int | str, ...]) -> str:
    if kind == "json_invalid":
        return "This file is damaged: it breaks off, or is not JSON."
    if place[:1] == ("format",):
        return "This is not a file of everything from In Transit."
    if place[:1] == ("version",):
        return "This file was written by a newer version than this one. Nothing was brought in."
    name = str(place[0]) if place else "its parts"
    row = f", row {place[1] + 1}" if len(place) > 1 and isinstance(place[1], int) else ""
    return f"This file cannot be used: something in “{name}”{row} is not as this site writes it."
