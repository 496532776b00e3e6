"""A try at a challenge is appended and never edited."""

from uuid import uuid4

import pytest

from studyapp.actions.paths import record_try
from studyapp.models import LabPath, Learner, PathAnswer
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON
from tests.factories.work import HOUR, tried

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner() -> Learner:
    """Somebody in the lab."""
    return LearnerFactory.create()


def test_a_try_keeps_what_was_chosen_and_how_it_went(learner: Learner) -> None:
    tried(learner, chosen=["https", "targets"], hints=1)
    row = PathAnswer.objects.get()
    path = LabPath.objects.get()
    assert (row.learner, row.path, row.challenge, row.digest) == (learner, path, "every-hop", path.digest)
    assert row.chosen == ["fabric", "https", "targets"]
    assert (row.solved, row.changes, row.par, row.hints) == (True, 2, 2, 1)
    assert row.answered_at == NOON - 2 * HOUR


def test_a_miss_is_kept_as_well(learner: Learner) -> None:
    tried(learner, chosen=["https"])
    row = PathAnswer.objects.get()
    assert (row.solved, row.changes) == (False, 1)


def test_what_the_path_does_not_have_is_left_out(learner: Learner) -> None:
    tried(learner, chosen=["https", "http", "nonsense"])
    assert PathAnswer.objects.get().chosen == ["fabric", "http"]


def test_no_more_hints_are_kept_than_there_are(learner: Learner) -> None:
    tried(learner, hints=20)
    assert PathAnswer.objects.get().hints == 2


def test_one_form_is_one_try(learner: Learner) -> None:
    token, path = uuid4(), LabPath.objects.get()
    made = [
        record_try(
            learner=learner,
            path_id=path.pk,
            challenge="every-hop",
            chosen=chosen,
            hints=0,
            token=token,
            now=NOON,
        )
        for chosen in (["https", "targets"], [])
    ]
    assert made[0] == made[1] == PathAnswer.objects.get()
    assert PathAnswer.objects.get().solved
