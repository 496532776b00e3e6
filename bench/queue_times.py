"""Times answers of two learners in one process. Prints JSON."""

import json
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import django

django.setup()

import fsrs  # noqa: E402 (after setup)
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench.queue_rows import seed  # noqa: E402
from studyapp.actions.reviews import grade_card  # noqa: E402
from studyapp.domain.memory import Memory as Remembered  # noqa: E402
from studyapp.domain.memory import Rating, Schedule, review  # noqa: E402
from studyapp.domain.sending import Sent  # noqa: E402
from studyapp.models import Learner, Memory  # noqa: E402
from studyapp.queries.queue import Counts, Moment, next_memory  # noqa: E402

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
ALL = Counts(new=99, learning=99, review=99)
SCHEDULED = 20_000


def at_hand(learner: Learner, now: datetime) -> Memory:
    """What comes next, its learner known as in a request."""
    memory = next_memory(Moment(learner.pk, now.date(), now), ALL)
    assert memory is not None, "200 items are due"
    memory.learner = learner
    return memory


def answer(learner: Learner, now: datetime) -> tuple[float, float]:
    """Milliseconds to find and load what comes next, and to grade it."""
    start = time.perf_counter()
    memory = at_hand(learner, now)
    found = time.perf_counter()
    grade_card(memory=memory, sent=Sent(memory.reviews), grade=Rating.GOOD, now=now)
    return (found - start) * 1000, (time.perf_counter() - found) * 1000


def measured(rows: int, answers: int) -> dict[str, float | str]:
    """Both learners take turns, so that a busy machine disturbs them alike."""
    learners = dict(zip(("little", "much"), seed(rows, NOW), strict=True))
    figures: dict[str, list[float]] = defaultdict(list)
    for n in range(answers):
        for who, learner in learners.items():
            fetch, grade = answer(learner, NOW + timedelta(seconds=n))
            figures[f"fetch the next item, {who}"].append(fetch)
            figures[f"grade it, {who}"].append(grade)
            figures[f"whole answer, {who}"].append(fetch + grade)
    memory = at_hand(learners["little"], NOW)
    with CaptureQueriesContext(connection) as seen:
        grade_card(memory=memory, sent=Sent(memory.reviews), grade=Rating.GOOD, now=NOW)
    medians = {name: statistics.median(times) for name, times in figures.items()}
    return {**medians, **rates(), "statements": len(seen), "vendor": connection.vendor}


def rates() -> Mapping[str, float]:
    """How many reviews a second our scheduling makes, and the bare library."""
    schedule, scheduler = Schedule(), fsrs.Scheduler(enable_fuzzing=False)
    ours = review(Remembered(), Rating.EASY, now=NOW, schedule=schedule, seed="a")
    theirs, _ = scheduler.review_card(fsrs.Card(card_id=1), fsrs.Rating.Easy, NOW)
    later = NOW + timedelta(days=9)
    start = time.perf_counter()
    for _ in range(SCHEDULED):
        review(ours, Rating.GOOD, now=later, schedule=schedule, seed="a")
    middle = time.perf_counter()
    for _ in range(SCHEDULED):
        scheduler.review_card(theirs, fsrs.Rating.Good, later)
    return {
        "schedule": SCHEDULED / (middle - start),
        "fsrs": SCHEDULED / (time.perf_counter() - middle),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured(int(sys.argv[1]), int(sys.argv[2]))))
