"""Assigning: setting something for a class, changing it, beginning it, asking for help with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from studyapp.actions import practice
from studyapp.models import (
    Assignment,
    AssignmentException,
    AssignmentHelp,
    ClassGroup,
    Classroom,
    Exam,
    Learner,
    Membership,
    PracticeSession,
)


class ClassIsArchived(Exception):
    """Nothing is set in a class that has ended."""


@dataclass(frozen=True)
class Plan:
    """What an assignment says. Groups and members count only where it is not for all."""

    kind: str
    title: str
    task: Mapping[str, Any]
    exam: int | None = None
    for_all: bool = True
    groups: tuple[int, ...] = ()
    members: tuple[int, ...] = ()
    opens_at: datetime | None = None
    due_at: datetime | None = None


@transaction.atomic
def assign(*, classroom: Classroom, plan: Plan, now: datetime) -> Assignment:
    """Set something for a class. Groups and members of another class are left out.

    Raises ClassIsArchived, and Exam.DoesNotExist for an exam that is neither the course's nor the class's.
    """
    if not Classroom.objects.select_for_update().filter(pk=classroom.pk, archived_at=None).exists():
        raise ClassIsArchived
    made = Assignment(classroom=classroom, kind=plan.kind, created_at=now)
    _put(made, plan)
    return made


@transaction.atomic
def change(*, assignment: Assignment, plan: Plan) -> Assignment:
    """Change an assignment; its kind stays. What was done for it is worked out anew by every reader."""
    held = Assignment.objects.select_for_update().get(pk=assignment.pk)
    _put(held, plan)
    return held


@transaction.atomic
def withdraw(*, assignment: Assignment, now: datetime) -> None:
    """Nobody has it any more; what was done stays done. Doing it again changes nothing."""
    Assignment.objects.filter(pk=assignment.pk, withdrawn_at=None).update(withdrawn_at=now)


@transaction.atomic
def set_exception(
    *, assignment: Assignment, member: int, opens_at: datetime | None, due_at: datetime | None
) -> bool:
    """Other times for one member; without any, the times of everybody again. False for a stranger."""
    found = Membership.objects.filter(pk=member, classroom=assignment.classroom_id, left_at=None).first()
    if found is None:
        return False
    if opens_at is None and due_at is None:
        AssignmentException.objects.filter(assignment=assignment, membership=found).delete()
        return True
    AssignmentException.objects.update_or_create(
        assignment=assignment, membership=found, defaults={"opens_at": opens_at, "due_at": due_at}
    )
    return True


@transaction.atomic
def ask_for_help(*, assignment: Assignment, membership: Membership, now: datetime) -> None:
    """Say that one is stuck. Saying it again changes nothing: the first time stands."""
    AssignmentHelp.objects.get_or_create(assignment=assignment, membership=membership, defaults={"at": now})


@transaction.atomic
def take_help_back(*, assignment: Assignment, membership: Membership) -> None:
    """Not stuck any more."""
    AssignmentHelp.objects.filter(assignment=assignment, membership=membership).delete()


@transaction.atomic
def begin_quiz(
    *, assignment: Assignment, learner: Learner, seed: int, token: UUID, now: datetime
) -> PracticeSession:
    """The practice set of an assignment: the one begun already, else one just drawn.

    Raises practice.NothingToPractise.
    """
    mine = PracticeSession.objects.filter(learner=learner, assignment=assignment)
    running = mine.filter(finished_at=None).order_by("-started_at").first()
    if running is not None:
        return running
    task = assignment.task
    return practice.start(
        learner=learner,
        objectives=task["objectives"],
        size=task["size"],
        mode="each",
        seed=seed,
        token=token,
        now=now,
        pick=task["pick"],
        subject=task.get("subject", ""),
        assignment=assignment,
    )


def _put(assignment: Assignment, plan: Plan) -> None:
    """What a plan says, with nothing in it that is another class's."""
    room = assignment.classroom_id
    assignment.title = plan.title
    assignment.task = dict(plan.task)
    ours = Exam.objects.filter(Q(classroom=None) | Q(classroom=room), retired_at=None)
    assignment.exam = None if plan.exam is None else ours.get(pk=plan.exam)
    assignment.for_all = plan.for_all
    assignment.opens_at, assignment.due_at = plan.opens_at, plan.due_at
    assignment.save()
    groups: Iterable[int] = () if plan.for_all else plan.groups
    members: Iterable[int] = () if plan.for_all else plan.members
    assignment.groups.set(ClassGroup.objects.filter(pk__in=groups, classroom=room))
    assignment.members.set(Membership.objects.filter(pk__in=members, classroom=room, role="learner"))
