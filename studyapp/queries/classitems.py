"""What a class's sittings of an exam say about its questions, for those who teach it.

Read-only, and without keys: those are the site's staff's alone. A learner counts once, with the newest
sitting since the exam was set; below five learners nothing is told of a question, nor of the exam.
"""

from dataclasses import dataclass
from datetime import datetime

from studyapp.models import Attempt, Exam
from studyapp.queries.classsheet import Sheet, learners_of, sheet
from studyapp.queries.keys import ItemLine, item_table
from studyapp.queries.sheets import answered, finished

FEWEST = 5  # learners behind any figure


@dataclass(frozen=True)
class ClassItems:
    """The questions of an exam by the sittings of a class; `lines` are empty where too few sat it."""

    title: str
    learners: int
    lines: tuple[ItemLine, ...]
    fewer: int  # questions that fewer learners answered than may be told of


def class_items(classroom_id: int, exam_id: int, *, now: datetime) -> ClassItems | None:
    """None for an exam that is not set in this class. At most six queries."""
    read = sheet(learners_of(classroom_id), classroom_id=classroom_id)
    exam = Exam.objects.filter(pk=exam_id).first()
    if exam is None or all(item.exam != exam_id for item in read.items):
        return None
    sat = _sat(read, exam_id, now)
    learners = len(sat)
    _, lines = (
        item_table(Attempt.objects.filter(pk__in=sat), lettered=False) if learners >= FEWEST else (None, ())
    )
    told = tuple(line for line in lines if line.answers >= FEWEST)
    return ClassItems(exam.title, learners, told, len(lines) - len(told))


def _sat(read: Sheet, exam_id: int, now: datetime) -> list[int]:
    """The newest sitting of each learner who has the exam, since it opened for them. One query."""
    opens: dict[int, datetime] = {}
    for item in read.items:
        for member in read.members:
            if item.exam == exam_id and member.learner is not None and read.has(item, member):
                since = read.window(item, member).opens_at or item.created_at
                opens[member.learner] = min(since, opens.get(member.learner, since))
    rows = answered(finished(now)).filter(exam=exam_id, learner__in=opens).order_by("started_at", "pk")
    newest = {
        learner: pk
        for pk, learner, at in rows.values_list("pk", "learner_id", "started_at")
        if at >= opens[learner]
    }
    return sorted(newest.values())
