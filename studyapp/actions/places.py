"""Two places of one person in one class become one; and a place is forgotten."""

from uuid import uuid4

from django.db.models import Q

from studyapp.models import Learner, LiveParticipant, LiveVote, Membership


def join_all_places(*, into: Learner, guest: Learner) -> list[Membership]:
    """A guest's places in classes become the account's. Returns those of which nothing opens any more.

    Part of the transaction of a merge.
    """
    kept = {row.classroom_id: row for row in Membership.objects.filter(learner=into)}
    for row in Membership.objects.filter(learner=guest, classroom__in=kept):
        own = kept[row.classroom_id]
        join_places(own=own, other=row, stays_out=own.removed)
    Membership.objects.filter(learner=guest).update(learner=into)
    return list(Membership.objects.filter(learner=into, classroom__in=kept, left_at__isnull=False))


def join_places(*, own: Membership, other: Membership, stays_out: bool = False) -> None:
    """`own` gets all that `other` had in the same class, and `other` is gone.

    The name stays `own`'s, and so does the role. The number is whichever there is, of two time factors the
    greater holds, and an exception made for either holds. Whoever is in by one of them is in, unless `own`
    was removed (`stays_out`): coming back as a guest does not undo that.
    """
    own.groups.add(*other.groups.all())
    for assignment in other.assignments.all():
        assignment.members.add(own)
    other.exceptions.exclude(assignment__in=own.exceptions.values("assignment")).update(membership=own)
    other.calls.exclude(assignment__in=own.calls.values("assignment")).update(membership=own)
    LiveParticipant.objects.filter(membership=other).update(membership=own)
    Membership.objects.filter(pk=other.pk).delete()  # before its number is given on
    is_in = None in (own.left_at, other.left_at) and not stays_out
    Membership.objects.filter(pk=own.pk).update(
        roster_id=own.roster_id or other.roster_id,
        time_factor=max(own.time_factor, other.time_factor),
        joined_at=min(filter(None, (own.joined_at, other.joined_at)), default=None),
        left_at=None if is_in else own.left_at,
        removed=own.removed and not is_in,
    )


def forget_places(*, learner: Learner) -> None:
    """Take somebody out of every class. Votes in live rooms stay, and nothing tells whose they were.

    Part of the transaction that deletes everything; before their answers go.
    """
    places = Membership.objects.filter(learner=learner)
    theirs = Q(membership__in=places) | Q(votes__answer__learner=learner)
    for participant in LiveParticipant.objects.filter(theirs).distinct():
        LiveParticipant.objects.filter(pk=participant.pk).update(
            membership=None, pseudonym="", tag=uuid4().hex
        )
    LiveVote.objects.filter(answer__learner=learner).update(answer=None)
    places.delete()
