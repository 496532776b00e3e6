"""What a code opens. Wrong, expired and closed are one answer: nothing."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from studyapp.domain.joincode import is_seat, opens, read_code
from studyapp.models import Classroom, Membership


@dataclass(frozen=True)
class Door:
    """A class that a code opens for somebody. `seat` is the place that a personal code claims."""

    classroom: Classroom
    owner_name: str
    seat: Membership | None = None
    own: Membership | None = None  # theirs already; of somebody who left, too

    @property
    def is_in(self) -> bool:
        """Whether they belong to the class already."""
        return self.own is not None and self.own.left_at is None


def door(typed: str, learner_id: int | None, now: datetime) -> Door | None:
    """What the code opens for this learner. Two queries at most.

    Whoever was removed is let in by a seat of theirs alone, not by the code of the class.
    """
    code = read_code(typed)
    seat, classroom = _behind(code) if code else (None, None)
    if classroom is None:
        return None
    if seat is None and not opens(classroom.code_expires_at, classroom.archived_at, now):
        return None
    mine = Q(learner_id=learner_id) if learner_id is not None else Q(pk=None)
    known = Membership.objects.filter(mine | Q(role="owner", left_at=None), classroom=classroom)
    rows = list(known)
    owner = next((row.name for row in rows if row.role == "owner" and row.left_at is None), "")
    own = next((row for row in rows if row.learner_id == learner_id is not None), None)
    if own is not None and own.removed and seat is None:
        return None
    return Door(classroom, owner, seat, own)


def _behind(code: str) -> tuple[Membership | None, Classroom | None]:
    if not is_seat(code):
        return None, Classroom.objects.filter(code=code).first()
    free = Membership.objects.filter(seat_code=code, learner=None, left_at=None, classroom__archived_at=None)
    seat = free.select_related("classroom").first()
    return seat, seat.classroom if seat else None
