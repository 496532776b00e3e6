"""What learners did of what their class set, read at once: lessons, quizzes, sittings, reviews and paths.

One query for any number of learners and assignments; the database counts, and gives one row for each lesson,
quiz, sitting and try at a challenge, and for each day with reviews. Of everything else that a learner
does it reads nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    DateTimeField,
    Expression,
    F,
    FloatField,
    IntegerField,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from studyapp.domain.evidence import Weighed
from studyapp.models import (
    Attempt,
    AttemptItem,
    KeyRepair,
    LessonProgress,
    PathAnswer,
    PracticeSession,
    Review,
)
from studyapp.queries.classsheet import Item, Sheet
from studyapp.queries.classtries import first_tries_of, tallied
from studyapp.queries.prepared import rows_of

_COLUMNS: Mapping[str, Expression] = {
    "x_what": Value("", output_field=CharField()),
    "x_pk": Value(0, output_field=IntegerField()),
    "x_of": Value(0, output_field=IntegerField()),
    "x_slug": Value("", output_field=CharField()),
    "x_begun": Cast(Value(None), DateTimeField()),
    "x_over": Cast(Value(None), DateTimeField()),
    "x_ends": Cast(Value(None), DateTimeField()),
    "x_day": Cast(Value(None), DateField()),
    "x_asked": Value(0, output_field=IntegerField()),
    "x_done": Value(0, output_field=IntegerField()),
    "x_right": Value(0, output_field=IntegerField()),
    "x_mended": Value(0, output_field=IntegerField()),
    "x_weight": Value(0.0, output_field=FloatField()),
}
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Did:
    """A lesson, quiz or sitting: when it was begun and was over, and how many points of how many.

    A quiz is over once every question of it has its answer. Of a sitting points are known once its answers
    are stored by the keys that hold; `stored` is False while only its deadline has ended it, and where a key
    was repaired.
    """

    pk: int
    begun: datetime
    over: datetime | None
    right: int = 0
    out_of: int = 0
    pass_mark: int = 0
    stored: bool = True


@dataclass(frozen=True)
class Facts:
    """All of it, by what it was done of and by whom; reviews are (day, how many), tries over if solved."""

    lessons: Mapping[tuple[str, int], list[Did]] = field(default_factory=dict)
    quizzes: Mapping[tuple[int, int], list[Did]] = field(default_factory=dict)
    sittings: Mapping[tuple[int, int], list[Did]] = field(default_factory=dict)
    reviews: Mapping[int, list[tuple[date, int]]] = field(default_factory=dict)
    paths: Mapping[tuple[str, int], list[Did]] = field(default_factory=dict)  # by "path/challenge"
    tries: Mapping[int, list[Weighed]] = field(default_factory=dict)


def facts(sheet: Sheet, now: datetime, *, scores: bool = False, tries_in: int | None = None) -> Facts:
    """What the members of a sheet did of its items; with `scores` the points of sittings too. One query.

    `tries_in` asks for first tries as this class may count them, whatever they were given for.
    """
    learners = [member.learner for member in sheet.members if member.learner is not None]
    wanted = _wanted(sheet) if learners else {}
    if learners and tries_in is not None:
        wanted |= {"classroom": tries_in, "now": now}
    if not wanted:
        return Facts()
    found: Mapping[str, dict[Any, list[Any]]] = {
        what: defaultdict(list) for what in ("lesson", "quiz", "sitting", "review", "path", "try")
    }
    rows = rows_of(
        ("facts", scores),
        {"learners": learners, **wanted},
        lambda own: _union(_branches(own, scores)),
        few=len(learners) == 1,
    )
    for what, learner, pk, of, slug, begun, over, ends, day, asked, done, right, mended, weight in rows:
        match what:
            case "lesson" | "path":
                found[what][slug, learner].append(Did(pk, begun, over))
            case "quiz":
                found[what][of, learner].append(Did(pk, begun, over if done == asked else None, right, asked))
            case "sitting":
                end = over or (ends if ends is not None and ends <= now else None)
                stored = over is not None and not mended
                found[what][of, learner].append(Did(pk, begun, end, right, asked, done, stored))
            case "try":
                found[what][learner].append((slug, bool(asked), bool(right), done, weight))
            case _:
                found[what][learner].append((day, done))
    return Facts(*found.values())


def _wanted(sheet: Sheet) -> dict[str, Any]:
    """What the items of a sheet ask of learners: lessons, quizzes, exams, reviews since, challenges since."""
    challenges = list(_of(sheet.items, "path"))
    targets = list(_of(sheet.items, "review"))
    found: Mapping[str, Any] = {
        "lessons": sorted({item.task["lesson"] for item in _of(sheet.items, "lesson")}),
        "quizzes": [item.pk for item in _of(sheet.items, "practice")],
        "exams": sorted({item.exam for item in _of(sheet.items, "exam") if item.exam is not None}),
        "reviews": [min(_opening(sheet, item) for item in targets).date() - _A_DAY] if targets else [],
        "challenges": sorted({challenge_of(item) for item in challenges}),
        "tries": [min(_opening(sheet, item) for item in challenges)] if challenges else [],
    }
    return {name: values for name, values in found.items() if values}


def _union(branches: Iterator[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    first, *others = branches
    return first.union(*others, all=True).order_by() if others else first


def _branches(wanted: Mapping[str, Any], scores: bool) -> Iterator[QuerySet[Any, Any]]:
    """One for each kind of work that is asked for."""
    learners = wanted["learners"]
    if "lessons" in wanted:
        yield _rows(
            "lesson",
            LessonProgress.objects.filter(learner__in=learners, lesson__slug__in=wanted["lessons"]),
            slug=F("lesson__slug"),
            begun=F("updated_at"),
            over=F("finished_at"),
        )
    if "quizzes" in wanted:
        yield _rows(
            "quiz",
            PracticeSession.objects.filter(learner__in=learners, assignment__in=wanted["quizzes"]),
            of=F("assignment_id"),
            begun=F("started_at"),
            over=F("finished_at"),
            asked=Count("items"),
            done=Count("items__answer"),
            right=Count("items", filter=Q(items__answer__correct=True)),
        )
    if "exams" in wanted:
        yield _rows(
            "sitting",
            Attempt.objects.filter(learner__in=learners, exam__in=wanted["exams"]),
            of=F("exam_id"),
            begun=F("started_at"),
            over=F("submitted_at"),
            ends=F("deadline"),
            done=F("pass_mark"),
            **(_points() if scores else {}),
        )
    if "reviews" in wanted:
        (since,) = wanted["reviews"]
        given = Review.objects.filter(learner__in=learners, undone_at=None, day__gte=since)
        yield _columns("review", given.order_by().values("learner_id", "day"), day=F("day"), done=Count("pk"))
    if "challenges" in wanted:
        yield _tries(wanted)
    if "classroom" in wanted:
        yield _tallied(learners, wanted["classroom"], wanted["now"])


def challenge_of(item: Item) -> str:
    """A challenge as `Facts.paths` names it."""
    return f"{item.task['path']}/{item.task['challenge']}"


def _tries(wanted: Mapping[str, Any]) -> QuerySet[Any, Any]:
    """Tries at the challenges that were set, from when the first of them opened."""
    named = Concat(F("path__slug"), Value("/"), F("challenge"), output_field=CharField())
    (since,) = wanted["tries"]
    tries = PathAnswer.objects.annotate(named=named).filter(
        learner__in=wanted["learners"], named__in=wanted["challenges"], answered_at__gte=since
    )
    solved = Case(When(solved=True, then=F("answered_at")), output_field=DateTimeField())
    return _rows("path", tries, slug=F("named"), begun=F("answered_at"), over=solved)


def _of(items: Iterable[Item], kind: str) -> Iterator[Item]:
    return (item for item in items if item.kind == kind)


def _opening(sheet: Sheet, item: Item) -> datetime:
    """The earliest of the openings: of everybody, and of single members."""
    own = (found.opens_at for (one, _), found in sheet.exceptions.items() if one == item.pk)
    return min(filter(None, (*own, item.times.opens_at)), default=item.created_at.astimezone(UTC))


def _points() -> Mapping[str, Any]:
    """Points as they were stored, and whether a key of the paper was repaired since."""
    counts = Q(items__scored=True)
    standing = KeyRepair.objects.filter(undone_at=None).values("version")
    mended = AttemptItem.objects.filter(version__in=standing).order_by().values("attempt")
    return {
        "asked": Coalesce(Sum("items__answer__out_of", filter=counts), 0),
        "right": Coalesce(Sum("items__answer__points", filter=counts), 0),
        "mended": Case(When(pk__in=mended, then=1), default=0, output_field=IntegerField()),
    }


def _tallied(learners: Sequence[int], classroom_id: int, now: datetime) -> QuerySet[Any, Any]:
    """First tries, as they are weighed."""
    return _columns(
        "try",
        tallied(first_tries_of(learners, classroom_id, now), now),
        slug=F("question__objective_id"),
        asked=F("exam"),
        done=F("answers"),
        right=F("right"),
        weight=F("weight"),
    )


def _rows(what: str, rows: QuerySet[Any], **columns: Any) -> QuerySet[Any, Any]:
    return _columns(what, rows.order_by(), pk=F("pk"), **columns)


def _columns(what: str, rows: QuerySet[Any, Any], **columns: Any) -> QuerySet[Any, Any]:
    """The same columns for all, in the same order."""
    own = {"x_what": Value(what, output_field=CharField())}
    own |= {f"x_{name}": said for name, said in columns.items()}
    names = [name for name in _COLUMNS if name != "x_what"]
    told: QuerySet[Any, Any] = rows.annotate(**{**_COLUMNS, **own})
    return told.values_list("x_what", "learner_id", *names)
