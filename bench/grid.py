"""What the large tables of a class cost.

    python3 manage.py bench grid [learners assignments]

A class of 40 learners with 30 assignments, and one of 300 with 100: lessons, practice sets, reviews and mock
exams in turn, about two thirds of them done, 300 reviews and 150 more first answers of each learner. On a
scratch SQLite database; with DATABASE_URL in that one, which must be empty: then one size at a time. Time
is CPU of this process, middleware and templates included, and beside it time by the clock, which has the
database's too where that is another process; medians of 9. Bytes are those of the page before and after gzip.
"""

from typing import Any

from bench.pages import manage
from bench.processes import told
from bench.server import scratch

MOST = 1000  # milliseconds by the clock, with 300 learners and 100 assignments
ROUNDS = 9
SIZES = ((40, 30), (300, 100))


def main(arguments: list[str]) -> None:
    """Print the table."""
    sizes = [tuple(map(int, arguments))] if arguments else SIZES
    for learners, items in sizes:
        with scratch() as environment:
            for command in ("migrate", "publish_content", "collectstatic --no-input"):
                manage(environment, *command.split(), "--verbosity", "0")
            found: Any = told(environment, "bench.grid_times", str(learners), str(items), str(ROUNDS))
        print(f"{learners} learners, {items} assignments ({found['vendor']}), milliseconds")
        print(f"{'':22}{'CPU':>8}{'clock':>8}{'queries':>9}{'kB':>8}{'kB gzip':>9}")
        for name, one in found["pages"].items():
            print(
                f"{name:22}{one['cpu']:8.0f}{one['clock']:8.0f}{one['queries']:9}"
                f"{one['bytes'] / 1000:8.0f}{one['packed'] / 1000:9.0f}"
            )
    print(f"the grid and the gradebook of the large class: at most {MOST} by the clock")
