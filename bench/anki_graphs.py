"""Times the numbers behind the graphs of Anki's library, for 10,000 cards and 100,000 reviews. Prints JSON.

Runs in an environment of its own that has `anki` and nothing of this project.
"""

import json
import random
import statistics
import sys
import time
from pathlib import Path
from typing import Any

CARDS, REVIEWS = 10_000, 100_000
DAY = 86_400_000  # milliseconds
YEARS = 3 * 365
ROW = "INSERT INTO revlog VALUES (?, ?, -1, ?, ?, ?, 2500, ?, 1)"


def main(folder: Path, rounds: int) -> None:
    """A collection with FSRS on, of cards in review."""
    from anki.collection import Collection  # not there when the project's own tools import this module

    collection = Collection(str(folder / "graphs.anki2"))
    collection.set_config("fsrs", True)
    model = collection.models.by_name("Basic")
    for n in range(CARDS):
        note = collection.new_note(model)
        note["Front"], note["Back"] = f"Front {n}", f"Back {n}"
        collection.add_note(note, 1)
    _fill(collection)
    collection.close()
    collection = Collection(str(folder / "graphs.anki2"))
    figures = {"graphs": _graphs(collection, rounds), "cards": collection.card_count()}
    sys.stdout.write(json.dumps(figures))


def _fill(collection: Any) -> None:
    draw = random.Random(1)  # noqa: S311 (the same collection every time)
    now = int(time.time() * 1000)
    cards = collection.db.list("SELECT id FROM cards")
    at = sorted(now - draw.randrange(YEARS * DAY) for _ in range(REVIEWS))
    rows = {
        moment + n: (draw.choice(cards), draw.choices((1, 2, 3, 4), (10, 12, 70, 8))[0])
        for n, moment in enumerate(at)
    }
    collection.db.executemany(
        ROW,
        [
            (moment, card, rating, draw.randrange(1, 90), 5, draw.randrange(2_000, 20_000))
            for moment, (card, rating) in rows.items()
        ],
    )
    data = json.dumps({"s": 20.5, "d": 5.1, "dr": 0.9, "decay": 0.1542, "lrt": now // 1000 - 86_400})
    collection.db.execute(
        "UPDATE cards SET type = 2, queue = 2, due = id % 90, ivl = 20, factor = 2500, reps = 10, data = ?",
        data,
    )


def _graphs(collection: Any, rounds: int) -> float:
    times = []
    for _ in range(rounds):
        start = time.process_time()
        collection._backend.graphs(search="", days=365)
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
