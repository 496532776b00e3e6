"""One memory worked out anew from every review of it."""

from collections.abc import Iterable
from dataclasses import fields

from django.db import transaction
from django.db.models import F

from studyapp.domain.memory import NEW, Rating, Schedule, review
from studyapp.domain.memory import Memory as Remembered
from studyapp.models import Memory, Review
from studyapp.queries.reviews import seed_of, to_json

DERIVED = ("memory", "learner", "number", "stage", "before", "after")


@transaction.atomic
def replay(memory: Memory, reviews: Iterable[Review], schedule: Schedule) -> None:
    """The memory after these reviews, in the order they were given; they become its history.

    What a review is evidence of stays: rating, times, day, answer. What follows from it is written anew.
    """
    history = sorted(reviews, key=lambda row: (row.reviewed_at, row.received_at, row.pk))
    if not history:
        return
    # No two reviews of a memory may share a number, not for a moment either: first beyond all, then back.
    beyond = len(history) + max(row.number for row in history)
    state = NEW
    for number, row in enumerate(history):
        after = review(
            state, Rating(row.rating), now=row.reviewed_at, schedule=schedule, seed=seed_of(memory)
        )
        row.memory, row.learner_id = memory, memory.learner_id
        row.number, row.stage = beyond + number, state.stage
        row.before, row.after = to_json(state), to_json(after)
        state = after
    Review.objects.bulk_update(history, DERIVED, batch_size=500)
    Review.objects.filter(pk__in=[row.pk for row in history]).update(number=F("number") - beyond)
    values = {field.name: getattr(state, field.name) for field in fields(Remembered)}
    missed = history[-1].rating == Rating.AGAIN
    Memory.objects.filter(pk=memory.pk).update(**values, missed=missed)
