"""Runs the rounds of the fault harness in one process beside the site, on the same database. Prints JSON."""

import json
import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import django

django.setup()

from django.contrib.sessions.backends.db import SessionStore  # noqa: E402 (after setup)
from django.db import close_old_connections, connection  # noqa: E402

from bench.faultcheck import Event, Kept, Stored, Told, differences  # noqa: E402
from bench.faultclients import Candidate  # noqa: E402
from bench.faultplan import Asked, Plan, draw  # noqa: E402
from bench.faultproxy import Proxy, proxy_to  # noqa: E402
from bench.faultsite import Site, site_of  # noqa: E402
from bench.postgres import Postgres, programs  # noqa: E402
from studyapp.actions.accounts import create_learner  # noqa: E402
from studyapp.actions.exams import start  # noqa: E402
from studyapp.domain.saving import Heard  # noqa: E402
from studyapp.domain.versions import key_of  # noqa: E402
from studyapp.models import Attempt, AttemptEvent, AttemptItem, Exam  # noqa: E402
from studyapp.views.access import GUEST_SESSION_KEY  # noqa: E402

FAULTS_TOLD = 12


class Harness:
    """The counts of a run: what was done to the site, and what was found."""

    def __init__(self, site: Site, proxy: Proxy, database: Postgres | None) -> None:
        self.site, self.proxy, self.database = site, proxy, database
        self.count: Counter[str] = Counter()
        self.words: Counter[str] = Counter()
        self.kills: Counter[str] = Counter()
        self.faults: list[str] = []

    def round(self, number: int, random: Random) -> None:
        """One sitting, its mishaps, and the comparison."""
        attempt, candidate, paper = self._sit(random)
        plan = draw(random, paper, restarts=self.database is not None)
        self._count(plan)
        outside = [
            threading.Timer(save.seconds, self._kill_from_outside)
            for tab in plan.tabs
            for save in tab
            if save.kill == "outside"
        ]
        for timer in outside:
            timer.start()
        if plan.restart_after is not None:
            outside.append(threading.Timer(plan.restart_after, self._restart_database))
            outside[-1].start()
        candidate.go_through(plan)
        for timer in outside:
            timer.join()
        self.proxy.deliver_the_rest()
        if plan.returns:
            self.site.settle()
            candidate.come_back(plan)
        self._compare(number, attempt, candidate, plan)

    def _sit(self, random: Random) -> tuple[Attempt, Candidate, list[Asked]]:
        now = datetime.now(UTC)
        learner = create_learner(user=None, now=now)
        exam = min(Exam.objects.exclude(minutes=None), key=lambda exam: (abs(exam.length - 20), exam.pk))
        attempt = start(learner=learner, exam=exam, seed=random.getrandbits(40), now=now)
        session = SessionStore()
        session[GUEST_SESSION_KEY] = str(learner.key)
        session.save()
        assert session.session_key is not None
        items = AttemptItem.objects.filter(attempt=attempt).select_related("version")
        paper = [
            Asked(item.position, key_of(item.version.kind, item.version.body), tuple(item.order))
            for item in items
        ]
        return attempt, Candidate(self.proxy.port, session.session_key, attempt.pk), paper

    def _count(self, plan: Plan) -> None:
        """Kills that the network lets through; the one from outside may hit a moment without a save."""
        for save in (save for tab in plan.tabs for save in tab):
            if save.kill and save.network not in ("drop", "portal"):
                self.kills[save.kill.partition(" ")[0] if "statement" in save.kill else save.kill] += 1
        self.kills["while handing in"] += bool(plan.submit_kill)

    def _kill_from_outside(self) -> None:
        self.site.kill()

    def _restart_database(self) -> None:
        assert self.database is not None
        self.count["database restarted"] += 1
        self.database.restart()

    def _compare(self, number: int, attempt: Attempt, candidate: Candidate, plan: Plan) -> None:
        close_old_connections()
        wait_for_other_sessions()
        told = Told(candidate.sent, candidate.acks, candidate.submitted, plan.returns, candidate.strange)
        if not Attempt.objects.filter(pk=attempt.pk).exists():
            self.faults.append(f"round {number}: lost: the whole sitting")
            return
        kept = kept_of(attempt.pk)
        found = differences(told, kept)
        self.faults += [f"round {number}: {text}" for text in found]
        self.words.update(ack.word for ack in candidate.acks)
        self.count.update(
            saves=len(candidate.sent),
            acknowledged=len({ack.save for ack in candidate.acks}),
            events=len(kept.events),
            rounds=1,
        )


def wait_for_other_sessions() -> None:
    """PostgreSQL finishes what a killed process had asked it for; the comparison is made after that."""
    if connection.vendor != "postgresql":
        return
    busy = 1
    while busy:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT COUNT(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
                " AND pid <> pg_backend_pid() AND state <> 'idle'"
            )
            (busy,) = cursor.fetchone()


def kept_of(attempt: int) -> Kept:
    """A sitting as the database has it."""
    rows = AttemptItem.objects.filter(attempt=attempt).select_related("answer")
    events = AttemptEvent.objects.filter(attempt=attempt).order_by("pk").select_related("item")
    return Kept(
        rows=[
            Stored(
                row.position,
                {"response": tuple(row.response), "flagged": row.flagged, "struck": tuple(row.struck)},
                row.revision,
                {name: Heard(name, *numbers) for name, *numbers in row.heard},
                None if row.answer is None else tuple(row.answer.response),
            )
            for row in rows
        ],
        events=[
            Event(
                event.pk,
                event.item.position if event.item else None,
                event.kind,
                tuple(event.value) if isinstance(event.value, list) else event.value,
                event.revision,
                event.client,
                event.client_revision,
            )
            for event in events
        ],
        over=Attempt.objects.get(pk=attempt).submitted_at is not None,
    )


def run(
    rounds: int, seed: str, environment: Mapping[str, str], database: Postgres | None
) -> dict[str, object]:
    """All rounds; ends early at Ctrl-C, or once there is more to tell than anybody would read."""
    began, enough = time.monotonic(), threading.Event()
    signal.signal(signal.SIGINT, lambda *_: enough.set())
    with site_of(environment) as site, proxy_to(lambda: site.port) as proxy:
        harness = Harness(site, proxy, database)
        for number in range(rounds):
            site.settle()
            close_old_connections()
            harness.round(number, Random(f"{seed}:{number}"))  # noqa: S311 - a plan, not a secret
            if enough.is_set() or len(harness.faults) > FAULTS_TOLD:
                break
        stray = AttemptEvent.objects.count() - harness.count["events"]
        if stray:
            harness.faults.append(f"invented: {stray} events that belong to no round at its end")
        return {
            **harness.count,
            "web processes that died": site.deaths,
            "vendor": connection.vendor,
            "network": dict(harness.proxy.done),
            "kills": dict(harness.kills),
            "words": dict(harness.words),
            "faults": harness.faults[:FAULTS_TOLD],
            "seconds": time.monotonic() - began,
        }


if __name__ == "__main__":
    own = dict(os.environ)
    place = sys.argv[3:]
    server = Postgres(programs() or Path(), Path(place[0]), int(place[1]), place[2]) if place else None
    sys.stdout.write(json.dumps(run(int(sys.argv[1]), sys.argv[2], own, server)))
