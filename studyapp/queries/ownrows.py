"""Everything that hangs on one learner, as plain values: slugs and digests in place of row ids, times in UTC.

The shape is described in docs/data.md. Nothing here reveals a key, nor what is not told on a page yet.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from studyapp.models import (
    Answer,
    Assignment,
    Attempt,
    AttemptEvent,
    AttemptItem,
    Card,
    Exam,
    ExamPool,
    Idea,
    Learner,
    Lesson,
    LessonProgress,
    Memory,
    ParameterSet,
    PracticeItem,
    PracticeSession,
    Question,
    QuestionReport,
    QuestionVersion,
    Review,
)
from studyapp.queries.exams import still_takes_answers

type Row = dict[str, Any]

AT_ONCE = 1000  # rows in memory; between two pieces nothing is held open in the database
# What a row is called by outside of this database.
NAMES: dict[type[Model], str] = {
    Answer: "token",
    Assignment: "title",
    Card: "slug",
    Exam: "slug",
    ExamPool: "digest",
    Idea: "slug",
    Lesson: "slug",
    ParameterSet: "number",
    Question: "slug",
    QuestionVersion: "digest",
}
LEFT_OUT = {"id", "learner", "user", "session", "attempt", "closed_by"}  # row ids, and who answered a report


def settings_of(learner: Learner) -> Row:
    """The learner's own row."""
    return _plain(learner)


def account_of(learner: Learner) -> Row | None:
    """The account, if there is one. Hashes of password and recovery codes stay here: they are of no use."""
    user = learner.user
    if user is None:
        return None
    codes = user.recovery_codes.order_by("pk")
    return {
        "name": user.username,
        "email": user.email,
        "joined_at": value_of(user.date_joined),
        "last_sign_in_at": value_of(user.last_login),
        "recovery_codes": [
            {"created_at": value_of(made), "used_at": value_of(used)}
            for made, used in codes.values_list("created_at", "used_at")
        ],
    }


def answers(learner: Learner) -> Iterator[Row]:
    """Every answer. Whether it was right is left open while a quiz keeps its reasons for the end."""
    untold = set(
        PracticeItem.objects.filter(
            session__learner=learner, session__mode="end", session__finished_at=None
        ).values_list("answer_id", flat=True)
    )
    untold |= set(
        AttemptItem.objects.filter(
            attempt__learner=learner, attempt__review="never", answer__isnull=False
        ).values_list("answer_id", flat=True)
    )
    rows = Answer.objects.filter(learner=learner).select_related("question__objective", "version")
    for row in _in_pieces(rows):
        told = {} if row.pk not in untold else {"points": None, "correct": None}
        yield {**_plain(row), "objective": row.question.objective_id, **told}


def memories(learner: Learner) -> Iterator[Row]:
    """Every item in the queue."""
    rows = Memory.objects.filter(learner=learner).select_related("card", "question", "idea")
    yield from map(_plain, _in_pieces(rows))


def reviews(learner: Learner) -> Iterator[Row]:
    """Every review, those taken back included."""
    rows = Review.objects.filter(learner=learner)
    for row in _in_pieces(rows.select_related("memory__card", "memory__question", "answer")):
        plain = _plain(row)
        del plain["memory"]
        yield {"card": _name(row.memory.card), "question": _name(row.memory.question), **plain}


def lessons(learner: Learner) -> Iterator[Row]:
    """How far every lesson was read."""
    yield from map(
        _plain, _in_pieces(LessonProgress.objects.filter(learner=learner).select_related("lesson"))
    )


def quizzes(learner: Learner) -> Iterator[Row]:
    """Every quiz with its questions."""
    rows = PracticeSession.objects.filter(learner=learner).select_related("assignment")
    for row in _in_pieces(rows.prefetch_related("items__version__question", "items__answer")):
        items = [{**_plain(item), "question": item.version.question.slug} for item in row.items.all()]
        yield {**_plain(row), "items": items}


def sittings(learner: Learner, now: datetime) -> Iterator[Row]:
    """Every sitting with its paper and its log. Of a running one, no more than its own page tells."""
    rows = Attempt.objects.filter(learner=learner).select_related("exam", "pool")
    related = ("items__version__question", "items__answer", "events__item")
    for row in _in_pieces(rows.prefetch_related(*related)):
        running = still_takes_answers(row, now)
        items = [
            {
                **_plain(item),
                "question": item.version.question.slug,
                "correct": None if item.answer is None or row.review == "never" else item.answer.correct,
                **({"question": None, "objective": None, "scored": None} if running else {}),
            }
            for item in row.items.all()
        ]
        events = [_event(event) for event in row.events.all()]
        recipe = {
            "blueprint": [{"objective": name, "questions": n} for name, n in row.blueprint.items()],
            "seen": [{"question": slug, "sitting": turn} for slug, turn in row.seen.items()],
        }
        hidden = {"seed": None} if running else {}  # the paper could be drawn from it
        yield {**_plain(row), **recipe, **hidden, "items": items, "events": events}


def reports(learner: Learner) -> Iterator[Row]:
    """Every report on a question, with what came of it."""
    rows = QuestionReport.objects.filter(learner=learner).select_related("question", "version", "answer")
    yield from map(_plain, _in_pieces(rows))


def parameter_sets(learner: Learner) -> Iterator[Row]:
    """Every set of weights fitted to this learner."""
    yield from map(_plain, _in_pieces(ParameterSet.objects.filter(learner=learner)))


def _event(event: AttemptEvent) -> Row:
    """A line of a sitting's log; who of the staff gave more time stays here."""
    told = {**_plain(event), "item": None if event.item is None else event.item.position}
    if event.kind == "extended":
        told["value"] = {name: value for name, value in (event.value or {}).items() if name != "by"}
    return told


def _in_pieces[T: Model](rows: QuerySet[T]) -> Iterator[T]:
    """The rows by id, so many at a time."""
    last = 0
    while piece := list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        yield from piece
        last = piece[-1].pk


def _plain(row: Model) -> Row:
    """The fields of a row. What it points at must be joined, or be one of those left out."""
    plain = {}
    for field in row._meta.concrete_fields:
        if field.name not in LEFT_OUT and not field.generated:
            value = getattr(row, field.name)
            plain[field.name] = _name(value) if field.is_relation else value_of(value)
    return plain


def _name(row: Model | None) -> Any:
    name = None if row is None else NAMES.get(type(row))
    return None if name is None else value_of(getattr(row, name))


def value_of(value: Any) -> Any:
    """A value as JSON has it."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case UUID() | Decimal():
            return str(value)
    return value
