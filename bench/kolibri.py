"""The same four requests of a class, asked of Kolibri and of this project in turn: requests a second.

    python3 manage.py bench kolibri [rounds]

Installs Kolibri from PyPI into a scratch folder (it comes with the packages it needs; nothing of it
enters this project), makes a class of 16 in its SQLite database, and serves both sites alike: granian,
two workers of one thread, SQLite, 16 connections without a pause. The four take turns for 3 seconds
each, 7 rounds unless told otherwise; the median counts. Kolibri's own server is another (cheroot, in one
process): its application is what is compared.

What is the same: who may see it is looked up by session and account; the class with what it set, and how
far the learner is; one answer stored with its log. What is not: Kolibri sends JSON that a program in the
browser makes a page of, this project the page itself. Its lesson is a list of resources with their
progress, ours the whole text; its exam the names of all questions, ours one question with its options
and the state of the paper. Its class has 8 lessons of 4 resources and 2 exams, ours 10 assignments of 4
kinds, and tells each learner what the staff reads of her. Its learners have begun an exam and done
nothing else; ours have besides 20 cards, 20 reviews and 20 answers behind them.
"""

import json
import statistics
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from bench.faults import prepared
from bench.load import seeded
from bench.load_crowd import Actor, actors
from bench.server import ROOT, Server, serving
from bench.swarm import CSRF, Ask, Script, request, swarm

LEARNERS, TURN, ROUNDS = 16, 3.0, 7
PACKAGES = ("kolibri==0.19.5", "granian==2.8.7")
WANTED = {"class page": 8.0, "lesson": 8.0, "exam": 0.0, "answer": 8.0}
TARGET = "kolibri_site:application"
SITE = """from kolibri.utils.main import initialize
initialize(skip_update=True)
from kolibri.deployment.default.wsgi import application
"""


def main(arguments: list[str]) -> None:
    """Print the table, and end with 1 if a ratio is too small."""
    rounds = int(arguments[0]) if arguments else ROUNDS
    with prepared("sqlite") as (plain, _):
        folder = Path(plain["DATA_DIR"]) / "kolibri"
        python = installed(folder)
        theirs = {**plain, "KOLIBRI_HOME": str(folder / "home"), "PYTHONPATH": str(folder)}
        for name in ("DJANGO_SETTINGS_MODULE", "DEBUG", "SECRET_KEY", "DATA_DIR"):
            theirs.pop(name, None)
        room = kolibri_class(python, theirs)
        learning = {**plain, "DJANGO_SETTINGS_MODULE": "bench.settings"}
        crowd = actors(seeded(learning, LEARNERS, "little"))
        with (
            serving(theirs, python=python, target=TARGET, workers=2, threads=1) as other,
            serving(learning, workers=2, threads=1) as own,
        ):
            found = compared(other, room, own, crowd, rounds)
    if not report(found, room["queries"]):
        raise SystemExit(1)


def installed(folder: Path) -> str:
    """Kolibri in a folder of its own; the Python in it. SystemExit where it cannot be had."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    (folder / "home").mkdir()
    (folder / "kolibri_site.py").write_text(SITE, "utf-8")
    done = subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES])
    if done.returncode:
        print("Kolibri could not be installed: see above. It needs a package index.", file=sys.stderr)
        raise SystemExit(2)
    return str(python)


def kolibri_class(python: str, environment: Mapping[str, str]) -> dict[str, Any]:
    """Its class; what was made and where."""
    command = [python, "-I", str(ROOT / "bench" / "kolibri_rows.py"), str(LEARNERS)]
    done = subprocess.run(command, env=dict(environment), check=True, stdout=subprocess.PIPE, cwd="/")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def compared(
    other: Server, room: Mapping[str, Any], own: Server, crowd: Sequence[Actor], rounds: int
) -> dict[str, dict[str, list[tuple[float, float]]]]:
    """By request and site: requests a second and milliseconds of the server's CPU, a pair a round."""
    found: dict[str, dict[str, list[tuple[float, float]]]] = {
        name: {"kolibri": [], "own": []} for name in WANTED
    }
    for number in range(rounds + 1):
        for name, sites in found.items():
            for site, server in (("kolibri", other), ("own", own)):
                begun, spent = time.monotonic(), server.cpu_seconds()
                until = begun + (TURN if number else 1)
                figures = swarm(server.port, scripts(site, name, room, crowd, until))
                if figures.faults:
                    raise SystemExit(f"{site}, {name}: {figures.faults[:3]}")
                count = figures.count(name)
                rate = count / (time.monotonic() - begun)
                if number:
                    sites[site].append((rate, (server.cpu_seconds() - spent) / count * 1000))
    return found


