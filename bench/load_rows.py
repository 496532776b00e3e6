"""Learners for bench load, in classes, each in the middle of an exam and with cards due. Prints JSON."""

import json
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

import django

django.setup()

from bench.population import CLASS, Each, Town, looked_at, session_of  # noqa: E402 (after setup)
from studyapp.actions.exams import start  # noqa: E402
from studyapp.models import AttemptItem, Learner, Lesson  # noqa: E402

MUCH = Each(memories=238, reviews=100, answers=60, lessons=5, exams=1)
LITTLE = Each(memories=20, reviews=20, answers=20, lessons=3)


@dataclass(frozen=True)
class Learning:
    """Somebody who takes part: session, class, its owner's session, and the running paper's options."""

    session: str
    classroom: int
    owner: str
    attempt: int
    options: dict[int, list[str]]


def seed(count: int, each: Each) -> dict[str, object]:
    """So many learners who have done so much, and the lessons there are."""
    now = datetime.now(UTC)
    town = Town(now)
    made = [town.class_of(min(CLASS, count - start), each) for start in range(0, count, CLASS)]
    learning = []
    for room in made:
        owner = session_of(room.owner)
        for user in room.members:
            learner = Learner.objects.get(user=user)
            attempt = start(learner=learner, exam=town.exam, seed=learner.pk, now=now)
            items = AttemptItem.objects.filter(attempt=attempt, version__kind="single")
            options = {item.position: item.order for item in items}
            learning.append(Learning(session_of(user), room.classroom, owner, attempt.pk, options))
    looked_at()
    lessons = list(Lesson.objects.filter(retired_at=None).values_list("slug", flat=True))
    return {"people": [asdict(one) for one in learning], "lessons": lessons}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(seed(int(sys.argv[1]), LITTLE if "little" in sys.argv else MUCH)))
