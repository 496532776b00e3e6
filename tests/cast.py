"""The fixed cast of the access tests: who may be asking for somebody's page.

`owner` did the work, `classmate` and `stranger` have accounts and work of their own (class membership
comes with classes; until then they differ in name only), `nobody` has never been here.
"""

from dataclasses import dataclass

from django.test import Client

from studyapp.models import Learner
from tests.factories.people import LearnerFactory, UserFactory


@dataclass(frozen=True)
class Cast:
    """Four clients, and the learners behind the first three."""

    owner: Client
    classmate: Client
    stranger: Client
    nobody: Client
    owner_learner: Learner
    classmate_learner: Learner
    stranger_learner: Learner


def assemble() -> Cast:
    """Everybody signed in who has an account."""
    owner, classmate, stranger = (
        LearnerFactory.create(user=UserFactory.create(username=name)) for name in ("olga", "chris", "sam")
    )
    return Cast(
        owner=_signed_in(owner),
        classmate=_signed_in(classmate),
        stranger=_signed_in(stranger),
        nobody=Client(),
        owner_learner=owner,
        classmate_learner=classmate,
        stranger_learner=stranger,
    )


def _signed_in(learner: Learner) -> Client:
    client = Client()
    assert learner.user is not None
    client.force_login(learner.user)
    return client
