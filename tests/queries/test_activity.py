"""Answers and time by study day, across changes of clocks and of zones."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from studyapp.actions import practice
from studyapp.actions.exams import save, submit
from studyapp.domain.memory import Schedule
from studyapp.domain.studied import span
from studyapp.models import Answer, Learner, PracticeSession
from studyapp.queries.activity import TimeSpent, answers_by_day, time_spent
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, attempt_of, quiz_of, right, rolled_back, version_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
TODAY = NOON.date()
SCHEDULE = Schedule()
BERLIN = Schedule(zone=ZoneInfo("Europe/Berlin"))
WEEK = span(TODAY, 7)


def at(*moments: datetime, learner: Learner | None = None, place: str = "practice") -> Learner:
    """Somebody who gave an answer at each of these moments."""
    learner = learner or LearnerFactory.create()
    version = version_of("q-k1-2")
    Answer.objects.bulk_create(
        Answer(
            learner=learner,
            question_id=version.question_id,
            version=version,
            place=place,
            response=list(right(version)),
            points=1,
            out_of=1,
            correct=True,
            answered_at=moment,
            token=uuid4(),
        )
        for moment in moments
    )
    return learner


def test_answers_are_counted_on_their_study_day() -> None:
    learner = at(NOON, NOON + MINUTE, NOON - 3 * DAY, NOON - 8 * DAY)
    at(NOON)  # somebody else's
    assert answers_by_day(learner.pk, WEEK, SCHEDULE) == {TODAY: 2, TODAY - 3 * DAY: 1}


def test_the_day_ends_at_the_hour_of_rollover() -> None:
    end = datetime(2026, 11, 24, 4, tzinfo=UTC)
    learner = at(end - SECOND, end - timedelta(microseconds=1), end, end + DAY - timedelta(microseconds=1))
    assert answers_by_day(learner.pk, WEEK, SCHEDULE) == {TODAY - DAY: 2, TODAY: 2}


def test_answers_in_reviews_are_reviews_and_those_left_empty_none() -> None:
    learner = at(NOON, place="review")
    for place in ("lesson", "precheck", "exam"):
        at(NOON, learner=learner, place=place)
    submit(attempt=attempt_of(learner), now=NOON + MINUTE)
    assert Answer.objects.filter(learner=learner).count() == 8
    assert answers_by_day(learner.pk, WEEK, SCHEDULE) == {TODAY: 3}


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 10, 25), 25), (date(2027, 3, 28), 23), (date(2027, 3, 27), 24)]
)
def test_a_day_on_which_the_clocks_change(day: date, hours: int) -> None:
    berlin = Schedule(zone=ZoneInfo("Europe/Berlin"), rollover_hour=0)
    first = datetime(day.year, day.month, day.day, tzinfo=berlin.zone).astimezone(UTC)
    learner = at(*(first + n * timedelta(hours=1) for n in range(-1, 26)))
    counted = answers_by_day(learner.pk, (day - DAY, day, day + DAY), berlin)
    assert counted == {day - DAY: 1, day: hours, day + DAY: 26 - hours}


def test_the_hour_that_comes_twice_is_of_the_day_before_once_and_for_all() -> None:
    # At 02:00 of 25 October; the clock shows it again an hour later.
    berlin = Schedule(zone=ZoneInfo("Europe/Berlin"), rollover_hour=2)
    opens = datetime(2026, 10, 25, 0, tzinfo=UTC)
    learner = at(opens - SECOND, opens, opens + timedelta(hours=1))
    assert answers_by_day(learner.pk, (date(2026, 10, 24), date(2026, 10, 25)), berlin) == {
        date(2026, 10, 24): 1,
        date(2026, 10, 25): 2,
    }


def test_whoever_flies_across_the_date_line_finds_every_answer_once() -> None:
    moments = [datetime(2026, 11, 24, hour, 30, tzinfo=UTC) for hour in range(24)]
    learner = at(*moments)
    for zone in ("Pacific/Kiritimati", "Pacific/Honolulu", "UTC"):
        there = Schedule(zone=ZoneInfo(zone))
        counted = answers_by_day(learner.pk, span(TODAY + 2 * DAY, 5), there)
        assert counted == Counter(there.today(moment) for moment in moments)
        assert sum(counted.values()) == 24


@settings(max_examples=40, deadline=None)
@given(
    moments=st.lists(st.datetimes(datetime(2026, 10, 20), datetime(2026, 11, 5)), max_size=12),
    zone=st.sampled_from(("Europe/Berlin", "America/St_Johns", "Pacific/Kiritimati", "UTC")),
    hour=st.integers(0, 23),
    cuts=st.sets(st.integers(1, 19)),
)
def test_the_sums_of_any_parts_are_those_of_the_whole(
    moments: list[datetime], zone: str, hour: int, cuts: set[int]
) -> None:
    schedule = Schedule(zone=ZoneInfo(zone), rollover_hour=hour)
    given_at = [moment.replace(tzinfo=UTC) for moment in moments]
    days = span(date(2026, 11, 7), 20)
    with rolled_back():
        learner = at(*given_at)
        whole = answers_by_day(learner.pk, days, schedule)
        bounds = [0, *sorted(cuts), len(days)]
        parts = [answers_by_day(learner.pk, days[a:b], schedule) for a, b in pairwise(bounds)]
    assert whole == Counter(schedule.today(moment) for moment in given_at)
    assert sum(sum(part.values()) for part in parts) == sum(whole.values()) == len(moments)
    assert {day: count for part in parts for day, count in part.items()} == whole


def answer_quiz(quiz: PracticeSession, *moments: datetime) -> None:
    for position, moment in enumerate(moments, start=1):
        version = quiz.items.select_related("version").get(position=position).version
        practice.answer(
            session=quiz, position=position, response=right(version), confidence="sure", now=moment
        )


def spent(learner: Learner, since: date = WEEK[0], now: datetime = NOON) -> TimeSpent:
    return time_spent(learner.pk, since=since, schedule=SCHEDULE, now=now)


def test_no_time_was_spent() -> None:
    assert spent(LearnerFactory.create()) == TimeSpent()


def test_a_quiz_takes_the_time_from_each_answer_to_the_next_up_to_ten_minutes() -> None:
    learner = LearnerFactory.create()
    quiz = quiz_of(learner, now=NOON - 2 * DAY)
    start = NOON - 2 * DAY
    answer_quiz(quiz, start + MINUTE, start + 3 * MINUTE, start + 60 * MINUTE, NOON)
    answer_quiz(quiz_of(LearnerFactory.create()), NOON + MINUTE)
    assert spent(learner) == TimeSpent({TODAY - 2 * DAY: 60 + 120 + 600, TODAY: 600}, {})
    # The time of an answer does not depend on from when on it is asked for.
    assert spent(learner, since=TODAY) == TimeSpent({TODAY: 600}, {})


def test_quizzes_at_the_same_time_are_kept_apart() -> None:
    learner = LearnerFactory.create()
    answer_quiz(quiz_of(learner, seed=1), NOON + MINUTE, NOON + 4 * MINUTE)
    answer_quiz(quiz_of(learner, seed=2), NOON + 2 * MINUTE)
    assert spent(learner).practice == {TODAY: 60 + 180 + 120}


def test_what_was_measured_is_believed() -> None:
    learner = LearnerFactory.create()
    answer_quiz(quiz_of(learner), NOON + MINUTE, NOON + 2 * MINUTE)
    Answer.objects.filter(answered_at=NOON + MINUTE).update(seconds=12.5)
    assert spent(learner).practice == {TODAY: 12.5 + 60}


def test_a_sitting_takes_the_time_from_its_start_to_the_last_thing_done_in_it() -> None:
    learner = LearnerFactory.create()
    attempt = attempt_of(learner, now=NOON - DAY)
    submit(attempt=attempt, now=NOON - DAY + 3 * MINUTE)
    left = attempt_of(learner, now=NOON)  # until seven minutes past
    version = left.items.select_related("version").get(position=1).version
    save(attempt=left, position=1, response=right(version), flagged=None, now=NOON + 2 * MINUTE)
    assert spent(learner, now=NOON + 6 * MINUTE).exams == {TODAY - DAY: 180}  # it is still running
    assert left.deadline is not None
    assert spent(learner, now=left.deadline).exams == {TODAY - DAY: 180, TODAY: 120}
    submit(attempt=left, now=NOON + DAY)
    assert spent(learner, now=NOON + DAY).exams == {TODAY - DAY: 180, TODAY: 120}
    assert spent(learner, since=TODAY, now=NOON + DAY).exams == {TODAY: 120}


def test_what_arrives_within_the_grace_takes_no_more_than_the_time_there_was() -> None:
    learner = LearnerFactory.create()
    attempt = attempt_of(learner)
    version = attempt.items.select_related("version").get(position=1).version
    assert attempt.deadline is not None
    late = attempt.deadline + 5 * SECOND
    save(attempt=attempt, position=1, response=right(version), flagged=None, now=late)
    expected = (attempt.deadline - attempt.started_at).total_seconds()
    assert spent(learner, now=late + MINUTE).exams == {TODAY: expected}


def test_time_is_of_the_day_on_which_the_answer_was_given() -> None:
    night = datetime(2026, 11, 24, 3, 58, tzinfo=UTC)
    learner = LearnerFactory.create()
    answer_quiz(quiz_of(learner, now=night), night + MINUTE, night + 4 * MINUTE)
    assert spent(learner).practice == {TODAY - DAY: 60, TODAY: 180}
    submit(attempt=attempt_of(learner, now=night), now=night + 3 * MINUTE)
    assert spent(learner).exams == {TODAY: 180}
    assert time_spent(learner.pk, since=WEEK[0], schedule=BERLIN, now=NOON).exams == {TODAY: 180}


@pytest.mark.parametrize("count", [1, 3])
def test_one_query_each(django_assert_num_queries: DjangoAssertNumQueries, count: int) -> None:
    learner = LearnerFactory.create()
    for n in range(count):
        answer_quiz(quiz_of(learner, seed=n, now=NOON - 20 * MINUTE), *[NOON - 10 * MINUTE] * count)
        submit(attempt=attempt_of(learner, now=NOON - MINUTE), now=NOON)
    with django_assert_num_queries(1):
        assert answers_by_day(learner.pk, WEEK, SCHEDULE) == {TODAY: count * count}
    with django_assert_num_queries(1):
        found = spent(learner)
    assert found == TimeSpent({TODAY: count * 600}, {TODAY: count * 60})
