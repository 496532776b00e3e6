"""Looks for the key in every byte that a candidate receives during an exam.

    python3 manage.py bench keyscan [seeds] [first seed]

200 seeds, each with the next of the course's exams. Every address of the site is asked as a page and as a
part, before and after answers to every question; each answer with its headers, the statements behind it, the
static files, searches for the words of the paper, and what the service worker keeps. See bench/keywalk.py for
why nothing that is equal in its two worlds can tell a key.
"""

import json
import subprocess
import sys
from typing import Any

from bench.faults import prepared
from bench.server import ROOT

SEEDS = 200
SLACK = 16.27  # chi-square of three degrees of freedom: what chance alone passes once in a thousand


def main(arguments: list[str]) -> None:
    """Print the table, and end with 1 if anything tells a key."""
    seeds, first = [*arguments, *(str(SEEDS), "1")[len(arguments) :]][:2]
    with prepared("sqlite") as (environment, _):
        command = [sys.executable, "-m", "bench.keyscan_run", seeds, first]
        own = {**environment, "DJANGO_SETTINGS_MODULE": "bench.settings"}
        done = subprocess.run(command, cwd=ROOT, env=own, check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(done.stdout)
    told = [*found["told"], *found["static"]]
    even = found["chi-square"] <= SLACK
    print(f"{found['seeds']} seeds, {found['answers']:,} answers, {found['bytes']:,} bytes of static files")
    print(f"{len(found['told']):6}  places that tell a key or its reasons, or differ with them: none allowed")
    print(f"{len(found['static']):6}  static files that hold a reason or the id of an option: none allowed")
    print(f"        letters of the right option: {found['letters']}")
    print(f"        chi-square {found['chi-square']:.2f}, at most {SLACK}")
    for text in told[:20]:
        print(f"    {text}")
    print("verdict:", "nothing tells" if even and not told else "the key is TOLD")
    if told or not even:
        raise SystemExit(1)
