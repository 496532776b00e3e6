"""Work on the small course, and the course as the pages see it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import factory
from django.db import transaction
from factory.django import DjangoModelFactory

from studyapp.actions import exams, practice, reviews
from studyapp.domain.grading import Confidence, Response
from studyapp.domain.memory import Rating
from studyapp.domain.sending import Sent
from studyapp.domain.versions import ids_to_shuffle, key_of
from studyapp.models import (
    Attempt,
    Card,
    Exam,
    Learner,
    Memory,
    PracticeSession,
    Question,
    QuestionVersion,
    Release,
    Review,
)
from studyapp.queries.catalogue import Catalogue, load
from tests.factories.people import LearnerFactory

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)  # a Tuesday


class MemoryFactory(DjangoModelFactory[Memory]):
    """A new card in somebody's queue; `question=question_of(…)` for a question instead."""

    class Meta:
        model = Memory

    learner = factory.SubFactory(LearnerFactory)
    question: Any = None
    card = factory.LazyAttribute(lambda made: None if made.question else card_of("card-k1-1"))
    idea_id = factory.LazyAttribute(lambda made: (made.card or made.question).idea_id)
    added_at = NOON


def course() -> Catalogue:
    """The course as the newest release has it."""
    return load(Release.objects.latest("pk").key)


def card_of(slug: str) -> Card:
    """A card of the course by its id."""
    return Card.objects.get(slug=slug)


def question_of(slug: str) -> Question:
    """A question of the course by its id."""
    return Question.objects.get(slug=slug)


def version_of(slug: str) -> QuestionVersion:
    """The text of a question that is shown now."""
    return QuestionVersion.objects.select_related("question").get(current_of__slug=slug)


def right(version: QuestionVersion) -> Response:
    """The key."""
    return key_of(version.kind, version.body).answer


def wrong(version: QuestionVersion) -> Response:
    """A complete response that is allowed and not the key."""
    key = key_of(version.kind, version.body)
    match version.kind:
        case "ordering":
            return key.answer[::-1]
        case "matching":
            turned = (*key.targets[1:], key.targets[0])
            return tuple(sorted(f"{left}={side}" for left, side in zip(key.options, turned, strict=True)))
    others = [option for option in ids_to_shuffle(version.kind, version.body) if option not in key.answer]
    return tuple(sorted(others[: len(key.answer)]))


def reasons_of(version: QuestionVersion) -> list[str]:
    """Every text that is told only after the reveal: the rationales and the takeaway, as stored."""
    parts = [part for side in ("choices", "steps", "pairs") for part in version.body.get(side, ())]
    return [*(part["why"] for part in parts), version.takeaway_html]


def quiz_of(learner: Learner, **choices: Any) -> PracticeSession:
    """A quiz just drawn: five questions of every objective, with feedback after each."""
    drawn: dict[str, Any] = {
        "objectives": [],
        "size": 5,
        "mode": "each",
        "seed": 7,
        "token": uuid4(),
        "now": NOON,
    }
    return practice.start(learner=learner, **drawn | choices)


def missed(
    session: PracticeSession, *positions: int, sure: bool = True, now: datetime = NOON
) -> list[QuestionVersion]:
    """Questions of a quiz answered wrong, sure or not; the first one if none is named. Returns them."""
    items = session.items.select_related("version").filter(position__in=positions or [1])
    for item in items:
        practice.answer(
            session=session,
            position=item.position,
            response=wrong(item.version),
            confidence="sure" if sure else "unsure",
            now=now,
        )
    return [item.version for item in items]


def graded(memory: Memory, rating: Rating = Rating.GOOD, now: datetime = NOON) -> Review:
    """A card graded as a page that has just been loaded would send it."""
    fresh = Memory.objects.get(pk=memory.pk)
    return reviews.grade_card(memory=fresh, sent=Sent(fresh.reviews), grade=rating, now=now)


def answered(
    memory: Memory, *, good: bool = True, confidence: Confidence = Confidence.SURE, token: UUID | None = None
) -> Review:
    """A question of the queue answered on a page that has just been loaded."""
    fresh = Memory.objects.select_related("question__current").get(pk=memory.pk)
    assert fresh.question is not None
    assert fresh.question.current is not None
    version = fresh.question.current
    return reviews.grade_question(
        memory=fresh,
        sent=Sent(fresh.reviews),
        version_id=version.pk,
        response=right(version) if good else wrong(version),
        confidence=confidence,
        token=token or uuid4(),
        now=NOON,
    )


def attempt_of(learner: Learner, *, seed: int = 7, now: datetime = NOON, slug: str = "mini") -> Attempt:
    """A sitting just begun."""
    return exams.start(learner=learner, exam=Exam.objects.get(slug=slug), seed=seed, now=now)


@contextmanager
def rolled_back() -> Iterator[None]:
    """Nothing written inside is kept: so that each example of a law starts from the same rows."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
