"""What the frame around every page needs: which release is shown, and how much is due."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from studyapp.queries.queue import COUNTS, Moment

_REVIEWED = """
(SELECT COUNT(*) FROM studyapp_review
  WHERE learner_id = %(learner)s AND day = %(today)s AND undone_at IS NULL {})
"""
_FRAME = ", ".join(
    [
        "SELECT (SELECT key FROM studyapp_release ORDER BY id DESC LIMIT 1)",
        COUNTS,
        _REVIEWED.format(""),
        _REVIEWED.format("AND number = 0"),
        _REVIEWED.format("AND stage = 'review'"),
        "(SELECT COUNT(*) FROM studyapp_questionreport WHERE learner_id = %(learner)s"
        " AND closed_at IS NOT NULL AND seen_at IS NULL)",
        "(SELECT COUNT(*) FROM studyapp_membership WHERE learner_id = %(learner)s"
        " AND left_at IS NULL AND role = 'learner')",
    ]
)


@dataclass(frozen=True)
class Frame:
    """The newest release (None before the first publication) and the state of the queue.

    `steps`, `reviews` and `new` items wait, siblings counted once; `reviewed`, `introduced` and `recalled`
    count today's reviews, those among them that began an item, and those of an item in review; `news` the
    reports of questions with an outcome that the reporter has not seen; `classes` those she learns in.
    """

    release: UUID | None
    steps: int = 0
    reviews: int = 0
    new: int = 0
    reviewed: int = 0
    introduced: int = 0
    recalled: int = 0
    news: int = 0
    classes: int = 0


def frame(*, learner_id: int | None, today: date, now: datetime) -> Frame:
    """One query, whoever asks."""
    with connection.cursor() as cursor:
        cursor.execute(_FRAME, Moment(learner_id, today, now).parameters)
        key, *counts = cursor.fetchone()
    # PostgreSQL gives a UUID, SQLite its text.
    return Frame(UUID(key) if isinstance(key, str) else key, *counts)
