"""Challenges in the review queue: after all cards and questions, the longest overdue first."""

from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries

from studyapp.models import Learner, Memory
from studyapp.queries.reviews import ReviewPage
from tests.actions.editedcourse import publish_files
from tests.factories.course import small_course
from tests.factories.paths import THREE
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON
from tests.factories.work import HOUR, tried
from tests.queries.queues import DAY, NOTHING, due, page_of

pytestmark = pytest.mark.django_db

FIRST, EVERY = ("web", "first-hop"), ("web", "every-hop")


@pytest.fixture
def learner() -> Learner:
    """Somebody who missed two challenges, the second one longer ago."""
    learner = LearnerFactory.create()
    tried(learner, now=NOON - 9 * DAY)
    tried(learner, challenge="first-hop", now=NOON - 20 * DAY)
    return learner


def keys(page: ReviewPage) -> list[tuple[str, str]]:
    return [line.key for line in page.challenges]


def test_what_is_due_comes_after_the_cards(learner: Learner) -> None:
    due(learner, "card-k1-1")
    page = page_of(learner)
    assert page.item is not None
    assert (page.challenges, page.put_off) == ((), 0)
    Memory.objects.all().delete()
    page = page_of(learner)
    assert (page.item, page.counts, keys(page), page.put_off) == (None, NOTHING, [FIRST, EVERY], 0)
    line = page.challenges[0]
    assert (line.title, line.path.path.title) == ("The first hop", "A small web path")
    assert line.ask == "<p>Refuse plaintext on the internet.</p>"


def test_what_is_put_off_is_left_out_and_counted_if_it_is_due(learner: Learner) -> None:
    page = page_of(learner, put_off=[FIRST, ("web", "gone")])
    assert (keys(page), page.put_off) == ([EVERY], 1)
    page = page_of(learner, put_off=[FIRST, EVERY])
    assert (keys(page), page.put_off) == ([], 2)


def test_a_try_of_today_settles_it_whatever_came_of_it(learner: Learner) -> None:
    tried(learner, now=NOON - HOUR)
    tried(learner, challenge="first-hop", chosen=["https"], now=NOON - HOUR)
    assert keys(page_of(learner)) == []
    assert keys(page_of(learner, NOON + DAY)) == [EVERY]  # it was missed again


def test_what_was_never_met_and_what_others_have_does_not_come(learner: Learner) -> None:
    other = LearnerFactory.create()
    assert page_of(other) == ReviewPage(NOTHING, None, can_undo=False, enrolled=False)
    tried(other, now=NOON - DAY)
    assert keys(page_of(other)) == [EVERY]
    assert keys(page_of(learner)) == [FIRST, EVERY]


def test_a_challenge_that_left_the_course_does_not_come(learner: Learner, tmp_path: Path) -> None:
    files = small_course()
    text = files["paths/web.yaml"]
    publish_files(tmp_path / "less", files | {"paths/web.yaml": text[: text.index("  - id: first-hop")]})
    assert keys(page_of(learner)) == [EVERY]


def test_many_cost_what_one_costs(
    learner: Learner, tmp_path: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    publish_files(tmp_path / "more", small_course() | {"paths/web.yaml": THREE})
    tried(learner, challenge="one-hop", now=NOON - 2 * DAY)
    single = LearnerFactory.create()
    tried(single, now=NOON - 2 * DAY)
    page_of(single)  # reads the course
    for one, challenges in ((single, 1), (learner, 3)):
        with django_assert_num_queries(
            4
        ):  # the release, the frame; then whether there is a queue, and the tries
            assert len(page_of(one).challenges) == challenges


def test_a_card_costs_what_it_cost(
    learner: Learner, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    due(learner, "card-k1-1")
    page_of(learner)
    with django_assert_num_queries(3):  # the release, the frame, the memory with its card
        assert page_of(learner).item is not None
