"""First tries of the learners of a class: what readiness rests on, and what a class is told of all together.

Of questions that another class wrote for itself nothing is read here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import log
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Expression,
    F,
    FloatField,
    Func,
    IntegerField,
    Min,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Exp, Greatest, Least

from studyapp.domain.classfigures import Cell, IdeaTries, row_of, shade, worst_ideas
from studyapp.domain.evidence import FORMULA, PLACES, USUAL
from studyapp.domain.studied import percent
from studyapp.models import Answer, Question
from studyapp.queries.catalogue import Catalogue
from studyapp.queries.classsheet import learners_of
from studyapp.queries.counted import Learners, counting_of
from studyapp.queries.coursefacts import practice_ideas, question_texts
from studyapp.queries.taught import Taught, taught

SHOWN = 12
_VERY_OLD = 9999.0  # days: what is left after them is nothing, and PostgreSQL refuses what is smaller still
PLACE_NAMES = {"practice": "Practice", "review": "Reviews", "exam": "Mock exams"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell of the heat map; `share` is None where nothing may be told."""

    share: int | None
    right: int
    answers: int
    shade: int


@dataclass(frozen=True, slots=True)
class HeatRow:
    """An objective: first tries from everywhere, then from each place."""

    code: str
    name: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class WrongIdea:
    """An idea and how many of those who tried it missed it; `drill`: there is something to practise."""

    slug: str
    text: str
    objective: str
    taught: Taught
    tried: int
    missed: int
    drill: bool

    @property
    def name(self) -> str:
        """The slug as words; one that stands for a single item says nothing by itself."""
        return "" if ":" in self.slug else self.slug.replace("-", " ").capitalize()


@dataclass(frozen=True)
class Picture:
    """What a class knows and what it gets wrong; `learners` is how many there are."""

    places: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    ideas: tuple[WrongIdea, ...]

    @property
    def told(self) -> bool:
        """Whether there is any figure to show."""
        return any(figure.share is not None for row in self.rows for figure in row.figures)


@dataclass(frozen=True, slots=True)
class IdeaPlace:
    """A question that stands for an idea: one to practise if there is one."""

    question: int
    objective: str
    lesson: int
    section: str


def picture(course: Catalogue, classroom_id: int, *, now: datetime) -> Picture:
    """Heat map and ideas. Two queries."""
    learners = learners_of(classroom_id).filter(learner__isnull=False).values("learner_id")
    tries = first_tries_of(learners, classroom_id, now)
    return Picture(
        places=("All", *PLACE_NAMES.values()),
        rows=tuple(_heat(course, tries)),
        ideas=tuple(_ideas(course, tries)),
    )


def first_tries_of(learners: Learners, classroom_id: int, now: datetime) -> QuerySet[Answer]:
    """Each learner's first answer to each question, where it is evidence: see `domain.evidence`.

    Whose they are is said twice: PostgreSQL does not see that it follows, and read the answers of everybody.
    """
    firsts = Answer.objects.filter(learner__in=learners).order_by().values("learner_id", "question_id")
    ours = Q(question__classroom=None) | Q(question__classroom=classroom_id)
    return Answer.objects.filter(
        ours,
        counting_of(learners, now),
        learner__in=learners,
        pk__in=firsts.annotate(first=Min("pk")).values("first"),
        place__in=PLACES,
    ).order_by()


def tallied(tries: QuerySet[Answer], now: datetime) -> QuerySet[Any, Any]:
    """First tries by learner, objective, in an exam or not, right or not: how many, and their weights."""
    sorts = tries.annotate(
        exam=Case(When(place="exam", then=1), default=0, output_field=IntegerField()),
        right=Case(When(correct=True, then=1), default=0, output_field=IntegerField()),
    ).values("learner_id", "question__objective_id", "exam", "right")
    return sorts.annotate(answers=Count("pk"), weight=Sum(_weight(now)))


