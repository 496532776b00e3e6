"""Times the progress page of two learners in one process. Prints JSON."""

import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402 (after setup)
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from bench.progress_rows import seed  # noqa: E402
from studyapp.actions.accounts import sign_up  # noqa: E402
from studyapp.actions.lessons import finish  # noqa: E402
from studyapp.actions.reviews import grade_card  # noqa: E402
from studyapp.domain.memory import Rating  # noqa: E402
from studyapp.domain.sending import Sent  # noqa: E402
from studyapp.models import Learner, Lesson, Memory, Release  # noqa: E402
from studyapp.queries.catalogue import load  # noqa: E402
from studyapp.queries.memories import schedule_of  # noqa: E402
from studyapp.queries.progress import progress_page  # noqa: E402

PAGE = "/progress/"


def learner(name: str, now: datetime) -> tuple[Learner, Client]:
    """Somebody with an account and an exam ahead, and her browser."""
    user = sign_up(name=name, password=name, guest=None, now=now)
    Learner.objects.filter(user=user).update(exam_date=(now + timedelta(days=40)).date())
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return Learner.objects.select_related("parameter_set").get(user=user), client


def cpu(work: Callable[[], object], rounds: int) -> float:
    """Milliseconds, median."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


def get(client: Client) -> None:
    """The page, which must be there."""
    assert client.get(PAGE).status_code == 200


def queries(work: Callable[[], object]) -> int:
    """How many statements it sends."""
    seen = []

    def note(execute: Callable[..., object], sql: str, *rest: object) -> object:
        seen.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        work()
    return len(seen)


def measured(rounds: int) -> dict[str, float | str]:
    """The page with 100,000 reviews and with one, and the queries behind it alone."""
    now = datetime.now(UTC)
    (much, many), (little, few) = learner("much", now), learner("little", now)
    seed(much, now)
    finish(learner=little, lesson_id=Lesson.objects.all()[0].pk, now=now)
    memory = Memory.objects.filter(learner=little).select_related("learner")[0]
    grade_card(memory=memory, sent=Sent(0), grade=Rating.GOOD, now=now)
    course, schedule = load(Release.objects.latest("pk").key), schedule_of(much)
    for client in (many, few):
        get(client)
    return {
        "page": cpu(lambda: get(many), rounds),
        "numbers": cpu(lambda: progress_page(course, much, schedule=schedule, now=now), rounds),
        "little": cpu(lambda: get(few), rounds),
        "queries": queries(lambda: get(many)),
        "vendor": connection.vendor,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured(int(sys.argv[1]))))
