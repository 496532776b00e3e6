"""Many sittings of the small course's exam, with a key that is wrong, and repairs of it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from studyapp.actions import exams, keyrepair
from studyapp.domain.grading import Response
from studyapp.domain.regrading import Kind
from studyapp.models import (
    Attempt,
    AttemptItem,
    KeyRepair,
    Learner,
    Question,
    QuestionVersion,
    RepairedResult,
    User,
)
from studyapp.queries.keyrepairs import repairable
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of, right, wrong
from tests.factories.work import staff

HOUR = timedelta(hours=1)


def sat(learner: Learner, *, good: tuple[bool, ...] = (), seed: int = 7, hours_ago: int = 2) -> Attempt:
    """A sitting handed in: each question of the paper in turn right or not, the others left empty."""
    start = NOON - hours_ago * HOUR
    attempt = attempt_of(learner, seed=seed, now=start)
    for item, is_right in zip(attempt.items.select_related("version"), good, strict=False):
        respond(attempt, item.position, right(item.version) if is_right else wrong(item.version), start)
    exams.submit(attempt=attempt, now=start + timedelta(minutes=5))
    return Attempt.objects.get(pk=attempt.pk)


def respond(attempt: Attempt, position: int, response: Response, now: datetime) -> None:
    """One answer in a sitting."""
    exams.save(attempt=attempt, position=position, response=response, flagged=None, now=now)


def one_paper() -> None:
    """Nothing but four questions is left in the pool: every paper holds the same."""
    kept = ("x-k1-1", "x-k1-2", "x-s1-1", "x-s1-2")
    Question.objects.filter(pool="exam").exclude(slug__in=kept).update(retired_at=NOON - 9 * HOUR)


def class_of(count: int, *, wrong_key: str = "x-k1-1") -> list[Attempt]:
    """Sittings of the same four questions; who knows the subject misses the question whose key is wrong."""
    one_paper()
    made = []
    for n in range(count):
        learner = LearnerFactory.create()
        attempt = attempt_of(learner, seed=n, now=NOON - 2 * HOUR)
        clever = n % 2 == 0
        for item in attempt.items.select_related("version__question"):
            odd = item.version.question.slug == wrong_key
            is_right = (not clever) if odd else clever or (n + item.position) % 4 == 0
            response = right(item.version) if is_right else wrong(item.version)
            respond(attempt, item.position, response, NOON - 2 * HOUR)
        exams.submit(attempt=attempt, now=NOON - HOUR)
        made.append(Attempt.objects.get(pk=attempt.pk))
    return made


def repaired(
    version: QuestionVersion, kind: Kind = "key", response: Response | None = None, **more: Any
) -> KeyRepair:
    """A repair as the page makes it; another answer becomes the key unless said otherwise."""
    found = repairable(version.pk)
    assert found is not None
    never_lower: bool = more.pop("never_lower", False)
    by: User = more.pop("staff", None) or User.objects.filter(username="ines").first() or staff()
    given: dict[str, Any] = {
        "ruling": found.ruling(
            kind, wrong(version) if response is None else response, never_lower=never_lower
        ),
        "seen": found.standing.pk if found.standing else None,
        "reason": "Beta is documented since June.",
        "token": uuid4(),
        "now": NOON,
    }
    return keyrepair.repair(staff=by, **given | more)


def repaired_result(learner: Learner) -> RepairedResult:
    """What a repair did to a learner's first sitting that is over; taken back, so it disturbs nothing."""
    item = AttemptItem.objects.filter(attempt__learner=learner, answer__isnull=False).order_by("pk")[0]
    made, _ = KeyRepair.objects.get_or_create(
        version=item.version,
        number=1,
        defaults={
            "kind": "credit",
            "never_lower": True,
            "reason": "Two are right.",
            "made_at": NOON,
            "token": uuid4(),
            "undone_at": NOON,
            "undo_reason": "Only one is.",
        },
    )
    return RepairedResult.objects.create(
        repair=made,
        attempt=item.attempt,
        right_before=1,
        total_before=4,
        scaled_before=316,
        passed_before=False,
        right_after=2,
        total_after=4,
        scaled_after=533,
        passed_after=False,
    )
