"""What a class can set, and one assignment as its form shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from studyapp.domain.assigning import Window
from studyapp.models import Assignment, Exam, Idea
from studyapp.queries.catalogue import Catalogue
from studyapp.queries.classsheet import Member, Sheet, learners_of, sheet
from studyapp.queries.classwork import KINDS, Grid
from studyapp.queries.coursefacts import practice_ideas
from studyapp.queries.questionsets import SET, choosable

type Choices = tuple[tuple[Any, str], ...]


@dataclass(frozen=True)
class Offered:
    """What can be chosen: ids with the words for them."""

    lessons: Choices
    objectives: Choices
    exams: Choices
    challenges: Choices
    groups: Choices
    members: Choices
    questions: tuple[tuple[str, Choices], ...]


@dataclass(frozen=True, slots=True)
class OwnTimes:
    """A member with other times than everybody."""

    member: Member
    window: Window


@dataclass(frozen=True, slots=True)
class Line:
    """An assignment in the list of the staff: for whom, and how many of them are done."""

    pk: int
    title: str
    kind: str
    opens_at: datetime | None
    due_at: datetime | None
    whom: str
    done: int
    total: int
    stuck: int


def offered(course: Catalogue, read: Sheet, classroom_id: int, *, kind: str) -> Offered:
    """What this class can set. One query, and that only for an exam and a set of questions."""
    own = Exam.objects.filter(classroom=classroom_id, retired_at=None) if kind == "exam" else ()
    exams = [*(exam for exam in course.exams if exam.classroom_id is None), *own]
    return Offered(
        lessons=tuple((text.link.slug, f"{text.link.number}. {text.link.title}") for text in course.lessons),
        objectives=tuple((one.code, f"{one.code} {one.short}") for one in course.objectives),
        exams=tuple((exam.pk, exam.title) for exam in exams),
        challenges=tuple(
            (f"{text.slug}/{challenge.id}", f"{text.path.title}: {challenge.title}")
            for text in course.paths
            for challenge in text.path.challenges
        ),
        groups=read.groups,
        members=tuple((member.pk, member.name) for member in read.members),
        questions=choosable(course, classroom_id) if kind == SET else (),
    )


def whole_sheet(classroom_id: int) -> Sheet:
    """The sheet of a class. One query."""
    return sheet(learners_of(classroom_id), classroom_id=classroom_id)


def own_times(read: Sheet, assignment_id: int) -> tuple[OwnTimes, ...]:
    """Members with times of their own for an assignment, by name."""
    found = {member: window for (one, member), window in read.exceptions.items() if one == assignment_id}
    return tuple(OwnTimes(member, found[member.pk]) for member in read.members if member.pk in found)


def as_initial(assignment: Assignment, read: Sheet) -> dict[str, Any]:
    """What the form of an assignment begins with."""
    item = next((item for item in read.items if item.pk == assignment.pk), None)
    target = item.target if item else None
    return {
        **assignment.task,
        "title": assignment.title,
        "exam": assignment.exam_id,
        "opens_at": assignment.opens_at,
        "due_at": assignment.due_at,
        "whom": "all" if assignment.for_all else "some",
        "groups": sorted(target.groups) if target else [],
        "members": sorted(target.members) if target else [],
    }


def form_kind(assignment: Assignment) -> str:
    """Which form it is changed by: two kinds of practice sets have forms of their own."""
    return SET if assignment.task.get("pick") == SET else assignment.kind


def lines(shown: Grid) -> tuple[Line, ...]:
    """The assignments of a grid, a line each."""
    names = dict(shown.groups)
    people = {row.member.pk: row.member.name for row in shown.rows}
    found = []
    for n, item in enumerate(shown.items):
        cells = [cell for row in shown.rows if (cell := row.cells[n])]
        target = item.target
        chosen = [*_named(names, target.groups), *_named(people, target.members)]
        found.append(
            Line(
                pk=item.pk,
                title=item.title,
                kind=KINDS[item.kind],
                opens_at=item.times.opens_at,
                due_at=item.times.due_at,
                whom="everybody" if target.for_all else ", ".join(chosen) or "nobody any more",
                done=sum(cell.state == "done" for cell in cells),
                total=len(cells),
                stuck=sum(cell.state == "help" for cell in cells),
            )
        )
    return tuple(found)


def _named(names: dict[int, str], chosen: Iterable[int]) -> list[str]:
    return sorted(names[pk] for pk in chosen if pk in names)


def can_drill(course: Catalogue, idea: str) -> bool:
    """Whether there is a practice question of this idea. One query."""
    found = Idea.objects.filter(slug=idea).values_list("pk", flat=True).first()
    return found in practice_ideas(course.key)
