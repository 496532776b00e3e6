"""A guest's queue joins that of an account: one memory of each item, and no act counted twice."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from studyapp.actions.answers import record
from studyapp.actions.merging import merge
from studyapp.actions.reviews import undo
from studyapp.domain.memory import Rating
from studyapp.models import Answer, Learner, Memory, QuestionReport, Review
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import NOON, MemoryFactory, card_of, graded, quiz_of, right, version_of, wrong
from tests.factories.work import DAY, HOUR, report_by

pytestmark = pytest.mark.django_db

LATER = NOON + 30 * DAY


@pytest.fixture
def account(db: None) -> Learner:
    """Somebody with an account."""
    return LearnerFactory.create(user=UserFactory.create())


@pytest.fixture
def guest(db: None) -> Learner:
    """A guest."""
    return LearnerFactory.create()


def join(account: Learner, guest: Learner) -> None:
    """Merge, as a sign-in does."""
    assert merge(into=account, guest=guest, now=LATER) is True


def row(memory: Memory) -> Mapping[str, Any]:
    """The memory as stored."""
    return Memory.objects.filter(pk=memory.pk).values().get()


def test_an_item_of_both_is_replayed_in_the_order_of_its_reviews(account: Learner, guest: Learner) -> None:
    own, theirs = (MemoryFactory.create(learner=learner) for learner in (account, guest))
    made = [
        graded(own, Rating.GOOD, NOON),
        graded(theirs, Rating.AGAIN, NOON + 2 * DAY),
        graded(own, Rating.EASY, NOON + 3 * DAY),
        graded(theirs, Rating.AGAIN, NOON + 9 * DAY),
    ]
    join(account, guest)
    memory = Memory.objects.get()
    assert (memory.pk, memory.learner, memory.reviews, memory.missed) == (own.pk, account, 4, True)
    history = list(Review.objects.order_by("number"))
    assert [(review.pk, review.number, review.rating) for review in history] == [
        (made[0].pk, 0, 3),
        (made[1].pk, 1, 1),
        (made[2].pk, 2, 4),
        (made[3].pk, 3, 1),
    ]
    assert [review.stage for review in history] == [
        "new",
        *(review.after["stage"] for review in history[:-1]),
    ]
    assert [review.before for review in history[1:]] == [review.after for review in history[:-1]]
    assert history[-1].after["last_at"] == to_json_moment(memory)
    assert {name: row(memory)[name] for name in ("stage", "reviews", "lapses", "stability")} == {
        name: history[-1].after[name] for name in ("stage", "reviews", "lapses", "stability")
    }


def test_the_order_is_that_of_giving_and_not_of_arriving(account: Learner, guest: Learner) -> None:
    own, theirs = (MemoryFactory.create(learner=learner) for learner in (account, guest))
    late = [graded(theirs, Rating.GOOD, NOON + 4 * DAY), graded(theirs, Rating.GOOD, NOON + 20 * DAY)]
    early = graded(own, Rating.HARD, NOON)
    join(account, guest)
    assert list(Review.objects.order_by("number")) == [early, *late]
    assert Memory.objects.get().last_at == NOON + 20 * DAY


def to_json_moment(memory: Memory) -> str:
    assert memory.last_at is not None
    return memory.last_at.isoformat()


def test_the_next_grade_and_its_undo_go_on_from_the_merged_state(account: Learner, guest: Learner) -> None:
    own, theirs = (MemoryFactory.create(learner=learner) for learner in (account, guest))
    graded(theirs, Rating.GOOD, NOON)
    graded(own, Rating.GOOD, NOON + DAY)
    join(account, guest)
    merged = row(own)
    assert graded(own, Rating.GOOD, LATER).number == 2
    assert undo(learner=Learner.objects.get(), now=LATER) == own
    assert row(own) == merged


def test_where_only_the_guest_reviewed_the_promised_day_stays(account: Learner, guest: Learner) -> None:
    own = MemoryFactory.create(learner=account, added_at=NOON + DAY)
    theirs = MemoryFactory.create(learner=guest)
    Memory.objects.filter(pk=own.pk).update(suspended_at=NOON)
    graded(theirs, Rating.EASY, NOON)
    before, history = row(theirs), list(Review.objects.values("before", "after", "number"))
    join(account, guest)
    changes = {"learner_id": account.pk, "suspended_at": NOON}
    assert Memory.objects.get() == theirs
    assert row(theirs) == {**before, **changes}
    assert list(Review.objects.values("before", "after", "number")) == history


def test_where_only_the_account_reviewed_its_memory_stays(account: Learner, guest: Learner) -> None:
    own, theirs = (MemoryFactory.create(learner=learner) for learner in (account, guest))
    graded(own, Rating.EASY, NOON)
    Memory.objects.filter(pk=theirs.pk).update(
        suspended_at=NOON, buried_until=NOON.date(), added_at=NOON + DAY
    )
    before = row(own)
    join(account, guest)
    assert row(Memory.objects.get()) == before


def test_whether_it_is_suspended_or_buried_is_the_accounts_wish(account: Learner, guest: Learner) -> None:
    shared = [MemoryFactory.create(learner=learner) for learner in (account, guest)]
    alone = MemoryFactory.create(learner=guest, card=card_of("card-k1-2"))
    for memory in shared:
        graded(memory, Rating.GOOD, NOON)
    wishes = {"suspended_at": NOON, "buried_until": date(2026, 11, 25)}
    Memory.objects.filter(learner=guest).update(**wishes)
    join(account, guest)
    shown = Memory.objects.order_by("pk").values_list("pk", *wishes)
    assert list(shown) == [(shared[0].pk, None, None), (alone.pk, *wishes.values())]


def test_reviews_taken_back_come_along_and_stay_taken_back(account: Learner, guest: Learner) -> None:
    own, theirs = (MemoryFactory.create(learner=learner) for learner in (account, guest))
    taken_back = graded(theirs, Rating.AGAIN, NOON)
    undo(learner=guest, now=NOON)
    graded(theirs, Rating.GOOD, NOON)
    graded(own, Rating.GOOD, NOON + HOUR)
    join(account, guest)
    stored = Review.objects.get(pk=taken_back.pk)
    assert (stored.learner, stored.memory, stored.undone_at) == (account, own, NOON)
    assert Memory.objects.get().reviews == 2
    assert list(
        Review.objects.filter(undone_at=None).values_list("number", flat=True).order_by("number")
    ) == [0, 1]


def test_the_replay_is_in_the_accounts_calendar_and_the_days_are_kept(
    account: Learner, guest: Learner
) -> None:
    account.time_zone = "Pacific/Auckland"
    account.save()
    own, theirs = (MemoryFactory.create(learner=learner) for learner in (account, guest))
    graded(own, Rating.GOOD, NOON)
    graded(theirs, Rating.GOOD, NOON + 5 * DAY + 6 * HOUR)
    join(account, guest)
    assert Memory.objects.get().last_day == date(2026, 11, 30)  # 07:00 there
    assert list(Review.objects.order_by("number").values_list("day", flat=True)) == [
        date(2026, 11, 24),
        date(2026, 11, 29),
    ]


# Sent twice


def test_one_review_sent_as_both_counts_once(account: Learner, guest: Learner) -> None:
    own, theirs = (MemoryFactory.create(learner=learner) for learner in (account, guest))
    kept, copy = (graded(memory, Rating.GOOD, NOON) for memory in (own, theirs))
    Review.objects.update(token=UUID(int=7))
    before = row(own)
    join(account, guest)
    assert (Review.objects.get(), row(Memory.objects.get())) == (kept, before)
    assert copy.pk != kept.pk


@pytest.mark.parametrize("change", [{"rating": 1}, {"reviewed_at": NOON + HOUR}])
def test_two_reviews_under_one_token_are_two(
    account: Learner, guest: Learner, change: dict[str, Any]
) -> None:
    own, theirs = (MemoryFactory.create(learner=learner) for learner in (account, guest))
    for memory in (own, theirs):
        graded(memory, Rating.GOOD, NOON)
    Review.objects.update(token=UUID(int=7))
    Review.objects.filter(learner=guest).update(**change)
    join(account, guest)
    assert Memory.objects.get().reviews == Review.objects.count() == 2
    assert Review.objects.filter(token=UUID(int=7)).count() == 1


def same_answer(learner: Learner, *, good: bool = True, minutes: int = 0) -> Answer:
    version = version_of("q-k1-2")
    return record(
        learner=learner,
        version=version,
        response=right(version) if good else wrong(version),
        confidence="sure",
        place="review",
        token=UUID(int=7),
        now=NOON + timedelta(minutes=minutes),
    )


def test_one_answer_sent_as_both_counts_once(account: Learner, guest: Learner) -> None:
    kept, copy = same_answer(account), same_answer(guest)
    review = graded(MemoryFactory.create(learner=guest))
    Review.objects.update(answer=copy)
    report = report_by(guest, answer=copy)
    join(account, guest)
    assert Answer.objects.get() == kept
    assert Review.objects.get(pk=review.pk).answer == kept
    assert QuestionReport.objects.get(pk=report.pk).answer == kept


@pytest.mark.parametrize("other", [{"good": False}, {"minutes": 1}])
def test_two_answers_under_one_token_are_two(account: Learner, guest: Learner, other: dict[str, Any]) -> None:
    kept, moved = same_answer(account), same_answer(guest, **other)
    join(account, guest)
    assert set(Answer.objects.filter(learner=account)) == {kept, moved}
    assert Answer.objects.get(pk=kept.pk).token == kept.token
    assert Answer.objects.get(pk=moved.pk).token != kept.token


def test_an_answer_of_a_quiz_is_never_taken_for_a_copy(account: Learner, guest: Learner) -> None:
    kept, copy = same_answer(account), same_answer(guest)
    item = quiz_of(guest).items.get(position=1)
    item.answer = copy
    item.save()
    join(account, guest)
    item.refresh_from_db()
    assert (Answer.objects.count(), item.answer) == (2, copy)
    assert kept.pk != copy.pk
