"""A live room under load: so many learners poll and vote in it, one instructor watches.

    python3 manage.py bench live [learners]

300 unless told otherwise. Served as `up` does it (granian, one worker, four threads), on a scratch
SQLite database or in the empty PostgreSQL database that DATABASE_URL names. The learners are sockets on the
same machine that ask as often as static/js/live.js does, so they take part of its two cores themselves.
"""

import asyncio
import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Any

from bench.live_crowd import Browser, Connection, Receipt, vote
from bench.pages import manage
from bench.server import ROOT, Server, scratch, serving

IDLE = 20.0  # seconds of polling with nothing new
TOGETHER, WITHIN = 200, 3.0  # votes, seconds
SOON, CORES = 3.0, 0.5  # what is promised

type Line = tuple[str, str, str, bool | None]


def main(arguments: list[str]) -> None:
    """Print the table with verdicts."""
    learners = int(arguments[0]) if arguments else 300
    with scratch() as environment:
        for command in ("migrate", "publish_content", "collectstatic --no-input"):
            manage(environment, *command.split(), "--verbosity", "0")
        room = _seed(environment, learners)
        kind = "PostgreSQL" if "DATABASE_URL" in environment else "SQLite"
        with serving(environment) as server:
            lines = asyncio.run(evening(server, room))
    print(f"\n{learners} learners in one room, {kind}")
    for name, found, wanted, kept in lines:
        verdict = "" if kept is None else "kept" if kept else "BROKEN"
        print(f"{name:48}{found:>26}  {wanted:22}{verdict}")


def _seed(environment: Mapping[str, str], learners: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.live_seed", str(learners)]
    done = subprocess.run(command, cwd=ROOT, env=dict(environment), check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


async def evening(server: Server, room: dict[str, Any]) -> list[Line]:
    """One question in two rounds, everything measured on the way."""
    done, path = asyncio.Event(), f"/live/{room['code']}/"
    crowd = [Browser(server.port, cookie, path) for cookie in room["learners"]]
    control = Browser(server.port, room["owner"], f"{path}control/")
    screen = Browser(server.port, room["owner"], f"{path}projector/")
    everybody = [asyncio.create_task(one.live(done)) for one in (*crowd, control, screen)]
    await asyncio.sleep(8)
    lines = await _idle(server, crowd)
    for round_, (old, new) in enumerate((("waiting", "vote1"), ("discuss", "vote2")), start=1):
        lines += await _asked(server, room, crowd, old, new)
        lines += await _voted(server, room, control, round_)
        if round_ == 1:
            await _press(server, room, "vote1", "discuss")
    lines += await _asked(server, room, crowd, "vote2", "revealed")
    done.set()
    await asyncio.gather(*everybody)
    faults = sum(one.faults for one in (*crowd, control, screen))
    return [*lines, ("polls that failed", str(faults), "none", faults == 0)]


async def _idle(server: Server, crowd: list[Browser]) -> list[Line]:
    for one in crowd:
        one.took.clear()
    cpu, begun = server.cpu_seconds(), time.perf_counter()
    await asyncio.sleep(IDLE)
    passed = time.perf_counter() - begun
    cores = (server.cpu_seconds() - cpu) / passed
    took = sorted(seconds * 1000 for one in crowd for seconds in one.took)
    p99 = took[int(len(took) * 0.99)]
    return [
        (
            f"idle, {len(took) / passed:.0f} polls a second: cores",
            f"{cores:.2f}",
            f"at most {CORES}",
            cores <= CORES,
        ),
        ("  a poll, ms: median, 99 of 100", f"{statistics.median(took):.1f}, {p99:.1f}", "", None),
        ("  CPU of a poll, ms", f"{cores * passed / len(took) * 1000:.2f}", "", None),
    ]


async def _press(server: Server, room: dict[str, Any], old: str, new: str) -> float:
    fields = {"question": room["question"], "old": old, "new": new}
    answer = await Connection(server.port, room["owner"]).ask("POST", f"/live/{room['code']}/move/", fields)
    if answer.word != "moved":
        raise RuntimeError(f"{old} to {new}: {answer.status} {answer.word}")
    return answer.seconds


async def _asked(
    server: Server, room: dict[str, Any], crowd: list[Browser], old: str, new: str
) -> list[Line]:
    for one in crowd:
        one.seen.clear()
    pressed = time.perf_counter()
    took = await _press(server, room, old, new)
    await asyncio.sleep(SOON + 1.5)
    waited = sorted(one.seen[0] - pressed for one in crowd if one.seen)
    told = f"{len(waited)} of {len(crowd)}"
    kept = len(waited) == len(crowd) and waited[-1] <= SOON
    return [
        (f"{new}: the press, s", f"{took:.2f}", "", None),
        (
            f"  seen by {told}, s: median, last",
            f"{statistics.median(waited):.2f}, {waited[-1]:.2f}",
            f"all in {SOON:.0f} s",
            kept,
        ),
    ]


async def _voted(server: Server, room: dict[str, Any], control: Browser, round_: int) -> list[Line]:
    draw = random.Random(round_)  # noqa: S311 (no secret)
    people = room["learners"]
    together = min(TOGETHER, len(people))
    cpu, begun = server.cpu_seconds(), time.perf_counter()

    def ballots(cookies: list[str]) -> list[Any]:
        return [
            vote(server.port, cookie, room["code"], _ballot(room, round_, draw), draw.random() * WITHIN)
            for cookie in cookies
        ]

    receipts: list[Receipt] = list(await asyncio.gather(*ballots(people[:together])))
    cores = (server.cpu_seconds() - cpu) / (time.perf_counter() - begun)
    receipts += await asyncio.gather(*ballots(people[together:]))
    await asyncio.sleep(SOON + 1)
    stored = sorted(one.at for one in receipts if one.word == "stored")
    last = control.counts[-1][1] if control.counts else 0
    waits = [
        next((at for at, count in control.counts if count >= n and at >= sent), sent + 99) - sent
        for n, sent in enumerate(stored, start=1)
    ]
    slow = sorted(one.seconds * 1000 for one in receipts)
    return [
        (f"round {round_}: {together} votes in {WITHIN:.0f} s, cores", f"{cores:.2f}", "", None),
        (
            "  votes, acknowledged, counted",
            f"{len(receipts)}, {len(stored)}, {last}",
            "all the same",
            len(receipts) == len(stored) == last,
        ),
        ("  a vote, ms: median, slowest", f"{statistics.median(slow):.0f}, {slow[-1]:.0f}", "", None),
        (
            "  on the control page after, s: median, last",
            f"{statistics.median(waits):.2f}, {max(waits):.2f}",
            f"all in {SOON:.0f} s",
            max(waits) <= SOON,
        ),
    ]


def _ballot(room: dict[str, Any], round_: int, draw: random.Random) -> dict[str, object]:
    return {"question": room["question"], "round": round_, "choice": draw.choice(room["options"])}
