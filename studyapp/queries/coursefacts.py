"""Facts of the course that many pages would ask for again, held in memory for as long as the release."""

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from html import unescape
from uuid import UUID

from django.utils.html import strip_tags

from studyapp.models import Card, Question


@lru_cache(maxsize=2)
def card_objectives(release: UUID) -> Mapping[int, tuple[str, ...]]:
    """The objectives each card serves. Read once a release, like the catalogue whose key is given."""
    found = defaultdict(list)
    for card, code in Card.objectives.through.objects.order_by("pk").values_list("card_id", "objective_id"):
        found[card].append(code)
    return {card: tuple(codes) for card, codes in found.items()}


@lru_cache(maxsize=2)
def question_texts(release: UUID) -> Mapping[int, str]:
    """The plain text of each practice question, as it is asked now. Read once a release."""
    asked = Question.objects.filter(pool="practice", retired_at=None)
    return {
        pk: " ".join(unescape(strip_tags(stem or "")).split())
        for pk, stem in asked.values_list("pk", "current__stem_html")
    }


@lru_cache(maxsize=2)
def practice_stock(release: UUID) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """The id and the plain text of each practice question, by objective. Read once a release."""
    texts, found = question_texts(release), defaultdict(list)
    asked = Question.objects.filter(pk__in=texts).order_by("slug")
    for pk, slug, objective in asked.values_list("pk", "slug", "objective_id"):
        found[objective].append((slug, texts[pk]))
    return {objective: tuple(stock) for objective, stock in found.items()}


@lru_cache(maxsize=2)
def practice_ideas(release: UUID) -> frozenset[int]:
    """The ideas that have a question to practise. Read once a release."""
    asked = Question.objects.filter(pool="practice", retired_at=None)
    return frozenset(asked.values_list("idea_id", flat=True))