def _weight(now: datetime) -> Expression:
    """`evidence.weight` where the database counts, as one power of e: many answers come to a few numbers."""
    stale = Greatest(_DaysUntil(Value(now), F("answered_at")) - FORMULA.fresh, 0.0)
    aged = Least(stale, _VERY_OLD) * (-log(2) / FORMULA.half_life)
    harder = (F("question__difficulty") - USUAL) * (FORMULA.step / 2)
    told = Case(When(correct=True, then=harder), default=-harder, output_field=FloatField())
    where = Case(When(place="exam", then=1.0), default=FORMULA.practice, output_field=FloatField())
    guess = Case(
        When(correct=True, confidence="guess", then=FORMULA.guess), default=1.0, output_field=FloatField()
    )
    return Exp(aged + told) * where * guess


class _DaysUntil(Func):
    """Days from the second moment to the first."""

    output_field = FloatField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """SQLite keeps moments as texts, and numbers its days."""
        template = "(julianday(%(expressions)s))"
        return self.as_sql(compiler, connection, template=template, arg_joiner=") - julianday(", **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """PostgreSQL has lengths of time."""
        template = "(EXTRACT(EPOCH FROM (%(expressions)s))::double precision / 86400)"
        return self.as_sql(compiler, connection, template=template, arg_joiner=" - ", **more)


def _heat(course: Catalogue, tries: QuerySet[Answer]) -> list[HeatRow]:
    counts = {}
    for place in ("", *PLACE_NAMES):
        there = Q(place=place) if place else Q()
        counts[f"right_{place}"] = Count("pk", filter=there & Q(correct=True))
        counts[f"answers_{place}"] = Count("pk", filter=there) if place else Count("pk")
        counts[f"learners_{place}"] = Count("learner_id", distinct=True, filter=there or None)
    told: QuerySet[Any, Any] = tries.values("question__objective_id").annotate(**counts)
    rows: dict[str, dict[str, int]] = {row["question__objective_id"]: row for row in told}
    found = []
    for objective in course.objectives:
        row = rows.get(objective.code, {})
        cells = [
            Cell(
                row.get(f"right_{place}", 0), row.get(f"answers_{place}", 0), row.get(f"learners_{place}", 0)
            )
            for place in ("", *PLACE_NAMES)
        ]
        whole, parts = row_of(cells[0], cells[1:])
        found.append(HeatRow(objective.code, objective.short, tuple(map(_figure, (whole, *parts)))))
    return found


def _figure(cell: Cell) -> Figure:
    if not cell.shown:
        return Figure(None, 0, 0, 0)
    return Figure(percent(cell.right, cell.answers), cell.right, cell.answers, shade(cell))


def _ideas(course: Catalogue, tries: QuerySet[Answer]) -> list[WrongIdea]:
    rows = tries.values("question__idea_id", "question__idea__slug").annotate(
        tried=Count("learner_id", distinct=True),
        missed=Count("learner_id", distinct=True, filter=Q(correct=False)),
    )
    slugs, found = {}, {}
    for row in rows:
        slugs[row["question__idea_id"]] = row["question__idea__slug"]
        found[row["question__idea_id"]] = IdeaTries(row["tried"], row["missed"])
    places, texts = idea_places(course.key), question_texts(course.key)
    return [
        _idea(course, slugs[idea], found[idea], places.get(idea), texts, idea in practice_ideas(course.key))
        for idea in worst_ideas(found, SHOWN)
    ]


def _idea(
    course: Catalogue,
    slug: str,
    tries: IdeaTries,
    place: IdeaPlace | None,
    texts: Mapping[int, str],
    drill: bool,
) -> WrongIdea:
    return WrongIdea(
        slug=slug,
        text=texts.get(place.question, "") if place else "",
        objective=place.objective if place else "",
        taught=taught(course, place.lesson, place.section) if place else Taught("", "", ""),
        tried=tries.tried,
        missed=tries.missed,
        drill=drill,
    )


@lru_cache(maxsize=2)
def idea_places(release: UUID) -> Mapping[int, IdeaPlace]:
    """Where each idea of the course is asked and taught. Read once a release."""
    rows = Question.objects.filter(classroom=None, retired_at=None).order_by("-pool", "pk")
    columns = ("idea_id", "pk", "objective_id", "lesson_id", "section")
    found: dict[int, IdeaPlace] = {}
    for idea, *place in rows.values_list(*columns):  # practice comes before exam
        found.setdefault(idea, IdeaPlace(*place))
    return found
