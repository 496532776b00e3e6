"""What the style page shows: published practice questions of every kind, and made-up figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from studyapp.domain.memory import Rating
from studyapp.domain.versions import ids_to_shuffle, key_of
from studyapp.models import QuestionVersion
from studyapp.queries.catalogue import Catalogue, LessonLink, as_text
from studyapp.queries.exams import ObjectiveRow, Place
from studyapp.queries.reviews import RATING_NAMES, Button
from studyapp.queries.shown import ShownQuestion, show

INTERVALS = {Rating.AGAIN: "10 min", Rating.HARD: "2 days", Rating.GOOD: "5 days", Rating.EASY: "12 days"}


@dataclass(frozen=True)
class Samples:
    """Everything on the style page that is not plain markup."""

    single: ShownQuestion
    single_miss: ShownQuestion
    single_right: ShownQuestion
    multiple: ShownQuestion
    ordering: ShownQuestion
    ordering_miss: ShownQuestion
    matching: ShownQuestion
    matching_miss: ShownQuestion
    ratings: tuple[Button, ...]
    objectives: tuple[ObjectiveRow, ...]
    navigator: tuple[Place, ...]
    navigator_after: tuple[Place, ...]
    previous: LessonLink | None
    next: LessonLink | None


def samples(course: Catalogue) -> Samples:
    """One practice question of every kind, open, right and missed. StopIteration if a kind is missing."""
    return Samples(
        single=_sample(course, "single", "s1"),
        single_miss=_sample(course, "single", "s2", [0], confidence="sure"),
        single_right=_sample(course, "single", "s3", None, confidence="unsure"),
        multiple=_sample(course, "multiple", "m1"),
        ordering=_sample(course, "ordering", "o1"),
        ordering_miss=_sample(course, "ordering", "o2", [1, 0, 2, 3]),
        matching=_sample(course, "matching", "p1"),
        matching_miss=_sample(course, "matching", "p2", []),
        ratings=tuple(Button(int(r), name, INTERVALS[r]) for r, name in RATING_NAMES.items()),
        objectives=tuple(
            ObjectiveRow(o.code, o.short, n % 5, 5, f"{n % 5} of 5")
            for n, o in enumerate(course.objectives, start=2)
        ),
        navigator=tuple(
            Place(n, f"?q={n}", answered=n < 13 and n % 5 != 0, flagged=n % 7 == 5, current=n == 13)
            for n in range(1, 21)
        ),
        navigator_after=tuple(
            Place(n, f"?q={n}", answered=True, flagged=n == 5, correct=n % 4 != 1) for n in range(1, 13)
        ),
        previous=course.lessons[0].link,
        next=course.lessons[-1].link,
    )


def _sample(
    course: Catalogue, kind: str, prefix: str, chosen: Sequence[int] | None = (), confidence: str = ""
) -> ShownQuestion:
    """A question, open for (); else answered: with the key (None), or with these of its options."""
    version = next(
        iter(
            QuestionVersion.objects.filter(
                current_of__pool="practice", current_of__retired_at=None, kind=kind
            )
            .select_related("question")
            .order_by("pk")[:1]
        )
    )
    order = ids_to_shuffle(version.kind, version.body)
    key = key_of(version.kind, version.body)
    pool = [id_ for id_ in order if id_ not in key.answer] if kind == "single" else list(order)
    return show(
        as_text(version, course.links),
        order=order,
        prefix=prefix,
        response=key.answer if chosen is None else [pool[n] for n in chosen if n < len(pool)],
        reveal=chosen != (),
        confidence=confidence,
    )
