"""What the same requests cost while a hundred learners become a hundred thousand.

    python3 manage.py bench growth [most] [sqlite|postgresql]

A class of 50 with much behind each of them (238 cards in the queue, 400 reviews, 150 answers, an exam) is
asked for the same pages each time; the others have 34 rows each: account, learner and place in a class, 8
memories, 10 reviews, 10 answers, 3 lessons read. Time is CPU of the process that answers, middleware and
templates included (on PostgreSQL without the database's own), beside it time by the clock and statements;
medians of 25.
"""

import json
import subprocess
import sys
from typing import Any

from bench.faults import prepared
from bench.postgres import programs
from bench.server import ROOT

SIZES = (100, 1_000, 10_000, 100_000)
ROUNDS = 25
FLAT = 1.25  # times the cost with the fewest learners, by the clock
SPARE = 1.0  # milliseconds that are nobody's fault


def main(arguments: list[str]) -> None:
    """Print the tables, and end with 1 if anything grows."""
    most = next((int(text) for text in arguments if text.isdigit()), SIZES[-1])
    wanted = [vendor for vendor in ("sqlite", "postgresql") if vendor in arguments] or [
        "sqlite",
        "postgresql",
    ]
    if programs() is None and "postgresql" in wanted:
        print("PostgreSQL is not installed here: left out.")
        wanted.remove("postgresql")
    sizes = [size for size in SIZES if size <= most]
    kept = [report(vendor, grown(vendor, sizes)) for vendor in wanted]
    if not all(kept):
        raise SystemExit(1)


def grown(vendor: str, sizes: list[int]) -> list[dict[str, Any]]:
    """The figures of each size."""
    with prepared(vendor) as (plain, _):
        environment = {**plain, "DJANGO_SETTINGS_MODULE": "bench.settings"}
        command = [sys.executable, "-m", "bench.growth_times", str(ROUNDS), ",".join(map(str, sizes))]
        done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE)
    return [json.loads(line) for line in done.stdout.splitlines()]


def report(vendor: str, found: list[dict[str, Any]]) -> bool:
    """The table; whether the last column is as the first."""
    print(f"\n{vendor}: milliseconds of CPU, by the clock, statements; last, times the first by the clock")
    print(f"{'learners':12}" + "".join(f"{one['learners']:>22,}" for one in found))
    kept = []
    for name in found[0]["pages"]:
        cells = [one["pages"][name] for one in found]
        first, last = cells[0], cells[-1]
        grew = last["clock"] > first["clock"] * FLAT + SPARE or last["queries"] > first["queries"]
        kept.append(not grew)
        texts = "".join(f"{one['cpu']:10.2f}{one['clock']:8.2f}{one['queries']:4.0f}" for one in cells)
        print(f"{name:12}{texts}{last['clock'] / first['clock']:8.2f}{'  GREW' if grew else ''}")
    print(f"rows of the others were made in {sum(one['seeding'] for one in found):,.0f} s")
    return all(kept)
