"""Everything that says who of a class has what until when, read at once.

One query: eight small tables, a row of each as a JSON array. Read one by one they would be eight of the six
queries a page may ask.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import CharField, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import JSONArray

from studyapp.domain.assigning import Kind, Target, Window, is_for, window
from studyapp.models import (
    Answer,
    Assignment,
    AssignmentException,
    AssignmentHelp,
    Attempt,
    ClassGroup,
    Classroom,
    LessonProgress,
    LiveRoom,
    Membership,
    Review,
)
from studyapp.queries.prepared import rows_of

LAST = ("last_answer", "last_review", "last_read", "last_sat")
type Pair = tuple[int, int]
"""An assignment and a membership."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who learns in a class. `learner` is None while the seat waits for its owner."""

    pk: int
    classroom: int
    learner: int | None
    name: str
    roster_id: str
    factor: Decimal  # the greater of the class's and the learner's own
    joined_at: datetime | None
    groups: frozenset[int]
    last_at: datetime | None = None  # of any study, where that was asked for


@dataclass(frozen=True, slots=True)
class Item:
    """An assignment. `exam` is None unless it is one; `times` are those of everybody."""

    pk: int
    classroom: int
    kind: Kind
    title: str
    task: Mapping[str, Any]
    exam: int | None
    exam_url: str
    exam_title: str
    target: Target
    times: Window
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Room:
    """A class as its assignments need it; `live` is the code of its newest open live room."""

    pk: int
    title: str
    zone: ZoneInfo
    live: str = ""


@dataclass(frozen=True)
class Sheet:
    """Who learns, what is to do, and what holds for single ones. Members by name, items by due time."""

    rooms: Mapping[int, Room]
    members: tuple[Member, ...]
    items: tuple[Item, ...]
    groups: tuple[tuple[int, str], ...]
    exceptions: Mapping[Pair, Window]
    calls: Mapping[Pair, datetime]

    def has(self, item: Item, member: Member) -> bool:
        """Whether this is for them."""
        return item.classroom == member.classroom and is_for(item.target, member.pk, member.groups)

    def window(self, item: Item, member: Member) -> Window:
        """From when to when it is for them."""
        return window(
            item.times,
            self.exceptions.get((item.pk, member.pk)),
            created_at=item.created_at,
            factor=member.factor,
            stretches=item.kind == "exam",
        )


def learners_of(classroom_id: int) -> QuerySet[Membership]:
    """Those who learn in a class: nobody who has left, none of its staff."""
    return Membership.objects.filter(classroom=classroom_id, role="learner", left_at=None)


def places_of(learner_id: int) -> QuerySet[Membership]:
    """Where somebody learns: in every class that goes on."""
    return Membership.objects.filter(
        learner=learner_id, role="learner", left_at=None, classroom__archived_at=None
    )


def last_studied() -> Mapping[str, Subquery]:
    """When a member last did anything: four looks into indexes."""
    mine = {"learner": OuterRef("learner")}
    reviews = Review.objects.filter(**mine, undone_at=None).order_by("-day", "-reviewed_at")
    return {
        "last_answer": Subquery(
            Answer.objects.filter(**mine).order_by("-answered_at").values("answered_at")[:1]
        ),
        "last_review": Subquery(reviews.values("reviewed_at")[:1]),
        "last_read": Subquery(
            LessonProgress.objects.filter(**mine).order_by("-updated_at").values("updated_at")[:1]
        ),
        "last_sat": Subquery(Attempt.objects.filter(**mine).order_by("-started_at").values("started_at")[:1]),
    }


def _open_room() -> Subquery:
    rooms = LiveRoom.objects.filter(classroom=OuterRef("pk"), closed_at=None).order_by("-opened_at")
    return Subquery(rooms.values("code")[:1])


def sheet(members: QuerySet[Membership], *, classroom_id: int | None = None, active: bool = False) -> Sheet:
    """All of the classes of these members, or of one, whoever is there. One query.

    `active` asks when each of them studied last.
    """
    return _laid_out(_union(members, classroom_id, active))


def own_sheet(membership: int, classroom_id: int) -> Sheet:
    """The same of one learner in one class, and when she studied last. One query."""
    return _laid_out(
        rows_of(
            "sheet of a learner",
            {"membership": membership, "classroom": classroom_id},
            lambda own: _union(
                learners_of(own["classroom"]).filter(pk=own["membership"]), own["classroom"], True
            ),
            few=True,
        )
    )


def _union(members: QuerySet[Membership], classroom_id: int | None, active: bool) -> QuerySet[Any, Any]:
    first, *others = (_rows(*branch) for branch in _branches(members, classroom_id, active))
    return first.union(*others, all=True).order_by()


