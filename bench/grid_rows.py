"""A class with many learners and assignments, and what they did in six weeks."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.db import connection, transaction

from studyapp.actions.accounts import sign_up
from studyapp.models import (
    Answer,
    Assignment,
    Attempt,
    AttemptItem,
    Card,
    ClassGroup,
    Classroom,
    Exam,
    Learner,
    Lesson,
    LessonProgress,
    Membership,
    Memory,
    PracticeItem,
    PracticeSession,
    Question,
    QuestionVersion,
    Review,
)

DAY = timedelta(days=1)
WEEKS = 6
KINDS = ("lesson", "practice", "lesson", "review", "exam")
REVIEWS, EXTRA, SIZE = 300, 150, 10
NAMES = (
    "Amira Haddad", "Björn Ångström", "Chidi Okafor", "Dora Müller", "Émile Lefèvre", "فاطمة الزهراء",
    "Grace O'Neill", "黄伟", "Ines da Conceição", "Jörg Weiß", "Keiko 田中", "Łukasz Żółć",
    "Mary-Jane van der Berg",
)  # fmt: skip


@dataclass(frozen=True)
class Made:
    """The class, its longest exam, who owns it, and the account of one who learns there."""

    classroom: int
    exam: int
    owner: AbstractUser
    learner: AbstractUser


@transaction.atomic
def seed(learners: int, items: int, now: datetime) -> Made:
    """Fill the tables, and let the database look at them."""
    draw = random.Random(1)  # noqa: S311 (the same class every time)
    begun = now - WEEKS * 7 * DAY
    classroom = Classroom.objects.create(
        title="Tuesday evenings", time_zone="Europe/Berlin", code="BENCH", created_at=begun
    )
    owner = sign_up(name="owner", password="owner", guest=None, now=begun)  # noqa: S106 (of nobody)
    _join(classroom, owner.learner, "owner", "The owner", begun)
    first = sign_up(name="learner", password="learner", guest=None, now=begun)  # noqa: S106 (the same)
    people = [
        first.learner,
        *Learner.objects.bulk_create(Learner(created_at=begun) for _ in range(learners - 1)),
    ]
    groups = [ClassGroup.objects.create(classroom=classroom, name=f"Group {name}") for name in "ABCD"]
    for n, learner in enumerate(people):
        name = f"{NAMES[n % len(NAMES)]} {n // len(NAMES) + 1}"
        _join(classroom, learner, "learner", name, begun, f"S{n:04}").groups.add(groups[n % 4])
    _assign(classroom, items, begun)
    _lessons(people, begun, draw)
    _reviews(people, now, draw)
    _quizzes(classroom, people, now, draw)
    _sittings(classroom, people, begun, draw)
    _first_answers(people, begun, draw)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    longest = max(Exam.objects.filter(assignments__classroom=classroom), key=lambda exam: exam.length)
    return Made(classroom.pk, longest.pk, owner, first)


def _join(
    classroom: Classroom, learner: Learner, role: str, name: str, at: datetime, number: str = ""
) -> Membership:
    return Membership.objects.create(
        classroom=classroom,
        learner=learner,
        role=role,
        name=name,
        roster_id=number,
        added_at=at,
        joined_at=at,
    )


def _assign(classroom: Classroom, items: int, begun: datetime) -> None:
    lessons, exams = list(Lesson.objects.filter(retired_at=None)), list(Exam.objects.filter(retired_at=None))
    for n in range(items):
        kind = KINDS[n % len(KINDS)]
        lesson, exam = lessons[n % len(lessons)], exams[n // len(KINDS) % len(exams)]
        opens = begun + n * (WEEKS * 7 * DAY) / items
        tasks: dict[str, tuple[str, dict[str, Any]]] = {
            "lesson": (f"Read: {lesson.title}", {"lesson": lesson.slug}),
            "practice": (f"Practise {SIZE}", {"pick": "mixed", "objectives": [], "size": SIZE}),
            "review": ("40 reviews", {"reviews": 40}),
            "exam": (exam.title, {"counts": "best"}),
        }
        Assignment.objects.create(
            classroom=classroom,
            kind=kind,
            title=tasks[kind][0],
            task=tasks[kind][1],
            exam=exam if kind == "exam" else None,
            opens_at=opens,
            due_at=opens + 5 * DAY,
            created_at=begun,
        )


def _lessons(people: list[Learner], begun: datetime, draw: random.Random) -> None:
    LessonProgress.objects.bulk_create(
        (
            LessonProgress(
                learner=learner,
                lesson=lesson,
                updated_at=begun + draw.randrange(40) * DAY,
                finished_at=begun + draw.randrange(40) * DAY if draw.random() < 0.8 else None,
            )
            for learner in people
            for lesson in Lesson.objects.filter(retired_at=None)
            if draw.random() < 0.8
        ),
        batch_size=1000,
    )


def _reviews(people: list[Learner], now: datetime, draw: random.Random) -> None:
    card = Card.objects.all()[0]
    memories = Memory.objects.bulk_create(
        [Memory(learner=one, card=card, idea_id=card.idea_id, added_at=now) for one in people], batch_size=500
    )
    reviews = []
    for memory in memories:
        for n in range(REVIEWS):
            at = now - draw.random() * WEEKS * 7 * DAY
            reviews.append(
                Review(
                    learner_id=memory.learner_id,
                    memory=memory,
                    number=n,
                    stage="review",
                    rating=3,
                    reviewed_at=at,
                    received_at=at,
                    day=at.date(),
                    before={"last_day": None},
                    after={},
                )
            )
    Review.objects.bulk_create(reviews, batch_size=1000)


def _answer(
    learner_id: int, version: QuestionVersion, place: str, at: datetime, draw: random.Random
) -> Answer:
    correct = draw.random() < 0.7
    return Answer(
        learner_id=learner_id,
        question_id=version.question_id,
        version=version,
        place=place,
        response=["a1b2c3d4"],
        points=correct,
        out_of=1,
        correct=correct,
        confidence=draw.choice(("sure", "unsure", "guess")) if place != "exam" else "",
        answered_at=at,
        token=UUID(int=draw.getrandbits(128)),
    )


def _quizzes(classroom: Classroom, people: list[Learner], now: datetime, draw: random.Random) -> None:
    versions = list(QuestionVersion.objects.filter(current_of__pool="practice"))
    sessions = PracticeSession.objects.bulk_create(
        [
            PracticeSession(
                learner=learner,
                assignment=one,
                objectives=[],
                mode="each",
                seed=1,
                started_at=one.opens_at,
                finished_at=one.opens_at + DAY,
                token=UUID(int=draw.getrandbits(128)),
            )
            for one in Assignment.objects.filter(classroom=classroom, kind="practice")
            for learner in people
            if one.opens_at and draw.random() < 0.7
        ],
        batch_size=1000,
    )
    answers = Answer.objects.bulk_create(
        [
            _answer(session.learner_id, version, "practice", session.started_at, draw)
            for session in sessions
            for version in draw.sample(versions, SIZE)
        ],
        batch_size=1000,
    )
    PracticeItem.objects.bulk_create(
        [
            PracticeItem(
                session=sessions[n // SIZE],
                position=n % SIZE + 1,
                version_id=answer.version_id,
                order=[],
                answer=answer,
            )
            for n, answer in enumerate(answers)
        ],
        batch_size=1000,
    )


def _sittings(classroom: Classroom, people: list[Learner], begun: datetime, draw: random.Random) -> None:
    versions = list(QuestionVersion.objects.filter(current_of__pool="exam"))
    for exam in Exam.objects.filter(assignments__classroom=classroom).distinct():
        attempts = Attempt.objects.bulk_create(
            [
                Attempt(
                    learner=learner,
                    exam=exam,
                    seed=1,
                    content_hash="",
                    pass_mark=exam.pass_mark,
                    started_at=begun + 40 * DAY,
                    submitted_at=begun + 40 * DAY + timedelta(hours=1),
                )
                for learner in people
                if draw.random() < 0.7
            ]
        )
        for some in _portions(attempts, 50):
            _papers(some, exam, versions, draw)


def _papers(
    attempts: list[Attempt], exam: Exam, versions: list[QuestionVersion], draw: random.Random
) -> None:
    papers = [draw.sample(versions, min(exam.length, len(versions))) for _ in attempts]
    answers = Answer.objects.bulk_create(
        [
            _answer(attempt.learner_id, version, "exam", attempt.started_at, draw)
            for attempt, paper in zip(attempts, papers, strict=True)
            for version in paper
        ],
        batch_size=1000,
    )
    each = len(papers[0])
    AttemptItem.objects.bulk_create(
        [
            AttemptItem(
                attempt=attempts[n // each],
                position=n % each + 1,
                version_id=answer.version_id,
                objective="K1",
                order=[],
                response=answer.response,
                answer=answer,
            )
            for n, answer in enumerate(answers)
        ],
        batch_size=1000,
    )


def _first_answers(people: list[Learner], begun: datetime, draw: random.Random) -> None:
    versions = [one.current for one in Question.objects.filter(pool="practice").select_related("current")]
    known = [version for version in versions if version is not None]
    answers = [
        _answer(learner.pk, version, "practice", begun + 20 * DAY, draw)
        for learner in people
        for version in draw.sample(known, min(EXTRA, len(known)))
    ]
    Answer.objects.bulk_create(answers, batch_size=1000)


def _portions[T](rows: list[T], size: int) -> Iterator[list[T]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))
