"""An exam that 200 candidates begin in the same second, sit and hand in together; and saves without a pause.

    python3 manage.py bench sitting [candidates] [seconds] [sqlite|postgresql]

Behind two granian workers, on SQLite (one thread each) and PostgreSQL (four each, as in docs/deploy). An
hour is compressed into 120 seconds unless told otherwise: every candidate reads what is said of the exam
before the bell, begins, opens 20 questions, saves each twice, changes the last answer in the last second,
hands in and reads the report. Then 16 candidates save without a pause, in turn with a bare view that updates
one row behind the same session, login and CSRF check.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any

from bench.candidates import Paper, Times, exam, saving, updating
from bench.faults import prepared
from bench.postgres import programs
from bench.server import ROOT, Server, serving
from bench.swarm import Figures, request, swarm

CANDIDATES, SECONDS = 200, 120.0
SLUG = "practice-20"
THREADS = {"sqlite": 1, "postgresql": 4}
BEFORE = 8.0  # seconds in which the candidates come
TURNS, TURN, AT_ONCE = 5, 3.0, 16
P95, MOST, RATIO = 300, 1000, 0.6


def main(arguments: list[str]) -> None:
    """Print the tables, and end with 1 if a limit is passed."""
    numbers = [text for text in arguments if text.replace(".", "").isdigit()]
    candidates = int(numbers[0]) if numbers else CANDIDATES
    seconds = float(numbers[1]) if len(numbers) > 1 else SECONDS
    wanted = [vendor for vendor in THREADS if vendor in arguments] or list(THREADS)
    if programs() is None and "postgresql" in wanted:
        print("PostgreSQL is not installed here: left out.")
        wanted.remove("postgresql")
    kept = [measured(vendor, candidates, seconds) for vendor in wanted]
    if not all(kept):
        raise SystemExit(1)


def measured(vendor: str, candidates: int, seconds: float) -> bool:
    """One database; whether all limits are kept."""
    with prepared(vendor) as (plain, _):
        environment = {**plain, "DJANGO_SETTINGS_MODULE": "bench.settings"}
        sessions = told(environment, "accounts", str(candidates + AT_ONCE))
        with serving(environment, workers=2, threads=THREADS[vendor]) as server:
            papers = [Paper() for _ in range(candidates)]
            figures = sat(server, sessions[:candidates], papers, seconds)
            wrong = told(environment, "forms", given=[vars(paper) for paper in papers])
            rates, cpu = compared(server, sessions[candidates:])
    print(f"\n{vendor}: {candidates} candidates, load average {os.getloadavg()[0]:.1f} (ours included)")
    return report(figures, wrong, rates, cpu)


def sat(server: Server, sessions: Sequence[str], papers: list[Paper], seconds: float) -> Figures:
    """The exam of all of them."""
    opens = time.monotonic() + 0.5
    begin = opens + BEFORE
    times = Times(opens, begin, begin + 1, begin + 1 + seconds, begin + 2 + seconds)
    scripts = [
        exam(session, SLUG, times, seed, paper)
        for seed, (session, paper) in enumerate(zip(sessions, papers, strict=True))
    ]
    return swarm(server.port, scripts)


def compared(server: Server, sessions: Sequence[str]) -> tuple[dict[str, list[float]], dict[str, float]]:
    """Requests a second, and milliseconds of the server's CPU for one, of saves and of the bare view."""
    rates: dict[str, list[float]] = {"save": [], "bare": []}
    spent: dict[str, list[float]] = {"save": [], "bare": []}
    pages = [begun(server, session) for session in sessions]
    for turn in range(TURNS):
        for name in rates:
            until, before = time.monotonic() + TURN, server.cpu_seconds()
            scripts = [
                saving(session, f"turn-{turn}", paths, bodies, until)
                if name == "save"
                else updating(session, f"/bare-update/{paths[0].split('/')[2]}/", until)
                for session, (paths, bodies) in zip(sessions, pages, strict=True)
            ]
            start = time.monotonic()
            figures = swarm(server.port, scripts)
            if figures.faults:
                raise SystemExit(f"{name}: {figures.faults[:3]}")
            rates[name].append(figures.count(name) / (time.monotonic() - start))
            spent[name].append((server.cpu_seconds() - before) / figures.count(name) * 1000)
    return rates, {name: statistics.median(costs) for name, costs in spent.items()}


def begun(server: Server, session: str) -> tuple[list[str], list[bytes]]:
    """A sitting to save into: the addresses of its first questions, and their pages."""
    server.connection.request("POST", f"/exams/{SLUG}/", headers=_headers(session))
    started = server.connection.getresponse()
    started.read()
    home = (started.headers["Location"] or "").partition("?")[0]
    bodies = [server.get(f"{home}?q={n}", {"Cookie": f"sessionid={session}"}) for n in range(1, 5)]
    return [f"{home}{n}/save/" for n in range(1, 5)], bodies


def _headers(session: str) -> dict[str, str]:
    lines = request("POST", "/", session, {}).decode().split("\r\n")[2:-2]
    return {
        name: value for name, _, value in (line.partition(": ") for line in lines) if name != "HX-Request"
    }


def told(environment: Mapping[str, str], *arguments: str, given: object = None) -> Any:
    """What a process beside the site says."""
    command = [sys.executable, "-m", "bench.sitting_rows", *arguments]
    sent = json.dumps(given)
    done = subprocess.run(
        command, cwd=ROOT, env=dict(environment), check=True, stdout=subprocess.PIPE, input=sent, text=True
    )
    return json.loads(done.stdout)


def report(
    figures: Figures, wrong: Sequence[str], rates: Mapping[str, Sequence[float]], cpu: Mapping[str, float]
) -> bool:
    """The table, and whether all limits are kept."""
    print(f"{'':12}{'count':>8}{'median':>9}{'p95':>9}{'longest':>9}  milliseconds")
    for name in ("before", "start", "first page", "page", "save", "submit", "report"):
        middle, p95, most = (figures.percentile(name, share) for share in (0.5, 0.95, 1))
        print(f"{name:12}{figures.count(name):8,}{middle:9.1f}{p95:9.1f}{most:9.1f}")
    save, bare = (statistics.median(rates[name]) for name in ("save", "bare"))
    print(f"without a pause: {save:,.0f} saves a second, bare view {bare:,.0f}")
    share = cpu["bare"] / cpu["save"]
    print(f"CPU of the server: {cpu['save']:.2f} ms a save, {cpu['bare']:.2f} ms bare, as rates {share:.2f}")
    kept = {
        f"errors {len(figures.faults)}, none allowed": not figures.faults,
        f"papers that are not as told {len(wrong)}, none allowed": not wrong,
        f"p95 of a save {figures.percentile('save', 0.95):.0f} ms, under {P95}": figures.percentile(
            "save", 0.95
        )
        < P95,
        f"longest save {figures.percentile('save', 1):.0f} ms, under {MOST}": figures.percentile("save", 1)
        < MOST,
        f"saves to bare updates {save / bare:.2f}, at least {RATIO}": save / bare >= RATIO,
    }
    for text, right in kept.items():
        print(f"{'kept' if right else 'NOT KEPT':9} {text}")
    for text in [*figures.faults[:5], *wrong[:5]]:
        print(f"    {text}")
    return all(kept.values())
