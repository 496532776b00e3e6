"""Fills a database with finished sittings by SQL, and times the steps of one. Prints JSON."""

import json
import statistics
import sys
import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import django

django.setup()

from django.db import connection, models  # noqa: E402 (after setup)

from studyapp.actions.accounts import create_learner  # noqa: E402
from studyapp.actions.examlog import Sent  # noqa: E402
from studyapp.actions.exams import save, start, submit  # noqa: E402
from studyapp.models import (  # noqa: E402
    Answer,
    Attempt,
    AttemptEvent,
    AttemptItem,
    Exam,
    Learner,
    Release,
)
from studyapp.queries.catalogue import load  # noqa: E402
from studyapp.queries.exams import sitting  # noqa: E402

SLUG = "practice-20"
EACH = 100  # sittings of one learner
SECOND = timedelta(seconds=1)
_TOKEN = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()"}
_NUMBERS = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {})"


def fill(answers: int) -> None:
    """Finished sittings of others until so many questions are answered, each with its lines of the log."""
    now = datetime.now(UTC)
    exam = Exam.objects.get(slug=SLUG)
    model = sat(create_learner(user=None, now=now), exam, 1, now)
    count = answers // exam.length
    people = [Learner(created_at=now) for _ in range(max(count // EACH, 1))]
    first = Learner.objects.bulk_create(people, batch_size=500)[0].pk
    before = Attempt.objects.latest("pk").pk
    _copy(Attempt, {"learner_id": f"{first} + numbers.n %% {len(people)}"}, model.pk, count)
    for copied, own in ((AttemptItem, {"answer_id": "NULL"}), (AttemptEvent, {})):
        _copy_of_each(copied, own, model.pk, before)
    whose = {"learner_id": "target.learner_id", "token": _TOKEN[connection.vendor]}
    _copy_of_each(Answer, whose, model.pk, before)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def sat(learner: Learner, exam: Exam, seed: int, now: datetime) -> Attempt:
    """A sitting with every question answered, handed in."""
    attempt = start(learner=learner, exam=exam, seed=seed, now=now)
    for item in AttemptItem.objects.filter(attempt=attempt).select_related("version"):
        first_answer(attempt, item, now)
    submit(attempt=attempt, now=now + SECOND)
    return attempt


def first_answer(attempt: Attempt, item: AttemptItem, now: datetime) -> None:
    """An answer that a question of any kind allows."""
    response = item.order[:1] if item.version.kind in ("single", "multiple") else None
    sent = Sent("tab", 1)
    save(attempt=attempt, position=item.position, response=response, flagged=True, sent=sent, now=now)


def _columns(model: type[models.Model], own: dict[str, str], alias: str) -> tuple[str, str]:
    stored = (one for one in model._meta.concrete_fields if not one.primary_key and not one.generated)
    names = [str(field.column) for field in stored]
    return (
        ", ".join(f'"{name}"' for name in names),
        ", ".join(own.get(name, f'{alias}."{name}"') for name in names),
    )


def _copy(model: type[models.Model], own: dict[str, str], pk: int, count: int) -> None:
    columns, values = _columns(model, own, "source")
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) {_NUMBERS.format(count)} SELECT {values}"  # noqa: S608 (constants)
            f" FROM {table} source CROSS JOIN numbers WHERE source.id = %s",
            [pk],
        )


def _copy_of_each(model: type[models.Model], own: dict[str, str], pk: int, before: int) -> None:
    """For every copied sitting what the first one has."""
    columns, values = _columns(model, {"attempt_id": "target.id", "item_id": "NULL", **own}, "source")
    table = model._meta.db_table
    whose = "learner_id = (SELECT learner_id FROM studyapp_attempt WHERE id = %s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} source"  # noqa: S608 (constants)
            f" JOIN studyapp_attempt target ON target.id > %s"
            f" WHERE source.{whose if model is Answer else 'attempt_id = %s'}",
            [before, pk],
        )


def times(sittings: int) -> dict[str, float]:
    """Medians in milliseconds: to begin, to open a question, to save it, to hand in."""
    figures: dict[str, list[float]] = defaultdict(list)
    exam, now = Exam.objects.get(slug=SLUG), datetime.now(UTC)
    course = load(Release.objects.latest("pk").key)
    for seed in range(sittings):
        learner = create_learner(user=None, now=now)
        begun = time.perf_counter()
        attempt = start(learner=learner, exam=exam, seed=seed, now=now)
        figures["begin"].append(time.perf_counter() - begun)
        for item in list(AttemptItem.objects.filter(attempt=attempt).select_related("version")):
            opening = time.perf_counter()
            fresh = Attempt.objects.get(pk=attempt.pk)
            shown = sitting(course, fresh, position=item.position, now=now)
            saving = time.perf_counter()
            first_answer(attempt, item, now)
            done = time.perf_counter()
            assert shown is not None
            figures["open a question"].append(saving - opening)
            figures["save"].append(done - saving)
        closing = time.perf_counter()
        submit(attempt=attempt, now=now + SECOND)
        figures["hand in"].append(time.perf_counter() - closing)
    return {name: statistics.median(found) * 1000 for name, found in figures.items()}


if __name__ == "__main__":
    if sys.argv[1] == "fill":
        fill(int(sys.argv[2]))
        sys.stdout.write(json.dumps({"answers": AttemptItem.objects.exclude(response=[]).count()}))
    else:
        sys.stdout.write(json.dumps(times(int(sys.argv[2]))))
