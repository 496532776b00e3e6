"""People for bench stack before it; after it, what a database holds of what they were told. Prints JSON."""

import json
import sys
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import django

django.setup()

from bench.sitting_rows import accounts, given  # noqa: E402 (after setup)
from studyapp.actions.lessons import finish  # noqa: E402
from studyapp.models import AttemptItem, Learner, Lesson, Review  # noqa: E402


def people(count: int, readers: int) -> list[str]:
    """Sessions of accounts; the last `readers` of them have read the course, so all cards wait."""
    sessions = accounts(count)
    now = datetime.now(UTC)
    for learner in Learner.objects.order_by("-pk")[:readers]:
        Learner.objects.filter(pk=learner.pk).update(new_per_day=9999, reviews_per_day=9999)
        for lesson in Lesson.objects.filter(retired_at=None):
            finish(learner=learner, lesson_id=lesson.pk, now=now)
    return sessions


def lost(told: dict[str, Any]) -> dict[str, Any]:
    """What of this is not in the database, and what is there twice."""
    faults = [fault for save in _newest(told["saves"]) if (fault := _save_fault(*save))]
    wanted = [tuple(grade) for grade in told["grades"]]
    rows = Counter(Review.objects.filter(undone_at=None).values_list("memory_id", "number"))
    faults += [f"grade {grade}: stored {rows[grade]} times" for grade in wanted if rows[grade] != 1]
    return {"saves": len(told["saves"]), "grades": len(wanted), "faults": faults}


def _newest(saves: list[list[Any]]) -> list[list[Any]]:
    """Of each question the save that was acknowledged last: it stands, or a later one does."""
    return list({(save[0], save[1]): save for save in sorted(saves, key=lambda save: int(save[2]))}.values())


def _save_fault(attempt: int, position: int, revision: int, fields: dict[str, str]) -> str:
    item = AttemptItem.objects.select_related("version").filter(attempt=attempt, position=position).first()
    where = f"attempt {attempt}, question {position}, revision {revision}"
    if item is None:
        return f"{where}: there is no such question"
    heard = max((row[1] for row in item.heard), default=0)
    if heard < revision:
        return f"{where}: only revision {heard} is known"
    if heard == revision and item.response != given(item, fields):
        return f"{where}: another answer is stored"
    return ""


if __name__ == "__main__":
    made = people(*map(int, sys.argv[2:4])) if sys.argv[1] == "people" else lost(json.load(sys.stdin))
    sys.stdout.write(json.dumps(made))
