"""The review queue as its page shows it: what comes next, and what each button would do."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from django.db.models import F, Max, Q, QuerySet

from studyapp.domain.grading import Filled
from studyapp.domain.memory import Rating, interval, interval_text, preview
from studyapp.domain.planning import planned
from studyapp.domain.revealing import shown_outside_exams
from studyapp.domain.shuffling import shuffled
from studyapp.domain.versions import ids_to_shuffle
from studyapp.models import Answer, Card, Learner, Memory, QuestionVersion, Review
from studyapp.queries.catalogue import Catalogue, as_text
from studyapp.queries.confusables import SideText
from studyapp.queries.memories import remembered, schedule_of, seed_of
from studyapp.queries.pathanswers import ChallengeKey, ChallengeLine, due_challenges
from studyapp.queries.queue import Counts, Moment, next_memory
from studyapp.queries.shown import ShownQuestion, show

EMPTY = Filled()
LEECH_LAPSES = 8  # Anki's threshold: whoever forgets an item this often learns something else instead of it
RATING_NAMES = {Rating.AGAIN: "Again", Rating.HARD: "Hard", Rating.GOOD: "Good", Rating.EASY: "Easy"}


@dataclass(frozen=True)
class Button:
    """One of the four ratings, and when the card would come back."""

    value: int
    name: str
    interval: str


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
class Leech:
    """An item that keeps being forgotten: how often, what it is taken for, and where it is taught."""

    lapses: int
    neighbour: SideText | None
    section_url: str


@dataclass(frozen=True)
class QueueItem:
    """The item at hand: a card or a question. `version` is the question's as it is shown."""

    memory_id: int
    number: int
    stage: str
    card: CardFace | None
    question: ShownQuestion | None
    version: int | None = None
    buttons: tuple[Button, ...] = ()  # of a card whose back is shown
    leech: Leech | None = None


@dataclass(frozen=True)
class Answered:
    """A question just answered, with its key and reasons."""

    memory_id: int
    question: ShownQuestion | None  # None while its key is kept for exams
    leech: Leech | None
    place: str = "review"  # of the answer; "class" for a question of a class


@dataclass(frozen=True)
class ReviewPage:
    """The queue as its page shows it. `item` is None when no card or question is left to do now.

    Only then are there `challenges`, those that are due, and a count of those `put_off` until tomorrow.
    """

    counts: Counts
    item: QueueItem | None
    can_undo: bool
    enrolled: bool
    challenges: tuple[ChallengeLine, ...] = ()
    put_off: int = 0


def queue(learner_id: int) -> QuerySet[Memory]:
    """Everything this learner keeps in memory, without what has been retired or moved to an exam."""
    asked = Q(question=None) | ~Q(question__pool="exam")
    return Memory.objects.filter(
        asked, learner_id=learner_id, card__retired_at=None, question__retired_at=None
    )


def review_page(
    course: Catalogue,
    learner: Learner,
    *,
    moment: Moment,
    counts: Counts,
    reviewed: int,
    show: int | None,
    refused: int | None = None,
    filled: Filled = EMPTY,
    put_off: Collection[ChallengeKey] = (),
) -> ReviewPage:
    """What comes next and what is left. At most two queries, however long the queue.

    `counts` is what the frame counted, `reviewed` how many reviews were done today. `show` is the pk of the
    card whose back is asked for; only that one needs its buttons. `filled` is what to show as filled in at
    the question of the memory `refused`. Challenges of the path lab, without those `put_off`, come after all
    else: when one is due is worked out from every try at it, which is too much to do at each card.
    """
    row = next_memory(moment, counts)
    if row is None:
        due = due_challenges(course, learner, schedule_of(learner), moment.today)
        left = tuple(line for line in due if line.key not in put_off)
        enrolled = queue(learner.pk).exists()
        return ReviewPage(counts, None, bool(reviewed), enrolled, left, put_off=len(due) - len(left))
    buttons = buttons_of(row, learner, moment) if show == row.pk else ()
    item = _item(row, course, buttons=buttons, filled=filled if refused == row.pk else EMPTY)
    return ReviewPage(counts, item, can_undo=bool(reviewed), enrolled=True)


def review_shown(course: Catalogue, learner: Learner, review_id: int) -> Answered | None:
    """The question of a review just made, with its key and reasons, and whether it keeps being forgotten.

    Of a question that its authors have moved to the exams since, nothing is shown any more.
    """
    review = _answered_review(learner, review_id)
    if review is None or review.answer is None:
        return None
    if not shown_outside_exams(review.answer.version.question.pool):
        return Answered(review.memory_id, None, None)
    version = review.answer.version
    leech = _leech(review.memory, course, version.question.lesson_id, version.question.section)
    place = "class" if version.question.pool == "class" else "review"
    return Answered(review.memory_id, reviewed(course, review, review.answer), leech, place)


