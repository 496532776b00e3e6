"""The one query of every page: which release is shown, and how much is due."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from studyapp.actions.reviews import undo
from studyapp.models import Card, Learner, Memory, Question, Release
from studyapp.queries.frame import Frame, frame, frame_in
from studyapp.queries.memories import schedule_of
from studyapp.queries.queue import Counts
from tests.factories.classes import MembershipFactory
from tests.factories.classwork import who
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, MemoryFactory, card_of, graded, question_of, rolled_back
from tests.queries.queues import page_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
NOTHING = Frame(None)


def frame_of(learner: Learner | None, now: datetime = NOON) -> Frame:
    today = schedule_of(learner).today(now)
    return frame(learner_id=learner.pk if learner else None, today=today, now=now)


def test_the_newest_release_is_the_one_shown() -> None:
    assert frame_of(None).release == Release.objects.get().key
    newer = Release.objects.create(digest="", info={}, published_at=NOON - DAY)
    assert frame_of(None) == Frame(newer.key)


def test_before_the_first_publication_there_is_none() -> None:
    Release.objects.all().delete()
    assert frame_of(None) == NOTHING
    assert frame_of(LearnerFactory.create()) == NOTHING


def test_what_is_due_and_what_is_new_is_counted_apart() -> None:
    learner = LearnerFactory.create()
    cards = iter(Card.objects.order_by("pk"))

    def queued(stage: str, due_day: date | None = None, due_at: datetime | None = None) -> None:
        MemoryFactory.create(learner=learner, card=next(cards), stage=stage, due_day=due_day, due_at=due_at)

    queued("new")
    queued("new")
    queued("new")
    queued("review", TODAY)
    queued("review", TODAY - 9 * DAY)
    queued("review", TODAY + DAY)
    queued("learning", TODAY, NOON)
    queued("learning", TODAY, NOON + timedelta(seconds=1))
    queued("relearning", TODAY - DAY, NOON - DAY)
    MemoryFactory.create()  # somebody else's
    seen = frame_of(learner)
    assert (seen.steps, seen.reviews, seen.new) == (3, 2, 3)  # a step due within twenty minutes counts


def test_what_is_retired_is_not_counted() -> None:
    learner = LearnerFactory.create()
    for slug in ("q-k1-1", "q-k1-2"):
        MemoryFactory.create(learner=learner, question=question_of(slug), stage="review", due_day=TODAY)
    for slug in ("card-k1-1", "card-k1-2"):
        MemoryFactory.create(learner=learner, card=card_of(slug))
    assert (frame_of(learner).reviews, frame_of(learner).new) == (2, 2)
    Question.objects.filter(slug="q-k1-1").update(retired_at=NOON)
    Card.objects.filter(slug="card-k1-1").update(retired_at=NOON)
    assert (frame_of(learner).reviews, frame_of(learner).new) == (1, 1)


def test_a_review_is_due_from_four_in_the_morning_where_the_learner_is() -> None:
    learner = LearnerFactory.create(time_zone="America/New_York")
    MemoryFactory.create(learner=learner, stage="review", due_day=TODAY)
    turn = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # 04:00 in New York
    assert frame_of(learner, turn - timedelta(microseconds=1)).reviews == 0
    assert frame_of(learner, turn).reviews == 1


def test_reviews_are_counted_by_study_day_and_the_taken_back_ones_are_not() -> None:
    learner = LearnerFactory.create()
    one, two = (MemoryFactory.create(learner=learner, card=card_of(f"card-k1-{n}")) for n in (1, 2))
    graded(one, now=NOON - DAY)
    assert (frame_of(learner).reviewed, frame_of(learner).introduced) == (0, 0)
    graded(one)
    assert (frame_of(learner).reviewed, frame_of(learner).introduced) == (1, 0)
    graded(two)
    graded(two)
    graded(MemoryFactory.create())  # somebody else's
    assert (frame_of(learner).reviewed, frame_of(learner).introduced) == (3, 1)
    undo(learner=learner, now=NOON)
    undo(learner=learner, now=NOON)
    assert (frame_of(learner).reviewed, frame_of(learner).introduced) == (1, 0)


@settings(max_examples=20, deadline=None)
@given(
    queued=st.lists(
        st.tuples(
            st.sampled_from(["new", "learning", "review", "relearning"]),
            st.integers(-2, 2),
            st.integers(-3, 3),
        ),
        max_size=10,
    ),
    micros=st.sampled_from([0, 1, 500_000]),
)
def test_something_comes_where_it_is_counted(queued: list[tuple[str, int, int]], micros: int) -> None:
    with rolled_back():
        learner = LearnerFactory.create()
        now = NOON.replace(microsecond=micros)
        cards = Card.objects.order_by("pk")
        for card, (stage, days, seconds) in zip(cards, queued, strict=False):
            step = stage in ("learning", "relearning")
            MemoryFactory.create(
                learner=learner,
                card=card,
                stage=stage,
                due_day=None if stage == "new" else TODAY + (0 if step else days) * DAY,
                due_at=NOON + timedelta(seconds=seconds) if step else None,
            )
        seen = frame_of(learner, now)
        page = page_of(learner, now)
        assert page.counts == Counts(new=seen.new, learning=seen.steps, review=seen.reviews)
        assert (page.item is None) == (page.counts.total == 0)
        assert Memory.objects.filter(learner=learner).count() == len(queued)


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_one_query_whoever_asks(django_assert_num_queries: DjangoAssertNumQueries, rows: int) -> None:
    learner = LearnerFactory.create()
    for n in range(rows):
        graded(MemoryFactory.create(learner=learner, card=card_of(f"card-k1-{n + 1}")))
    with django_assert_num_queries(1):
        assert frame_of(learner).reviewed == rows
    with django_assert_num_queries(1):
        frame_of(None)


def test_in_a_class_the_same_comes_with_the_place_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    place = MembershipFactory.create()
    learner, room = who(place), place.classroom_id
    graded(MemoryFactory.create(learner=learner))
    MemoryFactory.create(learner=learner, card=card_of("card-k1-2"), stage="review", due_day=TODAY)
    with django_assert_num_queries(1):
        found = frame_in(room, learner_id=learner.pk, today=TODAY, now=NOON)
        assert found is not None
        assert found[1].classroom.title == place.classroom.title
    assert found == (frame_of(learner), place)
    assert (found[0].reviewed, found[0].reviews, found[0].classes) == (1, 1, 1)
    stranger = MembershipFactory.create()
    assert frame_in(room, learner_id=who(stranger).pk, today=TODAY, now=NOON) is None
    type(place).objects.filter(pk=place.pk).update(left_at=NOON)
    assert frame_in(room, learner_id=learner.pk, today=TODAY, now=NOON) is None
