"""What the statistics of an exam cost: 300 candidates with 100 questions each, unless said otherwise.

    python3 manage.py bench itemstats [candidates] [questions]

On a scratch SQLite database, or in the empty PostgreSQL database that DATABASE_URL names. One key is wrong:
who knows the answer is marked down for it, and the table has to say so. Medians inside one process, of the
wall clock (the database included) and of CPU (of SQLite included, of PostgreSQL not).
"""

import json
import subprocess
import sys

from bench.pages import manage
from bench.server import ROOT, scratch

LIMIT = 1000


def main(arguments: list[str]) -> None:
    """Print the table."""
    candidates, questions = (*arguments, *("300", "100")[len(arguments) :])
    with scratch() as environment:
        for command in ("migrate", "publish_content"):
            manage(environment, command, "--verbosity", "0")
        done = subprocess.run(
            [sys.executable, "-m", "bench.itemstats_times", candidates, questions],
            cwd=ROOT,
            env=dict(environment),
            check=True,
            stdout=subprocess.PIPE,
        )
    found = json.loads(done.stdout)
    print(f"{candidates} sittings of {questions} questions, {found['answers']:,} answers ({found['vendor']})")
    print(f"{'':22}{'ms':>8}{'of CPU':>8}{'queries':>10}")
    for name, (taken, worked, queries) in found["rows"].items():
        print(f"{name:22}{taken:8.0f}{worked:8.0f}{queries:10}  at most {LIMIT} ms")
    print(f"the wrong key is {'' if found['found'] else 'not '}found; {found['flagged']} flagged in all")
