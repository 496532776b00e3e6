"""The seeds of bench keyscan in one process. Prints JSON."""

import json
import logging
import sys
from collections import Counter

import django

django.setup()

from bench.keywalk import differences, reasons_of, static_files  # noqa: E402 (after setup)
from studyapp.domain.paper import option_order  # noqa: E402
from studyapp.domain.versions import ids_to_shuffle, key_of  # noqa: E402
from studyapp.models import Exam, QuestionVersion  # noqa: E402

LETTERS = "ABCD"


def scanned(seeds: int, first: int) -> dict[str, object]:
    """All seeds; stops early once there is more to tell than anybody would read."""
    logging.disable()  # most addresses refuse what they are asked here
    exams = list(Exam.objects.filter(retired_at=None).order_by("slug"))
    told: list[str] = []
    answers = done = 0
    for number in range(seeds):
        found, looked_at = differences(first + number, exams[number % len(exams)])
        told += [f"seed {first + number}: {text}" for text in found]
        answers, done = answers + looked_at, done + 1
        if len(told) > 50:
            break
    files = list(static_files())
    secrets = {text for text in reasons_of(pool_of_exams()) if text.startswith("<")} | option_ids()
    letters = letters_of_the_key(range(first, first + seeds))
    expected = sum(letters.values()) / len(LETTERS)
    return {
        "seeds": done,
        "answers": answers,
        "bytes": sum(len(text) for _, text in files),
        "told": told,
        "static": [f"{name}: {secret[:40]}" for name, text in files for secret in secrets if secret in text],
        "letters": dict(sorted(letters.items())),
        "chi-square": sum((letters[letter] - expected) ** 2 / expected for letter in LETTERS),
    }


def pool_of_exams() -> list[QuestionVersion]:
    """Every exam question as it is shown now."""
    return list(QuestionVersion.objects.filter(current_of__pool="exam"))


def option_ids() -> set[str]:
    """Of every exam question."""
    return {id_ for text in pool_of_exams() for id_ in ids_to_shuffle(text.kind, text.body)}


def letters_of_the_key(seeds: range) -> Counter[str]:
    """Under which letter the right option of a question with four stands, seed by seed."""
    letters: Counter[str] = Counter()
    texts = list(QuestionVersion.objects.filter(current_of__pool="exam", kind="single").order_by("digest"))
    for seed in seeds:
        for position, text in enumerate(texts, start=1):
            order = option_order(seed, position, ids_to_shuffle(text.kind, text.body))
            if len(order) == len(LETTERS):
                (right,) = key_of(text.kind, text.body).answer
                letters[LETTERS[order.index(right)]] += 1
    return letters


if __name__ == "__main__":
    sys.stdout.write(json.dumps(scanned(int(sys.argv[1]), int(sys.argv[2]))))
