"""Assigning: setting something for a class, changing it, beginning it, asking for help with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

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
from studyapp.queries.questionsets import MOST, SET, in_set


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

    Of a set that the teacher chose everything is asked that is still there.

    Raises practice.NothingToPractise.
    """
    mine = PracticeSession.objects.filter(learner=learner, assignment=assignment)
    running = mine.filter(finished_at=None).order_by("-started_at").first()
    if running is not None:
        return running
    task = assignment.task
    if task["pick"] == SET:
        asked = in_set(task["questions"], assignment.classroom_id).order_by("pk")
        return practice.start(
            learner=learner,
            objectives=[],
            size=MOST,
            mode="each",
            seed=seed,
            token=token,
            now=now,
            pick=SET,
            subject=assignment.title[:100],
            assignment=assignment,
            versions=[pk for pk in asked.values_list("current_id", flat=True) if pk is not None],
        )
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


@transaction.atomic
def hold_sets(*, membership: Membership) -> None:
    """Let an answer that is just being stored in a set of the class come first, and the next one wait."""
    list(_running_sets(membership).select_for_update(of=("self",)).order_by("pk").values_list("pk"))


@transaction.atomic
def end_sets(*, membership: Membership, now: datetime) -> None:
    """Of somebody who goes: sets of the class's questions end as they stand, their results stay."""
    for session in _running_sets(membership).select_related("learner"):
        practice.finish(session=session, now=now)


def _running_sets(membership: Membership) -> QuerySet[PracticeSession]:
    running = PracticeSession.objects.filter(learner=membership.learner_id, pick=SET, finished_at=None)
    return running.filter(assignment__classroom=membership.classroom_id)


def _ours(task: Mapping[str, Any], room: int) -> dict[str, Any]:
    """A task without questions of another class; the order of those that stay is the one given."""
    if task.get("pick") != SET:
        return dict(task)
    known = set(in_set(task["questions"], room).values_list("slug", flat=True))
    return {**task, "questions": [slug for slug in task["questions"] if slug in known][:MOST]}


def _put(assignment: Assignment, plan: Plan) -> None:
    """What a plan says, with nothing in it that is another class's."""
    room = assignment.classroom_id
    assignment.title = plan.title
    assignment.task = _ours(plan.task, room)
    ours = Exam.objects.filter(Q(classroom=None) | Q(classroom=room), retired_at=None)
    assignment.exam = None if plan.exam is None else ours.get(pk=plan.exam)
    assignment.for_all = plan.for_all
    assignment.opens_at, assignment.due_at = plan.opens_at, plan.due_at
    assignment.save()
    groups: Iterable[int] = () if plan.for_all else plan.groups
    members: Iterable[int] = () if plan.for_all else plan.members
    assignment.groups.set(ClassGroup.objects.filter(pk__in=groups, classroom=room))
    assignment.members.set(Membership.objects.filter(pk__in=members, classroom=room, role="learner"))
