"""What a learner's reviews add up to. Reviews that were taken back are nowhere in it.

The ORM counts them by day, stage and grade, along an index that holds all it needs; by hand these counts are
added up further, because of the thousands of them only hundreds of sums are wanted.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import CharField, Count, Q, Sum
from django.db.models.functions import Cast

from studyapp.models import Review

_SPACED = Q(before_day__lt=Cast("day", CharField()))  # at least a study day after the review before
_SUMS = """
WITH counts AS ({})
SELECT day, '', 0, SUM(reviews), SUM(time), SUM(spaced) FILTER (WHERE stage = 'review'),
       SUM(spaced) FILTER (WHERE stage = 'review' AND rating > 1)
FROM counts GROUP BY day
UNION ALL SELECT NULL, stage, rating, SUM(reviews), 0, SUM(spaced), 0 FROM counts GROUP BY stage, rating
ORDER BY day
"""


@dataclass(frozen=True, slots=True)
class ReviewDay:
    """A study day: how many reviews, how many seconds of them were measured, how many `met` an item in review
    at least a day after the last time, and in how many of these it was recalled."""

    day: date
    reviews: int
    seconds: float
    met: int
    recalled: int


@dataclass(frozen=True)
class ReviewFigures:
    """All of a learner's reviews, counted: by day, the first one first; and by stage and rating.

    `spaced` says how many came at least a day after the review before, whatever the stage.
    """

    days: tuple[ReviewDay, ...] = ()
    grades: Mapping[tuple[str, int], int] = field(default_factory=dict)
    spaced: int = 0

    def retained(self, since: date = date.min) -> tuple[int, int]:
        """How many met an item in review since that day, and in how many it was recalled."""
        days = [one for one in self.days if one.day >= since]
        return sum(one.met for one in days), sum(one.recalled for one in days)


def review_figures(learner_id: int) -> ReviewFigures:
    """One query, answered from the index `review_figures` alone."""
    counts = (
        Review.objects.filter(learner_id=learner_id, undone_at=None)
        .order_by()
        .values("day", "stage", "rating")
        .annotate(reviews=Count("pk"), time=Sum("seconds"), spaced=Count("pk", filter=_SPACED))
    )
    sql, parameters = counts.query.sql_with_params()
    days, grades, spaced = [], Counter[tuple[str, int]](), 0
    with connection.cursor() as cursor:
        cursor.execute(_SUMS.format(sql), parameters)
        for day, stage, rating, reviews, seconds, met, recalled in cursor.fetchall():
            if stage:
                grades[stage, rating] += int(reviews)
                spaced += int(met)
            else:
                days.append(
                    ReviewDay(_date(day), int(reviews), seconds or 0.0, int(met or 0), int(recalled or 0))
                )
    return ReviewFigures(tuple(days), grades, spaced)


def spaced_reviews(learner_id: int) -> int:
    """How many reviews came at least a day after the review before: what weights can be fitted on."""
    return Review.objects.filter(_SPACED, learner_id=learner_id, undone_at=None).count()


def _date(day: date | str) -> date:
    """SQLite gives a date out of a sum as its text."""
    return day if isinstance(day, date) else date.fromisoformat(day)
