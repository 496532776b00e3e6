"""The gradebook: one table, for the screen and for a spreadsheet. A cell is the same text in both."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from studyapp.domain.assigning import Target, Window
from studyapp.domain.scoring import SCALE_MAX, scaled
from studyapp.domain.studied import percent
from studyapp.models import AttemptItem, Exam
from studyapp.queries.classfacts import Did, Facts, facts
from studyapp.queries.classsheet import Item, Member, Sheet, learners_of, sheet
from studyapp.queries.classwork import work
from studyapp.queries.results import repairs_about, result, with_repairs

CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POINTS = "    Points Possible"  # Canvas knows its row by these words
type Scores = Mapping[int, int]
"""The scaled score of a sitting."""


@dataclass(frozen=True, slots=True)
class Column:
    """Something graded, and the most there is to reach."""

    pk: int
    kind: str
    title: str
    points: int
    exam: int | None = None


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

    @property
    def has_exams(self) -> bool:
        """Whether an exam is among what was set."""
        return any(column.exam for column in self.columns)

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


@dataclass(frozen=True, slots=True)
class Sat:
    """What a learner of the class did of one exam: how often, and the best score of what is over."""

    name: str
    begun: int
    running: bool
    best: int | None
    passed: bool


def sat(exam: Exam, *, now: datetime) -> tuple[Sat, ...]:
    """Who of the class began an exam of its own, by name, whether or not it was ever set.

    Two queries; one more while a paper past its deadline is not handed in, two for repaired keys.
    """
    assert exam.classroom_id is not None
    read = sheet(learners_of(exam.classroom_id), classroom_id=exam.classroom_id)
    did = facts(replace(read, items=(_as_if_set(exam, exam.classroom_id),)), now, scores=True)
    unstored = points_of(did)
    found = ((member.name, did.sittings.get((exam.pk, member.learner or 0), ())) for member in read.members)
    return tuple(_sat(name, sittings, unstored) for name, sittings in found if sittings)


def _as_if_set(exam: Exam, classroom_id: int) -> Item:
    """An exam as if it had been set for everybody, without times."""
    always = datetime.min.replace(tzinfo=UTC)
    return Item(
        pk=0,
        classroom=classroom_id,
        kind="exam",
        title=exam.title,
        task={},
        exam=exam.pk,
        exam_url="",
        exam_title=exam.title,
        target=Target(),
        times=Window(),
        created_at=always,
    )


def _sat(name: str, sittings: Sequence[Did], unstored: Scores) -> Sat:
    over = [one for one in sittings if one.over is not None]
    return Sat(
        name=name,
        begun=len(sittings),
        running=len(over) < len(sittings),
        best=max((_scaled(one, unstored) for one in over), default=None),
        passed=any(passed(one, unstored) for one in over),
    )


def gradebook(classroom_id: int, *, group: int | None = None, now: datetime) -> Gradebook:
    """Two queries; one more while a paper past its deadline is not handed in, two for repaired keys."""
    read = sheet(learners_of(classroom_id), classroom_id=classroom_id)
    did = facts(read, now, scores=True)
    unstored = points_of(did)
    names = dict(read.groups)
    members = [member for member in read.members if group is None or group in member.groups]
    return Gradebook(
        columns=tuple(Column(item.pk, item.kind, item.title, _most(item), item.exam) for item in read.items),
        lines=tuple(
            Line(
                name=member.name,
                roster_id=member.roster_id,
                section=", ".join(sorted(names[pk] for pk in member.groups if pk in names)),
                cells=tuple(_cell(read, did, unstored, item, member) for item in read.items),
            )
            for member in members
        ),
        groups=read.groups,
    )


def result_of(item: Item, sittings: Iterable[Did], unstored: Scores, opens: datetime) -> int | None:
    """The scaled score that counts: the best, or that of the newest sitting. None without one."""
    over = [one for one in sittings if one.over is not None and one.begun >= opens]
    scores = [_scaled(one, unstored) for one in sorted(over, key=lambda one: one.begun)]
    if not scores:
        return None
    return scores[-1] if item.task.get("counts") == "latest" else max(scores)


def passed(one: Did, unstored: Scores) -> bool:
    """Whether a sitting that is over reached its pass mark."""
    return _scaled(one, unstored) >= one.pass_mark


def points_of(did: Facts) -> Scores:
    """The scores of sittings whose stored points do not tell them. No query without one.

    Those are the ones that a deadline ended and nobody handed in, and those of which a key was repaired.
    """
    marks = {
        one.pk: one.pass_mark
        for rows in did.sittings.values()
        for one in rows
        if one.over is not None and not one.stored
    }
    if not marks:
        return {}
    papers: dict[int, list[AttemptItem]] = {pk: [] for pk in marks}
    rows = AttemptItem.objects.filter(attempt__in=marks).select_related("version").order_by("position")
    for row in with_repairs(rows):
        papers[row.attempt_id].append(row)
    repairs = repairs_about(row for paper in papers.values() for row in paper)
    return {pk: result(paper, marks[pk], repairs).score.scaled for pk, paper in papers.items()}


def _cell(read: Sheet, did: Facts, unstored: Scores, item: Item, member: Member) -> str:
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


def _scaled(one: Did, unstored: Scores) -> int:
    if not one.stored:
        return unstored.get(one.pk, 0)
    return scaled(one.right, one.out_of, one.pass_mark) if one.out_of else 0


def _most(item: Item) -> int:
    return {"exam": SCALE_MAX, "practice": 100}.get(item.kind, 1)
