"""Grades that were given without network: each is stored once, in order, at the time it was given."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.actions.reviews import AlreadyGraded, NotAsked, grade_card, grade_question, undo
from studyapp.domain.grading import Confidence
from studyapp.domain.memory import Rating, review
from studyapp.domain.sending import Sent
from studyapp.models import Answer, Memory, Review
from studyapp.queries.memories import remembered, schedule_of, seed_of
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, MemoryFactory, graded, question_of, right, rolled_back, version_of
from tests.queries.queues import DAY, MINUTE, due

pytestmark = pytest.mark.django_db

TOKEN = UUID(int=7)


def sent_later(
    memory: Memory, rating: Rating, given_at: datetime, *, now: datetime = NOON, token: UUID | None = None
) -> Review:
    sent = Sent(0, token=token or uuid4(), seconds=4.5, given_at=given_at)
    return grade_card(memory=Memory.objects.get(pk=memory.pk), sent=sent, grade=rating, now=now)


def test_a_grade_given_offline_counts_when_it_was_given() -> None:
    memory = MemoryFactory.create(added_at=NOON - 9 * DAY)
    made = sent_later(memory, Rating.EASY, NOON - 2 * DAY)
    assert (made.reviewed_at, made.received_at, made.day) == (NOON - 2 * DAY, NOON, date(2026, 11, 22))
    assert (made.seconds, made.number, made.stage) == (4.5, 0, "new")
    fresh = Memory.objects.get()
    assert fresh.last_at == NOON - 2 * DAY
    seed, schedule = seed_of(memory), schedule_of(memory.learner)
    before = remembered(memory)
    assert remembered(fresh) == review(before, Rating.EASY, now=NOON - 2 * DAY, schedule=schedule, seed=seed)


def test_the_same_grade_sent_twice_is_one_review() -> None:
    memory = MemoryFactory.create(added_at=NOON - DAY)
    first = sent_later(memory, Rating.GOOD, NOON - MINUTE, token=TOKEN)
    again = sent_later(memory, Rating.AGAIN, NOON, token=TOKEN)
    assert (first.pk, again.rating) == (again.pk, Rating.GOOD)
    assert (Review.objects.count(), Memory.objects.get().reviews) == (1, 1)


def test_a_grade_that_meets_a_newer_one_is_kept() -> None:
    """The phone was in a tunnel while the laptop went on: neither review is lost."""
    memory = MemoryFactory.create(added_at=NOON - 9 * DAY)
    graded(memory, Rating.GOOD, NOON - MINUTE)
    late = sent_later(memory, Rating.AGAIN, NOON - DAY)
    assert list(Review.objects.order_by("pk").values_list("number", "rating")) == [(0, 3), (1, 1)]
    assert (late.reviewed_at, late.day) == (NOON - DAY, date(2026, 11, 23))
    fresh = Memory.objects.get()
    assert (fresh.reviews, fresh.missed, fresh.last_at) == (2, True, NOON - MINUTE)


def test_with_network_the_second_of_two_grades_is_refused() -> None:
    memory = MemoryFactory.create()
    graded(memory)
    with pytest.raises(AlreadyGraded):
        grade_card(memory=memory, sent=Sent(0, token=TOKEN), grade=Rating.EASY, now=NOON)
    assert Review.objects.count() == 1


@pytest.mark.parametrize("hours", [24 * 999, 1])
def test_a_clock_that_is_ahead_or_far_behind_is_not_believed(hours: int) -> None:
    memory = MemoryFactory.create(added_at=NOON - MINUTE)
    behind = sent_later(memory, Rating.GOOD, NOON - timedelta(hours=hours))
    assert behind.reviewed_at == NOON - MINUTE
    ahead = sent_later(memory, Rating.GOOD, NOON + timedelta(hours=hours))
    assert (ahead.reviewed_at, Memory.objects.get().last_at) == (NOON, NOON)


def test_a_question_is_answered_in_the_version_that_was_shown() -> None:
    memory = due(LearnerFactory.create(), "q-k1-1")
    version = version_of("q-k1-1")
    made = grade_question(
        memory=memory,
        sent=Sent(3, seconds=31.0),
        version_id=version.pk,
        response=right(version),
        confidence=Confidence.UNSURE,
        token=TOKEN,
        now=NOON,
    )
    answer = Answer.objects.get()
    assert (answer.version_id, answer.seconds, made.rating) == (version.pk, 31.0, Rating.HARD)
    assert sorted(made.order) == sorted(choice["id"] for choice in version.body["choices"])


@pytest.mark.parametrize("slug", ["x-k1-1", "q-s1-1"])
def test_a_question_of_the_exam_or_of_another_idea_is_not_answered(slug: str) -> None:
    memory = due(LearnerFactory.create(), "q-k1-1")
    if slug.startswith("x"):
        question = question_of(slug)
        question.idea = memory.idea
        question.save()
    version = version_of(slug)
    with pytest.raises(NotAsked):
        grade_question(
            memory=memory,
            sent=Sent(3),
            version_id=version.pk,
            response=right(version),
            confidence=Confidence.SURE,
            token=TOKEN,
            now=NOON,
        )
    assert (Answer.objects.count(), Review.objects.count()) == (0, 0)


GRADES = st.lists(st.tuples(st.sampled_from(list(Rating)), st.integers(0, 5 * 24), st.booleans()), max_size=8)


@settings(max_examples=30, deadline=None)
@given(grades=GRADES)
def test_however_grades_arrive_each_is_one_link_of_the_chain(grades: list[tuple[Rating, int, bool]]) -> None:
    with rolled_back():
        memory = MemoryFactory.create(added_at=NOON - 9 * DAY)
        for hour, (rating, hours_ago, twice) in enumerate(grades):
            now, token = NOON + timedelta(hours=hour), uuid4()
            for _ in range(1 + twice):
                sent_later(memory, rating, now - timedelta(hours=hours_ago), now=now, token=token)
        rows = list(Review.objects.order_by("pk"))
        assert [row.rating for row in rows] == [rating for rating, _, _ in grades]
        assert [row.number for row in rows] == list(range(len(grades)))
        assert [row.before for row in rows[1:]] == [row.after for row in rows[:-1]]
        assert Memory.objects.get(pk=memory.pk).reviews == len(grades)


def test_undo_takes_back_the_newest_link_of_a_chain_whatever_arrived_last() -> None:
    memory = MemoryFactory.create(added_at=NOON - 9 * DAY)
    first, second = graded(memory, Rating.GOOD), graded(memory, Rating.HARD, NOON + MINUTE)
    # As after a join of two histories: the row written last is not the last link.
    Review.objects.filter(pk=first.pk).update(number=9)
    Review.objects.filter(pk=second.pk).update(number=0, before=first.before, after=first.after)
    Review.objects.filter(pk=first.pk).update(number=1, before=second.before, after=second.after)
    assert undo(learner=memory.learner, now=NOON + MINUTE) == memory
    assert list(Review.objects.filter(undone_at=None).values_list("pk", flat=True)) == [second.pk]
    assert Memory.objects.get().reviews == 1
    assert undo(learner=memory.learner, now=NOON + MINUTE) == memory
    assert (Memory.objects.get().reviews, Memory.objects.get().stage) == (0, "new")
