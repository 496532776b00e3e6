"""Learners in classes with what they did, by the thousand, for the benches that ask what numbers do."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction

from studyapp.models import (
    Answer,
    Assignment,
    Attempt,
    AttemptEvent,
    AttemptItem,
    Card,
    Classroom,
    Exam,
    Learner,
    Lesson,
    LessonProgress,
    Membership,
    Memory,
    QuestionVersion,
    Review,
    User,
)

DAY = timedelta(days=1)
CLASS = 50  # members of a class
NO_PASSWORD = "!" + "x" * 40  # nobody signs in with it


@dataclass(frozen=True)
class Each:
    """What one learner has: rows of each kind. An exam is a sitting with 20 questions, each answered."""

    memories: int = 8
    reviews: int = 10
    answers: int = 10
    lessons: int = 3
    exams: int = 0

    def rows(self) -> int:
        """Rows of a learner, account and place in the class included."""
        return 3 + self.memories + self.reviews + self.answers + self.lessons + 42 * self.exams


@dataclass
class Made:
    """A class: its number, the account that owns it, and the accounts of its learners."""

    classroom: int
    owner: User
    members: list[User] = field(default_factory=list)


class Town:
    """Makes classes; two with the same seed are alike."""

    def __init__(self, now: datetime, seed: int = 1) -> None:
        self.now, self.draw = now, random.Random(seed)  # noqa: S311 (no secret)
        self.cards = list({card.idea_id: card for card in Card.objects.order_by("-pk")}.values())
        self.lessons = list(Lesson.objects.filter(retired_at=None))
        versions = QuestionVersion.objects.filter(question__retired_at=None).exclude(current_of=None)
        self.practice = list(versions.filter(question__pool="practice", kind="single"))
        self.exam = Exam.objects.get(slug="practice-20")
        self.questions = list(versions.filter(question__pool="exam", kind="single"))
        self.number = 0

    @transaction.atomic
    def class_of(self, count: int, each: Each, assignments: int = 10) -> Made:
        """One class with so many learners."""
        self.number += 1
        room = Classroom.objects.create(
            title=f"Class {self.number}",
            time_zone="UTC",
            code=f"BENCH{self.number}",
            created_at=self.now - DAY,
        )
        users, learners = self._people(count + 1)
        Membership.objects.bulk_create(
            Membership(
                classroom=room,
                learner=learner,
                role="learner" if n else "owner",
                name=f"Person {n}",
                added_at=self.now,
                joined_at=self.now,
            )
            for n, learner in enumerate(learners)
        )
        self._assign(room, assignments)
        for some in _portions(learners[1:], 500):
            self._studied(some, each)
        return Made(room.pk, users[0], users[1:])

    def _people(self, count: int) -> tuple[list[User], list[Learner]]:
        names = (f"class{self.number}-{n}" for n in range(count))
        users = User.objects.bulk_create(
            [User(username=name, folded=name, password=NO_PASSWORD) for name in names], batch_size=1000
        )
        learners = Learner.objects.bulk_create(
            [Learner(user=one, created_at=self.now, new_per_day=9999, reviews_per_day=9999) for one in users],
            batch_size=1000,
        )
        return users, learners

    def _assign(self, room: Classroom, count: int) -> None:
        kinds: tuple[tuple[str, dict[str, Any]], ...] = (
            ("lesson", {"lesson": self.lessons[0].slug}),
            ("practice", {"pick": "mixed", "objectives": [], "size": 10}),
            ("review", {"reviews": 40}),
            ("exam", {"counts": "best"}),
        )
        Assignment.objects.bulk_create(
            Assignment(
                classroom=room,
                kind=kind,
                title=f"Set {n}",
                task=task,
                exam=self.exam if kind == "exam" else None,
                opens_at=self.now - 20 * DAY,
                due_at=self.now + 10 * DAY,
                created_at=self.now - 20 * DAY,
            )
            for n in range(count)
            for kind, task in (kinds[n % len(kinds)],)
        )

    def _studied(self, people: list[Learner], each: Each) -> None:
        LessonProgress.objects.bulk_create(
            LessonProgress(learner=one, lesson=lesson, updated_at=self.now, finished_at=self.now - DAY)
            for one in people
            for lesson in self.lessons[: each.lessons]
        )
        memories = Memory.objects.bulk_create(
            (
                self._memory(one, n, card)
                for one in people
                for n, card in enumerate(self.cards[: each.memories])
            ),
            batch_size=1000,
        )
        if each.memories:
            rounds = range(each.reviews // each.memories + 1)
            known = [self._review(memory, n) for memory in memories for n in rounds]
            kept = len(rounds) * each.memories
            Review.objects.bulk_create(
                [row for n, row in enumerate(known) if n % kept < each.reviews], batch_size=1000
            )
        Answer.objects.bulk_create(
            (
                self._answer(one, version, "practice")
                for one in people
                for version in self._some(each.answers)
            ),
            batch_size=1000,
        )
        for _ in range(each.exams):
            self._sat(people)

    def _some(self, count: int) -> list[QuestionVersion]:
        return self.draw.sample(self.practice, min(count, len(self.practice)))

    def _memory(self, learner: Learner, n: int, card: Card) -> Memory:
        today = self.now.date()
        return Memory(
            learner=learner,
            card=card,
            idea_id=card.idea_id,
            stage="review",
            stability=5.0 + n % 97,
            difficulty=5.0,
            due_day=today - DAY * (n % 5),
            last_at=self.now - timedelta(days=20 + n % 7),
            last_day=today - timedelta(days=20 + n % 7),
            reviews=1000,
            added_at=self.now - 40 * DAY,
        )

    def _review(self, memory: Memory, n: int) -> Review:
        at = self.now - timedelta(days=20 + n, minutes=self.draw.randrange(500))
        return Review(
            learner_id=memory.learner_id,
            memory=memory,
            number=n,
            stage="review",
            rating=3,
            reviewed_at=at,
            received_at=at,
            seconds=6.0,
            day=at.date(),
            before={"last_day": None},
            after={},
        )

    def _answer(self, learner: Learner, version: QuestionVersion, place: str) -> Answer:
        right = self.draw.random() < 0.7
        return Answer(
            learner=learner,
            question_id=version.question_id,
            version=version,
            place=place,
            response=["a1b2c3d4"],
            points=right,
            out_of=1,
            correct=right,
            confidence="sure" if place == "practice" else "",
            answered_at=self.now - timedelta(minutes=self.draw.randrange(40_000)),
            token=UUID(int=self.draw.getrandbits(128)),
        )

    def _sat(self, people: list[Learner]) -> None:
        begun = self.now - timedelta(days=self.draw.randrange(1, 19))
        over = begun + timedelta(hours=1)
        attempts = Attempt.objects.bulk_create(
            Attempt(
                learner=one,
                exam=self.exam,
                seed=1,
                content_hash="",
                pass_mark=self.exam.pass_mark,
                started_at=begun,
                submitted_at=over,
            )
            for one in people
        )
        AttemptEvent.objects.bulk_create(
            AttemptEvent(attempt=one, kind="submitted", at=over) for one in attempts
        )
        papers = [self.draw.sample(self.questions, 20) for _ in attempts]
        given = Answer.objects.bulk_create(
            (
                self._answer(one.learner, version, "exam")
                for one, paper in zip(attempts, papers, strict=True)
                for version in paper
            ),
            batch_size=1000,
        )
        AttemptItem.objects.bulk_create(
            (
                AttemptItem(
                    attempt=attempts[n // 20],
                    position=n % 20 + 1,
                    version_id=answer.version_id,
                    objective="K1",
                    order=[],
                    response=answer.response,
                    answer=answer,
                )
                for n, answer in enumerate(given)
            ),
            batch_size=1000,
        )


def session_of(user: User) -> str:
    """The cookie of somebody who is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "studyapp.queries.accounts.LearnerBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    assert session.session_key is not None
    return session.session_key


def looked_at() -> None:
    """Let the database count what there is, as it does by itself in time."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _portions[T](rows: list[T], size: int) -> Iterator[list[T]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))
