"""What a search costs among 10,000 documents, by kind of query.

    python3 manage.py bench search [documents] [rounds]

On a scratch SQLite database, or in the PostgreSQL database that DATABASE_URL names: the course is published
there, and the other documents, made of its sentences, are removed afterwards. Milliseconds of the wall clock
inside one process, statement, marks and excerpts included.
"""

import json
import subprocess
import sys

from bench.pages import manage
from bench.server import ROOT, scratch

LIMIT = 50


def main(arguments: list[str]) -> None:
    """Print the table."""
    documents, rounds = (*arguments, *("10000", "40")[len(arguments) :])
    with scratch() as environment:
        for command in ("migrate", "publish_content"):
            manage(environment, command, "--verbosity", "0")
        done = subprocess.run(
            [sys.executable, "-m", "bench.search_times", documents, rounds],
            cwd=ROOT,
            env=dict(environment),
            check=True,
            stdout=subprocess.PIPE,
        )
    found = json.loads(done.stdout)
    print(f"{found['documents']:,} documents ({found['vendor']}); milliseconds of a search, of its statement")
    print(f"{'':34}{'found':>7}{'p50':>8}{'p95':>8}{'p50':>8}{'p95':>8}")
    for name, total, *times in found["rows"]:
        print(f"{name:34}{total:7,}" + "".join(f"{time:8.2f}" for time in times))
    worst = max(row[3] for row in found["rows"])
    print(f"the slowest kind at p95: {worst:.1f} ms, at most {LIMIT}")
