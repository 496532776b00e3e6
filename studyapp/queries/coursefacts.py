"""What each card and question of the course belongs to, held in memory for as long as the release."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.utils.html import strip_tags

from studyapp.models import Card, Question


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """What a question is about; `live` if it can be practised now."""

    slug: str
    idea: str
    idea_id: int
    objective: str
    difficulty: int
    lesson_id: int
    section: str
    text: str
    live: bool


@dataclass(frozen=True)
class CourseFacts:
    """By pk. Retired questions are among them: what was answered stays true."""

    questions: Mapping[int, QuestionFacts]
    cards: Mapping[int, tuple[str, ...]]  # the objectives of a card


@lru_cache(maxsize=2)
def course_facts(release: UUID) -> CourseFacts:
    """Read once a release, like the catalogue whose key is given."""
    objectives = defaultdict(list)
    for card, code in Card.objectives.through.objects.order_by("pk").values_list("card_id", "objective_id"):
        objectives[card].append(code)
    rows = Question.objects.values_list(
        "pk",
        "slug",
        "idea__slug",
        "idea_id",
        "objective_id",
        "difficulty",
        "lesson_id",
        "section",
        "current__stem_html",
        "pool",
        "retired_at",
    )
    return CourseFacts(
        questions={
            pk: QuestionFacts(*facts, _plain(stem), live=pool == "practice" and retired_at is None)
            for pk, *facts, stem, pool, retired_at in rows
        },
        cards={card: tuple(codes) for card, codes in objectives.items()},
    )


def _plain(html: str | None) -> str:
    return " ".join(strip_tags(html or "").split())
