"""Times the same requests of the same learner, while others fill the tables. Prints JSON, a line a size."""

import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

import django

django.setup()

from django.conf import settings  # noqa: E402 (after setup)
from django.db import connection  # noqa: E402
from django.http.response import HttpResponseBase  # noqa: E402
from django.test import Client  # noqa: E402

from bench.load_crowd import SHOW  # noqa: E402
from bench.population import CLASS, Each, Made, Town, looked_at  # noqa: E402
from bench.progress_times import queries  # noqa: E402
from studyapp.actions.exams import start  # noqa: E402
from studyapp.models import AttemptItem, Learner, User  # noqa: E402

ASKED = Each(memories=238, reviews=400, answers=150, lessons=5, exams=1)
OTHERS = Each()
AT_ONCE = 1000  # learners of a class among the others, which is one transaction

type Request = Callable[[], HttpResponseBase]


def requests(made: Made, town: Town) -> dict[str, Request]:
    """What is asked, by name. Each can be asked again and again."""
    user = made.members[0]
    mine, staff = _browser(user), _browser(made.owner)
    learner = Learner.objects.get(user=user)
    attempt = start(learner=learner, exam=town.exam, seed=1, now=town.now)
    item = AttemptItem.objects.filter(attempt=attempt, version__kind="single")[0]
    revision = iter(range(1, 1_000_000))

    def grade() -> HttpResponseBase:
        shown = SHOW.search(mine.get("/review/").content)
        assert shown is not None, "cards are due"
        path, fields = f"/review/{shown[1].decode()}/1000/card/", {"rating": "3", "token": uuid4()}
        return timed(lambda: mine.post(path, fields))

    def save() -> HttpResponseBase:
        number = next(revision)
        fields = {"choice": item.order[number % 4], "client": "tab", "revision": number, "client_at": 1}
        path = f"/attempts/{attempt.pk}/{item.position}/save/"
        return mine.post(path, fields, headers={"HX-Request": "true"})

    home = f"/classes/{made.classroom}/"
    return {
        "bare": lambda: mine.get("/bare/"),
        "today": lambda: mine.get("/"),
        "lesson": lambda: mine.get(f"/lessons/{town.lessons[0].slug}/"),
        "review": lambda: mine.get("/review/"),
        "grade": grade,
        "exam save": save,
        "class page": lambda: mine.get(home),
        "grid": lambda: staff.get(f"{home}grid/"),
        "progress": lambda: mine.get("/progress/"),
    }


_last: list[float] = []


def timed(ask: Request) -> HttpResponseBase:
    """The answer; how much CPU it took stands in `_last`, as what comes before a grade is not counted."""
    begun = time.process_time(), time.perf_counter()
    got = ask()
    _last[:] = (time.process_time() - begun[0]) * 1000, (time.perf_counter() - begun[1]) * 1000
    return got


def measured(asked: dict[str, Request], rounds: int) -> dict[str, dict[str, float]]:
    """Medians over the rounds, in which all take turns."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in asked}
    for number in range(rounds + 2):
        for name, ask in asked.items():
            _last.clear()
            begun = time.process_time(), time.perf_counter()
            got = ask()
            spent = (time.process_time() - begun[0]) * 1000, (time.perf_counter() - begun[1]) * 1000
            if got.status_code not in (200, 302):
                raise RuntimeError(f"{name}: {got.status_code}")
            if number > 1:
                found[name].append((_last[0], _last[1]) if _last else spent)
    return {
        name: {
            "cpu": statistics.median(cpu for cpu, _ in times),
            "clock": statistics.median(clock for _, clock in times),
            "queries": queries(asked[name]) - (queries(asked["review"]) if name == "grade" else 0),
        }
        for name, times in found.items()
    }


def _browser(user: User) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def main(sizes: list[int], rounds: int) -> None:
    """Grow from size to size."""
    town = Town(datetime.now(UTC))
    made = town.class_of(CLASS, ASKED)
    asked = requests(made, town)
    there = CLASS
    for size in sizes:
        begun = time.monotonic()
        while there < size:
            count = min(AT_ONCE, size - there)
            town.class_of(count, OTHERS)
            there += count
        looked_at()
        seeding = time.monotonic() - begun
        line = {"learners": there, "vendor": connection.vendor, "seeding": seeding}
        sys.stdout.write(json.dumps({**line, "pages": measured(asked, rounds)}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main([int(size) for size in sys.argv[2].split(",")], int(sys.argv[1]))
