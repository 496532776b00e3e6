"""The review queue: what comes next, and how much is left."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from studyapp.actions.reviews import undo
from studyapp.domain.memory import Rating, Schedule
from studyapp.models import Card, Learner, Memory, Question
from studyapp.queries.memories import schedule_of
from studyapp.queries.queue import Counts, Moment
from studyapp.queries.reviews import ReviewPage, review_page
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, course, graded
from tests.queries.queues import DAY, MINUTE, NOTHING, TODAY, due, page_of, queued, step


def worked_through(learner: Learner, now: datetime = NOON) -> list[str]:
    """The ids of everything that comes, in order, each graded so that it does not come back today."""
    slugs = []
    while (item := page_of(learner, now).item) is not None:
        memory = Memory.objects.select_related("card", "question").get(pk=item.memory_id)
        slugs.append(str(memory.card or memory.question))
        graded(memory, Rating.EASY, now)
    return slugs


@pytest.mark.django_db
def test_a_learner_without_a_queue() -> None:
    assert page_of(LearnerFactory.create()) == ReviewPage(NOTHING, None, can_undo=False, enrolled=False)


@pytest.mark.django_db
def test_steps_come_first_then_reviews_then_new_cards_then_steps_soon_due() -> None:
    learner = LearnerFactory.create()
    step(learner, "card-k1-1", NOON + 20 * MINUTE)
    step(learner, "card-k1-2", NOON + 10 * MINUTE, stage="relearning")
    queued(learner, "card-s1-1")
    queued(learner, "card-k1-3")
    due(learner, "card-k1-5")
    due(learner, "card-k1-4")
    due(learner, "card-s1-2", TODAY - DAY)
    step(learner, "card-k1-7", NOON)
    step(learner, "card-k1-6", NOON - MINUTE, stage="relearning")
    assert page_of(learner).counts == Counts(new=2, learning=4, review=3)
    assert page_of(learner).counts.total == 9
    assert worked_through(learner) == [
        "card-k1-6",
        "card-k1-7",
        "card-k1-5",
        "card-k1-4",
        "card-s1-2",
        "card-s1-1",
        "card-k1-3",
        "card-k1-2",
        "card-k1-1",
    ]
    page = page_of(learner)
    assert (page.counts, page.item, page.can_undo, page.enrolled) == (NOTHING, None, True, True)


@pytest.mark.django_db
def test_a_step_due_in_more_than_twenty_minutes_waits() -> None:
    learner = LearnerFactory.create()
    memory = step(learner, "card-k1-1", NOON + 20 * MINUTE)
    assert page_of(learner, NOON - timedelta(microseconds=1)).item is None
    page = page_of(learner)
    assert page.item is not None
    assert (page.item.memory_id, page.item.stage) == (memory.pk, "learning")
    assert page.counts == Counts(new=0, learning=1, review=0)  # brought forward, it is at hand


@pytest.mark.django_db
def test_what_is_due_tomorrow_waits() -> None:
    learner = LearnerFactory.create()
    due(learner, "card-k1-1", TODAY + DAY)
    assert (page_of(learner).item, page_of(learner).counts) == (None, NOTHING)
    assert page_of(learner, NOON + DAY).counts == Counts(0, 0, 1)


@pytest.mark.django_db
def test_a_queue_with_nothing_due_today_is_not_an_empty_one() -> None:
    learner = LearnerFactory.create()
    due(learner, "card-k1-1", TODAY + 3 * DAY)
    assert page_of(learner) == ReviewPage(NOTHING, None, can_undo=False, enrolled=True)
    Card.objects.update(retired_at=NOON)
    assert page_of(learner) == ReviewPage(NOTHING, None, can_undo=False, enrolled=False)


@pytest.mark.django_db
def test_the_study_day_turns_at_four_in_the_morning_where_the_learner_is() -> None:
    learner = LearnerFactory.create(time_zone="America/New_York", new_per_day=1)
    due(learner, "card-k1-1", TODAY)
    turn = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # 04:00 in New York
    assert page_of(learner, turn - MINUTE).counts == NOTHING
    assert page_of(learner, turn).counts == Counts(0, 0, 1)
    new = [queued(learner, f"card-k1-{n}") for n in (2, 3)]
    graded(new[0], now=turn - MINUTE)
    assert page_of(learner, turn - MINUTE).counts.new == 0
    assert page_of(learner, turn - MINUTE).can_undo
    assert page_of(learner, turn).counts.new == 1
    assert not page_of(learner, turn).can_undo


@pytest.mark.django_db
def test_only_so_many_new_items_a_day() -> None:
    learner = LearnerFactory.create(new_per_day=2)
    for n in range(1, 5):
        queued(learner, f"card-k1-{n}")
    due(learner, "card-k1-5")
    assert page_of(learner).counts == Counts(new=2, learning=0, review=1)
    assert worked_through(learner) == ["card-k1-5", "card-k1-1", "card-k1-2"]
    assert page_of(learner).counts == NOTHING
    undo(learner=learner, now=NOON)
    assert page_of(learner).counts.new == 1
    tomorrow = NOON + DAY
    assert page_of(learner, tomorrow).counts.new == 2
    assert worked_through(learner, tomorrow) == ["card-k1-2", "card-k1-3"]


@pytest.mark.django_db
def test_an_item_again_today_does_not_use_up_the_new_ones() -> None:
    learner = LearnerFactory.create(new_per_day=2)
    memories = [queued(learner, f"card-k1-{n}") for n in (1, 2, 3)]
    for _ in range(3):
        graded(memories[0], Rating.AGAIN)
    assert page_of(learner).counts.new == 1


@pytest.mark.django_db
def test_no_new_items_where_none_are_wanted() -> None:
    learner = LearnerFactory.create(new_per_day=0)
    queued(learner, "card-k1-1")
    assert (page_of(learner).counts, page_of(learner).item) == (NOTHING, None)


@pytest.mark.django_db
def test_what_is_retired_leaves_the_queue_and_comes_back() -> None:
    learner = LearnerFactory.create()
    due(learner, "card-k1-1")
    due(learner, "q-k1-1")
    queued(learner, "card-k1-2")
    queued(learner, "q-k1-2")
    step(learner, "card-k1-3", NOON)
    assert page_of(learner).counts == Counts(new=2, learning=1, review=2)
    Card.objects.filter(slug__in=["card-k1-1", "card-k1-2", "card-k1-3"]).update(retired_at=NOON)
    assert page_of(learner).counts == Counts(new=1, learning=0, review=1)
    Question.objects.filter(slug__in=["q-k1-1", "q-k1-2"]).update(retired_at=NOON)
    assert (page_of(learner).counts, page_of(learner).item) == (NOTHING, None)
    Card.objects.update(retired_at=None)
    assert page_of(learner).counts == Counts(new=1, learning=1, review=1)


@pytest.mark.django_db
def test_of_one_day_all_come_in_the_order_in_which_they_joined() -> None:
    learner = LearnerFactory.create()
    for slug in ("q-k1-1", "card-s1-1", "card-k1-1", "q-s1-1"):
        due(learner, slug)
    for slug in ("card-k1-3", "q-k1-2", "card-k1-2"):
        queued(learner, slug)
    order = ["q-k1-1", "card-s1-1", "card-k1-1", "q-s1-1", "card-k1-3", "q-k1-2", "card-k1-2"]
    assert worked_through(learner) == order


@pytest.mark.django_db
def test_somebody_elses_queue_is_not_ones_own() -> None:
    mine, theirs = LearnerFactory.create(), LearnerFactory.create()
    due(theirs, "card-k1-1")
    graded(queued(theirs, "card-k1-2"))
    assert page_of(mine) == ReviewPage(NOTHING, None, can_undo=False, enrolled=False)


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "queries"), [("card", 1), ("question", 2)])
@pytest.mark.parametrize("rows", [1, 3])
def test_as_many_queries_however_long_the_queue(
    django_assert_num_queries: DjangoAssertNumQueries, rows: int, kind: str, queries: int
) -> None:
    learner, found = LearnerFactory.create(), course()
    slug = "q-k1-" if kind == "question" else "card-k1-"
    first = due(learner, f"{slug}1")
    for n in range(1, rows):
        due(learner, f"{slug}{3 * n}")
        queued(learner, f"{slug}{3 * n + 1}")
        step(learner, f"{slug}{3 * n + 2}", NOON + MINUTE)
    today = schedule_of(learner).today(NOON)
    with django_assert_num_queries(queries):
        page = review_page(
            found,
            learner,
            moment=Moment(learner.pk, today, NOON),
            counts=Counts(new=9, learning=9, review=rows),
            reviewed=0,
            show=first.pk,
        )
    assert page.item is not None
    assert (page.item.memory_id, page.counts.review) == (first.pk, rows)


@pytest.mark.django_db
def test_a_schedule_follows_the_learners_settings() -> None:
    learner = LearnerFactory.create(time_zone="Asia/Tokyo", rollover_hour=2, desired_retention=0.85)
    schedule = schedule_of(learner)
    assert (schedule.zone, schedule.rollover_hour, schedule.desired_retention) == (learner.zone, 2, 0.85)
    assert schedule.today(datetime(2026, 11, 24, 16, 59, tzinfo=UTC)) == TODAY  # 01:59 on the 25th
    assert schedule.today(datetime(2026, 11, 24, 17, 0, tzinfo=UTC)) == TODAY + DAY
    assert schedule_of(None).today(datetime(2026, 11, 24, 3, 59, tzinfo=UTC)) == TODAY - DAY
    assert (schedule_of(None).rollover_hour, schedule_of(None).desired_retention) == (4, 0.9)
    assert isinstance(schedule, Schedule)