def reviewed(course: Catalogue, review: Review, answer: Answer) -> ShownQuestion:
    """The question of a review with its key, whoever may see it: ask before. The version must be joined."""
    version = answer.version
    return show(
        as_text(version, course.links),
        order=review.order or order_of(review.memory_id, review.number, version),
        prefix="q",
        response=answer.response,
        reveal=True,
        confidence=answer.confidence,
    )


def _answered_review(learner: Learner, review_id: int) -> Review | None:
    return (
        Review.objects.filter(learner=learner, pk=review_id)
        .exclude(answer=None)
        .select_related("answer__version__question", "memory__idea")
        .first()
    )


def order_of(memory_id: int, number: int, version: QuestionVersion) -> tuple[str, ...]:
    """The order of a question's options at one showing of it: the same on the page and in the review."""
    return shuffled(ids_to_shuffle(version.kind, version.body), f"order:{memory_id}:{number}")


def to_ask(memory: Memory) -> QuestionVersion:
    """What to ask for a question in the queue: of its parallel ones, the one not met for longest. One query.

    Whoever meets the same words again recalls the words; a parallel question asks for the idea.
    """
    return to_ask_each([memory])[memory.pk]


def to_ask_each(memories: Sequence[Memory]) -> dict[int, QuestionVersion]:
    """The same for many questions of one learner, by the pk of the memory. One query, none for none."""
    if not memories:
        return {}
    parallel = Q(
        current_of__idea__in={memory.idea_id for memory in memories},
        current_of__pool="practice",
        current_of__retired_at=None,
    )
    met = Max("question__answers__id", filter=Q(question__answers__learner=memories[0].learner_id))
    versions = list(
        QuestionVersion.objects.select_related("question")
        .filter(Q(current_of__in=[memory.question_id for memory in memories]) | parallel)
        .annotate(met=met)
        .order_by(F("met").asc(nulls_first=True), "question_id")
    )
    return {
        memory.pk: next(
            version
            for version in versions
            if version.question_id == memory.question_id or version.question.idea_id == memory.idea_id
        )
        for memory in memories
    }


def _item(row: Memory, course: Catalogue, *, buttons: tuple[Button, ...], filled: Filled) -> QueueItem:
    if row.card is not None:
        leech = _leech(row, course, row.card.lesson_id, row.card.section)
        return card_item(row, row.card, course, buttons=buttons, leech=leech)
    return question_item(row, to_ask(row), course, prefix="q", filled=filled)


def card_item(
    row: Memory, card: Card, course: Catalogue, *, buttons: tuple[Button, ...], leech: Leech | None = None
) -> QueueItem:
    """A card of the queue as a page shows it."""
    return QueueItem(
        row.pk, row.reviews, row.stage, card_face(card, course), None, buttons=buttons, leech=leech
    )


def question_item(
    row: Memory, version: QuestionVersion, course: Catalogue, *, prefix: str, filled: Filled = EMPTY
) -> QueueItem:
    """A question of the queue as a page shows it, without its key."""
    question = show(
        as_text(version, course.links),
        order=order_of(row.pk, row.reviews, version),
        prefix=prefix,
        response=filled.response,
        confidence=filled.confidence,
    )
    return QueueItem(row.pk, row.reviews, row.stage, None, question, version=version.pk)


def card_face(card: Card, course: Catalogue) -> CardFace:
    """A card as a page shows it."""
    return CardFace(
        front_html=card.front_html,
        back_html=card.back_html,
        source=card.source,
        source_host=urlsplit(card.source).netloc,
        lesson_url=course.section_url(card.lesson_id, card.section),
        lesson_title=course.links[card.lesson_id].title,
    )


def _leech(row: Memory, course: Catalogue, lesson_pk: int, section: str) -> Leech | None:
    if row.lapses < LEECH_LAPSES:
        return None
    return Leech(row.lapses, course.neighbour(row.idea.slug), course.section_url(lesson_pk, section))


def buttons_of(row: Memory, learner: Learner, moment: Moment) -> tuple[Button, ...]:
    """The four ratings, and when the item would come back after each."""
    schedule, now = schedule_of(learner), moment.now
    results = preview(remembered(row), now=now, schedule=schedule, seed=seed_of(row))
    by_exam = partial(
        planned, today=moment.today, exam_day=learner.exam_date, number=row.pk, schedule=schedule
    )
    return tuple(
        Button(
            int(rating),
            RATING_NAMES[rating],
            interval_text(interval(by_exam(after), now, schedule)),
        )
        for rating, after in results.items()
    )
