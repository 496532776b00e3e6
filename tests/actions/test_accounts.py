"""Guests and accounts: whose work it is."""

from decimal import Decimal
from uuid import UUID

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from studyapp.actions.accounts import adopt, create_learner, set_time_zone, sign_up
from studyapp.actions.answers import record
from studyapp.models import Answer, Learner, User
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import NOON, version_of

pytestmark = pytest.mark.django_db


def work_of(learner: Learner) -> Answer:
    version = version_of("q-k1-1")
    return record(
        learner=learner,
        version=version,
        response=(),
        confidence="",
        place="lesson",
        token=UUID(int=1),
        now=NOON,
    )


def test_a_guest_is_a_learner_with_the_usual_settings() -> None:
    guest = create_learner(user=None, now=NOON)
    stored = Learner.objects.get()
    assert (stored, stored.user, stored.created_at) == (guest, None, NOON)
    assert (stored.time_zone, stored.rollover_hour, stored.desired_retention) == ("UTC", 4, 0.9)
    assert (stored.new_per_day, stored.time_factor) == (20, Decimal(1))
    assert create_learner(user=None, now=NOON).key != guest.key


def test_an_account_has_one_learner() -> None:
    user = UserFactory.create()
    first = create_learner(user=user, now=NOON)
    assert create_learner(user=user, now=NOON) == first
    assert Learner.objects.get().user == user


def test_signing_up_keeps_what_the_guest_did() -> None:
    guest = LearnerFactory.create()
    done = work_of(guest)
    user = sign_up(name="olga", password="correct-horse", guest=guest, now=NOON)
    assert authenticate(username="olga", password="correct-horse") == user
    assert authenticate(username="olga", password="correct-cow") is None
    assert authenticate(username="OLGA", password="correct-horse") == user

    assert Learner.objects.get().user == user
    assert Answer.objects.get(pk=done.pk).learner == user.learner


@pytest.mark.parametrize(("one", "other"), [("anna", "ANNA"), ("Żółć", "żÓŁĆ"), ("straße", "STRASSE")])
def test_names_are_one_however_they_are_capitalised(one: str, other: str) -> None:
    user = sign_up(name=one, password="correct-horse", guest=None, now=NOON)
    assert authenticate(username=other, password="correct-horse") == user
    with pytest.raises(IntegrityError), transaction.atomic():
        sign_up(name=other, password="correct-cow", guest=None, now=NOON)
    assert [(row.username, row.folded) for row in User.objects.all()] == [(one, one.casefold())]


def test_signing_up_without_having_done_anything() -> None:
    user = sign_up(name="olga", password="correct-horse", guest=None, now=NOON)
    assert (Learner.objects.get().user, Learner.objects.get().created_at) == (user, NOON)


def test_a_name_that_is_taken_changes_nothing() -> None:
    UserFactory.create(username="olga")
    guest = LearnerFactory.create()
    with pytest.raises(IntegrityError):
        sign_up(name="olga", password="correct-horse", guest=guest, now=NOON)
    assert User.objects.count() == 1
    assert Learner.objects.get().user is None


def test_an_account_without_work_adopts_the_guests() -> None:
    user, guest = UserFactory.create(), LearnerFactory.create()
    work_of(guest)
    assert adopt(user=user, guest=guest, now=NOON) is True
    assert Learner.objects.get().user == user
    assert Answer.objects.get().learner.user == user


def test_an_account_with_work_of_its_own_keeps_it_and_the_guest_waits() -> None:
    own, guest = LearnerFactory.create(user=UserFactory.create()), LearnerFactory.create()
    work_of(guest)
    assert own.user is not None
    assert adopt(user=own.user, guest=guest, now=NOON) is False
    assert dict(Learner.objects.values_list("pk", "user_id")) == {own.pk: own.user.pk, guest.pk: None}
    assert Answer.objects.get().learner == guest


def test_somebody_elses_learner_is_never_adopted() -> None:
    owned = LearnerFactory.create(user=UserFactory.create())
    thief = UserFactory.create()
    stale = Learner(pk=owned.pk, created_at=NOON)  # as read before its owner signed up
    assert adopt(user=thief, guest=stale, now=NOON) is False
    assert Learner.objects.get(pk=owned.pk).user == owned.user
    assert Learner.objects.get(user=thief).pk != owned.pk


def test_a_guest_is_adopted_once() -> None:
    guest, one, two = LearnerFactory.create(), UserFactory.create(), UserFactory.create()
    assert adopt(user=one, guest=guest, now=NOON) is True
    assert adopt(user=one, guest=guest, now=NOON) is False
    assert adopt(user=two, guest=guest, now=NOON) is False
    assert Learner.objects.get(pk=guest.pk).user == one
    assert Learner.objects.count() == 2


@pytest.mark.parametrize("name", ["America/New_York", "Asia/Kathmandu", "UTC"])
def test_the_zone_a_browser_names_is_taken(name: str) -> None:
    learner, other = LearnerFactory.create(), LearnerFactory.create()
    assert set_time_zone(learner=learner, name=name) is True
    assert Learner.objects.get(pk=learner.pk).zone.key == name
    assert Learner.objects.get(pk=other.pk).time_zone == "UTC"


@pytest.mark.parametrize(
    "name",
    ["", "Nowhere/City", "America", "../../etc/passwd", "/etc/passwd", "UTC\0", "x" * 300, "tzdata.zi"],
)
def test_a_zone_that_does_not_exist_changes_nothing(name: str) -> None:
    learner = LearnerFactory.create(time_zone="Europe/Berlin")
    assert set_time_zone(learner=learner, name=name) is False
    assert Learner.objects.get().time_zone == "Europe/Berlin"
