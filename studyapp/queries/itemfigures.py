"""Everything a learner keeps in memory, looked at once: what falls due when, and how much is remembered.

By hand: through the ORM, the dates and moments of 10,000 rows cost several times as much as all the rest.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection

from studyapp.domain.memory import Schedule, forgetting
from studyapp.domain.readiness import Recall
from studyapp.domain.studyday import ONE_DAY
from studyapp.queries.queue import Moment

_AGE = {  # days since the last review, in each database's own words
    "sqlite": "julianday(%(now)s) - julianday(memory.last_at)",
    "postgresql": "CAST(EXTRACT(EPOCH FROM %(now)s - memory.last_at) AS double precision) / 86400",
}
_ITEMS = {
    vendor: f"""
SELECT memory.idea_id, memory.card_id,
       CASE question.pool WHEN 'practice' THEN question.objective_id END,
       memory.lapses, memory.stability, {age},
       CAST(CASE WHEN memory.suspended_at IS NOT NULL THEN NULL
                 WHEN memory.buried_until > memory.due_day THEN memory.buried_until
                 ELSE memory.due_day END AS varchar(10)),
       memory.suspended_at IS NULL
FROM studyapp_memory memory
LEFT JOIN studyapp_card card ON card.id = memory.card_id
LEFT JOIN studyapp_question question ON question.id = memory.question_id
WHERE memory.learner_id = %(learner)s AND card.retired_at IS NULL AND question.retired_at IS NULL
  AND (question.id IS NULL OR question.pool <> 'exam')
"""  # noqa: S608 (constants)
    for vendor, age in _AGE.items()
}


@dataclass(frozen=True)
class ItemFigures:
    """What is in memory. `due` counts the items of each day; `now` and `later` are the recall of each item
    reviewed so far, now and on the exam day if nothing is reviewed until then. All without what is set aside.

    `recall` has the means by objective, of what is set aside too: it is known as well as the rest. A card
    counts in all of its objectives, a question in the one it is counted under, one of a class in none.
    `card_lapses` are by idea.
    """

    items: int = 0
    due: Mapping[date, int] = field(default_factory=dict)
    now: Sequence[float] = ()
    later: Sequence[float] = ()
    recall: Mapping[str, Recall] = field(default_factory=dict)
    card_lapses: Mapping[int, int] = field(default_factory=dict)


type Row = tuple[int, int | None, str | None, int, float | None, float | None, str | None, bool]


def item_figures(
    moment: Moment,
    *,
    schedule: Schedule,
    objectives: Mapping[int, tuple[str, ...]],
    later: datetime | None,
) -> ItemFigures:
    """One query. `objectives` are those of each card; `later` is a moment of the exam day."""
    with connection.cursor() as cursor:
        cursor.execute(_ITEMS[connection.vendor], moment.parameters)
        rows: list[Row] = cursor.fetchall()
    days = Counter(row[6] for row in rows)  # as text, to read each date once
    lapses: dict[int, int] = defaultdict(int)
    for idea, card, _, lapsed, *_ in rows:
        if lapsed and card:
            lapses[idea] += lapsed
    now, then, recall = _recall(rows, schedule, objectives, (later - moment.now) / ONE_DAY if later else None)
    return ItemFigures(
        items=len(rows),
        due={date.fromisoformat(day): count for day, count in days.items() if day},
        now=now,
        later=then,
        recall=recall,
        card_lapses=lapses,
    )


def _recall(
    rows: list[Row], schedule: Schedule, objectives: Mapping[int, tuple[str, ...]], ahead: float | None
) -> tuple[list[float], list[float], Mapping[str, Recall]]:
    """Of each active item, now and so many days ahead; and the means by objective."""
    active_now, active_then = [], []
    sums = defaultdict[str, list[float]](lambda: [0, 0.0, 0.0])
    recall = forgetting(schedule)
    for _, card, objective, _, stability, age, _, active in rows:
        if stability is None or age is None:
            continue
        now = recall(age, stability)
        then = 0.0 if ahead is None else recall(age + ahead, stability)
        if active:
            active_now.append(now)
            active_then.append(then)
        for code in (objective,) if objective else objectives.get(card or 0, ()):
            found = sums[code]
            found[0] += 1
            found[1] += now
            found[2] += then
    means = {
        code: Recall(now=now / count, later=None if ahead is None else then / count, items=int(count))
        for code, (count, now, then) in sums.items()
    }
    return active_now, [] if ahead is None else active_then, means
