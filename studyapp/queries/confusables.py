"""Pairs of things that learners take for each other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Count

from studyapp.domain.picking import both_sides, sides_of
from studyapp.models import Confusable, Question


@dataclass(frozen=True)
class SideText:
    """One of two things easily taken for each other, when it is the answer, and where it is taught."""

    name: str
    say: str
    url: str
    ideas: tuple[str, ...]


@dataclass(frozen=True)
class ConfusableText:
    """Two things that are taken for each other; `questions` is the most that a drill of them can ask."""

    slug: str
    title: str
    sides: tuple[SideText, SideText]
    questions: int


def confusables(urls: Mapping[str, str]) -> Iterator[ConfusableText]:
    """Every published pair, in the order of the file. `urls` are the addresses of the lessons by slug."""
    ideas = Question.objects.filter(pool="practice", retired_at=None).values_list("idea__slug")
    counts = dict(ideas.annotate(Count("pk")).order_by())
    for row in Confusable.objects.filter(retired_at=None):
        one, other = (
            SideText(
                side["name"],
                side["say"],
                urls.get(side["lesson"], "") + (f"#{side['section']}" if side["section"] else ""),
                tuple(side["ideas"]),
            )
            for side in row.sides
        )
        asked = (sum(counts.get(idea, 0) for idea in side) for side in sides_of(row.sides))
        yield ConfusableText(row.slug, row.title, (one, other), both_sides(*asked))
