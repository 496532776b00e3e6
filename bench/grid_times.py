"""Times the pages of one class. Prints JSON."""

import gzip
import json
import statistics
import sys
import time
from datetime import UTC, datetime
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 (after setup)
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from bench.grid_rows import seed  # noqa: E402
from bench.progress_times import queries  # noqa: E402

PAGES = ("grid", "gradebook", "gradebook.csv", "attention", "picture", "assignments")


def measured(learners: int, items: int, rounds: int) -> dict[str, Any]:
    """Every page of the staff, and the list of one learner."""
    made = seed(learners, items, datetime.now(UTC))
    staff, learner = _browser(made.owner), _browser(made.learner)
    asked = {name: (staff, f"/classes/{made.classroom}/{name}") for name in PAGES}
    asked["item statistics"] = staff, f"/classes/{made.classroom}/gradebook/{made.exam}"
    asked["class, of the staff"] = staff, f"/classes/{made.classroom}"
    asked["class, of a learner"] = learner, f"/classes/{made.classroom}"
    asked["to do, of a learner"] = learner, f"/classes/{made.classroom}/work/"
    asked["line on Today"] = learner, "/classes/todo/"
    return {
        "vendor": connection.vendor,
        "pages": {
            name: _page(client, path if path.endswith((".csv", "/")) else f"{path}/", rounds)
            for name, (client, path) in asked.items()
        },
    }


def _browser(user: Any) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def _page(client: Client, path: str, rounds: int) -> dict[str, float]:
    body = client.get(path)
    if body.status_code != 200:
        raise RuntimeError(f"{path}: {body.status_code}")
    cpu, clock = [], []
    for _ in range(rounds):
        start, begun = time.process_time(), time.perf_counter()
        client.get(path)
        cpu.append((time.process_time() - start) * 1000)
        clock.append((time.perf_counter() - begun) * 1000)
    return {
        "cpu": statistics.median(cpu),
        "clock": statistics.median(clock),
        "queries": queries(lambda: client.get(path)),
        "bytes": len(body.content),
        "packed": len(gzip.compress(body.content, 2)),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measured(*map(int, sys.argv[1:4]))))
