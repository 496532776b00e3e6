"""Reviews that were given in Anki join those given here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from studyapp.actions.replaying import replay
from studyapp.domain.ankihistory import AnkiReview
from studyapp.domain.memory import NEW
from studyapp.models import Card, Learner, Memory, Review
from studyapp.queries.cardfiles import cards_by_guid
from studyapp.queries.memories import schedule_of, to_json

MOST_REVIEWS = 20_000  # at a time: each is worked out anew, with all others of its card


class TooMany(Exception):
    """More reviews than are worked out in one go; nothing was stored."""


@dataclass(frozen=True)
class Joined:
    """How many reviews were added, how many were here already, of how many cards they are; others' notes."""

    added: int
    same: int
    cards: int
    others: tuple[str, ...]


@transaction.atomic
def join_history(
    *, learner: Learner, reviews: Iterable[AnkiReview], notes: Mapping[str, str], now: datetime
) -> Joined:
    """Append what is not here yet, dated as in Anki, and work out each card's memory from all its reviews.

    A review is known by its card and its moment, so the same package again adds nothing; one that was taken
    back here stays taken back. A card that was not in the queue enters it. `notes` are those of the package,
    by guid, with their first words: those that are not ours are named and passed over. Raises TooMany.
    """
    cards = cards_by_guid()
    ours = [review for review in reviews if review.guid in cards]
    if len(ours) > MOST_REVIEWS:
        raise TooMany
    # Held, so that a grade on another device waits, and a second package finds what the first one added.
    learner = Learner.objects.select_for_update(of=("self",)).get(pk=learner.pk)
    known = set(Review.objects.filter(learner=learner, token__isnull=False).values_list("token", flat=True))
    fresh: dict[str, dict[object, AnkiReview]] = defaultdict(dict)
    for review in ours:
        if review.token not in known:
            fresh[review.guid][review.token] = review
    memories = _memories(learner, {cards[guid]: list(given.values()) for guid, given in fresh.items()}, now)
    schedule = schedule_of(learner)
    for memory, given in memories.items():
        _append(memory, given, now)
        standing = Review.objects.filter(memory=memory, undone_at=None)
        replay(memory, standing, schedule, learner.exam_date)
    added = sum(map(len, fresh.values()))
    others = tuple(words for guid, words in notes.items() if guid not in cards)
    return Joined(added=added, same=len(ours) - added, cards=len(fresh), others=others)


def _memories(
    learner: Learner, given: Mapping[Card, list[AnkiReview]], now: datetime
) -> Mapping[Memory, list[AnkiReview]]:
    rows = Memory.objects.select_for_update().filter(learner=learner, card__in=given).order_by("pk")
    held = {row.card_id: row for row in rows}
    found = {}
    for card, reviews in given.items():
        first = min(review.at for review in reviews)
        memory = held.get(card.pk)
        if memory is None:
            memory = Memory.objects.create(learner=learner, card=card, idea_id=card.idea_id, added_at=first)
        elif first < memory.added_at:
            Memory.objects.filter(pk=memory.pk).update(added_at=first)
        memory.learner = learner
        found[memory] = reviews
    return found


def _append(memory: Memory, given: list[AnkiReview], now: datetime) -> None:
    """As rows whose number, stage, before and after the replay then works out."""
    last = Review.objects.filter(memory=memory).aggregate(last=Max("number"))["last"]
    begin, schedule = 0 if last is None else last + 1, schedule_of(memory.learner)
    Review.objects.bulk_create(
        Review(
            learner=memory.learner,
            memory=memory,
            number=begin + place,
            stage=NEW.stage,
            rating=review.rating,
            reviewed_at=review.at,
            received_at=now,
            seconds=review.seconds,
            token=review.token,
            day=schedule.today(review.at),
            before=to_json(NEW),
            after=to_json(NEW),
        )
        for place, review in enumerate(sorted(given, key=lambda one: one.at))
    )
