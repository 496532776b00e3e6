"""Two learners with 1,000 and with 1,000,000 reviews, among others who fill the table. By SQL: many rows."""

from datetime import datetime, timedelta

from django.db import connection

from studyapp.models import Card, Idea, Learner, Lesson, Memory

CARDS = 10_000
DUE = 200
OTHERS_REVIEWS = 1_000

_DAY_BEFORE = {
    "sqlite": "date(%s, '-' || (1 + numbers.n) || ' days')",
    "postgresql": "(%s::date - (1 + numbers.n)::int)",
}
_REVIEWS = """
INSERT INTO studyapp_review (learner_id, memory_id, number, stage, rating, "order", reviewed_at, received_at,
                             seconds, day, before, after)
WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < {each})
SELECT memory.learner_id, memory.id, numbers.n, 'review', 3, '[]', %s, %s, 5.0, {day}, '{{}}', '{{}}'
FROM studyapp_memory memory CROSS JOIN numbers WHERE memory.learner_id BETWEEN %s AND %s
"""


def seed(rows: int, now: datetime) -> tuple[Learner, Learner]:
    """Fill the tables; returns the learner with little and the one with much behind her."""
    cards = many_cards()
    little, much = (Learner.objects.create(created_at=now, reviews_per_day=9999) for _ in range(2))
    _memories(little, cards[:1_000], now)
    _memories(much, cards, now)
    _reviews(little.pk, little.pk, each=1, now=now)
    _reviews(much.pk, much.pk, each=100, now=now)
    others = max(0, rows - 1_001_000) // OTHERS_REVIEWS
    people = Learner.objects.bulk_create([Learner(created_at=now) for _ in range(others)], batch_size=500)
    for person in people:
        _memories(person, cards[:20], now)
    if people:
        _reviews(people[0].pk, people[-1].pk, each=OTHERS_REVIEWS // 20, now=now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return little, much


def many_cards() -> list[Card]:
    lesson = Lesson.objects.all()[0]
    ideas = Idea.objects.bulk_create([Idea(slug=f"bench-{n}") for n in range(CARDS)], batch_size=500)
    return Card.objects.bulk_create(
        [
            Card(
                slug=f"bench-{n}",
                digest="",
                lesson=lesson,
                idea=idea,
                position=n,
                front_html="<p>Front</p>",
                back_html="<p>Back</p>",
                source="https://docs.example.com/",
            )
            for n, idea in enumerate(ideas)
        ],
        batch_size=500,
    )


def _memories(learner: Learner, cards: list[Card], now: datetime) -> None:
    today = now.date()
    Memory.objects.bulk_create(
        [
            Memory(
                learner=learner,
                card=card,
                idea_id=card.idea_id,
                stage="review",
                stability=5.0 + n % 97,
                difficulty=5.0,
                due_day=today + timedelta(days=-(n % 5) if n < DUE else 1 + n % 200),
                last_at=now - timedelta(days=20 + n % 7),
                last_day=today - timedelta(days=20 + n % 7),
                reviews=1_000_000,  # above every number that the rows below use up
                added_at=now,
            )
            for n, card in enumerate(cards)
        ],
        batch_size=500,
    )


def _reviews(first: int, last: int, *, each: int, now: datetime) -> None:
    sql = _REVIEWS.format(each=each, day=_DAY_BEFORE[connection.vendor])
    moment = connection.ops.adapt_datetimefield_value(now - timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute(sql, [moment, moment, connection.ops.adapt_datefield_value(now.date()), first, last])
