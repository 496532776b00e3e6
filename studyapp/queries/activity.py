"""What a learner did on which study day besides reviews: how many answers, and how long they took.

Answers keep their moment, not their day: they are counted on the days as the learner has them now.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import FloatField, Max, Q, Value

from studyapp.domain.memory import Schedule
from studyapp.domain.sending import LONGEST
from studyapp.domain.studyday import ONE_DAY, day_start
from studyapp.models import Answer, Attempt, PracticeItem

# A study day lies between two moments, whatever the clocks did; each is looked up in the index by time.
_ANSWERS = """
WITH days(number, opens, closes) AS (VALUES {})
SELECT number, (SELECT COUNT(*) FROM studyapp_answer
  WHERE learner_id = %s AND answered_at >= opens AND answered_at < closes
    AND place <> 'review' AND response <> '[]')
FROM days
"""
_DAY = {"sqlite": "({}, %s, %s)", "postgresql": "({}, %s::timestamptz, %s::timestamptz)"}


@dataclass(frozen=True)
class TimeSpent:
    """Seconds by study day."""

    practice: Mapping[date, float] = field(default_factory=dict)
    exams: Mapping[date, float] = field(default_factory=dict)


def answers_by_day(learner_id: int, days: Sequence[date], schedule: Schedule) -> Mapping[date, int]:
    """How many answers were given on each of these days outside of reviews. One query."""
    values = ", ".join(_DAY[connection.vendor].format(n) for n in range(len(days)))
    bounds = [_opening(start, schedule) for day in days for start in (day, day + ONE_DAY)]
    parameters = [connection.ops.adapt_datetimefield_value(bound) for bound in bounds]
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERS.format(values), [*parameters, learner_id])
        return {days[number]: count for number, count in cursor.fetchall() if count}


def time_spent(learner_id: int, *, since: date, schedule: Schedule, now: datetime) -> TimeSpent:
    """How long quizzes and sittings took, on each study day from `since` on. One query.

    A quiz takes the time from its start to the first answer and from each answer to the next, up to ten
    minutes each; a sitting, once it is over, the time from its start to the last that was done in it.
    """
    opens = _opening(since, schedule)
    both = _quizzes(learner_id, opens).union(_sittings(learner_id, opens, now), all=True)
    rows = list(both.order_by())
    practice: dict[date, float] = defaultdict(float)
    exams: dict[date, float] = defaultdict(float)
    for at, seconds in _answered_after(row[1:] for row in rows if row[0] == "quiz"):
        practice[schedule.today(at)] += seconds
    for _, _, started, ended, deadline, _ in (row for row in rows if row[0] == "exam"):
        ended = ended if deadline is None else min(ended, deadline)  # without a limit there is none
        exams[schedule.today(ended)] += (ended - started).total_seconds()
    return TimeSpent(_from(since, practice), _from(since, exams))


def _quizzes(learner_id: int, opens: datetime) -> Any:
    """Every answer of the quizzes in which something was answered since then."""
    lately = Answer.objects.filter(learner_id=learner_id, answered_at__gte=opens).exclude(place="review")
    quizzes = PracticeItem.objects.filter(answer__in=lately).values("session_id")
    answered = PracticeItem.objects.filter(session__in=quizzes, answer__isnull=False).order_by()
    return answered.values_list(
        Value("quiz"),
        "session_id",
        "session__started_at",
        "answer__answered_at",
        "session__started_at",
        "answer__seconds",
    )


def _sittings(learner_id: int, opens: datetime, now: datetime) -> Any:
    over = Q(submitted_at__gte=opens) | Q(submitted_at=None, deadline__gte=opens, deadline__lte=now)
    sittings = Attempt.objects.filter(over, learner_id=learner_id).order_by()
    last = Max("events__at", filter=~Q(events__kind="closed"))
    return sittings.annotate(last=last).values_list(
        Value("exam"), "pk", "started_at", "last", "deadline", Value(None, output_field=FloatField())
    )


def _answered_after(rows: Iterable[tuple[Any, ...]]) -> Iterable[tuple[datetime, float]]:
    """When each answer of a quiz was given, and how many seconds it took."""
    by_quiz: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        by_quiz[row[0]].append(row)
    for answers in by_quiz.values():
        before = answers[0][1]
        for _, _, at, _, seconds in sorted(answers, key=lambda row: row[2]):
            took = seconds if seconds is not None else (at - before).total_seconds()
            yield at, min(max(took, 0.0), LONGEST)
            before = at


def _from(since: date, days: Mapping[date, float]) -> Mapping[date, float]:
    return {day: seconds for day, seconds in days.items() if day >= since}


def _opening(day: date, schedule: Schedule) -> datetime:
    return day_start(day, schedule.zone, schedule.rollover_hour)