def _laid_out(rows: Iterable[tuple[str, Any]]) -> Sheet:
    found: dict[str, list[list[Any]]] = defaultdict(list)
    for what, row in rows:
        found[what].append(json.loads(row) if isinstance(row, str) else row)
    groups = _sets(found["in_group"])
    return Sheet(
        rooms={pk: Room(pk, title, ZoneInfo(zone), live or "") for pk, title, zone, live in found["room"]},
        members=_members(found["member"], groups),
        items=_items(found["item"], _sets(found["to_group"]), _sets(found["to_member"])),
        groups=tuple(sorted(((pk, name) for pk, name in found["group"]), key=lambda one: one[1].casefold())),
        exceptions={(one, of): Window(_at(opens), _at(due)) for one, of, opens, due in found["exception"]},
        calls={(one, of): _moment(at) for one, of, at in found["call"]},
    )


def _branches(
    members: QuerySet[Membership], classroom_id: int | None, active: bool
) -> tuple[tuple[str, QuerySet[Any], tuple[str, ...]], ...]:
    rooms = Classroom.objects.order_by().values("pk")
    of_members = members.order_by().values("classroom_id")
    rooms = rooms.filter(pk=classroom_id) if classroom_id is not None else rooms.filter(pk__in=of_members)
    items = Assignment.objects.filter(classroom__in=rooms, withdrawn_at=None)
    of_items = {"assignment__in": items.order_by().values("pk")}
    of_people = {"membership__in": members.order_by().values("pk")}
    person = ("pk", "classroom_id", "learner_id", "name", "roster_id", "joined_at")
    people, seen = (members.annotate(**last_studied()), LAST) if active else (members, ())
    exam = ("exam_id", "exam__slug", "exam__classroom_id", "exam__title")
    times = ("opens_at", "due_at", "created_at")
    return (
        ("room", rooms.annotate(live=_open_room()), ("pk", "title", "time_zone", "live")),
        ("member", people, (*person, "time_factor", "learner__time_factor", *seen)),
        ("group", ClassGroup.objects.filter(classroom__in=rooms), ("pk", "name")),
        (
            "in_group",
            Membership.groups.through.objects.filter(**of_people),
            ("membership_id", "classgroup_id"),
        ),
        ("item", items, ("pk", "classroom_id", "kind", "title", "task", "for_all", *times, *exam)),
        (
            "to_group",
            Assignment.groups.through.objects.filter(**of_items),
            ("assignment_id", "classgroup_id"),
        ),
        (
            "to_member",
            Assignment.members.through.objects.filter(**of_items),
            ("assignment_id", "membership_id"),
        ),
        (
            "exception",
            AssignmentException.objects.filter(**of_items, **of_people),
            ("assignment_id", "membership_id", "opens_at", "due_at"),
        ),
        (
            "call",
            AssignmentHelp.objects.filter(**of_items, **of_people),
            ("assignment_id", "membership_id", "at"),
        ),
    )


def _rows[T: Model](what: str, rows: QuerySet[T], names: tuple[str, ...]) -> QuerySet[Any, Any]:
    said = Value(what, output_field=CharField())
    return rows.order_by().values_list(said, JSONArray(*names))


def _sets(pairs: list[list[int]]) -> Mapping[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
    return {one: frozenset(others) for one, others in found.items()}


def _members(rows: list[list[Any]], groups: Mapping[int, frozenset[int]]) -> tuple[Member, ...]:
    members = (
        Member(
            pk=pk,
            classroom=classroom,
            learner=learner,
            name=name,
            roster_id=roster_id,
            factor=max(Decimal(str(factor)), Decimal(str(own or 1))),
            joined_at=_at(joined),
            groups=groups.get(pk, frozenset()),
            last_at=max((_moment(at) for at in last if at), default=None),
        )
        for pk, classroom, learner, name, roster_id, joined, factor, own, *last in rows
    )
    return tuple(sorted(members, key=lambda member: (member.name.casefold(), member.pk)))


def _items(
    rows: list[list[Any]], groups: Mapping[int, frozenset[int]], members: Mapping[int, frozenset[int]]
) -> tuple[Item, ...]:
    items = (
        Item(
            pk=pk,
            classroom=classroom,
            kind=kind,
            title=title,
            task=json.loads(task) if isinstance(task, str) else task,
            exam=exam,
            exam_title=name or "",
            exam_url=f"/classes/{room}/exams/{exam}/" if room else f"/exams/{slug}/",
            target=Target(bool(for_all), groups.get(pk, frozenset()), members.get(pk, frozenset())),
            times=Window(_at(opens), _at(due)),
            created_at=_moment(created),
        )
        for pk, classroom, kind, title, task, for_all, opens, due, created, exam, slug, room, name in rows
    )
    endless = datetime.max.replace(tzinfo=UTC)
    return tuple(sorted(items, key=lambda item: (item.times.due_at or endless, item.pk)))


def _at(text: str | None) -> datetime | None:
    return None if text is None else _moment(text)


def _moment(text: str) -> datetime:
    """SQLite keeps no zone: everything stored is in UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
