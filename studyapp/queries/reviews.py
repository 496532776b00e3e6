"""The review queue: what comes next, and what each button would do."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from functools import lru_cache, partial
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet

from studyapp.domain.grading import Filled
from studyapp.domain.memory import Memory as Remembered
from studyapp.domain.memory import Rating, Schedule, Stage, interval, interval_text, preview
from studyapp.domain.shuffling import shuffled
from studyapp.domain.versions import ids_to_shuffle
from studyapp.models import Learner, Memory, Review
from studyapp.queries.catalogue import Catalogue, as_text
from studyapp.queries.shown import ShownQuestion, show

EMPTY = Filled()
LEARN_AHEAD = timedelta(minutes=20)  # with nothing else left, a learning step due this soon comes now
RATING_NAMES = {Rating.AGAIN: "Again", Rating.HARD: "Hard", Rating.GOOD: "Good", Rating.EASY: "Easy"}


@dataclass(frozen=True)
class Button:
    """One of the four ratings, and when the card would come back."""

    value: int
    name: str
    interval: str


@dataclass(frozen=True)
class Counts:
    """What waits in the queue: new items still allowed today, learning steps due, reviews due."""

    new: int
    learning: int
    review: int

    @property
    def total(self) -> int:
        """Everything that can be done now."""
        return self.new + self.learning + self.review


@dataclass(frozen=True)
class CardFace:
    """A card, both sides, and where it was taught."""

    front_html: str
    back_html: str
    source: str
    source_host: str
    lesson_url: str
    lesson_title: str


@dataclass(frozen=True)
class QueueItem:
    """The item at hand: a card or a question."""

    memory_id: int
    number: int
    stage: str
    card: CardFace | None
    question: ShownQuestion | None
    buttons: tuple[Button, ...] = ()  # of a card whose back is shown


@dataclass(frozen=True)
class ReviewPage:
    """The queue as its page shows it. `item` is None when nothing is left to do now."""

    counts: Counts
    item: QueueItem | None
    can_undo: bool
    enrolled: bool


@lru_cache(maxsize=256)
def _schedule(zone: str, rollover_hour: int, desired_retention: float) -> Schedule:
    return Schedule(zone=ZoneInfo(zone), rollover_hour=rollover_hour, desired_retention=desired_retention)


def schedule_of(learner: Learner | None) -> Schedule:
    """How this learner's memory is scheduled; the defaults for a visitor."""
    if learner is None:
        return _schedule("UTC", 4, 0.9)
    return _schedule(learner.time_zone, learner.rollover_hour, learner.desired_retention)


def seed_of(memory: Memory) -> str:
    """The seed of this item's fuzz: the same for the preview on a button and for the result."""
    return f"memory:{memory.pk}"


def remembered(row: Memory) -> Remembered:
    """The row as the value the rules work on."""
    values = {field.name: getattr(row, field.name) for field in fields(Remembered)}
    return Remembered(**values | {"stage": Stage(row.stage)})


def to_json(value: Remembered) -> dict[str, Any]:
    """A memory as stored in a review."""
    return {
        field.name: item.isoformat() if isinstance(item := getattr(value, field.name), date) else item
        for field in fields(value)
    }


def from_json(stored: dict[str, Any]) -> Remembered:
    """The inverse of `to_json`."""

    def moment(text: str | None) -> datetime | None:
        return None if text is None else datetime.fromisoformat(text)

    def day(text: str | None) -> date | None:
        return None if text is None else date.fromisoformat(text)

    return Remembered(
        stage=Stage(stored["stage"]),
        step=stored["step"],
        stability=stored["stability"],
        difficulty=stored["difficulty"],
        due_day=day(stored["due_day"]),
        due_at=moment(stored["due_at"]),
        last_at=moment(stored["last_at"]),
        last_day=day(stored["last_day"]),
        reviews=stored["reviews"],
        lapses=stored["lapses"],
    )


def queue(learner_id: int) -> QuerySet[Memory]:
    """Everything this learner keeps in memory, without what has been retired or moved to an exam."""
    in_practice = Q(question=None) | Q(question__pool="practice")
    return Memory.objects.filter(
        in_practice, learner_id=learner_id, card__retired_at=None, question__retired_at=None
    )


