"""Fills the table of what can be found and times searches in one process. Prints JSON."""

import json
import random
import re
import statistics
import sys
import time
from collections.abc import Iterator
from itertools import islice
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402 (after setup)

from studyapp.domain.searchtext import indexed  # noqa: E402
from studyapp.models import Release, SearchDocument  # noqa: E402
from studyapp.queries.catalogue import load  # noqa: E402
from studyapp.queries.search import search  # noqa: E402

QUERIES = {
    "one rare word": ("postgres", "quantum", "outposts"),
    "one common word": ("encryption", "certificate", "aws"),
    "a term with signs in it": ("TLS 1.3", "us-east-1", "aws:SecureTransport", "802.1AE", "/28"),
    "several words": ("direct connect macsec key", "rotate certificate load balancer", "private ca renewal"),
    "a question": ("how do i encrypt the connection to the database",),
    "the first letters of a word": ("en", "cert", "conn"),
    "one letter": ("e", "c"),
    "nothing found": ("kubernetes pancake", "zzzz"),
}
SHOWN = 5  # of each kind, as on the page


def fill(wanted: int) -> None:
    """As many documents as wanted, like those of the course in kind, length and words."""
    draw = random.Random(1)  # noqa: S311 (the same documents every time)
    own = list(SearchDocument.objects.order_by("kind", "slug", "section"))
    sentences = [text for each in own for text in re.split(r"(?<=[.?!]) ", each.body) if text]
    made = _made(own, sentences, draw)
    SearchDocument.objects.bulk_create(islice(made, max(0, wanted - len(own))), batch_size=200)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _made(own: list[SearchDocument], sentences: list[str], draw: random.Random) -> Iterator[SearchDocument]:
    number = 0
    while True:
        number += 1
        like = draw.choice(own)
        title = draw.choice(sentences)[:100] if like.title_words else like.title
        body = " ".join(draw.choice(sentences) for _ in range(len(like.body) // 100 + 1))
        yield SearchDocument(
            kind=like.kind,
            slug=f"bench-{number}",
            title=title,
            body=body if like.body else "",
            lesson=like.lesson,
            title_words=indexed(title) if like.title_words else "",
            body_words=indexed(body),
        )


def measured(rounds: int) -> dict[str, object]:
    """Kinds of queries take turns, so that a busy machine disturbs them alike."""
    course = load(Release.objects.latest("pk").key)
    whole: dict[str, list[float]] = {name: [] for name in QUERIES}
    statement: dict[str, list[float]] = {name: [] for name in QUERIES}
    totals = {name: search(course, texts[0], limit=SHOWN).total for name, texts in QUERIES.items()}
    for _ in range(rounds):
        for name, text in ((name, text) for name, texts in QUERIES.items() for text in texts):

            def timed(execute: Any, *asked: Any, kept: list[float] = statement[name]) -> Any:
                start = time.perf_counter()
                done = execute(*asked)
                kept.append((time.perf_counter() - start) * 1000)
                return done

            start = time.perf_counter()
            with connection.execute_wrapper(timed):
                search(course, text, limit=SHOWN)
            whole[name].append((time.perf_counter() - start) * 1000)
            assert len(whole[name]) == len(statement[name]), "a search is one statement"
    rows = [[name, totals[name], *_middle(whole[name]), *_middle(statement[name])] for name in QUERIES]
    return {"documents": SearchDocument.objects.count(), "vendor": connection.vendor, "rows": rows}


def _middle(times: list[float]) -> tuple[float, float]:
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


if __name__ == "__main__":
    fill(int(sys.argv[1]))
    try:
        sys.stdout.write(json.dumps(measured(int(sys.argv[2]))))
    finally:
        SearchDocument.objects.filter(slug__startswith="bench-").delete()
