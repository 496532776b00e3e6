"""Learners and their accounts."""

from datetime import UTC, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from studyapp.models import Learner, User

CREATED = datetime(2026, 11, 1, tzinfo=UTC)


class UserFactory(DjangoModelFactory[User]):
    """An account whose password is "correct-horse"."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    password = factory.django.Password("correct-horse")


class LearnerFactory(DjangoModelFactory[Learner]):
    """A guest; `LearnerFactory(user=UserFactory())` for somebody with an account."""

    class Meta:
        model = Learner

    user: Any = None
    created_at = CREATED
