"""Leafing through cards without writing a review: nothing about it changes when they come back."""

from dataclasses import dataclass
from hashlib import blake2b

from django.db.models import Q

from studyapp.models import Card
from studyapp.queries.catalogue import Catalogue
from studyapp.queries.reviews import CardFace, card_face

SCOPES = {"queue": "In my reviews", "missed": "Missed lately", "all": "The whole course"}


@dataclass(frozen=True)
class Leaf:
    """One card of the pack. `place` counts from 1; `card` is None after the last one."""

    place: int
    size: int
    card: CardFace | None


def leaf(
    course: Catalogue, learner_id: int | None, *, scope: str, objective: str, seed: int, place: int
) -> Leaf:
    """The card at `place` of a shuffled pack. Two queries, and nothing is written.

    The order hangs on the seed and on each card's own id, so a card that is published or retired meanwhile
    moves no other card relative to the rest.
    """
    rows = Card.objects.filter(retired_at=None)
    if scope != "all":
        mine = Q(memories__learner_id=learner_id)
        rows = rows.filter(mine & Q(memories__missed=True) if scope == "missed" else mine)
    if objective:
        rows = rows.filter(objectives=objective)
    slugs = sorted(rows.values_list("slug", flat=True), key=lambda slug: _mix(seed, slug))
    if not 1 <= place <= len(slugs):
        return Leaf(place, len(slugs), None)
    return Leaf(place, len(slugs), card_face(Card.objects.get(slug=slugs[place - 1]), course))


def _mix(seed: int, slug: str) -> bytes:
    return blake2b(f"{seed}:{slug}".encode(), digest_size=8).digest()
