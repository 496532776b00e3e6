"""The time that a class gives for exams of the course which it set.

An exam of the course knows no class. Whoever has more time in a class has it in what that class set, from
when it opens for them; in what nobody set for them, their own factor holds.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from studyapp.models import Learner, Membership
from studyapp.queries.classsheet import learners_of, places_of, sheet


def least_factor(learner: Learner, exam_id: int, *, now: datetime) -> Decimal:
    """The least time factor for a sitting of this exam begun now. One query, two if a class gives more."""
    own = learner.time_factor
    more = places_of(learner.pk).filter(time_factor__gt=own)
    if not more.exists():
        return own
    read = sheet(more)
    given = [
        member.factor
        for member in read.members
        for item in read.items
        if item.exam == exam_id and read.has(item, member) and read.window(item, member).is_open(now)
    ]
    return max(given, default=own)


def set_since(membership: Membership) -> Mapping[int, datetime]:
    """Every exam that is set for a member, and from when on a sitting of it is part of that. One query."""
    read = sheet(learners_of(membership.classroom_id).filter(pk=membership.pk))
    found: dict[int, datetime] = {}
    for member in read.members:
        for item in read.items:
            if item.exam is not None and read.has(item, member):
                since = read.window(item, member).opens_at or item.created_at
                found[item.exam] = min(since, found.get(item.exam, since))
    return found
