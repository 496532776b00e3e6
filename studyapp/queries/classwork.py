"""How far everybody has come with what a class set: the progress grid, and what one learner has to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from studyapp.domain.assigning import (
    NOTHING,
    Standing,
    Window,
    Work,
    best_of,
    lesson_work,
    review_work,
    standing,
)
from studyapp.queries.classfacts import Facts, challenge_of, facts
from studyapp.queries.classsheet import Item, Member, Room, Sheet, learners_of, places_of, sheet

KINDS: Mapping[str, str] = {
    "lesson": "Lesson",
    "practice": "Practice set",
    "review": "Reviews",
    "exam": "Mock exam",
    "path": "Path challenge",
}
FORMS: Mapping[str, str] = {
    "lesson": "Lesson",
    "practice": "Practice set",
    "set": "Questions you pick",  # a practice set, too
    **KINDS,
}


@dataclass(frozen=True, slots=True)
class Row:
    """A learner and where they stand with every assignment, in the order of the grid; None: not for them."""

    member: Member
    cells: tuple[Standing | None, ...]

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(cell is not None and cell.state == "done" for cell in self.cells)

    @property
    def total(self) -> int:
        """How many there are for this learner."""
        return sum(cell is not None for cell in self.cells)


@dataclass(frozen=True)
class Grid:
    """Learners by assignments. `groups` may be chosen from, `group` is the one chosen."""

    items: tuple[Item, ...]
    rows: tuple[Row, ...]
    groups: tuple[tuple[int, str], ...]
    group: int | None
    room: Room

    @property
    def calls(self) -> int:
        """How many learners are stuck somewhere."""
        return sum(any(cell and cell.state == "help" for cell in row.cells) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Todo:
    """One assignment of one learner. `progress` tells how far, where that is a number."""

    item: Item
    room: Room
    window: Window
    standing: Standing
    help_at: datetime | None
    progress: str

    @property
    def kind(self) -> str:
        """In words."""
        return KINDS[self.item.kind]

    @property
    def url(self) -> str:
        """Where it is done; a practice set is begun by a form instead."""
        task = self.item.task
        match self.item.kind:
            case "lesson":
                return f"/lessons/{task['lesson']}/"
            case "exam":
                return self.item.exam_url
            case "path":
                return f"/paths/{task['path']}/challenges/{task['challenge']}/"
            case "review":
                return "/review/"
        return ""


@dataclass(frozen=True)
class TodoList:
    """What a learner has to do: open now, still to come, and done."""

    now: tuple[Todo, ...]
    later: tuple[Todo, ...]
    done: tuple[Todo, ...]

    @property
    def overdue(self) -> int:
        """How many were due already."""
        return sum(todo.standing.overdue for todo in self.now)

    @property
    def next(self) -> Todo | None:
        """What is due first."""
        return self.now[0] if self.now else None


def grid(classroom_id: int, *, group: int | None = None, now: datetime) -> Grid:
    """The progress grid, of a whole class or of one group. Two queries, whatever there is."""
    read = sheet(learners_of(classroom_id), classroom_id=classroom_id)
    did = facts(read, now)
    shown = [member for member in read.members if group is None or group in member.groups]
    rows = tuple(
        Row(member, tuple(where(read, did, item, member, now) for item in read.items)) for member in shown
    )
    return Grid(read.items, rows, read.groups, group, read.rooms[classroom_id])


def todo_list(learner_id: int, *, classroom_id: int | None = None, now: datetime) -> TodoList:
    """What somebody has to do, in all their classes or in one. Two queries."""
    places = places_of(learner_id)
    read = sheet(places if classroom_id is None else places.filter(classroom=classroom_id))
    return todos_of(read, facts(read, now), now)


def todos_of(read: Sheet, did: Facts, now: datetime) -> TodoList:
    """The same from what has been read of one learner."""
    found = [
        _todo(read, did, item, member, now)
        for member in read.members
        for item in read.items
        if read.has(item, member)
    ]
    found.sort(key=lambda todo: (todo.window.due_at is None, todo.window.due_at or now, todo.item.pk))
    open_ones = [todo for todo in found if todo.standing.state != "done"]
    return TodoList(
        now=tuple(todo for todo in open_ones if todo.standing.open),
        later=tuple(todo for todo in open_ones if not todo.standing.open),
        done=tuple(todo for todo in found if todo.standing.state == "done"),
    )


def where(read: Sheet, did: Facts, item: Item, member: Member, now: datetime) -> Standing | None:
    """Where a member stands with an item; None if it is not for them."""
    if not read.has(item, member):
        return None
    found = read.window(item, member)
    done = work(read, did, item, member, found)
    return standing(found, done, wants_help=(item.pk, member.pk) in read.calls, now=now)


def work(read: Sheet, did: Facts, item: Item, member: Member, found: Window) -> Work:
    """What a member did of an item within their window."""
    learner = member.learner
    if learner is None:
        return NOTHING
    match item.kind:
        case "lesson":
            rows = did.lessons.get((item.task["lesson"], learner), ())
            return next((lesson_work(True, row.over, found) for row in rows), NOTHING)
        case "practice":
            return best_of(((row.begun, row.over) for row in did.quizzes.get((item.pk, learner), ())), found)
        case "exam":
            rows = did.sittings.get((item.exam or 0, learner), ())
            return best_of(((row.begun, row.over) for row in rows), _from(item, found))
        case "review":
            days = did.reviews.get(learner, ())
            zone = read.rooms[item.classroom].zone
            return review_work(days, item.task["reviews"], _from(item, found), zone)
        case "path":
            rows = did.paths.get((challenge_of(item), learner), ())
            return best_of(((row.begun, row.over) for row in rows), _from(item, found))


def _from(item: Item, found: Window) -> Window:
    """Sittings, reviews and tries from before an assignment was made are no part of it."""
    return Window(found.opens_at or item.created_at, found.due_at)


def _todo(read: Sheet, did: Facts, item: Item, member: Member, now: datetime) -> Todo:
    found = read.window(item, member)
    done = work(read, did, item, member, found)
    call = read.calls.get((item.pk, member.pk))
    return Todo(
        item=item,
        room=read.rooms[item.classroom],
        window=found,
        standing=standing(found, done, wants_help=call is not None, now=now),
        help_at=call,
        progress=_progress(read, did, item, member, found),
    )


def _progress(read: Sheet, did: Facts, item: Item, member: Member, found: Window) -> str:
    if item.kind != "review" or member.learner is None:
        return ""
    wanted, opens = item.task["reviews"], found.opens_at or item.created_at
    first = opens.astimezone(read.rooms[item.classroom].zone).date()
    given = sum(count for day, count in did.reviews.get(member.learner, ()) if day >= first)
    return f"{min(given, wanted)} of {wanted}"
