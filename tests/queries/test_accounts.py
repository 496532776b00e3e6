"""Who is asking."""

import uuid

import pytest
from django.contrib.auth import authenticate
from pytest_django import DjangoAssertNumQueries

from studyapp.models import User
from studyapp.queries.accounts import LearnerBackend, guest, learner_of
from tests.factories.people import LearnerFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_an_account_comes_with_its_learner_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    account = UserFactory.create()
    learner = LearnerFactory.create(user=account)
    with django_assert_num_queries(1):
        user = LearnerBackend().get_user(account.pk)
        assert user is not None
        assert learner_of(user) == learner


def test_an_account_without_a_learner_has_none() -> None:
    user = LearnerBackend().get_user(UserFactory.create().pk)
    assert user is not None
    assert learner_of(user) is None


def test_nobody_signs_in_to_a_closed_account() -> None:
    user = UserFactory.create(username="olga")
    assert authenticate(username="olga", password="correct-horse") == user
    User.objects.update(is_active=False)
    assert LearnerBackend().get_user(user.pk) is None
    assert LearnerBackend().get_user(user.pk + 1) is None
    assert authenticate(username="olga", password="correct-horse") is None


def test_a_session_reaches_guests_only() -> None:
    visitor, owner = LearnerFactory.create(), LearnerFactory.create(user=UserFactory.create())
    assert guest(str(visitor.key)) == visitor
    assert guest(str(owner.key)) is None
    assert guest(str(uuid.uuid4())) is None
