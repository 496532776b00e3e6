"""A learner's calendar: its address, and what is in it."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studyapp.actions.calendars import close_feed, open_feed, renew_feed
from studyapp.models import AssignmentException, CalendarFeed, Exam, Learner, Membership
from studyapp.queries.calendarfeed import events, feed_at, token_of
from tests.factories.classes import MembershipFactory
from tests.factories.classwork import assigned, class_of, who
from tests.factories.people import LearnerFactory, UserFactory
from tests.factories.study import NOON, card_of, course
from tests.factories.work import DAY, HOUR, due

pytestmark = pytest.mark.django_db


def told(learner: Learner) -> list[tuple[str, str]]:
    """The calendar as day and words."""
    fresh = Learner.objects.get(pk=learner.pk)
    return [(f"{event.start:%m-%d}", event.summary) for event in events(course(), fresh, now=NOON)]


# Its address


def test_an_address_opens_its_own_calendar_until_it_is_renewed() -> None:
    one, other = LearnerFactory.create_batch(2)
    first = token_of(open_feed(learner=one, now=NOON))
    assert token_of(open_feed(learner=one, now=NOON + DAY)) == first
    assert len(first) == 43
    open_feed(learner=other, now=NOON)
    found = feed_at(first)
    assert found is not None
    assert found.learner == one
    second = token_of(renew_feed(learner=one, now=NOON))
    assert (second != first, feed_at(first)) == (True, None)
    close_feed(learner=one)
    assert feed_at(second) is None
    assert CalendarFeed.objects.get().learner == other


def test_whoever_has_the_database_has_no_address() -> None:
    feed = open_feed(learner=LearnerFactory.create(), now=NOON)
    token = token_of(feed)
    forged = token[:-3] + ("AAA" if token[-3:] != "AAA" else "BBB")
    with CaptureQueriesContext(connection) as seen:
        for guess in (forged, feed.key.hex, str(feed.key), "", "a", "é", "A" * 43, token + "A", token * 2):
            assert feed_at(guess) is None
    assert len(seen) == 0


def test_a_closed_account_has_no_calendar() -> None:
    learner = LearnerFactory.create(user=UserFactory.create(is_active=False))
    assert feed_at(token_of(open_feed(learner=learner, now=NOON))) is None


def test_another_secret_key_voids_every_address(settings: object) -> None:
    token = token_of(open_feed(learner=LearnerFactory.create(), now=NOON))
    settings.SECRET_KEY = "y" * 60  # type: ignore[attr-defined]  # what pytest-django gives
    assert feed_at(token) is None


# What is in it


def test_the_plan() -> None:
    learner = LearnerFactory.create(exam_date=date(2026, 12, 20))
    assert told(learner) == [
        ("11-24", "Read lesson 1: First lesson (5 min)"),
        ("11-30", "Read lesson 2: Second lesson (5 min)"),
        ("12-20", "T-1: your exam"),
    ]
    Learner.objects.filter(pk=learner.pk).update(exam_date=None)
    assert told(learner) == []


def test_reviews_are_counted_by_day_and_overdue_ones_wait_today() -> None:
    learner = LearnerFactory.create()
    for n, since in enumerate((3 * DAY, 0 * DAY, -2 * DAY, -40 * DAY), start=1):
        due(learner, card=card_of(f"card-k1-{n}"), since=since)
    set_aside = due(learner, question="q-k1-1")
    type(set_aside).objects.filter(pk=set_aside.pk).update(suspended_at=NOON)
    assert told(learner) == [("11-24", "2 reviews due"), ("11-26", "1 review due")]


def test_dates_of_a_class_are_the_learners_own() -> None:
    classroom, (mine, other) = class_of(2)
    assigned(classroom, opens_at=NOON + HOUR, title="Read this")
    late = assigned(classroom, title="Later for one")
    AssignmentException.objects.create(assignment=late, membership=mine, due_at=NOON + 5 * DAY)
    assigned(classroom, "exam", title="Sit this", opens_at=NOON, due_at=NOON + 2 * DAY)
    Membership.objects.filter(pk=other.pk).update(time_factor=Decimal("1.5"))
    assert told(who(mine)) == [
        ("11-24", "Opens: Read this"),
        ("11-24", "Opens: Sit this"),
        ("11-25", "Due: Read this"),
        ("11-26", "Due: Sit this"),
        ("11-29", "Due: Later for one"),
    ]
    assert told(who(other)) == [
        ("11-24", "Opens: Read this"),
        ("11-24", "Opens: Sit this"),
        ("11-25", "Due: Later for one"),
        ("11-25", "Due: Read this"),
        ("11-27", "Due: Sit this"),
    ]
    Membership.objects.filter(pk=mine.pk).update(left_at=NOON)
    assert told(who(mine)) == []


def test_the_window_of_a_class_exam_grows_with_the_factor() -> None:
    classroom, (mine,) = class_of(1)
    Membership.objects.filter(pk=mine.pk).update(time_factor=2)
    mini = Exam.objects.get(slug="mini")
    Exam.objects.create(
        slug="c1:final",
        title="Final",
        minutes=60,
        pass_mark=700,
        pool="exam",
        blueprint=mini.blueprint,
        unscored=0,
        position=1,
        classroom=classroom,
        opens_at=NOON + DAY,
        closes_at=NOON + 2 * DAY,
    )
    assert told(who(mine)) == [("11-25", "Exam opens: Final"), ("11-27", "Exam closes: Final")]


def test_events_keep_their_names_and_lead_to_their_pages() -> None:
    learner = LearnerFactory.create(exam_date=date(2026, 12, 20))
    first, second = (events(course(), learner, now=NOON + n * HOUR, site="https://x.y") for n in (0, 1))
    assert [event.uid for event in first] == [event.uid for event in second]
    assert len({event.uid for event in first}) == len(first)
    assert {event.url for event in first} == {
        "https://x.y/lessons/first/",
        "https://x.y/lessons/second/",
        "https://x.y/plan/",
    }
    assert str(learner.key) not in str(first)


def test_it_costs_the_same_with_more_in_it() -> None:
    costs = []
    for times in (1, 3):
        learner = LearnerFactory.create(exam_date=(NOON + timedelta(days=40)).date(), key=uuid4())
        for _ in range(times):
            classroom, _ = class_of(1)
            MembershipFactory.create(classroom=classroom, learner=learner)
            assigned(classroom)
        course()
        with CaptureQueriesContext(connection) as seen:
            assert len(events(course(), learner, now=NOON)) == 3 + times
        costs.append(len(seen))
    assert costs == [5, 5]
