"""A class: making it, its settings and its code, handing it over, archiving and deleting it."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from studyapp.actions.classreviews import forget_all_own
from studyapp.domain.joincode import LENGTH, LIFETIMES
from studyapp.domain.recoverycode import SIGNS
from studyapp.models import Assignment, Attempt, Classroom, Exam, Learner, Membership, Question


class NeedsAccount(Exception):
    """A guest cannot be staff: the browser that knows them may be cleared any day."""


@transaction.atomic
def create_class(*, owner: Learner, title: str, time_zone: str, name: str, now: datetime) -> Membership:
    """A new class, open to whoever has its code for two weeks. Returns the owner's place in it."""
    if owner.user is None:
        raise NeedsAccount
    classroom = Classroom.objects.create(
        title=title,
        time_zone=time_zone,
        code=new_code(LENGTH),
        code_expires_at=now + LIFETIMES["fortnight"],
        created_at=now,
    )
    return Membership.objects.create(
        classroom=classroom, learner=owner, role="owner", name=name, added_at=now, joined_at=now
    )


@transaction.atomic
def edit_class(*, classroom: Classroom, title: str, time_zone: str, accounts_only: bool) -> None:
    """Another title, another zone for its times; whether guests may come in. Whoever is in stays."""
    Classroom.objects.filter(pk=classroom.pk).update(
        title=title, time_zone=time_zone, accounts_only=accounts_only
    )


@transaction.atomic
def renew_code(*, classroom: Classroom, lifetime: timedelta, now: datetime) -> None:
    """A new code; the one before stops working at once."""
    Classroom.objects.filter(pk=classroom.pk).update(code=new_code(LENGTH), code_expires_at=now + lifetime)


@transaction.atomic
def replace_code(*, classroom: Classroom) -> None:
    """Another code, for as long as the one before would have worked: somebody has to forget that."""
    Classroom.objects.filter(pk=classroom.pk).update(code=new_code(LENGTH))


@transaction.atomic
def close_joining(*, classroom: Classroom) -> None:
    """Nobody joins by the code any more. Seats on the roster can still be claimed."""
    Classroom.objects.filter(pk=classroom.pk).update(code_expires_at=None)


@transaction.atomic
def archive(*, classroom: Classroom, now: datetime) -> None:
    """The class is over: nobody joins it. What there is can still be looked at."""
    Classroom.objects.filter(pk=classroom.pk, archived_at=None).update(archived_at=now)


@transaction.atomic
def unarchive(*, classroom: Classroom) -> None:
    """It goes on. Its old code stays closed."""
    Classroom.objects.filter(pk=classroom.pk).update(archived_at=None, code_expires_at=None)


@transaction.atomic
def hand_over(*, owner: Membership, to: Membership) -> None:
    """Somebody else of the class, who has an account, becomes its owner; the owner becomes a co-instructor.

    Nothing happens if the owner is not the owner any more, or the other has gone.
    """
    rows = Membership.objects.select_for_update(of=("self",)).select_related("learner__user")
    held = {row.pk: row for row in rows.filter(pk__in=(owner.pk, to.pk), left_at=None).order_by("pk")}
    before, after = held.get(owner.pk), held.get(to.pk)
    if before is None or after is None or before.role != "owner" or before.pk == after.pk:
        return
    if after.learner is None or after.learner.user is None:
        raise NeedsAccount
    Membership.objects.filter(pk=before.pk).update(role="instructor")
    Membership.objects.filter(pk=after.pk).update(role="owner")


@transaction.atomic
def delete_class(*, classroom: Classroom, now: datetime) -> None:
    """The class goes, with its people's places in it, assignments and live rooms.

    What learners did stays theirs: a sitting of an exam of the class keeps its exam, which nobody can begin
    any more, and an answer keeps its question, which nobody is asked any more, in no review either.
    """
    Assignment.objects.filter(classroom=classroom).delete()
    own = Exam.objects.filter(classroom=classroom)
    own.exclude(pk__in=Attempt.objects.filter(exam__classroom=classroom).values("exam")).delete()
    own.update(classroom=None, retired_at=now)
    forget_all_own(classroom=classroom)
    Question.objects.filter(classroom=classroom).update(classroom=None, retired_at=now)
    Classroom.objects.filter(pk=classroom.pk).delete()


@transaction.atomic
def give_up_classes(*, learner: Learner, now: datetime) -> None:
    """Of somebody who deletes everything: each class goes to its oldest co-instructor, else with them."""
    owned = Membership.objects.filter(learner=learner, role="owner", left_at=None)
    for own in owned.select_related("classroom"):
        heirs = Membership.objects.filter(classroom=own.classroom, role="instructor", left_at=None)
        heir = heirs.exclude(learner__user=None).order_by("joined_at", "pk").first()
        if heir is None:
            delete_class(classroom=own.classroom, now=now)
        else:
            hand_over(owner=own, to=heir)


def new_code(length: int) -> str:
    """Random signs that nobody guesses."""
    return "".join(secrets.choice(SIGNS) for _ in range(length))
