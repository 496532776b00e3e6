"""A learner with 10,000 items, 100,000 reviews and 10,000 answers, given over three years."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from django.db import connection

from bench.queue_rows import many_cards
from studyapp.domain.memory import Memory as Remembered
from studyapp.domain.memory import Stage
from studyapp.models import (
    Answer,
    Card,
    Learner,
    Memory,
    Objective,
    PracticeItem,
    PracticeSession,
    Question,
    Review,
)
from studyapp.queries.memories import to_json, to_row

REVIEWS_EACH = 10
YEARS = timedelta(days=3 * 365)
ANSWERS, QUIZ = 10_000, 10  # and how many of them make a quiz
_AGAIN_TO_EASY = (10, 12, 70, 8)  # in a hundred
_DAY = timedelta(days=1)


def seed(learner: Learner, now: datetime) -> None:
    """Fill the tables, and let the database look at them."""
    draw = random.Random(1)  # noqa: S311 (the same learner every time)
    cards = many_cards()
    objectives = list(Objective.objects.all())
    serves = Card.objectives.through
    serves.objects.bulk_create(
        [serves(card=card, objective=draw.choice(objectives)) for card in cards], batch_size=500
    )
    histories = [list(_history(now, draw)) for _ in cards]
    memories = Memory.objects.bulk_create(
        [_memory(learner, card, own, now) for card, own in zip(cards, histories, strict=True)],
        batch_size=500,
    )
    reviews = [
        _review(learner, memory, n, own[n], own[n + 1], draw)
        for memory, own in zip(memories, histories, strict=True)
        for n in range(REVIEWS_EACH)
    ]
    reviews.sort(key=lambda review: review.reviewed_at)  # stored as they were given
    Review.objects.bulk_create(reviews, batch_size=500)
    _quizzes(learner, now, draw)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _history(now: datetime, draw: random.Random) -> Iterator[tuple[Remembered, int]]:
    """An item and the grades it got, begun some time in three years and met at growing intervals."""
    day = now.date() - draw.randrange(40, YEARS.days) * _DAY
    memory, rating = Remembered(), 0
    yield memory, rating
    for n in range(REVIEWS_EACH):
        rating = draw.choices((1, 2, 3, 4), _AGAIN_TO_EASY)[0]
        memory = Remembered(
            stage=Stage.LEARNING if n == 0 else Stage.RELEARNING if rating == 1 else Stage.REVIEW,
            step=0 if n == 0 or rating == 1 else None,
            stability=1.5**n + draw.random(),
            difficulty=5 + draw.random(),
            due_day=day + timedelta(days=1 + draw.randrange(60)),
            last_at=datetime.combine(day, time(12), UTC),
            last_day=day,
            reviews=n + 1,
            lapses=memory.lapses + (rating == 1 and memory.stage is Stage.REVIEW),
        )
        yield memory, rating
        day = min(day + int(1 + draw.random() * 2 ** min(n, 7)) * _DAY, now.date())


def _memory(learner: Learner, card: Card, own: list[tuple[Remembered, int]], now: datetime) -> Memory:
    return Memory(learner=learner, card=card, idea_id=card.idea_id, added_at=now, **to_row(own[-1][0]))


def _review(
    learner: Learner,
    memory: Memory,
    number: int,
    before: tuple[Remembered, int],
    after: tuple[Remembered, int],
    draw: random.Random,
) -> Review:
    at, day = after[0].last_at, after[0].last_day
    assert at is not None
    assert day is not None
    return Review(
        learner=learner,
        memory=memory,
        number=number,
        stage=before[0].stage,
        rating=after[1],
        reviewed_at=at,
        received_at=at,
        seconds=draw.uniform(2, 20),
        token=UUID(int=draw.getrandbits(128)),
        day=day,
        before=to_json(before[0]),
        after=to_json(after[0]),
    )


def _quizzes(learner: Learner, now: datetime, draw: random.Random) -> None:
    questions = list(Question.objects.filter(pool="practice").select_related("current"))
    quizzes = PracticeSession.objects.bulk_create(
        [
            PracticeSession(
                learner=learner,
                objectives=[],
                mode="each",
                seed=n,
                started_at=now - YEARS * n / (ANSWERS // QUIZ),
                finished_at=now,
                token=UUID(int=draw.getrandbits(128)),
            )
            for n in range(ANSWERS // QUIZ)
        ]
    )
    answers = Answer.objects.bulk_create(
        [_answer(learner, draw.choice(questions), quiz, n, draw) for quiz in quizzes for n in range(QUIZ)],
        batch_size=500,
    )
    PracticeItem.objects.bulk_create(
        [
            PracticeItem(
                session=quizzes[n // QUIZ],
                position=n % QUIZ + 1,
                version_id=answer.version_id,
                order=[],
                answer=answer,
            )
            for n, answer in enumerate(answers)
        ],
        batch_size=500,
    )


def _answer(
    learner: Learner, question: Question, quiz: PracticeSession, n: int, draw: random.Random
) -> Answer:
    correct = draw.random() < 0.7
    return Answer(
        learner=learner,
        question=question,
        version=question.current,
        place="practice",
        response=["a1b2c3d4"],
        points=correct,
        out_of=1,
        correct=correct,
        confidence=draw.choice(("sure", "unsure", "guess")),
        answered_at=quiz.started_at + timedelta(minutes=n + 1),
        token=UUID(int=draw.getrandbits(128)),
    )