def scripts(
    site: str, name: str, room: Mapping[str, Any], crowd: Sequence[Actor], until: float
) -> list[Script]:
    """One for each learner."""
    if site == "own":
        return [again(name, partial(ours, name, one), until) for one in crowd]
    return [
        again(name, partial(theirs, name, room, one, Random(n)), until)  # noqa: S311 (no secret)
        for n, one in enumerate(room["people"])
    ]


def again(name: str, make: Callable[[], bytes], until: float) -> Script:
    """The request without a pause."""
    while time.monotonic() < until:
        yield Ask(time.monotonic(), name, make())


def ours(name: str, one: Actor) -> bytes:
    """A request of this project."""
    position, order = one.draw.choice(list(one.options.items()))
    home = f"/attempts/{one.attempt}/"
    if name == "answer":
        one.saves += 1
        fields = {"choice": one.draw.choice(order), "client": one.tab, "revision": str(one.saves)}
        return request(
            "POST", f"{home}{position}/save/", one.session, {**fields, "client_at": "1764000000000"}
        )
    paths = {
        "class page": f"/classes/{one.classroom}/",
        "lesson": f"/lessons/{one.lessons[0]}/",
        "exam": f"{home}?q={position}",
    }
    return request("GET", paths[name], one.session)


def theirs(name: str, room: Mapping[str, Any], one: Mapping[str, str], draw: Random) -> bytes:
    """A request of Kolibri."""
    session, csrf = room["cookies"]
    headers = [f"Cookie: {session}={one['session']}; {csrf}={CSRF}", f"X-CSRFToken: {CSRF}"]
    if name != "answer":
        return http("GET", room[name], headers)
    item = draw.choice(room["questions"])
    answer = {"choice": draw.randrange(4)}
    interaction = {"item": item, "correct": 1, "complete": True, "time_spent": 5, "answer": answer}
    body = json.dumps({"interactions": [{**interaction, "simple_answer": "1"}]}).encode()
    headers += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return http("PUT", f"/api/logger/trackprogress/{one['log']}/", headers) + body


def http(method: str, path: str, headers: Sequence[str]) -> bytes:
    """The head of a request."""
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *headers]).encode() + b"\r\n\r\n"


def report(
    found: Mapping[str, Mapping[str, Sequence[tuple[float, float]]]], queries: Mapping[str, int]
) -> bool:
    """The table, and whether every ratio is as wanted."""
    print(f"\n{'':12}{'requests a second':>22}{'ratio':>8}{'wanted':>8}{'ms of CPU each':>18}{'ratio':>8}")
    print(f"{'':12}{'Kolibri':>12}{'own':>10}{'':16}{'Kolibri':>10}{'own':>8}  statements of Kolibri")
    kept = []
    for name, sites in found.items():
        (rate, cpu), (own_rate, own_cpu) = (
            (
                statistics.median(turn[0] for turn in sites[site]),
                statistics.median(turn[1] for turn in sites[site]),
            )
            for site in ("kolibri", "own")
        )
        wanted = WANTED[name]
        kept.append(own_rate / rate >= wanted)
        limit = f"{wanted:8.0f}" if wanted else f"{'':8}"
        print(
            f"{name:12}{rate:12,.0f}{own_rate:10,.0f}{own_rate / rate:8.1f}{limit}{cpu:10.1f}{own_cpu:8.1f}"
            f"{cpu / own_cpu:8.1f}  {queries[name]}{'' if kept[-1] else '  TOO SLOW'}"
        )
    return all(kept)
