"""What the frame around every page needs: which release is shown, and how much is due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import IntegerField, QuerySet, UUIDField

from studyapp.models import Membership
from studyapp.queries.prepared import by_hand, objects_of
from studyapp.queries.queue import COUNTS, Moment

_REVIEWED = """
(SELECT COUNT(*) FROM studyapp_review
  WHERE learner_id = %(learner)s AND day = %(today)s AND undone_at IS NULL {})
"""
_COLUMNS = {  # by the fields of a Frame
    "release": "(SELECT key FROM studyapp_release ORDER BY id DESC LIMIT 1)",
    **COUNTS,
    "reviewed": _REVIEWED.format(""),
    "introduced": _REVIEWED.format("AND number = 0"),
    "recalled": _REVIEWED.format("AND stage = 'review'"),
    "news": "(SELECT COUNT(*) FROM studyapp_questionreport WHERE learner_id = %(learner)s"
    " AND closed_at IS NOT NULL AND seen_at IS NULL)",
    "classes": "(SELECT COUNT(*) FROM studyapp_membership WHERE learner_id = %(learner)s"
    " AND left_at IS NULL AND role = 'learner')",
}
_FRAME = f"SELECT {', '.join(_COLUMNS.values())}"


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


def frame_in(
    classroom_id: int, *, learner_id: int, today: date, now: datetime
) -> tuple[Frame, Membership] | None:
    """The same with a learner's place in a class, for the pages of that class: still one query.

    None for whoever does not belong to it, or no more.
    """
    values = {"classroom": classroom_id, **Moment(learner_id, today, now).named_in(_FRAME)}
    for place in objects_of("place in a class", values, _place_framed):
        return Frame(**{name: getattr(place, f"frame_{name}") for name in _COLUMNS}), place
    return None


def _place_framed(values: Mapping[str, Any]) -> QuerySet[Membership]:
    told = {
        f"frame_{name}": by_hand(sql, values, UUIDField() if name == "release" else IntegerField())
        for name, sql in _COLUMNS.items()
    }
    rows = Membership.objects.filter(classroom=values["classroom"], learner=values["learner"], left_at=None)
    return rows.select_related("classroom").annotate(**told).order_by("pk")
