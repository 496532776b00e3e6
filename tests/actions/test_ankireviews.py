"""Reviews from Anki join those given here: dated as there, once, and worked out with all others."""

from datetime import datetime, timedelta

import pytest

from studyapp.actions import ankireviews
from studyapp.actions.ankireviews import Joined, TooMany, join_history
from studyapp.actions.reviews import undo
from studyapp.domain.ankihistory import answers_of
from studyapp.domain.memory import NEW, Rating, review
from studyapp.models import Card, Learner, Memory, Review
from studyapp.queries.ankifiles import read_history
from studyapp.queries.memories import remembered, schedule_of, seed_of
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, MemoryFactory, card_of, graded
from tests.factories.work import DAY, HOUR
from tests.queries.ankipackages import Line, package
from tests.views.rows import all_rows, changed

pytestmark = pytest.mark.django_db


def at(moment: datetime) -> int:
    """As Anki counts."""
    return int(moment.timestamp() * 1000)


def line(slug: str, moment: datetime, ease: int = 3, kind: int = 1, factor: int = 2500) -> Line:
    """A review of eight seconds."""
    return (slug, at(moment), ease, kind, factor, 8_000)


def joined(learner: Learner, *lines: Line, others: int = 0, now: datetime = NOON) -> Joined:
    """What a package with these reviews brings."""
    history = read_history(package(lines, others=others))
    answers = answers_of(history.lines, now=now)
    return join_history(learner=learner, reviews=answers, notes=history.notes, now=now)


def test_a_card_that_was_only_reviewed_there() -> None:
    learner = LearnerFactory.create()
    days = [(NOON - 9 * DAY, 3), (NOON - 8 * DAY, 1), (NOON - 2 * DAY, 4)]
    lines = [line("card-k1-1", moment, ease) for moment, ease in days]
    assert joined(learner, *lines, others=2) == Joined(3, 0, 1, ("Own 0", "Own 1"))
    memory = Memory.objects.get(learner=learner)
    assert (memory.card, memory.added_at) == (card_of("card-k1-1"), NOON - 9 * DAY)
    state = NEW
    for moment, ease in days:
        state = review(state, Rating(ease), now=moment, schedule=schedule_of(learner), seed=seed_of(memory))
    assert remembered(memory) == state
    rows = Review.objects.filter(memory=memory).order_by("number")
    assert [(row.reviewed_at, row.rating, row.number) for row in rows] == [
        (moment, ease, n) for n, (moment, ease) in enumerate(days)
    ]
    assert [(row.day, row.received_at, row.seconds) for row in rows] == [
        (moment.date(), NOON, 8.0) for moment, _ in days
    ]
    assert rows[0].stage == "new"


def test_they_take_their_place_among_those_given_here() -> None:
    memory = MemoryFactory.create(added_at=NOON - 20 * DAY)
    graded(memory, now=NOON - 10 * DAY)
    graded(memory, now=NOON - 4 * DAY)
    joined(memory.learner, line("card-k1-1", NOON - 15 * DAY), line("card-k1-1", NOON - 7 * DAY, 1))
    rows = list(Review.objects.filter(memory=memory).order_by("number"))
    assert [(NOON - row.reviewed_at).days for row in rows] == [15, 10, 7, 4]
    assert [row.number for row in rows] == [0, 1, 2, 3]
    assert [row.before["reviews"] for row in rows] == [0, 1, 2, 3]
    fresh = Memory.objects.get(pk=memory.pk)
    assert (fresh.reviews, fresh.last_at, fresh.added_at) == (4, NOON - 4 * DAY, NOON - 20 * DAY)


def test_the_same_package_twice_adds_nothing() -> None:
    learner = LearnerFactory.create()
    lines = [line("card-k1-1", NOON - n * DAY) for n in (1, 5)]
    joined(learner, *lines)
    before = all_rows()
    assert joined(learner, *lines, now=NOON + HOUR) == Joined(0, 2, 0, ())
    assert changed(before) == {}
    later = line("card-k1-1", NOON)
    assert joined(learner, *lines, later, now=NOON + HOUR) == Joined(1, 2, 1, ())


def test_what_was_taken_back_here_stays_so() -> None:
    learner = LearnerFactory.create()
    lines = [line("card-k1-1", NOON - DAY), line("card-k1-1", NOON - HOUR, 1)]
    joined(learner, *lines)
    assert undo(learner=learner, now=NOON) is not None
    assert joined(learner, *lines) == Joined(0, 2, 0, ())
    memory = Memory.objects.get(learner=learner)
    assert (memory.reviews, memory.missed) == (1, False)


def test_what_is_no_answer_is_passed_over() -> None:
    learner = LearnerFactory.create()
    lines = (
        line("card-k1-1", NOON - DAY, ease=0, kind=4),  # a due date set by hand
        line("card-k1-2", NOON - 2 * DAY, ease=3, kind=5),  # a rescheduling
        line("card-k1-3", NOON - 3 * DAY, ease=3, kind=3, factor=0),  # a preview
        line("card-k1-4", NOON + timedelta(minutes=1)),  # to come
        line("card-k1-5", datetime(1999, 1, 1, tzinfo=NOON.tzinfo)),
        line("card-k1-6", NOON - 4 * DAY, ease=7),
    )
    assert joined(learner, *lines) == Joined(0, 0, 0, ())
    assert not Memory.objects.exists()


def test_a_retired_card_keeps_its_reviews() -> None:
    learner = LearnerFactory.create()
    data = [line("card-k1-1", NOON - DAY)]
    history = read_history(package(data))
    Card.objects.filter(slug="card-k1-1").update(retired_at=NOON)
    answers = answers_of(history.lines, now=NOON)
    assert join_history(learner=learner, reviews=answers, notes=history.notes, now=NOON).added == 1


def test_too_many_store_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ankireviews, "MOST_REVIEWS", 1)
    learner = LearnerFactory.create()
    before = all_rows()
    with pytest.raises(TooMany):
        joined(learner, line("card-k1-1", NOON - DAY), line("card-k1-2", NOON - HOUR))
    assert changed(before) == {}


def test_two_learners_bring_the_same_package() -> None:
    for learner in LearnerFactory.create_batch(2):
        assert joined(learner, line("card-k1-1", NOON - DAY)).added == 1
    assert Review.objects.count() == 2
