"""What the frame around every page needs: which release is shown, and how much is due."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import IntegerField, UUIDField
from django.db.models.expressions import RawSQL

from studyapp.models import Membership
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
_NAMED = re.compile(r"%\((\w+)\)s")


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
    values = Moment(learner_id, today, now).parameters
    told = {f"frame_{name}": _asked(name, sql, values) for name, sql in _COLUMNS.items()}
    rows = Membership.objects.filter(classroom=classroom_id, learner=learner_id, left_at=None)
    place = rows.select_related("classroom").annotate(**told).first()
    if place is None:
        return None
    return Frame(**{name: getattr(place, f"frame_{name}") for name in _COLUMNS}), place


def _asked(name: str, sql: str, values: Mapping[str, Any]) -> RawSQL:
    """A column of the frame beside those of another table, where parameters have no names."""
    kind = UUIDField() if name == "release" else IntegerField()
    return RawSQL(_NAMED.sub("%s", sql), [values[one] for one in _NAMED.findall(sql)], kind)  # noqa: S611 (constants)
