"""The review queue as SQL: what waits, in which order, and how much of it. Written once, asked by every page.

By hand because every page asks it, and because what it costs must not grow with what a learner has reviewed:
building the same through the ORM costs about as much as a whole signed-in request. Nothing in it is known to
one database only but the number of days between two dates.

- A *step* is an item between two steps of learning that is due within `LEARN_AHEAD`, or one that was missed
  today and not recalled since: a session does not end before each of them was recalled once.
- *Siblings*, the items of one idea, do not come on the same day. An idea is held while one of its items is in
  steps or was reviewed today; of several that are due the one likeliest to be forgotten comes, and an item in
  review goes before a new one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import BigAutoField, QuerySet

from studyapp.models import Memory
from studyapp.queries.prepared import adapted, by_hand, objects_of

LEARN_AHEAD = timedelta(minutes=20)  # a learning step due this soon belongs to the session at hand

# By name: a column that a newer release adds is nothing to a process that still runs.
_COLUMNS = ", ".join(f'memory."{field.column}"' for field in Memory._meta.concrete_fields)
# What a class wrote lies in the queues of its members alone: actions/classreviews.py sees to that.
_MINE = """
studyapp_memory memory
LEFT JOIN studyapp_card card ON card.id = memory.card_id
LEFT JOIN studyapp_question question ON question.id = memory.question_id
WHERE memory.learner_id = %(learner)s AND memory.suspended_at IS NULL
  AND (memory.buried_until IS NULL OR memory.buried_until <= %(today)s)
  AND card.retired_at IS NULL AND question.retired_at IS NULL
  AND (question.id IS NULL OR question.pool <> 'exam')
"""
_STEPS_DUE = f"{_MINE} AND memory.due_at <= %(now)s"  # only an item between two steps has a moment
# Two selects instead of one with OR: each goes along an index, however many items are in review.
_STEPS = f"""{_MINE} AND memory.id IN (
  SELECT id FROM studyapp_memory WHERE learner_id = %(learner)s AND last_day >= %(today)s AND missed
  UNION ALL SELECT id FROM studyapp_memory
    WHERE learner_id = %(learner)s AND due_at <= %(soon)s)
"""  # noqa: S608 (constants)
_HELD = f"""
SELECT idea_id FROM studyapp_memory WHERE learner_id = %(learner)s AND last_day >= %(today)s
UNION ALL SELECT memory.idea_id FROM {_STEPS}
"""  # noqa: S608 (constants)
_REVIEWS = f"""{_MINE}
  AND memory.stage = 'review' AND memory.due_day <= %(today)s AND memory.idea_id NOT IN ({_HELD})
"""
_NEW = f"""{_MINE}
  AND memory.stage = 'new' AND memory.idea_id NOT IN ({_HELD})
  AND memory.idea_id NOT IN (SELECT memory.idea_id FROM {_REVIEWS})
"""  # noqa: S608 (constants)
# Retrievability falls as the days since the last review grow against the stability, and with nothing else.
_DAYS = {
    "sqlite": "(julianday(%(today)s) - julianday(memory.last_day))",
    "postgresql": "(%(today)s::date - memory.last_day)",
}
_BY_TIME = "ORDER BY COALESCE(memory.due_at, memory.last_at), memory.id LIMIT 1"
_FIRST_STEP_DUE = f"(SELECT memory.id FROM {_STEPS_DUE} {_BY_TIME})"  # noqa: S608 (constants)
_FIRST_STEP = f"(SELECT memory.id FROM {_STEPS} {_BY_TIME})"  # noqa: S608 (constants)
_FIRST_NEW = f"(SELECT memory.id FROM {_NEW} ORDER BY memory.id LIMIT 1)"  # noqa: S608 (constants)
_BY_RECALL = {vendor: f"ORDER BY {days} / memory.stability DESC, memory.id" for vendor, days in _DAYS.items()}
_FIRST_REVIEW = {
    vendor: f"(SELECT memory.id FROM {_REVIEWS} {order} LIMIT 1)"  # noqa: S608 (constants)
    for vendor, order in _BY_RECALL.items()
}
# The same for many at a time. `nth` counts within an idea: what comes today is the first of each.
_STEPS_AHEAD = f"""
SELECT memory.id, CASE WHEN memory.due_at <= %(now)s THEN 1 ELSE 4 END AS part, 1 AS nth,
  ROW_NUMBER() OVER (ORDER BY COALESCE(memory.due_at, memory.last_at), memory.id) AS place FROM {_STEPS}
