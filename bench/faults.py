"""Kills the site in the middle of exams and compares what candidates were told with what is stored.

    python3 manage.py bench faults [rounds] [seed] [sqlite|postgresql] [mutations]

2,000 rounds on each database unless told otherwise. In a round a candidate with one to three tabs saves
answers, flags and ruled-out options; the network between drops, cuts, delays, repeats and reorders requests,
loses answers and lets a portal speak; the web process is killed before, in and after its transaction, or from
outside at any moment; PostgreSQL is restarted as after a power cut. Then every answer a tab could read is
compared with the rows and with the log. Not one may be lost or invented.

With `mutations` the site gets faults on purpose, one after the other, and each must be found.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bench.faultmutations import ASYNCHRONOUS, MUTATIONS
from bench.pages import manage
from bench.postgres import Postgres, programs, scratch_postgres
from bench.server import ROOT, scratch

ROUNDS = 2_000
MUTATED = 300  # rounds at most in which a fault put in must be found
VENDORS = ("sqlite", "postgresql")


def main(arguments: list[str]) -> None:
    """Print the tables, and end with 1 if anything is not as promised."""
    numbers = [text for text in arguments if text.isdigit()]
    rounds = int(numbers[0]) if numbers else ROUNDS
    seed = numbers[1] if len(numbers) > 1 else "1"
    wanted = [vendor for vendor in VENDORS if vendor in arguments] or list(VENDORS)
    if programs() is None and "postgresql" in wanted:
        print("PostgreSQL is not installed here: left out.")
        wanted.remove("postgresql")
    mutations = "mutations" in arguments
    kept = [(mutants if mutations else honest)(vendor, rounds, seed) for vendor in wanted]
    if not all(kept):
        raise SystemExit(1)


def honest(vendor: str, rounds: int, seed: str) -> bool:
    """The site as it is; whether nothing was found."""
    with prepared(vendor) as (environment, database):
        found = told(environment, database, rounds, seed)
    report(found)
    return not found["faults"]


def mutants(vendor: str, rounds: int, seed: str) -> bool:
    """The site with one fault after the other; whether each was found."""
    caught = []
    most = min(rounds, MUTATED)
    for name, what in MUTATIONS.items():
        if name == ASYNCHRONOUS and vendor == "sqlite":
            continue
        options = "-c synchronous_commit=off -c wal_writer_delay=10s" if name == ASYNCHRONOUS else ""
        with prepared(vendor, options) as (environment, database):
            found = told({**environment, "BENCH_MUTATION": name}, database, most, seed)
        caught.append(bool(found["faults"]))
        verdict = f"found after {found['rounds']} rounds" if caught[-1] else f"NOT FOUND in {most} rounds"
        print(f"{vendor:10} {what}: {verdict}", *found["faults"][:1], sep="\n    ", flush=True)
    return all(caught)


@contextmanager
def prepared(vendor: str, options: str = "") -> Iterator[tuple[Mapping[str, str], Postgres | None]]:
    """A scratch database of this kind with the course in it, and static files."""
    with scratch() as plain:
        environment = {**plain, "DJANGO_SETTINGS_MODULE": "bench.faultsettings"}
        environment.pop("DATABASE_URL", None)
        if vendor == "sqlite":
            prepare(environment)
            yield environment, None
            return
        with scratch_postgres(options) as database:
            environment["DATABASE_URL"] = database.url
            prepare(environment)
            yield environment, database


def prepare(environment: Mapping[str, str]) -> None:
    """As `up` does before it serves."""
    for command in ("migrate", "publish_content", "collectstatic --no-input"):
        manage(environment, *command.split(), "--verbosity", "0")


def told(environment: Mapping[str, str], database: Postgres | None, rounds: int, seed: str) -> dict[str, Any]:
    """What the run in a process of its own found."""
    place = [str(database.folder), str(database.port), database.extra] if database else []
    command = [sys.executable, "-m", "bench.faultrun", str(rounds), seed, *place]
    done = subprocess.run(command, cwd=ROOT, env=dict(environment), check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def report(found: Mapping[str, Any]) -> None:
    """The table of one database."""
    print(f"\n{found['vendor']}: {found['rounds']:,} rounds in {found['seconds']:,.0f} s")
    print(f"{found['saves']:8,}  saves sent, {found['acknowledged']:,} of them answered by the site")
    for name in ("web processes that died", "database restarted"):
        print(f"{found.get(name, 0):8,}  {name}")
    for name, count in sorted(found["kills"].items()):
        print(f"{count:8,}  kills asked for: {name}")
    for name, count in sorted(found["network"].items()):
        print(f"{count:8,}  requests: {name}")
    print("          answers: " + ", ".join(f"{name} {count:,}" for name, count in found["words"].items()))
    for kind in ("lost", "invented", "emptied", "old over new", "half", "strange"):
        print(f"{sum(f' {kind}: ' in f' {text}' for text in found['faults']):8,}  {kind}, none allowed")
    for text in found["faults"]:
        print(f"    {text}")
    print("verdict:", "NOT as promised" if found["faults"] else "as promised", flush=True)
