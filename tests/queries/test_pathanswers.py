"""What a learner did in the path lab."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from studyapp.models import LabPath, Learner
from studyapp.queries.memories import schedule_of
from studyapp.queries.pathanswers import NOBODYS, challenge_lines, due_again, solved_counts, standings
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, course
from tests.factories.work import DAY, tried

pytestmark = pytest.mark.django_db

TODAY = NOON.date()


@pytest.fixture
def learner() -> Learner:
    """Somebody in the lab."""
    return LearnerFactory.create()


def test_standings_are_of_one_learner_alone(
    learner: Learner, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    tried(LearnerFactory.create())
    tried(learner, chosen=["https", "targets"], now=NOON - DAY)
    tried(learner, challenge="first-hop")
    path = LabPath.objects.get().pk
    with django_assert_num_queries(1):
        found = standings(learner.pk, schedule_of(learner))
    assert {key: (one.tries, one.best, one.solved) for key, one in found.items()} == {
        (path, "every-hop"): (1, 2, True),
        (path, "first-hop"): (1, None, False),
    }


def test_a_challenge_that_was_missed_comes_again_tomorrow(learner: Learner) -> None:
    tried(learner)
    known = standings(learner.pk, schedule_of(learner))
    assert due_again(course(), known, TODAY) == ()
    (line,) = due_again(course(), known, TODAY + DAY)
    assert (line.id, line.title, line.url) == ("every-hop", "Every hop", "/paths/web/challenges/every-hop/")


def test_the_longest_overdue_comes_first(learner: Learner) -> None:
    tried(learner, challenge="first-hop", now=NOON - 9 * DAY)
    tried(learner, now=NOON - 20 * DAY)
    known = standings(learner.pk, schedule_of(learner))
    assert [line.id for line in due_again(course(), known, TODAY)] == ["every-hop", "first-hop"]


def test_the_list_counts_what_was_ever_solved(learner: Learner) -> None:
    tried(learner, chosen=["https", "targets"], now=NOON - 2 * DAY)
    tried(learner, now=NOON - timedelta(hours=1))
    assert solved_counts(course(), standings(learner.pk, schedule_of(learner))) == {"web": 1}
    assert solved_counts(course(), NOBODYS) == {"web": 0}


def test_a_challenge_not_tried_stands_nowhere() -> None:
    text = course().paths[0]
    assert [(line.standing, line.solved, line.due) for line in challenge_lines(text, NOBODYS, TODAY)] == [
        (None, False, False),
        (None, False, False),
    ]
