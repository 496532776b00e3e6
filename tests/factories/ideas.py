"""Ideas that several items of the small course share, and pairs that are easily confused."""

from studyapp.models import Card, Confusable, Idea, Question, Release
from tests.factories.study import NOON


def share_idea(slug: str, *items: str) -> Idea:
    """Cards and questions, by their ids, that belong to one idea from now on."""
    idea, _ = Idea.objects.get_or_create(slug=slug)
    for model in (Card, Question):
        model._default_manager.filter(slug__in=items).update(idea=idea)
    return idea


def pair_of(slug: str, one: str, other: str, position: int = 1) -> Confusable:
    """Two things that are taken for each other; each side is an idea."""
    sides = [
        {"name": idea, "say": "-", "lesson": "first", "section": None, "ideas": [idea]}
        for idea in (one, other)
    ]
    title = f"{one} or {other}"
    return Confusable.objects.create(slug=slug, digest="-", title=title, position=position, sides=sides)


def release() -> None:
    """What a process keeps of the course is kept by release: pages know what was changed before this."""
    Release.objects.create(digest="-", info=Release.objects.latest("pk").info, published_at=NOON)
