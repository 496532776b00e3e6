"""What one answer in the review queue costs, with 1,000 and with 1,000,000 reviews of the learner stored.

    python3 manage.py bench queue [rows in all] [anki]

On a scratch SQLite database, or in the empty PostgreSQL database that DATABASE_URL names. Both learners
live among others who fill the table up to `rows in all` (10 million unless said otherwise) and have 200 items
due. With `anki`, Anki's own library answers cards of a collection of 10,000 in the same run; it is installed
from PyPI into a folder of its own. Medians of the wall clock inside one process; ratios are what to read.
"""

from bench.pages import manage
from bench.processes import told, told_by_anki
from bench.server import scratch

ROWS = 10_000_000
ANSWERS = 150


def main(arguments: list[str]) -> None:
    """Print the table."""
    rows = int(next((text for text in arguments if text.isdigit()), ROWS))
    with scratch() as environment:
        for command in ("migrate", "publish_content"):
            manage(environment, command, "--verbosity", "0")
        ours = told(environment, "bench.queue_times", str(rows), str(ANSWERS))
        anki = "anki" in arguments
        theirs = told_by_anki(environment, "bench.anki_times", str(ANSWERS)) if anki else None
    _print(rows, ours, theirs)


def _print(rows: int, ours: dict[str, float], theirs: dict[str, float] | None) -> None:
    print(f"{rows:,} reviews stored in all ({ours['vendor']}); milliseconds, median")
    print(f"{'':26}{'of 1,000':>10}{'of 1,000,000':>14}{'ratio':>8}")
    for name in ("fetch the next item", "grade it", "whole answer"):
        little, much = ours[f"{name}, little"], ours[f"{name}, much"]
        print(f"{name:26}{little:10.3f}{much:14.3f}{much / little:8.2f}")
    print(f"a grade is {ours['statements']:.0f} statements (at most 8), one transaction")
    print(f"scheduling: {ours['schedule']:,.0f} a second, bare fsrs {ours['fsrs']:,.0f}", end="")
    print(f", share {ours['schedule'] / ours['fsrs']:.2f} (at least 0.25)")
    if theirs:
        little, much = theirs["little"], theirs["much"]
        print(f"{'Anki, whole answer':26}{little:10.3f}{much:14.3f}{much / little:8.2f}")
        print(f"ours against Anki's: {ours['whole answer, little'] / little:.2f} (at most 3)")
