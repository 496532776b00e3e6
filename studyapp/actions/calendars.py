"""A learner's calendar: its address is made, renewed and taken away."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from studyapp.models import CalendarFeed, Learner


@transaction.atomic
def open_feed(*, learner: Learner, now: datetime) -> CalendarFeed:
    """The calendar has an address; one that it has already stays."""
    return CalendarFeed.objects.get_or_create(learner=learner, defaults={"made_at": now})[0]


@transaction.atomic
def renew_feed(*, learner: Learner, now: datetime) -> CalendarFeed:
    """Another address; the old one is nobody's from now on."""
    return CalendarFeed.objects.update_or_create(learner=learner, defaults={"key": uuid4(), "made_at": now})[
        0
    ]


@transaction.atomic
def close_feed(*, learner: Learner) -> None:
    """No address any more."""
    CalendarFeed.objects.filter(learner=learner).delete()
