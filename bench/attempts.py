"""What a sitting costs with a thousand and with a million answers of sittings stored.

    python3 manage.py bench attempts [answers] [sqlite|postgresql]

Two databases of each kind, one with 1,000 answers, one with a million unless told otherwise, each answer with
its lines in the log. Sittings are begun, gone through and handed in, both databases taking turns so that a
busy machine disturbs them alike. Medians of the wall clock inside one process; ratios are what to read.
"""

import statistics
from collections import defaultdict
from contextlib import ExitStack

from bench.faults import VENDORS, prepared
from bench.postgres import programs
from bench.processes import told

LITTLE, MUCH = 1_000, 1_000_000
TURNS, SITTINGS = 5, 12
MOST = 1.5


def main(arguments: list[str]) -> None:
    """Print the tables, and end with 1 if a limit is passed."""
    much = int(next((text for text in arguments if text.isdigit()), MUCH))
    wanted = [vendor for vendor in VENDORS if vendor in arguments] or list(VENDORS)
    if programs() is None and "postgresql" in wanted:
        print("PostgreSQL is not installed here: left out.")
        wanted.remove("postgresql")
    kept = [measured(vendor, much) for vendor in wanted]
    if not all(kept):
        raise SystemExit(1)


def measured(vendor: str, much: int) -> bool:
    """One kind of database; whether all limits are kept."""
    figures: dict[str, dict[str, list[float]]] = {"little": defaultdict(list), "much": defaultdict(list)}
    with ExitStack() as stack:
        places = {}
        for who, answers in (("little", LITTLE), ("much", much)):
            plain, _ = stack.enter_context(prepared(vendor))
            places[who] = {**plain, "DJANGO_SETTINGS_MODULE": "bench.settings"}
            stored = told(places[who], "bench.attempts_rows", "fill", str(answers))["answers"]
            print(f"{vendor}: {stored:,.0f} answers stored", flush=True)
        for _ in range(TURNS):
            for who, environment in places.items():
                for name, took in told(environment, "bench.attempts_rows", "times", str(SITTINGS)).items():
                    figures[who][name].append(took)
    medians = {
        who: {name: statistics.median(found) for name, found in own.items()} for who, own in figures.items()
    }
    return report(medians)


def report(figures: dict[str, dict[str, float]]) -> bool:
    """The table."""
    kept = True
    print(f"{'':18}{'few':>9}{'many':>9}{'ratio':>8}  milliseconds, median; at most {MOST}")
    for name, little in figures["little"].items():
        ratio = figures["much"][name] / little
        kept = kept and ratio <= MOST
        verdict = "kept" if ratio <= MOST else "NOT KEPT"
        print(f"{name:18}{little:9.2f}{figures['much'][name]:9.2f}{ratio:8.2f}  {verdict}")
    return kept
