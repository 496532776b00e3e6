"""The grown site for real, on one machine: brought up, used, broken, backed up and restored.

    python3 manage.py bench stack [seconds]

PostgreSQL on scratch files; two application processes as `docs/deploy/in-transit.service` starts them, of two
workers each, a data folder of their own, sharing nothing but the database and the secret key; nginx of the
distribution with the shipped `docs/deploy/nginx.conf`, and TLS with a certificate made here.

A browser goes through the site, then the mixed load of `bench load`. Then candidates sit an exam and
learners review, for 60 seconds unless told otherwise. Meanwhile a process is killed with its workers,
one worker is killed, PostgreSQL is stopped as by a power cut, and a back-up is taken, which is restored
elsewhere. What people were told is compared with the rows. Exit 1 if a verdict fails, 2 if something to
run it with is not installed.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bench.load import EVERY, every, seeded, share
from bench.load_crowd import actors, at_leisure
from bench.postgres import Postgres, programs, run_as_owner, scratch_postgres
from bench.server import ROOT, free_port, scratch
from bench.stack_crowd import Crowd
from bench.stack_site import NAME, App, Door, Nginx, missing
from bench.stack_smoke import sit_through, smoke
from bench.swarm import swarm

SECONDS, CANDIDATES, LEARNERS = 60.0, 24, 8
ALL, LOAD = 500, 20.0
ARRIVE = 15.0  # seconds for all to connect: their handshakes are made one after the other, by this process
SLUG = "practice-20"
RESTORED = "restored"
# How a database that goes away shows: in a statement, at connecting.
EXPECTED = {
    "psycopg.errors.AdminShutdown",
    "psycopg.OperationalError",
    "psycopg.errors.CannotConnectNow",
    "django.db.utils.OperationalError",
    "django.db.utils.InterfaceError",
}


class Verdicts:
    """What was looked at, and how it came out; printed as it comes."""

    def __init__(self) -> None:
        self.kept: list[bool] = []

    def say(self, what: str, faults: list[str], figure: str = "") -> None:
        """A line, and the first few faults below it."""
        self.kept.append(not faults)
        print(f"{'FAILED' if faults else 'ok':7} {what}{f': {figure}' if figure else ''}", flush=True)
        for fault in faults[:5]:
            print(f"        {fault}", flush=True)


def main(arguments: list[str]) -> None:
    """Print a table of verdicts."""
    lacking = missing() + ([] if programs() else ["postgresql"])
    if lacking:
        print(f"Install first: apt-get install {' '.join(lacking)}", file=sys.stderr)
        raise SystemExit(2)
    seconds = float(arguments[0]) if arguments else SECONDS
    verdicts = Verdicts()
    with scratch() as plain, scratch_postgres() as database:
        apps = [App(grown(plain, database.url, f"app-{n}"), free_port()) for n in (1, 2)]
        try:
            for app in apps:
                app.start()
            folder = Path(plain["DATA_DIR"])
            folder.chmod(0o755)
            with Nginx(folder, [app.port for app in apps]).running() as door:
                verdicts.say("browser through nginx: account, lesson, review, path, exam", smoke(door))
                loaded(verdicts, apps[0].environment, door)
                broken(verdicts, apps, database, door, seconds)
        finally:
            for app in apps:
                app.stop()
    if not all(verdicts.kept):
        raise SystemExit(1)


def grown(plain: Mapping[str, str], url: str, folder: str) -> dict[str, str]:
    """The environment of one application process, as docs/deploy.md writes it."""
    return {
        **plain,
        "DJANGO_SETTINGS_MODULE": "studyapp.settings",
        "DATABASE_URL": url,
        "DATA_DIR": str(Path(plain["DATA_DIR"]) / folder),
        "ALLOWED_HOSTS": NAME,
        "HTTPS": "1",
        "BEHIND_PROXY": "1",
    }


def loaded(verdicts: Verdicts, environment: Mapping[str, str], door: Door) -> None:
    """The mixed load of bench load, through nginx: each learner does something every five seconds."""
    own = {**environment, "DJANGO_SETTINGS_MODULE": "bench.settings"}
    crowd = actors(seeded(own, ALL, "little"))
    begun = time.monotonic() + ARRIVE
    figures = swarm(door, [at_leisure(one, begun, begun + LOAD, EVERY) for one in crowd])
    times = every(figures)
    middle, late = (share(times, part) for part in (0.5, 0.95))
    rate = len(times) / (time.monotonic() - begun)
    figure = f"{rate:,.0f} requests a second over TLS, p50 {middle:.0f} ms, p95 {late:.0f} ms"
    verdicts.say(f"mixed load of {ALL} learners through nginx: no error", figures.faults, figure)


def broken(verdicts: Verdicts, apps: list[App], database: Postgres, door: Door, seconds: float) -> None:
    """The evening on which everything happens."""
    first, second = apps
    count = CANDIDATES + LEARNERS + 1
    sessions = told(first.environment, "people", str(count), str(LEARNERS))
    readers, candidates = sessions[-LEARNERS:], sessions[1 : 1 + CANDIDATES]
    watched: list[str] = []
    sits, over = threading.Event(), threading.Event()
    page = threading.Thread(target=lambda: watched.extend(sit_through(door, sessions[0], sits, over)))
    page.start()
    sits.wait()
    crowd = Crowd(door, candidates, readers, over, SLUG)
    crowd.begin()
    file = Path(first.environment["DATA_DIR"]) / "evening.dump"
    deeds: dict[str, Callable[[], object]] = {
        "process killed": first.kill,
        "process back": first.start,
        "worker killed": lambda: os.kill(second.workers()[0], signal.SIGKILL),
        "database restarted": database.restart,
        "back-up": lambda: backup(first.environment, file),
    }
    moments = {}
    for what, deed in deeds.items():
        time.sleep(seconds / (len(deeds) + 1))
        moments[what] = time.monotonic()
        deed()
    time.sleep(seconds / (len(deeds) + 1))
    told_before = crowd.told(before=moments["back-up"])
    over.set()
    crowd.end()
    page.join()
    judged(verdicts, crowd, moments)
    verdicts.say("a page that was open all the while: what it showed as saved is there", watched)
    ready = [f"port {app.port}: {len(app.workers())} workers, ready {app.ready()}" for app in apps]
    verdicts.say(
        "both processes are whole again",
        [text for app, text in zip(apps, ready, strict=True) if len(app.workers()) != 2 or not app.ready()],
    )
    complaints = sum((app.complaints() for app in apps), Counter())
    strange = [f"{count} times {name}" for name, count in complaints.items() if name not in EXPECTED]
    verdicts.say("in the logs nothing but a database that was away", strange, str(dict(complaints)))
    everything = crowd.told(before=time.monotonic())
    rows(verdicts, "after it all, in the database", first.environment, everything)
    restore(database, file)
    elsewhere = {**first.environment, "DATABASE_URL": database.url.rpartition("/")[0] + f"/{RESTORED}"}
    rows(verdicts, "told before the back-up began, in the restored one", elsewhere, told_before)
    verdicts.say("the restored database serves", carried_on(elsewhere))


def judged(verdicts: Verdicts, crowd: Crowd, moments: Mapping[str, float]) -> None:
    """What people saw of each blow."""
    faults = [fault for one in crowd.people for fault in one.faults]
    waits = [wait for one in crowd.people for _, wait in one.waits]
    asked = f"{len(waits):,} requests of {len(crowd.people)} people, longest wait {max(waits):.1f} s"
    verdicts.say("every request got its answer in the end", faults, asked)
    names = list(moments)
    for name, following in zip(names, [*names[1:], ""], strict=True):
        start, end = moments[name], moments.get(following, float("inf"))
        failed = [why for one in crowd.people for at, why in one.failed if start <= at < end]
        longest = max(
            (wait for one in crowd.people for at, wait in one.waits if at + wait >= start and at < end),
            default=0,
        )
        kinds = ", ".join(f"{failed.count(why)} times {why}" for why in sorted(set(failed))) or "none"
        print(f"        {name}: tries that failed: {kinds}; longest wait {longest:.1f} s")


def rows(verdicts: Verdicts, where: str, environment: Mapping[str, str], told_: Mapping[str, Any]) -> None:
    """Compare what people were told with a database."""
    found = told(environment, "lost", given=told_)
    verdicts.say(where, found["faults"], f"{found['saves']:,} saves and {found['grades']:,} grades")


def backup(environment: Mapping[str, str], file: Path) -> None:
    """With the command that is shipped."""
    command = [sys.executable, "manage.py", "backup", str(file)]
    subprocess.run(command, cwd=ROOT, env=dict(environment), check=True, stdout=subprocess.DEVNULL)


def restore(database: Postgres, file: Path) -> None:
    """As docs/deploy.md says, into a database beside."""
    where = ["-h", "127.0.0.1", "-p", str(database.port), "-U", "postgres"]
    run_as_owner([str(database.programs / "createdb"), *where, RESTORED])
    command = [str(database.programs / "pg_restore"), *where, "--exit-on-error", "-d", RESTORED, str(file)]
    subprocess.run(command, check=True)


def carried_on(environment: Mapping[str, str]) -> list[str]:
    """A process of its own on this database, until it says that it is ready."""
    app = App(environment, free_port())
    try:
        app.start()
        return []
    except (RuntimeError, subprocess.CalledProcessError) as fault:
        return [str(fault)]
    finally:
        app.stop()


def told(environment: Mapping[str, str], *arguments: str, given: object = None) -> Any:
    """What a process beside the site says of its database."""
    command = [sys.executable, "-m", "bench.stack_rows", *arguments]
    own = {**environment, "DJANGO_SETTINGS_MODULE": "bench.settings"}
    done = subprocess.run(
        command, cwd=ROOT, env=own, check=True, stdout=subprocess.PIPE, input=json.dumps(given), text=True
    )
    return json.loads(done.stdout)
