"""What becomes of places in classes: two of one person are joined, and one is forgotten."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import Model

from studyapp.actions.erasing import erase
from studyapp.actions.merging import merge
from studyapp.models import (
    Answer,
    AssignmentException,
    Attempt,
    Classroom,
    Exam,
    Learner,
    LiveParticipant,
    LiveVote,
    Membership,
)
from tests.factories.classes import (
    ClassExamFactory,
    ClassroomFactory,
    MembershipFactory,
    class_cast,
    took_part,
)
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import NOON, attempt_of

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=1)


def account() -> Learner:
    """Somebody with an account."""
    return LearnerFactory.create(user=UserFactory.create())


def fresh[T: Model](row: T) -> T:
    """The row as it is stored now."""
    return type(row)._default_manager.get(pk=row.pk)


def test_a_guests_place_in_a_class_moves_to_the_account() -> None:
    into, guest = account(), LearnerFactory.create()
    vote = took_part(guest)
    place = Membership.objects.get(learner=guest)
    assert merge(into=into, guest=guest, now=LATER)
    assert fresh(place).learner == into
    assert (fresh(vote).participant.membership, fresh(vote).answer) == (
        place,
        Answer.objects.get(learner=into),
    )


def test_two_places_in_one_class_are_one() -> None:
    into, guest, room = account(), LearnerFactory.create(), ClassroomFactory.create()
    own = MembershipFactory.create(
        classroom=room,
        learner=into,
        name="Olga",
        role="assistant",
        time_factor=Decimal("1.25"),
        joined_at=LATER,
    )
    other = MembershipFactory.create(classroom=room, learner=guest, name="O.", roster_id="7", time_factor=2)
    vote = took_part(guest, other)
    assert merge(into=into, guest=guest, now=LATER)
    (row,) = Membership.objects.filter(classroom=room)
    assert (row.pk, row.learner, row.name, row.role) == (own.pk, into, "Olga", "assistant")
    assert (row.roster_id, row.time_factor, row.joined_at) == ("7", Decimal(2), other.joined_at)
    assert row.groups.count() == 1
    assert AssignmentException.objects.get().membership == own
    assert fresh(vote).participant.membership == own


@pytest.mark.parametrize(
    ("own", "guests", "is_in"),
    [
        ("in", "in", True),
        ("in", "removed", True),
        ("left", "in", True),
        ("left", "left", False),
        ("removed", "in", False),
        ("removed", "left", False),
    ],
)
def test_who_was_removed_stays_out_and_who_is_in_by_either_is_in(own: str, guests: str, is_in: bool) -> None:
    into, guest, room = account(), LearnerFactory.create(), ClassroomFactory.create()
    exam = ClassExamFactory.create(classroom=room)
    for learner, how in ((into, own), (guest, guests)):
        gone = {"left_at": None if how == "in" else NOON, "removed": how == "removed"}
        MembershipFactory.create(classroom=room, learner=learner, **gone)
    attempt = attempt_of(guest, slug=exam.slug)
    merge(into=into, guest=guest, now=NOON + timedelta(minutes=1))
    row = Membership.objects.get(classroom=room)
    assert (row.left_at is None, row.removed) == (is_in, own == "removed")
    assert (fresh(attempt).submitted_at is None) == is_in


def test_votes_of_somebody_erased_stay_and_tell_nothing_of_them() -> None:
    learner, other = account(), account()
    vote, kept = took_part(learner), took_part(other)
    tag, told = vote.participant.tag, (fresh(kept), fresh(kept.participant).tag)
    erase(learner=learner, user=learner.user, now=LATER)
    left = LiveVote.objects.select_related("participant").get(pk=vote.pk)
    assert (left.response, left.correct, left.round) == (vote.response, True, 1)
    assert (left.answer, left.participant.membership, left.participant.pseudonym) == (None, None, "")
    assert left.participant.tag != tag
    assert LiveParticipant.objects.count() == 2
    assert (fresh(kept), fresh(kept.participant).tag) == told
    assert fresh(kept.participant).membership is not None


def test_a_class_of_somebody_erased_goes_to_the_oldest_co_instructor() -> None:
    cast = class_cast()
    younger = MembershipFactory.create(classroom=cast.classroom, role="instructor", joined_at=LATER)
    owner = cast.owner.learner
    assert owner is not None
    erase(learner=owner, user=owner.user, now=LATER)
    assert fresh(cast.instructor).role == "owner"
    assert fresh(younger).role == "instructor"
    assert not Membership.objects.filter(pk=cast.owner.pk).exists()


def test_without_one_the_class_goes_and_what_learners_did_stays() -> None:
    room = ClassroomFactory.create()
    owner = MembershipFactory.create(classroom=room, role="owner")
    learner = MembershipFactory.create(classroom=room)
    sat, unsat = ClassExamFactory.create_batch(2, classroom=room)
    assert learner.learner is not None
    attempt = attempt_of(learner.learner, slug=sat.slug)
    assert owner.learner is not None
    erase(learner=owner.learner, user=owner.learner.user, now=LATER)
    assert not Classroom.objects.filter(pk=room.pk).exists()
    assert Attempt.objects.get().pk == attempt.pk
    assert not Exam.objects.filter(pk=unsat.pk).exists()
    assert (fresh(sat).classroom, fresh(sat).retired_at) == (None, LATER)
