"""What merging keeps, whatever two people did: every act once, the memory of one person, nobody else's."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.actions.answers import record
from studyapp.actions.merging import merge
from studyapp.actions.reviews import undo
from studyapp.domain.memory import Rating
from studyapp.models import Answer, Learner, Memory, Review
from tests.actions.belongings import belongings
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import (
    NOON,
    MemoryFactory,
    card_of,
    graded,
    question_of,
    right,
    rolled_back,
    version_of,
    wrong,
)
from tests.factories.work import studied

pytestmark = pytest.mark.django_db

ACCOUNT, GUEST = 0, 1
LATER = NOON + timedelta(days=900)
ITEMS = ("card-k1-1", "q-k1-3")


@dataclass(frozen=True)
class Step:
    """One review: whose, of which item, how it went, how long after the one before, and taken back or not."""

    who: int
    item: int
    rating: Rating
    hours: float
    undone: bool


steps = st.builds(
    Step,
    who=st.sampled_from((ACCOUNT, GUEST)),
    item=st.integers(0, len(ITEMS) - 1),
    rating=st.sampled_from(Rating),
    hours=st.one_of(st.floats(0.01, 1.0), st.floats(1.0, 24.0 * 60)),
    undone=st.sampled_from((False, False, False, True)),
)
histories = st.lists(steps, min_size=4, max_size=12)
both = (ACCOUNT, GUEST)
queues = st.lists(st.sampled_from([both, both, (ACCOUNT,), (GUEST,)]), min_size=2, max_size=2)
many = settings(max_examples=40, deadline=None)


def queue(learners: Sequence[Learner], owners: Sequence[Sequence[int]]) -> dict[tuple[int, int], Memory]:
    """A new memory of each item for each of its owners, by owner and item."""
    found = {}
    for item, (slug, who) in enumerate(zip(ITEMS, owners, strict=True)):
        for owner in who:
            thing = {"card": card_of(slug)} if slug.startswith("card") else {"question": question_of(slug)}
            found[owner, item] = MemoryFactory.create(learner=learners[owner], **thing)
    return found


def live(history: Sequence[Step], owner: int, item: int) -> bool:
    """Whether this owner has a review of the item that stands."""
    return any((step.who, step.item, step.undone) == (owner, item, False) for step in history)


def play(
    history: Sequence[Step],
    row_of: Mapping[tuple[int, int], Memory],
    owners: Sequence[int] = both,
) -> None:
    """Make the reviews of these owners at their times, each in the memory named for its owner and item."""
    now = NOON
    for step in history:
        now += timedelta(hours=step.hours)
        if step.who not in owners:
            continue
        if memory := row_of.get((step.who, step.item)):
            made = graded(memory, step.rating, now)
            if step.undone:
                assert undo(learner=Memory.objects.get(pk=memory.pk).learner, now=now) is not None
                assert Review.objects.get(pk=made.pk).undone_at == now


def state(pks: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    """What these memories remember, with the reviews that stand."""
    rows = Memory.objects.filter(pk__in=pks).values("pk", *REMEMBERED)
    return {
        row.pop("pk"): (
            row,
            list(
                Review.objects.filter(memory=pk, undone_at=None)
                .order_by("number")
                .values_list("number", "stage", "rating", "reviewed_at", "day", "before", "after")
            ),
        )
        for row in rows
        for pk in [row["pk"]]
    }


REMEMBERED = (
    "stage",
    "step",
    "stability",
    "difficulty",
    "due_day",
    "due_at",
    "last_at",
    "last_day",
    "reviews",
    "lapses",
)


def two() -> tuple[Learner, Learner]:
    """Somebody with an account, and a guest."""
    return LearnerFactory.create(user=UserFactory.create()), LearnerFactory.create()


@many
@given(history=histories, owners=queues)
def test_merging_gives_the_memory_of_one_person_who_did_it_all(
    history: list[Step], owners: list[tuple[int, ...]]
) -> None:
    with rolled_back():
        learners = two()
        rows = queue(learners, owners)
        stays = {
            item: GUEST if who == (GUEST,) or _guest_alone(history, who, item) else ACCOUNT
            for item, who in enumerate(owners)
        }
        left = {item: rows[owner, item] for item, owner in stays.items()}
        with rolled_back():
            play(history, {place: left[place[1]] for place in rows})
            expected = state([row.pk for row in left.values()])
        for owner in (GUEST, ACCOUNT):  # so that the rows are not in the order of their times
            play(history, rows, [owner])
        assert merge(into=learners[ACCOUNT], guest=learners[GUEST], now=LATER) is True
        assert set(Memory.objects.values_list("learner", flat=True)) == {learners[ACCOUNT].pk}
        assert set(Memory.objects.values_list("pk", flat=True)) == {row.pk for row in left.values()}
        assert state([row.pk for row in left.values()]) == expected


def _guest_alone(history: Sequence[Step], who: Sequence[int], item: int) -> bool:
    return len(who) == 2 and live(history, GUEST, item) and not live(history, ACCOUNT, item)


@many
@given(history=histories, owners=queues)
def test_no_review_is_lost_doubled_or_changed_in_what_it_is_evidence_of(
    history: list[Step], owners: list[tuple[int, ...]]
) -> None:
    evidence = (
        "pk",
        "rating",
        "reviewed_at",
        "received_at",
        "seconds",
        "token",
        "day",
        "answer",
        "undone_at",
    )
    with rolled_back():
        learners = two()
        play(history, queue(learners, owners))
        before = list(Review.objects.order_by("pk").values_list(*evidence))
        merge(into=learners[ACCOUNT], guest=learners[GUEST], now=LATER)
        assert list(Review.objects.order_by("pk").values_list(*evidence)) == before
        assert Review.objects.exclude(learner=learners[ACCOUNT]).count() == 0
        for memory in Memory.objects.all():
            standing = Review.objects.filter(memory=memory, undone_at=None).order_by("reviewed_at", "pk")
            assert [row.number for row in standing] == list(range(memory.reviews))


@many
@given(
    answers=st.lists(
        st.tuples(st.sampled_from((ACCOUNT, GUEST)), st.integers(0, 6), st.booleans()), max_size=14
    )
)
def test_every_answer_is_kept_once_and_says_what_it_said(answers: list[tuple[int, int, bool]]) -> None:
    """The tokens clash often: each of the two may have used any of seven."""
    said = ("version", "response", "correct", "answered_at", "place", "confidence")
    versions = [version_of("q-k1-1"), version_of("q-k1-2")]
    with rolled_back():
        learners = two()
        for minutes, (who, token, good) in enumerate(answers):
            version = versions[token % 2]
            record(
                learner=learners[who],
                version=version,
                response=right(version) if good else wrong(version),
                confidence="sure",
                place="practice",
                token=UUID(int=token),
                now=NOON + timedelta(minutes=minutes),
            )
        rows = [(*row[:1], str(row[1]), *row[2:]) for row in Answer.objects.values_list(*said)]
        merge(into=learners[ACCOUNT], guest=learners[GUEST], now=LATER)
        kept = [
            (*row[:1], str(row[1]), *row[2:])
            for row in Answer.objects.filter(learner=learners[ACCOUNT]).values_list(*said)
        ]
        assert Counter(kept) == Counter(rows)
        assert Answer.objects.count() == len(rows)
        tokens = list(Answer.objects.values_list("token", flat=True))
        assert len(set(tokens)) == len(tokens)


@settings(max_examples=4, deadline=None)
@given(own=st.integers(0, 2), theirs=st.integers(0, 2), third=st.integers(1, 2))
def test_nothing_of_anybody_else_changes(own: int, theirs: int, third: int) -> None:
    with rolled_back():
        learners = two()
        other = LearnerFactory.create()
        for learner, times in zip((*learners, other), (own, theirs, third), strict=True):
            if times:
                studied(learner, times=times)
        before = belongings(other)
        assert before["Attempt"] != []
        merge(into=learners[ACCOUNT], guest=learners[GUEST], now=LATER)
        assert belongings(other) == before
        assert set(Learner.objects.values_list("pk", flat=True)) == {learners[ACCOUNT].pk, other.pk}


@settings(max_examples=4, deadline=None)
@given(times=st.integers(0, 3))
def test_an_empty_guest_changes_nothing(times: int) -> None:
    with rolled_back():
        account, guest = two()
        if times:
            studied(account, times=times)
        before = belongings(account)
        assert merge(into=account, guest=guest, now=LATER) is True
        assert belongings(account) == before
        assert Learner.objects.get() == account


@settings(max_examples=4, deadline=None)
@given(times=st.integers(1, 3))
def test_an_account_without_work_takes_everything_as_it_is(times: int) -> None:
    with rolled_back():
        account, guest = two()
        studied(guest, times=times)
        before = {name: len(rows) for name, rows in belongings(guest).items()}
        merge(into=account, guest=guest, now=LATER)
        assert {name: len(rows) for name, rows in belongings(account).items()} == before
