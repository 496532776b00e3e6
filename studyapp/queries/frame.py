"""What the frame around every page needs: which release is shown, and how much is due."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

# Written by hand because every page of the site asks it: building this through the ORM costs about as
# much as a whole signed-in request without it. `bench pages` shows the difference.
_QUEUED = """
(SELECT COUNT(*) FROM studyapp_memory memory
   LEFT JOIN studyapp_card card ON card.id = memory.card_id
   LEFT JOIN studyapp_question question ON question.id = memory.question_id
  WHERE memory.learner_id = %s AND card.retired_at IS NULL AND question.retired_at IS NULL
    AND (question.id IS NULL OR question.pool = 'practice') AND {})
"""
_REVIEWED = """
(SELECT COUNT(*) FROM studyapp_review
  WHERE learner_id = %s AND day = %s AND undone_at IS NULL {})
"""
_FRAME = ", ".join(
    [
        "SELECT (SELECT key FROM studyapp_release ORDER BY id DESC LIMIT 1)",
        _QUEUED.format(
            "memory.stage IN ('learning', 'review', 'relearning')"
            " AND memory.due_day <= %s AND (memory.due_at IS NULL OR memory.due_at <= %s)"
        ),
        _QUEUED.format("memory.stage = 'new'"),
        _REVIEWED.format(""),
        _REVIEWED.format("AND number = 0"),
    ]
)


@dataclass(frozen=True)
class Frame:
    """The newest release (None before the first publication) and the state of the queue.

    `due` items wait now, `new` ones have not been begun; `reviewed` and `introduced` count today's reviews
    and those among them that began an item.
    """

    release: UUID | None
    due: int
    new: int
    reviewed: int
    introduced: int


def frame(*, learner_id: int | None, today: date, now: datetime) -> Frame:
    """One query, whoever asks."""
    day = connection.ops.adapt_datefield_value(today)
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(_FRAME, [learner_id, day, moment, learner_id, learner_id, day, learner_id, day])
        key, *counts = cursor.fetchone()
    # PostgreSQL gives a UUID, SQLite its text.
    return Frame(UUID(key) if isinstance(key, str) else key, *counts)