"""  # noqa: S608 (constants)
_ALL_OF_A_DAY = """
SELECT memory.id, {part} AS part, ROW_NUMBER() OVER (PARTITION BY memory.idea_id {order}) AS nth,
  ROW_NUMBER() OVER ({order}) AS place FROM {those}
"""
_OF_A_DAY = "SELECT * FROM (SELECT * FROM ({}) each_idea WHERE nth = 1 ORDER BY place LIMIT %({})s) part_{}"
_AHEAD = {
    vendor: " UNION ALL ".join(
        [
            _STEPS_AHEAD,
            _OF_A_DAY.format(_ALL_OF_A_DAY.format(part=2, order=order, those=_REVIEWS), "reviews", 2),
            _OF_A_DAY.format(_ALL_OF_A_DAY.format(part=3, order="ORDER BY memory.id", those=_NEW), "new", 3),
        ]
    )
    for vendor, order in _BY_RECALL.items()
}

COUNTS = {
    "steps": f"(SELECT COUNT(*) FROM {_STEPS})",  # noqa: S608 (constants)
    "reviews": f"(SELECT COUNT(DISTINCT memory.idea_id) FROM {_REVIEWS})",  # noqa: S608 (constants)
    "new": f"(SELECT COUNT(DISTINCT memory.idea_id) FROM {_NEW})",  # noqa: S608 (constants)
}


@dataclass(frozen=True)
class Counts:
    """What the queue holds for the moment, within the day's limits: new items, steps, and reviews."""

    new: int
    learning: int
    review: int

    @property
    def total(self) -> int:
        """Everything that can be done now."""
        return self.new + self.learning + self.review


@dataclass(frozen=True)
class Moment:
    """Whose queue, and when. `today` is the learner's study day at `now`."""

    learner_id: int | None
    today: date
    now: datetime

    @property
    def values(self) -> dict[str, Any]:
        """The values the SQL above names."""
        soon = self.now + LEARN_AHEAD
        return {"learner": self.learner_id, "today": self.today, "now": self.now, "soon": soon}

    @property
    def parameters(self) -> dict[str, Any]:
        """The same as this database takes them."""
        return {name: adapted(value) for name, value in self.values.items()}

    def named_in(self, sql: str) -> dict[str, Any]:
        """Those of the values that stand in this."""
        return {name: value for name, value in self.values.items() if f"%({name})s" in sql}


def next_memory(moment: Moment, counts: Counts) -> Memory | None:
    """What comes next: a step due now, else a review, else a new item, else a step due soon.

    Among reviews the one whose recall is least likely comes first; new ones come as they joined. One query,
    of which the database works out only as much as it needs; the card and the idea come along.
    """
    wanted = [
        *([_FIRST_STEP_DUE] if counts.learning else []),
        *([_FIRST_REVIEW[connection.vendor]] if counts.review else []),
        *([_FIRST_NEW] if counts.new else []),
        *([_FIRST_STEP] if counts.learning else []),
    ]
    if not wanted:
        return None
    first = f"COALESCE({', '.join(wanted)}, NULL)"

    def chosen(values: Mapping[str, Any]) -> QuerySet[Memory]:
        return Memory.objects.select_related("card", "idea").filter(pk=by_hand(first, values, BigAutoField()))

    return next(iter(objects_of(first, moment.named_in(first), chosen)), None)


def memories_ahead(moment: Moment, counts: Counts, *, most: int) -> list[Memory]:
    """What comes after what for the rest of the day, as far as it is known now; with its cards. Two queries.

    The order is the one in which `next_memory` would bring them if each was recalled at once.
    """
    if not counts.total:
        return []
    ahead = f"""
    SELECT {_COLUMNS} FROM ({_AHEAD[connection.vendor]}) ahead
    JOIN studyapp_memory memory ON memory.id = ahead.id
    ORDER BY ahead.part, ahead.place LIMIT %(most)s
    """  # noqa: S608 (constants)
    limits = {"reviews": counts.review, "new": counts.new, "most": most}
    return list(Memory.objects.raw(ahead, moment.parameters | limits).prefetch_related("card"))
