"""Imports our package of cards into Anki's own library and takes one with reviews back. Prints JSON.

    python -m bench.anki_package FOLDER PACKAGE LATER

Runs in an environment of its own that has `anki` and nothing of this project; see bench/anki.py.
"""

import json
import sys
from pathlib import Path
from typing import Any

ANSWERS = 5


def main(folder: Path, package: Path, later: Path) -> None:
    """A fresh collection, three imports, five cards answered, and exported again."""
    from anki.collection import Collection  # not there when the project's own tools import this module

    collection = Collection(str(folder / "collection.anki2"))
    files = {"first": package, "again": package, "changed": later}
    told: dict[str, Any] = {name: _imported(collection, file) for name, file in files.items()}
    told["cards"] = collection.card_count()
    told["decks"] = len(collection.decks.all_names_and_ids())
    told["answered"] = sum(_answered(collection) for _ in range(ANSWERS))
    for name, older in (("reviewed", False), ("reviewed-older", True)):
        _exported(collection, folder / f"{name}.apkg", older=older)
    told["sound"] = collection.fix_integrity()[1]
    sys.stdout.write(json.dumps(told))


def _imported(collection: Any, package: Path) -> dict[str, int]:
    from anki.import_export_pb2 import ImportAnkiPackageOptions, ImportAnkiPackageRequest

    options = ImportAnkiPackageOptions(with_scheduling=True, with_deck_configs=False)
    log = collection.import_anki_package(
        ImportAnkiPackageRequest(package_path=str(package), options=options)
    ).log
    return {name: len(getattr(log, name)) for name in ("new", "updated", "duplicate", "conflicting")} | {
        "notes": collection.note_count()
    }


def _answered(collection: Any) -> int:
    from anki.scheduler.v3 import CardAnswer

    deck = next(
        one.id
        for one in collection.decks.all_names_and_ids()
        if one.name != "Default" and collection.decks.card_count(one.id, include_subdecks=True)
    )
    collection.decks.select(deck)
    queued = collection.sched.get_queued_cards(fetch_limit=1).cards[0]
    card = collection.get_card(queued.card.id)
    card.start_timer()
    answer = collection.sched.build_answer(card=card, states=queued.states, rating=CardAnswer.GOOD)
    collection.sched.answer_card(answer)
    return 1


def _exported(collection: Any, target: Path, *, older: bool) -> None:
    from anki.import_export_pb2 import ExportAnkiPackageOptions

    options = ExportAnkiPackageOptions(
        with_scheduling=True, with_deck_configs=True, with_media=False, legacy=older
    )
    collection.export_anki_package(out_path=str(target), options=options, limit=None)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
