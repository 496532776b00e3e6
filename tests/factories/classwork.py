"""A class with something to do, and learners who did some of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from studyapp.actions import classwork, exams, lessons, practice
from studyapp.actions.answers import record
from studyapp.actions.classwork import Plan
from studyapp.models import (
    Assignment,
    Attempt,
    Classroom,
    Exam,
    Learner,
    Lesson,
    Membership,
    Memory,
    PracticeSession,
)
from tests.factories.classes import ClassGroupFactory, ClassroomFactory, MembershipFactory
from tests.factories.study import NOON, MemoryFactory, attempt_of, graded, right, version_of, wrong

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SINCE = NOON - 3 * DAY
TASKS: dict[str, dict[str, Any]] = {
    "lesson": {"lesson": "first"},
    "practice": {"pick": "mixed", "objectives": ["K1"], "size": 5},
    "review": {"reviews": 2},
    "exam": {"counts": "best"},
    "path": {"path": "web", "challenge": "every-hop"},
}


def assigned(classroom: Classroom, kind: str = "lesson", *, now: datetime = SINCE, **more: Any) -> Assignment:
    """Something set for everybody three days ago, due tomorrow."""
    said: dict[str, Any] = {"title": f"A {kind}", "task": TASKS[kind], "due_at": NOON + DAY}
    if kind == "exam":
        said["exam"] = Exam.objects.get(slug="mini").pk
    return classwork.assign(classroom=classroom, plan=Plan(kind=kind, **said | more), now=now)


def all_kinds(classroom: Classroom) -> dict[str, Assignment]:
    """One of each kind."""
    return {kind: assigned(classroom, kind) for kind in TASKS}


def class_of(learners: int) -> tuple[Classroom, list[Membership]]:
    """A class with so many learners, and their places there by name."""
    classroom = ClassroomFactory.create()
    return classroom, [
        MembershipFactory.create(classroom=classroom, name=f"Learner {n:02}") for n in range(learners)
    ]


def who(membership: Membership) -> Learner:
    """The learner of a place that is taken."""
    assert membership.learner is not None
    return membership.learner


def read_lesson(membership: Membership, slug: str = "first", *, now: datetime = NOON) -> None:
    """Finish a lesson."""
    lessons.finish(learner=who(membership), lesson_id=Lesson.objects.get(slug=slug).pk, now=now)


def quizzed(
    membership: Membership, assignment: Assignment, *, answers: int = 5, misses: int = 0, now: datetime = NOON
) -> PracticeSession:
    """Begin the practice set of an assignment and answer so many of its questions."""
    session = classwork.begin_quiz(
        assignment=assignment, learner=who(membership), seed=7, token=uuid4(), now=now
    )
    for item in session.items.select_related("version").order_by("position")[:answers]:
        response = wrong(item.version) if item.position <= misses else right(item.version)
        practice.answer(
            session=session, position=item.position, response=response, confidence="sure", now=now
        )
    return session


def sat(membership: Membership, *, rights: int, seed: int = 7, now: datetime = NOON - HOUR) -> Attempt:
    """A sitting of the small exam with so many of its four questions right, handed in."""
    attempt = attempt_of(who(membership), seed=seed, now=now)
    for item in attempt.items.select_related("version").order_by("position"):
        response = right(item.version) if item.position <= rights else wrong(item.version)
        exams.save(attempt=attempt, position=item.position, response=response, now=now)
    exams.submit(attempt=attempt, now=now + timedelta(minutes=5))
    return attempt


def reviewed(membership: Membership, count: int, *, now: datetime = NOON) -> None:
    """So many reviews of a card, each on a later minute."""
    known = Memory.objects.filter(learner=who(membership), card__slug="card-k1-1").first()
    memory = known or MemoryFactory.create(learner=who(membership))
    for n in range(count):
        graded(memory, now=now + timedelta(minutes=20 * n))


def tried(memberships: Iterable[Membership], question: str, *, misses: int = 0, now: datetime = NOON) -> None:
    """Each answers a question for the first time in practice; the first so many of them wrong."""
    version = version_of(question)
    for n, membership in enumerate(memberships):
        record(
            learner=who(membership),
            version=version,
            response=wrong(version) if n < misses else right(version),
            confidence="sure",
            place="practice",
            token=uuid4(),
            now=now,
        )


def set_by(owner: Learner, times: int = 1) -> Assignment:
    """A class of this owner with so much of everything; a practice set of it."""
    classroom, places = class_of(times)
    MembershipFactory.create(classroom=classroom, learner=owner, role="owner", name="Olga")
    for place in places:
        place.groups.add(ClassGroupFactory.create(classroom=classroom))
        made = all_kinds(classroom)
    for place in places:
        read_lesson(place)
        quizzed(place, made["practice"])
        sat(place, rights=3)
        reviewed(place, 1)
    return made["practice"]


def set_for(learner: Learner, times: int = 1) -> Assignment:
    """A class this learner belongs to, where so much of everything was set; a practice set of it."""
    place = MembershipFactory.create(learner=learner)
    for _ in range(times):
        made = all_kinds(place.classroom)
    return made["practice"]
