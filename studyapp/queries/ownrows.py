"""Everything that hangs on one learner, as plain values: slugs and digests in place of row ids, times in UTC.

The shape is described in docs/data.md. Nothing here reveals a key, nor what is not told on a page yet.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from studyapp.domain.revealing import shown_outside_exams, waits_for
from studyapp.models import (
    Answer,
    Assignment,
    Attempt,
    AttemptEvent,
    AttemptItem,
    CalendarFeed,
    Card,
    Exam,
    ExamPool,
    Idea,
    LabPath,
    Learner,
    Lesson,
    LessonProgress,
    LiveVote,
    Membership,
    Memory,
    ParameterSet,
    PathAnswer,
    PracticeItem,
    PracticeSession,
    Question,
    QuestionReport,
    QuestionVersion,
    RepairedResult,
    Review,
)
from studyapp.queries.exams import still_takes_answers
from studyapp.queries.revealed import in_hand, showing, shows_key

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
    LabPath: "slug",
    Lesson: "slug",
    ParameterSet: "number",
    Question: "slug",
    QuestionVersion: "digest",
}
# Row ids, who answered a report, lists of other people, and what finds somebody again in a live room.
LEFT_OUT = {"id", "learner", "user", "session", "attempt", "closed_by", "membership", "participant"}
LEFT_OUT |= {"rows", "faults", "tag"}


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


def answers(learner: Learner, now: datetime) -> Iterator[Row]:
    """Every answer. Whether it was right is left open where no page tells it yet.

    Of a question that its authors have moved to the exams, what was answered outside of them is left out.
    """
    untold = set(
        PracticeItem.objects.filter(
            session__learner=learner, session__mode="end", session__finished_at=None
        ).values_list("answer_id", flat=True)
    )
    own = AttemptItem.objects.filter(attempt__learner=learner, answer__isnull=False)
    asked = Q(version__question__in=in_hand(learner.pk, now))
    untold |= set(own.filter(~showing(now) | asked).values_list("answer_id", flat=True))
    rows = Answer.objects.filter(learner=learner).select_related("question__objective", "version")
    for row in _in_pieces(rows):
        told: Row = {} if row.pk not in untold else {"points": None, "correct": None}
        if row.place != "exam" and not shown_outside_exams(row.question.pool):
            told["response"] = None  # with whether it was right, it would be the key
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


def calendars(learner: Learner) -> Iterator[Row]:
    """That there is a calendar. Its address is a secret, and a file travels: it stays here."""
    for row in CalendarFeed.objects.filter(learner=learner):
        yield {"made_at": value_of(row.made_at)}


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
    related = ("items__version__question", "items__answer", "events__item", "repairs__repair")
    asked = set(in_hand(learner.pk, now))
    for row in _in_pieces(rows.prefetch_related(*related)):
        running = still_takes_answers(row, now)
        items = [
            {
                **_plain(item),
                "question": item.version.question.slug,
                "correct": item.answer.correct
                if item.answer and shows_key(row, item, now) and item.version.question_id not in asked
                else None,
                **({"question": None, "objective": None, "scored": None} if running else {}),
            }
            for item in row.items.all()
        ]
        events = [_event(event) for event in row.events.all()]
        places = {item.version_id: item.position for item in row.items.all()}
        repairs = [_repaired(kept, row, places, now) for kept in row.repairs.all()]
        recipe = {
            "blueprint": [{"objective": name, "questions": n} for name, n in row.blueprint.items()],
            "seen": [{"question": slug, "sitting": turn} for slug, turn in row.seen.items()],
        }
        hidden = {"seed": None} if running else {}  # the paper could be drawn from it
        yield {**_plain(row), **recipe, **hidden, "items": items, "events": events, "repairs": repairs}


def reports(learner: Learner) -> Iterator[Row]:
    """Every report on a question, with what came of it."""
    rows = QuestionReport.objects.filter(learner=learner).select_related("question", "version", "answer")
    yield from map(_plain, _in_pieces(rows))


def classes(learner: Learner) -> Iterator[Row]:
    """Every place in a class with what is known there, and votes in live rooms that were not anonymous."""
    rows = Membership.objects.filter(learner=learner).select_related("classroom")
    for row in _in_pieces(rows.prefetch_related("groups", "exceptions__assignment", "calls__assignment")):
        exceptions = [{**_plain(one), "assignment": one.assignment.title} for one in row.exceptions.all()]
        yield {
            **_plain(row),
            "classroom": row.classroom.title,
            "groups": [group.name for group in row.groups.all()],
            "exceptions": exceptions,
            "calls": [{**_plain(one), "assignment": one.assignment.title} for one in row.calls.all()],
            "votes": [
                {
                    **_plain(vote),
                    "room": vote.question.room.title,
                    "question": vote.question.position,
                    "pseudonym": vote.participant.pseudonym,
                }
                for vote in _votes(row)
            ],
        }


def _votes(place: Membership) -> QuerySet[LiveVote]:
    rows = LiveVote.objects.filter(participant__membership=place)
    return rows.select_related("question__room", "participant", "answer").order_by("at", "pk")


def path_answers(learner: Learner) -> Iterator[Row]:
    """Every try at a challenge of the path lab."""
    yield from map(_plain, _in_pieces(PathAnswer.objects.filter(learner=learner).select_related("path")))


def parameter_sets(learner: Learner) -> Iterator[Row]:
    """Every set of weights fitted to this learner."""
    yield from map(_plain, _in_pieces(ParameterSet.objects.filter(learner=learner)))


def _event(event: AttemptEvent) -> Row:
    """A line of a sitting's log; who of the staff gave more time stays here."""
    told = {**_plain(event), "item": None if event.item is None else event.item.position}
    if event.kind == "extended":
        told["value"] = {name: value for name, value in (event.value or {}).items() if name != "by"}
    return told


def _repaired(kept: RepairedResult, sitting: Attempt, places: Mapping[int, int], now: datetime) -> Row:
    """What a repaired key did to a result. Where keys are hidden, no question and no reason is told."""
    made = kept.repair
    told = {name: value_of(getattr(made, name)) for name in ("kind", "never_lower", "made_at", "undone_at")}
    hidden = waits_for(sitting.review, opens=sitting.review_from, now=now)
    why = {"reason": made.reason, "undo_reason": made.undo_reason, "position": places[made.version_id]}
    result = {name: value for name, value in _plain(kept).items() if name != "repair"}
    return {"repair": told | dict.fromkeys(why) if hidden else told | why, **result}


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
