"""500 learners at once for a quarter of an hour: how many requests, how long they take, what stays in memory.

    python3 manage.py bench load [seconds] [sqlite|postgresql]

Behind two granian workers on a scratch database of each kind (one thread each on SQLite, two on PostgreSQL),
900 seconds unless told otherwise. Of a hundred requests 40 are lessons, 30 reviews (a card and its grade), 20
saves of an exam, 10 pages of the class (one in ten the instructor's grid). Three things take turns of a few
seconds, so that a busy computer disturbs all alike: all learners at leisure, each doing something every five
seconds; the same learners over 32 connections without a pause; and the bare view (session, login, one query)
over 32 connections. The learners are on the same computer and take part of its cores themselves.
"""

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.faults import prepared
from bench.load_crowd import Actor, actors, at_leisure, bare, without_pause
from bench.postgres import programs
from bench.server import ROOT, Server, serving
from bench.swarm import Figures, Script, swarm

LEARNERS, SECONDS, CONNECTIONS, EVERY = 500, 900.0, 32, 5.0
THREADS = {"sqlite": 1, "postgresql": 2}
TURNS = {"at leisure": 12.0, "without a pause": 12.0, "bare": 6.0}
RATIO, GROWTH = 0.5, 1.05  # at least; at most, of the last minutes' memory to that of the first
EARLY, LATE = (0.2, 1 / 3), (13 / 15, 1.0)  # of a quarter of an hour: minutes 3 to 5, and 13 to 15


@dataclass
class Turns:
    """What came of one of the three: all requests; of each turn the rate, and the server's CPU of one."""

    figures: Figures = field(default_factory=Figures)
    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


class Memory:
    """Megabytes that the workers hold, looked at every few seconds."""

    def __init__(self, pids: Sequence[int], pause: float = 2.0) -> None:
        self.pids, self.pause, self.samples = pids, pause, list[tuple[float, float]]()
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Memory":
        self.begun = time.monotonic()
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.over.set()
        self.thread.join()

    def _watch(self) -> None:
        while not self.over.wait(self.pause):
            self.samples.append((time.monotonic() - self.begun, sum(map(resident, self.pids))))

    def mean(self, part: tuple[float, float]) -> float:
        """Over this part of the time that was watched."""
        whole = self.samples[-1][0]
        return statistics.mean(size for at, size in self.samples if part[0] * whole <= at <= part[1] * whole)

    def slope(self) -> float:
        """Megabytes a minute over the last four fifths, by least squares."""
        late = [sample for sample in self.samples if sample[0] >= self.samples[-1][0] / 5]
        return statistics.linear_regression(*zip(*late, strict=True)).slope * 60


