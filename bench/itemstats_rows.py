"""Sittings of one exam by candidates of different strength; one of its keys is wrong. Prints nothing."""

import random
from datetime import datetime, timedelta
from math import exp

from django.contrib.auth.hashers import make_password

from studyapp.domain.grading import Response
from studyapp.domain.versions import ids_to_shuffle, key_of
from studyapp.models import Attempt, AttemptItem, Exam, Learner, QuestionVersion, User


def seed(candidates: int, items: int, now: datetime) -> tuple[Exam, QuestionVersion]:
    """As many finished sittings of as many questions each; the exam, and the text with a wrong key."""
    draw = random.Random(4)  # noqa: S311 (the same sittings every time)
    exam = Exam.objects.get(slug="full-65")
    pool = list(
        QuestionVersion.objects.filter(current_of__pool="exam").select_related("question").order_by("pk")
    )
    miskeyed = next(version for version in pool if version.kind == "single")
    start = now - timedelta(days=2)
    users = User.objects.bulk_create(
        [User(username=f"candidate-{n}", password=make_password(None)) for n in range(candidates)]
    )
    learners = Learner.objects.bulk_create([Learner(user=user, created_at=start) for user in users])
    attempts = Attempt.objects.bulk_create(
        [
            Attempt(
                learner=learner,
                exam=exam,
                seed=n,
                content_hash="",
                pass_mark=exam.pass_mark,
                started_at=start + timedelta(minutes=n),
                deadline=start + timedelta(hours=4, minutes=n),
                submitted_at=start + timedelta(hours=2, minutes=n),
            )
            for n, learner in enumerate(learners)
        ]
    )
    rows = []
    for attempt in attempts:
        strength = draw.gauss(0.6, 1)
        others = [version for version in pool if version is not miskeyed]
        paper = [miskeyed, *draw.sample(others, min(items, len(pool)) - 1)]
        draw.shuffle(paper)
        for position, version in enumerate(paper, start=1):
            rows.append(_item(attempt, position, version, strength, version is miskeyed, draw))
    AttemptItem.objects.bulk_create(rows, batch_size=500)
    return exam, miskeyed


def _item(
    attempt: Attempt, position: int, version: QuestionVersion, strength: float, odd: bool, draw: random.Random
) -> AttemptItem:
    order = list(ids_to_shuffle(version.kind, version.body))
    return AttemptItem(
        attempt=attempt,
        position=position,
        version=version,
        objective=version.question.objective_id,
        order=draw.sample(order, len(order)),
        response=list(_response(version, order, strength, odd, draw)),
    )


def _response(
    version: QuestionVersion, order: list[str], strength: float, odd: bool, draw: random.Random
) -> Response:
    """By the Rasch model. Where the key is odd, who knows the answer chooses the first option outside it."""
    key = key_of(version.kind, version.body)
    hard = (version.pk % 7 - 3) / 2
    if draw.random() < 0.02:
        return ()
    if draw.random() < 1 / (1 + exp(hard - strength)):
        return (next(option for option in order if option not in key.answer),) if odd else key.answer
    return tuple(sorted(draw.sample(order, len(key.answer))))
