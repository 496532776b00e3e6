"""Everything a learner keeps in memory, looked at once: what falls due when, and how much is still there.

By hand: through the ORM, reading dates and moments of 10,000 rows costs ten times as much as all the rest.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from studyapp.domain.memory import Schedule, recall_after
from studyapp.domain.studyday import ONE_DAY
from studyapp.queries.queue import Moment

# How old a memory is, and in how many days it falls due, in each database's own words.
_AGE = {
    "sqlite": "julianday(%(now)s) - julianday(memory.last_at)",
    "postgresql": "EXTRACT(EPOCH FROM %(now)s - memory.last_at)::float / 86400",
}
_DAYS = {
    "sqlite": "CAST(julianday({}) - julianday(%(today)s) AS INTEGER)",
    "postgresql": "{} - %(today)s::date",
}
_DUE = """
CASE WHEN memory.buried_until > memory.due_day THEN memory.buried_until ELSE memory.due_day END
"""
_ITEMS = {
    vendor: f"""
SELECT memory.idea_id, memory.card_id, question.objective_id, memory.lapses, memory.stability,
       {_AGE[vendor]}, {_DAYS[vendor].format(f"({_DUE})")}, memory.suspended_at IS NULL
FROM studyapp_memory memory
LEFT JOIN studyapp_card card ON card.id = memory.card_id
LEFT JOIN studyapp_question question ON question.id = memory.question_id
WHERE memory.learner_id = %(learner)s AND card.retired_at IS NULL AND question.retired_at IS NULL
  AND (question.id IS NULL OR question.pool = 'practice')
"""  # noqa: S608 (constants)
    for vendor in _AGE
}


@dataclass(frozen=True, slots=True)
class Recalled:
    """An item that was reviewed: its recall now and on the exam day if nothing is reviewed until then."""

    objectives: tuple[str, ...]
    now: float
    later: float | None
    active: bool  # not set aside


@dataclass(frozen=True)
class ItemFigures:
    """What is in memory. `due` counts active items by the days until they are due, below 0 for the late."""

    items: int = 0
    due: Mapping[int, int] = field(default_factory=dict)
    recalled: tuple[Recalled, ...] = ()
    card_lapses: Mapping[int, int] = field(default_factory=dict)  # by idea, of its cards


type Row = tuple[int, int | None, str | None, int, float | None, float | None, int | None, bool]


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
    due: Counter[int] = Counter()
    lapses: dict[int, int] = defaultdict(int)
    for idea, card, _, lapsed, _, _, days, active in rows:
        if lapsed and card:
            lapses[idea] += lapsed
        if active and days is not None:
            due[days] += 1
    ahead = None if later is None else (later - moment.now) / ONE_DAY
    recalled = tuple(_recalled(rows, schedule, objectives, ahead))
    return ItemFigures(len(rows), due, recalled, lapses)


def _recalled(
    rows: Iterable[Row], schedule: Schedule, objectives: Mapping[int, tuple[str, ...]], ahead: float | None
) -> Iterator[Recalled]:
    for _, card, objective, _, stability, age, _, active in rows:
        if stability is None or age is None:
            continue
        codes = (objective,) if objective else objectives.get(card or 0, ())
        now = recall_after(age, stability, schedule)
        later = None if ahead is None else recall_after(age + ahead, stability, schedule)
        yield Recalled(codes, now, later, bool(active))
