"""What a page costs, against a bare view served the same way in the same run, and what it weighs.

    python3 manage.py bench pages [rounds]

CPU time of the server per request, pages taking turns so that a busy machine disturbs all alike; the
median over the rounds, and its ratio to the bare view's. Weights are bytes of body over the wire, gzip.
"""

import gzip
import re
import statistics
import subprocess
import sys
from collections.abc import Mapping

from bench.server import ROOT, Server, scratch, serving

LESSON, NEXT_LESSON = "/lessons/layers-of-encryption/", "/lessons/encrypted-by-default/"
PAGES = {"bare": "/bare/", "lesson": LESSON, "today": "/", "review": "/review/", "map": "/lessons/"}
OTHERS = {"practice": "/practice/", "exams": "/exams/", "glossary": "/glossary/"}
LAB = {"path": "/paths/private-ip-vpn/", "paths": "/paths/", "drawn": "/lessons/vpn-over-direct-connect/"}
LIMITS = {"lesson": 1.5, "today": 2.5, "review": 2.5, "path": 3, "paths": 3, "drawn": 1.5}
REQUESTS = 150  # of one page in one round: long enough for the kernel's clock of CPU time


def main(arguments: list[str]) -> None:
    """Print the tables for a learner with 10 and with 10,000 answers."""
    rounds = int(arguments[0]) if arguments else 7
    for answers in (10, 10_000):
        with scratch() as environment:
            for command in ("migrate", "publish_content", "collectstatic --no-input"):
                manage(environment, *command.split(), "--verbosity", "0")
            cookie = seed(environment, answers)
            with serving(environment) as server:
                headers = {"Cookie": f"sessionid={cookie}", "Accept-Encoding": "gzip"}
                print_costs(costs(server, headers, rounds), answers)
                if answers == 10:
                    print_weights(server, headers)


def manage(environment: Mapping[str, str], *arguments: str) -> None:
    """Run one of the project's commands."""
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=dict(environment), check=True)


def seed(environment: Mapping[str, str], answers: int) -> str:
    """The cookie of a learner with this many answers."""
    command = [sys.executable, "-m", "bench.seed", str(answers)]
    done = subprocess.run(
        command, cwd=ROOT, env=dict(environment), check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout.strip()


def costs(server: Server, headers: Mapping[str, str], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of CPU per request, one figure a round, by page."""
    pages = PAGES | OTHERS | LAB
    for path in pages.values():
        for _ in range(20):
            server.get(path, headers)
    figures: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(rounds):
        for name, path in pages.items():
            before = server.cpu_seconds()
            for _ in range(REQUESTS):
                server.get(path, headers)
            figures[name].append((server.cpu_seconds() - before) / REQUESTS * 1000)
    return figures


def print_costs(figures: Mapping[str, list[float]], answers: int) -> None:
    """The table of one run."""
    bare = statistics.median(figures["bare"])
    print(
        f"\n{answers:,} answers stored; ms of CPU a request, median (lowest to highest), times the bare view"
    )
    for name, rounds in figures.items():
        middle = statistics.median(rounds)
        limit = f"  at most {LIMITS[name]}" if name in LIMITS else ""
        print(
            f"{name:10} {middle:6.2f}  ({min(rounds):.2f} to {max(rounds):.2f})  {middle / bare:5.2f}{limit}"
        )


def print_weights(server: Server, headers: Mapping[str, str]) -> None:
    """A first visit to a lesson with all it loads, and the lesson after it."""
    page = server.get(LESSON, headers)
    total = {LESSON: len(page)}
    waiting = re.findall(r"/static/[^\" ]+\.(?:css|js|svg|woff2)\b", gzip.decompress(page).decode())
    while waiting:
        path = waiting.pop()
        if path in total:
            continue
        body = server.get(path, headers)
        total[path] = len(body)
        if path.endswith(".js"):
            text = gzip.decompress(body).decode() if body[:2] == b"\x1f\x8b" else body.decode()
            folder = path.rpartition("/")[0]
            waiting += [
                f"{folder}/{name}"
                for name in re.findall(r'from ?"\./([^"]+)"|import ?"\./([^"]+)"', text)
                for name in name
                if name
            ]
    print("\nbytes over the wire")
    for path, size in sorted(total.items(), key=lambda item: -item[1]):
        print(f"{size:8,}  {path}")
    print(f"{sum(total.values()):8,}  first visit, at most 60,000")
    print(f"{len(server.get(NEXT_LESSON, headers)):8,}  the next lesson, at most 20,000")
