"""Deleting everything: nothing of the learner is left in any table, and all of everybody else."""

from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from studyapp.actions.erasing import erase
from studyapp.actions.recovery import make_codes
from studyapp.models import Learner, QuestionReport, RecoveryCode, User
from tests.actions.belongings import belongings
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import NOON
from tests.factories.work import report_by
from tests.queries.downloads import with_everything
from tests.views.rows import all_rows

pytestmark = pytest.mark.django_db


# The class is its owner's, and a vote stays without whose it was: see test_places.
STAYS = dict.fromkeys(
    ["Assignment", "ClassGroup", "Classroom", "LiveParticipant", "LiveQuestion", "LiveRoom", "LiveVote"], 1
)


def session_of(user: User) -> str:
    """A browser signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session.save()
    assert session.session_key is not None
    return session.session_key


def grown(before: Any) -> dict[str, int]:
    """By how many rows each table is larger than before."""
    after = all_rows()
    return {name: len(after[name]) - len(rows) for name, rows in before.items() if after[name] != rows}


@pytest.mark.parametrize("account", [True, False])
def test_every_table_is_as_it_was_before_the_learner_came(account: bool) -> None:
    other = with_everything(LearnerFactory.create(user=UserFactory.create(username="sam")))
    assert other.user is not None
    session_of(other.user)
    make_codes(user=other.user, now=NOON)
    before = all_rows()
    user = UserFactory.create(username="olga") if account else None
    learner = with_everything(LearnerFactory.create(user=user))
    learner.parameter_set = learner.parameter_sets.get()
    learner.save()
    if user is not None:
        make_codes(user=user, now=NOON)
        session_of(user)
        session_of(user)
    wanted = {"Answer", "AttemptEvent", "AttemptItem", "Attempt", "Learner", "LessonProgress", "Memory"}
    wanted |= {
        "AssignmentException",
        "AssignmentHelp",
        "CalendarFeed",
        "Membership",
        "Membership_groups",
        "ParameterSet",
        "PathAnswer",
        "PracticeItem",
        "PracticeSession",
        "QuestionReport",
        "RepairedResult",
        "Review",
        *STAYS,
    }
    wanted |= {"RecoveryCode", "Session", "User"} if account else set()
    assert set(grown(before)) == wanted
    erase(learner=learner, user=user, now=NOON)
    assert grown(before) == STAYS


def test_a_second_time_changes_nothing() -> None:
    user = UserFactory.create()
    learner = with_everything(LearnerFactory.create(user=user))
    gone = Learner.objects.get(pk=learner.pk)
    erase(learner=learner, user=user, now=NOON)
    before = all_rows()
    erase(learner=gone, user=user, now=NOON)
    assert all_rows() == before


def test_an_account_without_a_learner_goes_too() -> None:
    user = UserFactory.create()
    make_codes(user=user, now=NOON)
    erase(learner=None, user=user, now=NOON)
    assert (User.objects.count(), RecoveryCode.objects.count()) == (0, 0)


def test_what_somebody_decided_as_staff_stays_without_the_name() -> None:
    staff = UserFactory.create(is_staff=True)
    theirs = report_by(LearnerFactory.create())
    QuestionReport.objects.update(state="accepted", closed_by=staff, reply="Thank you.")
    erase(learner=LearnerFactory.create(user=staff), user=staff, now=NOON)
    stored = QuestionReport.objects.get()
    assert (stored.pk, stored.state, stored.reply, stored.closed_by) == (
        theirs.pk,
        "accepted",
        "Thank you.",
        None,
    )


def test_the_sessions_of_others_stay() -> None:
    olga, sam = UserFactory.create(), UserFactory.create()
    kept = session_of(sam)
    session_of(olga)
    guest = SessionStore()
    guest["guest"] = str(olga.pk)  # no account, whatever it says
    guest.save()
    erase(learner=None, user=olga, now=NOON)
    assert set(Session.objects.values_list("pk", flat=True)) == {kept, guest.session_key}


def test_nothing_of_another_learner_changes() -> None:
    learner, other = (with_everything(LearnerFactory.create()) for _ in range(2))
    before = belongings(other)
    erase(learner=learner, user=None, now=NOON)
    assert belongings(other) == before
    assert Learner.objects.get() == other
