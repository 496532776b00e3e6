"""Times answers in Anki's own library, with 1,000 and with 1,000,000 reviews in its log. Prints JSON.

Runs in an environment of its own that has `anki` and nothing of this project.
"""

import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

CARDS = 10_000


def measure(folder: Path, answers: int) -> None:
    """One collection of 10,000 new cards with FSRS on; the log is filled between the two measurements."""
    from anki.collection import Collection  # not there when the project's own tools import this module

    collection = Collection(str(folder / "collection.anki2"))
    collection.set_config("fsrs", True)
    config = collection.decks.config_dict_for_deck_id(1)
    config["new"]["perDay"] = config["rev"]["perDay"] = 9999
    collection.decks.update_config(config)
    model = collection.models.by_name("Basic")
    for n in range(CARDS):
        note = collection.new_note(model)
        note["Front"], note["Back"] = f"Front {n}", f"Back {n}"
        collection.add_note(note, 1)
    figures = {}
    for name, reviews in (("little", 1_000), ("much", 1_000_000)):
        _fill(collection, reviews)
        figures[name] = statistics.median(_answer(collection) for _ in range(answers))
    sys.stdout.write(json.dumps(figures))


def _fill(collection: Any, reviews: int) -> None:
    have = collection.db.scalar("SELECT COUNT(*) FROM revlog")
    cards = collection.db.list("SELECT id FROM cards")
    collection.db.executemany(
        "INSERT INTO revlog VALUES (?, ?, -1, 3, 10, 5, 2500, 5000, 1)",
        [(1_600_000_000_000 + n * 1000, cards[n % CARDS]) for n in range(have, reviews)],
    )


def _answer(collection: Any) -> float:
    from anki.cards import Card
    from anki.scheduler.v3 import CardAnswer

    start = time.perf_counter()
    queued = collection.sched.get_queued_cards(fetch_limit=1).cards[0]
    card = Card(collection, backend_card=queued.card)
    card.start_timer()
    answer = collection.sched.build_answer(card=card, states=queued.states, rating=CardAnswer.GOOD)
    collection.sched.answer_card(answer)
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    measure(Path(sys.argv[1]), int(sys.argv[2]))
