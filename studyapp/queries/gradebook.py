"""The gradebook: one table, for the screen and for a spreadsheet. A cell is the same text in both."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from studyapp.domain.grading import grade
from studyapp.domain.scoring import SCALE_MAX, scaled
from studyapp.domain.studied import percent
from studyapp.domain.versions import key_of
from studyapp.models import AttemptItem
from studyapp.queries.classfacts import Did, Facts, facts
from studyapp.queries.classsheet import Item, Member, Sheet, learners_of, sheet
from studyapp.queries.classwork import work

CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POINTS = "    Points Possible"  # Canvas knows its row by these words
type Points = Mapping[int, tuple[int, int]]
"""Right and all points of a sitting."""


@dataclass(frozen=True, slots=True)
class Column:
    """Something graded, and the most there is to reach."""

    pk: int
    kind: str
    title: str
    points: int


@dataclass(frozen=True, slots=True)
class Line:
    """A learner's results, a text for each column; empty without one."""

    name: str
    roster_id: str
    section: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Gradebook:
    """Results of everything the class set."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    groups: tuple[tuple[int, str], ...] = ()

    def table(self) -> Iterator[Sequence[str]]:
        """As the screen shows it, a row at a time, with its head."""
        yield ("Learner", "Number", *(column.title for column in self.columns))
        yield ("Points possible", "", *(str(column.points) for column in self.columns))
        for line in self.lines:
            yield (line.name, line.roster_id, *line.cells)

    def canvas(self) -> Iterator[Sequence[str]]:
        """The same for Canvas, which finds a column again by the number behind its title."""
        yield (*CANVAS, *(f"{column.title} ({column.pk})" for column in self.columns))
        yield (POINTS, "", "", "", "", *(str(column.points) for column in self.columns))
        for line in self.lines:
            yield (line.name, "", line.roster_id, "", line.section, *line.cells)


def gradebook(classroom_id: int, *, group: int | None = None, now: datetime) -> Gradebook:
    """Two queries; a third only while a sitting that its deadline ended has not been handed in."""
    read = sheet(learners_of(classroom_id))
    did = facts(read, now, scores=True)
    unstored = points_of(did)
    items = [item for item in read.items if item.kind != "path"]
    names = dict(read.groups)
    members = [member for member in read.members if group is None or group in member.groups]
    return Gradebook(
        columns=tuple(Column(item.pk, item.kind, item.title, _most(item)) for item in items),
        lines=tuple(
            Line(
                name=member.name,
                roster_id=member.roster_id,
                section=", ".join(sorted(names[pk] for pk in member.groups if pk in names)),
                cells=tuple(_cell(read, did, unstored, item, member) for item in items),
            )
            for member in members
        ),
        groups=read.groups,
    )


def result_of(item: Item, sittings: Iterable[Did], unstored: Points, opens: datetime) -> int | None:
    """The scaled score that counts: the best, or that of the newest sitting. None without one."""
    over = [one for one in sittings if one.over is not None and one.begun >= opens]
    scores = [_scaled(one, unstored) for one in sorted(over, key=lambda one: one.begun)]
    if not scores:
        return None
    return scores[-1] if item.task.get("counts") == "latest" else max(scores)


def passed(one: Did, unstored: Points) -> bool:
    """Whether a sitting that is over reached its pass mark."""
    return _scaled(one, unstored) >= one.pass_mark


def points_of(did: Facts) -> Points:
    """Sittings ended by their deadline whose answers are not stored yet, graded. No query without one."""
    over = [
        one.pk for rows in did.sittings.values() for one in rows if one.over is not None and not one.stored
    ]
    found: dict[int, tuple[int, int]] = {}
    rows = AttemptItem.objects.filter(attempt__in=over, scored=True).select_related("version") if over else ()
    for row in rows:
        mark = grade(key_of(row.version.kind, row.version.body), tuple(row.response))
        right, out_of = found.get(row.attempt_id, (0, 0))
        found[row.attempt_id] = right + mark.points, out_of + mark.out_of
    return found


def _cell(read: Sheet, did: Facts, unstored: Points, item: Item, member: Member) -> str:
    """What a spreadsheet can add up: a score, per cent, or how many."""
    learner = member.learner
    if learner is None or not read.has(item, member):
        return ""
    found = read.window(item, member)
    match item.kind:
        case "exam":
            sittings = did.sittings.get((item.exam or 0, learner), ())
            result = result_of(item, sittings, unstored, found.opens_at or item.created_at)
            return "" if result is None else str(result)
        case "practice":
            rows = did.quizzes.get((item.pk, learner), ())
            shares = [percent(row.right, row.out_of) for row in rows if row.over is not None]
            return str(max(shares)) if shares else ""
    return "1" if work(read, did, item, member, found).done_at else ""


def _scaled(one: Did, unstored: Points) -> int:
    right, out_of = (one.right, one.out_of) if one.stored else unstored.get(one.pk, (0, 0))
    return scaled(right, out_of, one.pass_mark) if out_of else 0


def _most(item: Item) -> int:
    return {"exam": SCALE_MAX, "practice": 100}.get(item.kind, 1)
