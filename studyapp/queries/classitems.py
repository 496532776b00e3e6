"""What a class's sittings of an exam say about its questions, for those who teach it.

Read-only, and without keys: those are the site's staff's alone. A learner counts once, with the newest
sitting since the exam was set; below five learners nothing is told of a question, nor of the exam.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet, Window
from django.db.models.functions import RowNumber

from studyapp.models import Attempt
from studyapp.queries.classsheet import Sheet, learners_of, sheet
from studyapp.queries.keys import ItemLine, item_table
from studyapp.queries.sheets import answered, finished, sheets

FEWEST = 5  # learners behind any figure


@dataclass(frozen=True)
class ClassItems:
    """The questions of an exam by the sittings of a class; `lines` are empty where too few sat it."""

    title: str
    learners: int
    lines: tuple[ItemLine, ...]
    fewer: int  # questions that fewer learners answered than may be told of


def class_items(classroom_id: int, exam_id: int, *, now: datetime) -> ClassItems | None:
    """None for an exam that is not set in this class. Three queries, four if a key was repaired."""
    read = sheet(learners_of(classroom_id), classroom_id=classroom_id)
    item = next((item for item in read.items if item.exam == exam_id), None)
    if item is None:
        return None
    found = sheets(_sat(read, exam_id, now))
    learners = len(found.papers)
    _, lines = item_table(found, lettered=False) if learners >= FEWEST else (None, ())
    told = tuple(line for line in lines if line.answers >= FEWEST)
    return ClassItems(item.exam_title, learners, told, len(lines) - len(told))


def _sat(read: Sheet, exam_id: int, now: datetime) -> QuerySet[Attempt]:
    """The newest sitting of each learner who has the exam, since it opened for them. No query yet."""
    opens: dict[int, datetime] = {}
    for item in read.items:
        for member in read.members:
            if item.exam == exam_id and member.learner is not None and read.has(item, member):
                since = read.window(item, member).opens_at or item.created_at
                opens[member.learner] = min(since, opens.get(member.learner, since))
    whose: dict[datetime, list[int]] = defaultdict(list)  # nearly always one opening for all
    for learner, since in opens.items():
        whose[since].append(learner)
    since_then = (Q(learner__in=own, started_at__gte=since) for since, own in whose.items())
    theirs = reduce(or_, since_then, Q(pk__in=()))
    rows = answered(finished(now)).filter(theirs, exam=exam_id)
    nth = Window(RowNumber(), partition_by="learner", order_by=("-started_at", "-pk"))
    return rows.annotate(nth=nth).filter(nth=1)