def resident(pid: int) -> float:
    """Megabytes of a process that are in memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main(arguments: list[str]) -> None:
    """Print the tables, and end with 1 if a limit is passed."""
    numbers = [text for text in arguments if text.replace(".", "").isdigit()]
    seconds = float(numbers[0]) if numbers else SECONDS
    wanted = [vendor for vendor in THREADS if vendor in arguments] or list(THREADS)
    if programs() is None and "postgresql" in wanted:
        print("PostgreSQL is not installed here: left out.")
        wanted.remove("postgresql")
    kept = [measured(vendor, seconds) for vendor in wanted]
    if not all(kept):
        raise SystemExit(1)


def measured(vendor: str, seconds: float) -> bool:
    """One database; whether all limits are kept."""
    with prepared(vendor) as (plain, _):
        environment = {**plain, "DJANGO_SETTINGS_MODULE": "bench.settings"}
        crowd = actors(seeded(environment, LEARNERS))
        with serving(environment, workers=2, threads=THREADS[vendor]) as server:
            swarm(server.port, [at_leisure(one, time.monotonic(), time.monotonic() + 8, 5) for one in crowd])
            with Memory(server.pids) as memory:
                turns = taken(server, crowd, seconds)
    load = os.getloadavg()[0]
    print(f"\n{vendor}: {LEARNERS} learners, {seconds:,.0f} s, load average {load:.1f} (ours included)")
    return report(turns, memory)


def seeded(environment: Mapping[str, str], count: int, done: str = "much") -> dict[str, Any]:
    """The learners, made by a process beside the site; they have done "much" or "little"."""
    command = [sys.executable, "-m", "bench.load_rows", str(count), done]
    told = subprocess.run(command, cwd=ROOT, env=dict(environment), check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(told.stdout)
    return found


def taken(server: Server, crowd: Sequence[Actor], seconds: float) -> dict[str, Turns]:
    """The three in turn until the time is over, each at least once."""
    found = {name: Turns() for name in TURNS}
    end = time.monotonic() + seconds
    while time.monotonic() < end or not found["bare"].rates:
        for name, length in TURNS.items():
            begun, spent = time.monotonic(), server.cpu_seconds()
            figures = swarm(server.port, scripts(name, crowd, begun, begun + length))
            count = sum(map(len, figures.times.values()))
            found[name].rates.append(count / (time.monotonic() - begun))
            found[name].cpu.append((server.cpu_seconds() - spent) / count * 1000)
            found[name].figures.faults += figures.faults
            for kind, times in figures.times.items():
                found[name].figures.times[kind] += times
    return found


def scripts(name: str, crowd: Sequence[Actor], begin: float, until: float) -> list[Script]:
    """Who does what in a turn."""
    if name == "at leisure":
        return [at_leisure(one, begin, until, EVERY) for one in crowd]
    if name == "bare":
        return [bare(one.session, until) for one in crowd[:CONNECTIONS]]
    return [without_pause(crowd[n::CONNECTIONS], until) for n in range(CONNECTIONS)]


def report(turns: Mapping[str, Turns], memory: Memory) -> bool:
    """The tables, and whether all limits are kept."""
    for name, turn in turns.items():
        rate, cpu = statistics.median(turn.rates), statistics.median(turn.cpu)
        print(f"\n{name}: {rate:,.0f} requests a second, {cpu:.2f} ms of the server's CPU each")
        print(f"{'':12}{'count':>9}{'p50':>9}{'p95':>9}{'p99':>9}{'longest':>9}  milliseconds")
        for kind, times in [*sorted(turn.figures.times.items()), ("all", every(turn.figures))]:
            print(
                f"{kind:12}{len(times):9,}" + "".join(f"{share(times, s):9.1f}" for s in (0.5, 0.95, 0.99, 1))
            )
    early, late = memory.mean(EARLY), memory.mean(LATE)
    print(f"\nmemory: {early:.1f} MB early, {late:.1f} MB late, {memory.slope():+.2f} MB a minute")
    mixed, least = (statistics.median(turns[name].rates) for name in ("without a pause", "bare"))
    spent = statistics.median(turns["bare"].cpu) / statistics.median(turns["without a pause"].cpu)
    print(f"CPU of the server alone would make the ratio below {spent:.2f}")
    faults = [fault for turn in turns.values() for fault in turn.figures.faults]
    kept = {
        f"errors {len(faults)}, none allowed": not faults,
        f"mixed load to bare view {mixed / least:.2f}, at least {RATIO}": mixed / least >= RATIO,
        f"memory late to early {late / early:.3f}, at most {GROWTH}": late / early <= GROWTH,
    }
    for text, right in kept.items():
        print(f"{'kept' if right else 'NOT KEPT':9} {text}")
    for text in faults[:5]:
        print(f"    {text}")
    return all(kept.values())


def every(figures: Figures) -> list[float]:
    """The times of all requests."""
    return [one for times in figures.times.values() for one in times]


def share(times: Sequence[float], part: float) -> float:
    """The time that this part of the requests did not exceed."""
    ranked = sorted(times)
    return ranked[min(int(len(ranked) * part), len(ranked) - 1)]
