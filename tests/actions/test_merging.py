"""A guest's history joins that of an account: each rule by example."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connections

from studyapp.actions import exams, lessons
from studyapp.actions.calendars import open_feed
from studyapp.actions.merging import bring_along, merge
from studyapp.domain.memory import DEFAULT_PARAMETERS
from studyapp.models import (
    Answer,
    Attempt,
    AttemptItem,
    CalendarFeed,
    Learner,
    Lesson,
    LessonProgress,
    Memory,
    ParameterSet,
    PracticeSession,
    QuestionReport,
    Review,
)
from tests.actions.belongings import belongings, hanging_models
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import (
    NOON,
    MemoryFactory,
    answered,
    attempt_of,
    graded,
    question_of,
    quiz_of,
    right,
)
from tests.factories.work import DAY, HOUR, SECTION, report_by, studied

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


# Whose it is


def test_every_model_that_hangs_on_a_learner_has_a_rule() -> None:
    """Whoever adds one decides what merging makes of it, and says so in the docstring of `merge`."""
    assert {model.__name__ for model in hanging_models()} == {
        "Answer",
        "AssignmentException",
        "AssignmentHelp",
        "Attempt",
        "AttemptEvent",
        "AttemptItem",
        "CalendarFeed",
        "LessonProgress",
        "LiveParticipant",
        "LiveVote",
        "Membership",
        "Memory",
        "ParameterSet",
        "PathAnswer",
        "PracticeItem",
        "PracticeSession",
        "QuestionReport",
        "RepairedResult",
        "Review",
        "QuestionDraft",
        "RosterDraft",
    }


@pytest.mark.parametrize("has_one", [True, False])
def test_a_calendar_keeps_the_address_of_the_account(account: Learner, guest: Learner, has_one: bool) -> None:
    theirs = open_feed(learner=guest, now=NOON)
    own = open_feed(learner=account, now=NOON) if has_one else theirs
    join(account, guest)
    assert CalendarFeed.objects.values_list("key", "learner").get() == (own.key, account.pk)


def test_all_of_both_is_there_and_the_guest_is_gone(account: Learner, guest: Learner) -> None:
    studied(account)
    studied(guest, times=3)
    before = [belongings(learner) for learner in (account, guest)]
    join(account, guest)
    assert Learner.objects.get() == account
    after = {name: len(rows) for name, rows in belongings(account).items()}
    lessons_of_both, shared_items = 2, 1 + 1 + 1  # one card, one due question, one reviewed question
    expected = {name: len(before[0][name]) + len(before[1][name]) for name in after}
    assert after == expected | {
        "Learner": 1,
        "LessonProgress": lessons_of_both,
        "Memory": expected["Memory"] - shared_items,
    } | {
        "Answer": expected["Answer"] + 2 * 4,  # of the two sittings that were handed in
        "AttemptEvent": expected["AttemptEvent"] + 2,
    }
    # The one with a deadline closed then; the one without closes now.
    closed_now = Attempt.objects.filter(submitted_at=LATER)
    assert [attempt.exam.slug for attempt in closed_now] == ["learning"]


def test_a_second_merge_finds_no_guest(account: Learner, guest: Learner) -> None:
    studied(guest)
    join(account, guest)
    before = belongings(account)
    assert merge(into=account, guest=guest, now=LATER) is False
    assert belongings(account) == before


def test_somebody_with_an_account_is_never_a_guest(account: Learner) -> None:
    other = LearnerFactory.create(user=UserFactory.create())
    studied(other)
    before = belongings(other)
    stale = Learner(pk=other.pk, key=other.key, created_at=NOON)  # as read before its owner signed up
    assert merge(into=account, guest=stale, now=LATER) is False
    assert merge(into=account, guest=account, now=LATER) is False
    assert belongings(other) == before


def test_bringing_along_adopts_or_merges(account: Learner, guest: Learner) -> None:
    new = UserFactory.create()
    studied(guest)
    assert bring_along(user=new, guest=guest, now=NOON) is True
    assert Learner.objects.get(user=new) == guest
    assert account.user is not None
    second = LearnerFactory.create()
    answered(MemoryFactory.create(learner=second, question=question_of("q-k1-2")))
    assert bring_along(user=account.user, guest=second, now=NOON) is True
    assert bring_along(user=account.user, guest=second, now=NOON) is False
    assert bring_along(user=account.user, guest=None, now=NOON) is False
    assert Answer.objects.filter(learner=account).count() == 1
    assert set(Learner.objects.values_list("pk", flat=True)) == {guest.pk, account.pk}


def test_bringing_nobody_makes_the_learner_of_a_new_account() -> None:
    user = UserFactory.create()
    assert bring_along(user=user, guest=None, now=NOON) is False
    assert Learner.objects.get().user == user


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("published")
def test_two_tabs_at_once_merge_once() -> None:
    own, guest = LearnerFactory.create(user=UserFactory.create()), LearnerFactory.create()
    for learner in (own, guest):
        graded(MemoryFactory.create(learner=learner))
    together = Barrier(2)

    def click(_: int) -> bool:
        try:
            together.wait()
            return merge(into=own, guest=guest, now=LATER)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        done = sorted(pool.map(click, range(2)))
    assert done == [False, True]
    assert (Review.objects.filter(learner=own).count(), Memory.objects.get().reviews) == (2, 2)


def test_quizzes_and_reports_under_one_token_are_two(account: Learner, guest: Learner) -> None:
    for learner in (account, guest):
        quiz_of(learner, token=UUID(int=3))
        report_by(learner)
    QuestionReport.objects.update(token=UUID(int=4))
    join(account, guest)
    for model in (PracticeSession, QuestionReport):
        tokens = set(model.objects.filter(learner=account).values_list("token", flat=True))
        assert (len(tokens), model.objects.count()) == (2, 2)


@pytest.mark.parametrize("first", ["account", "guest"])
def test_of_two_open_sittings_the_earlier_is_handed_in(account: Learner, guest: Learner, first: str) -> None:
    earlier, later = (account, guest) if first == "account" else (guest, account)
    one = attempt_of(earlier, seed=1, now=NOON)
    item = one.items.select_related("version").get(position=1)
    exams.save(attempt=one, position=1, response=right(item.version), flagged=None, now=NOON)
    two = attempt_of(later, seed=2, now=NOON + timedelta(minutes=1))
    now = NOON + timedelta(minutes=2)
    assert merge(into=account, guest=guest, now=now) is True
    assert dict(Attempt.objects.filter(learner=account).values_list("pk", "submitted_at")) == {
        one.pk: now,
        two.pk: None,
    }
    handed_in = AttemptItem.objects.filter(attempt=one).order_by("position")
    assert list(handed_in.values_list("answer__correct", "answer__learner")) == [
        (True, account.pk),
        *[(False, account.pk)] * 3,
    ]
    assert attempt_of(account, seed=3, now=now) == two


def test_a_sitting_alone_stays_open(account: Learner, guest: Learner) -> None:
    attempt = attempt_of(guest)
    merge(into=account, guest=guest, now=NOON)
    stored = Attempt.objects.get()
    assert (stored.pk, stored.learner, stored.submitted_at) == (attempt.pk, account, None)


def test_a_lesson_was_finished_first_and_goes_on_where_it_was_read_last(
    account: Learner, guest: Learner
) -> None:
    first, second = (Lesson.objects.get(slug=slug).pk for slug in ("first", "second"))
    lessons.remember_section(learner=guest, lesson_id=first, section="s-old", now=NOON)
    lessons.remember_section(learner=account, lesson_id=first, section=SECTION, now=NOON + HOUR)
    lessons.finish(learner=account, lesson_id=first, now=NOON + 2 * HOUR)
    lessons.remember_section(learner=account, lesson_id=second, section="s-old", now=NOON)
    lessons.finish(learner=guest, lesson_id=second, now=NOON + HOUR)
    join(account, guest)
    kept = LessonProgress.objects.filter(learner=account).order_by("lesson__position")
    assert list(kept.values_list("section", "updated_at", "finished_at")) == [
        (SECTION, NOON + 2 * HOUR, NOON + 2 * HOUR),
        ("s-old", NOON + HOUR, NOON + HOUR),
    ]


@pytest.mark.parametrize("earlier", ["account", "guest"])
def test_a_lesson_both_finished_was_finished_the_first_time(
    account: Learner, guest: Learner, earlier: str
) -> None:
    lesson = Lesson.objects.get(slug="first").pk
    for n, learner in enumerate((account, guest) if earlier == "account" else (guest, account)):
        lessons.finish(learner=learner, lesson_id=lesson, now=NOON + n * HOUR)
    join(account, guest)
    assert LessonProgress.objects.get().finished_at == NOON
    assert LessonProgress.objects.get().updated_at == NOON + HOUR


@pytest.mark.parametrize(
    ("own", "theirs", "kept"),
    [
        (None, date(2027, 1, 9), date(2027, 1, 9)),
        (date(2027, 2, 1), date(2027, 1, 9), date(2027, 2, 1)),
        (date(2027, 2, 1), None, date(2027, 2, 1)),
        (None, None, None),
    ],
)
def test_settings_are_the_accounts_but_for_an_exam_date(
    account: Learner, guest: Learner, own: date | None, theirs: date | None, kept: date | None
) -> None:
    Learner.objects.filter(pk=account.pk).update(exam_date=own, time_zone="Asia/Tokyo")
    Learner.objects.filter(pk=guest.pk).update(exam_date=theirs, desired_retention=0.95, new_per_day=3)
    join(account, guest)
    stored = Learner.objects.get()
    assert (stored.exam_date, stored.time_zone, stored.desired_retention) == (kept, "Asia/Tokyo", 0.9)
    assert (stored.new_per_day, stored.key) == (20, account.key)


def test_fitted_weights_are_numbered_after_the_accounts(account: Learner, guest: Learner) -> None:
    sets = [fitted(account, 1), fitted(account, 2), fitted(guest, 1), fitted(guest, 2)]
    Learner.objects.filter(pk=account.pk).update(parameter_set=sets[1])
    Learner.objects.filter(pk=guest.pk).update(parameter_set=sets[3])
    join(account, guest)
    assert dict(ParameterSet.objects.filter(learner=account).values_list("pk", "number")) == {
        made.pk: number for number, made in enumerate(sets, start=1)
    }
    assert Learner.objects.get().parameter_set == sets[1]


def fitted(learner: Learner, number: int) -> ParameterSet:
    """A set of weights."""
    return ParameterSet.objects.create(
        learner=learner,
        number=number,
        parameters=list(DEFAULT_PARAMETERS),
        optimizer="test",
        fitted_at=NOON,
        fitted_on=400,
        held_out=100,
        loss_before=0.4,
        loss_after=0.3,
        adopted=True,
    )