def review_page(
    course: Catalogue,
    learner: Learner,
    *,
    today: date,
    now: datetime,
    new_allowed: int,
    reviewed: int,
    show: int | None,
    refused: int | None = None,
    filled: Filled = EMPTY,
) -> ReviewPage:
    """What comes next and what is left. Two queries, however long the queue.

    `new_allowed` items may still be begun today, `reviewed` is how many reviews were done. `show` is the pk
    of the card whose back is asked for; only that one needs its buttons. `filled` is what to show as filled
    in at the question of the memory `refused`.
    """
    rows = list(
        queue(learner.pk)
        .filter(Q(stage=Stage.NEW) | Q(due_day__lte=today))
        .order_by(F("due_day").asc(nulls_last=True), "pk")  # new ones as they came in
        .values_list("pk", "stage", "due_at", "card_id")
    )
    steps = sorted((due_at, pk) for pk, stage, due_at, _ in rows if stage != Stage.NEW and due_at)
    due_steps = [pk for due_at, pk in steps if due_at <= now]
    reviews = [pk for pk, stage, due_at, _ in rows if stage != Stage.NEW and due_at is None]
    new = [pk for pk, stage, _, _ in rows if stage == Stage.NEW][:new_allowed]
    soon = [pk for due_at, pk in steps if now < due_at <= now + LEARN_AHEAD]
    chosen = next(iter([*due_steps, *reviews, *new, *soon]), None)
    cards = {pk for pk, _, _, card in rows if card}
    buttons = partial(_buttons, schedule=schedule_of(learner), now=now) if show == chosen else None
    return ReviewPage(
        # A step brought forward counts as due while it is the one at hand.
        counts=Counts(new=len(new), learning=len(soon if chosen in soon else due_steps), review=len(reviews)),
        item=None
        if chosen is None
        else _item(
            chosen,
            course,
            is_card=chosen in cards,
            buttons=buttons,
            filled=filled if chosen == refused else EMPTY,
        ),
        can_undo=bool(reviewed),
        enrolled=bool(rows) or queue(learner.pk).exists(),
    )


def review_shown(course: Catalogue, learner: Learner, review_id: int) -> ShownQuestion | None:
    """The question of a review just made, with its key and reasons."""
    review = (
        Review.objects.filter(learner=learner, pk=review_id)
        .exclude(answer=None)
        .select_related("answer__version__question")
        .first()
    )
    if review is None or review.answer is None:
        return None
    version = review.answer.version
    order = shuffled(ids_to_shuffle(version.kind, version.body), _order_seed(review.memory_id, review.number))
    return show(
        as_text(version, course.links),
        order=order,
        prefix="q",
        response=review.answer.response,
        reveal=True,
        confidence=review.answer.confidence,
    )


def _order_seed(memory_id: int, number: int) -> str:
    return f"order:{memory_id}:{number}"


def _item(
    pk: int,
    course: Catalogue,
    *,
    is_card: bool,
    buttons: Callable[[Memory], tuple[Button, ...]] | None,
    filled: Filled,
) -> QueueItem:
    row = Memory.objects.select_related("card" if is_card else "question__current").get(pk=pk)
    if row.card is not None:
        lesson = course.links[row.card.lesson_id]
        card = CardFace(
            front_html=row.card.front_html,
            back_html=row.card.back_html,
            source=row.card.source,
            source_host=urlsplit(row.card.source).netloc,
            lesson_url=lesson.url,
            lesson_title=lesson.title,
        )
        return QueueItem(row.pk, row.reviews, row.stage, card, None, buttons(row) if buttons else ())
    assert row.question is not None, "a memory is of one thing"
    version = row.question.current
    assert version is not None, "a published question has a version"
    version.question = row.question  # joined already, the other way round
    order = shuffled(ids_to_shuffle(version.kind, version.body), _order_seed(row.pk, row.reviews))
    question = show(
        as_text(version, course.links),
        order=order,
        prefix="q",
        response=filled.response,
        confidence=filled.confidence,
    )
    return QueueItem(row.pk, row.reviews, row.stage, None, question)


def _buttons(row: Memory, *, schedule: Schedule, now: datetime) -> tuple[Button, ...]:
    results = preview(remembered(row), now=now, schedule=schedule, seed=seed_of(row))
    return tuple(
        Button(int(rating), RATING_NAMES[rating], interval_text(interval(after, now, schedule)))
        for rating, after in results.items()
    )
