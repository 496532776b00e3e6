"""Many finished papers at once, as plain values: what statistics and repairs are worked out from.

Responses come as the text the database keeps, and each distinct one is read once: of 30,000 answers to 100
questions a few hundred differ. Statistics are counted in Python, by the same functions that are tested with
agreed figures; `manage.py bench itemstats` shows what that takes.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, Coalesce

from studyapp.domain.grading import Key, Response
from studyapp.domain.regrading import PaperItem
from studyapp.domain.timing import GRACE
from studyapp.domain.versions import key_of
from studyapp.models import Attempt, AttemptItem, KeyRepair, QuestionReport, QuestionVersion

NEWEST = 1000  # sittings that statistics look at


@dataclass(frozen=True)
class Sheets:
    """The papers by sitting, the texts they hold with their keys, and every repair of those."""

    papers: Mapping[int, Sequence[PaperItem]]
    versions: Mapping[int, QuestionVersion]
    keys: Mapping[int, Key]
    repairs: tuple[KeyRepair, ...]


def finished(now: datetime) -> QuerySet[Attempt]:
    """Sittings that take no more answers: handed in, or past their deadline and the grace."""
    return Attempt.objects.filter(Q(submitted_at__isnull=False) | Q(deadline__lte=now - GRACE))


def answered(attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    """Without the papers in which nothing was answered: nobody sat those."""
    given = AttemptItem.objects.filter(attempt=OuterRef("pk")).exclude(response=[])
    return attempts.filter(Exists(given))


def newest(attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    """As many of the newest as statistics look at."""
    return attempts.order_by("-pk")[:NEWEST]


def sheets(attempts: QuerySet[Attempt], *, about: str = "") -> Sheets:
    """Every question of these sittings, and every version of the question `about` (its slug).

    Two queries, three if a key was repaired. Each version has the number of open reports on its question.
    """
    rows = (
        AttemptItem.objects.filter(attempt__in=attempts.values("pk"))
        .order_by("attempt_id", "position")
        .values_list("attempt_id", "version_id", "objective", "scored", Cast("response", TextField()))
    )
    found = list(rows)
    used = {version for _, version, *_ in found}
    texts = _texts(Q(pk__in=used) | Q(question__slug=about))
    keys = {pk: key_of(text.kind, text.body) for pk, text in texts.items()}
    items: dict[tuple[int, str, bool, str], PaperItem] = {}
    papers: dict[int, list[PaperItem]] = {}
    for attempt, version, objective, scored, response in found:
        same = (version, objective, scored, response)
        if same not in items:
            items[same] = PaperItem(version, objective, keys[version], _read(response), scored)
        papers.setdefault(attempt, []).append(items[same])
    return Sheets(papers, texts, keys, _repairs(texts.values()))


def _texts(which: Q) -> dict[int, QuestionVersion]:
    open_ones = QuestionReport.objects.filter(state="open", question=OuterRef("question")).order_by()
    counted = open_ones.values("question").annotate(n=Count("pk")).values("n")
    rows = (
        QuestionVersion.objects.filter(which)
        .select_related("question")
        .annotate(
            repaired=Exists(KeyRepair.objects.filter(version=OuterRef("pk"))),
            reports=Coalesce(Subquery(counted), 0),
        )
    )
    return {row.pk: row for row in rows}


def _repairs(texts: Iterable[Any]) -> tuple[KeyRepair, ...]:  # QuestionVersions as `_texts` reads them
    touched = [text.pk for text in texts if text.repaired]
    if not touched:
        return ()
    rows = KeyRepair.objects.filter(version__in=touched).select_related("made_by", "undone_by")
    return tuple(rows.order_by("pk"))


def _read(response: str) -> Response:
    return tuple(json.loads(response))
