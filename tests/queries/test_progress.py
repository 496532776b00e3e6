"""The whole page from the rows: one learner's small history, checked number by number; days and zones."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from studyapp.actions import practice, reviews
from studyapp.actions.exams import submit
from studyapp.domain.grading import Confidence
from studyapp.domain.memory import Rating, Schedule
from studyapp.domain.sending import Sent
from studyapp.models import Learner, Memory, Review
from studyapp.queries.memories import schedule_of
from studyapp.queries.progress import ProgressPage, progress_page
from studyapp.queries.studydays import StudyDay
from tests.factories.people import LearnerFactory
from tests.factories.study import (
    NOON,
    MemoryFactory,
    attempt_of,
    card_of,
    course,
    question_of,
    quiz_of,
    right,
    rolled_back,
    version_of,
    wrong,
)
from tests.factories.work import work_of
from tests.queries.test_evidence import answered

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
TODAY = NOON.date()


def page_of(learner: Learner, now: datetime = NOON) -> ProgressPage | None:
    fresh = Learner.objects.get(pk=learner.pk)
    return progress_page(course(), fresh, schedule=schedule_of(fresh), now=now)


def shown(learner: Learner, now: datetime = NOON) -> ProgressPage:
    page = page_of(learner, now)
    assert page is not None
    return page


def graded(memory: Memory, rating: Rating, now: datetime, seconds: float = 6.0) -> Review:
    fresh = Memory.objects.get(pk=memory.pk)
    return reviews.grade_card(memory=fresh, sent=Sent(fresh.reviews, seconds=seconds), grade=rating, now=now)


def card(learner: Learner, number: int = 1) -> Memory:
    return MemoryFactory.create(learner=learner, card=card_of(f"card-k1-{number}"))


def test_who_has_done_nothing_has_no_page(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    found = course()
    with django_assert_num_queries(0):
        assert progress_page(found, None, schedule=Schedule(), now=NOON) is None
    assert page_of(LearnerFactory.create()) is None


@pytest.mark.parametrize("work", ["review", "answer", "item"])
def test_anything_at_all_makes_a_page(work: str) -> None:
    learner = LearnerFactory.create()
    if work == "answer":
        answered(learner, "q-k1-2", place="lesson", confidence="")
    else:
        memory = card(learner)
        if work == "review":
            graded(memory, Rating.GOOD, NOON)
    page = shown(learner)
    assert (page.items, page.reviewed) == ((0, 0) if work == "answer" else (1, int(work == "review")))


@pytest.fixture
def studied() -> Learner:
    """Two weeks of one learner, with an exam ahead."""
    learner = LearnerFactory.create(exam_date=TODAY + 20 * DAY)
    first, second = card(learner, 1), card(learner, 2)
    start = NOON - 14 * DAY
    graded(first, Rating.EASY, start, 30.0)
    graded(second, Rating.AGAIN, start + MINUTE, 20.0)
    graded(second, Rating.GOOD, start + 2 * MINUTE, 10.0)
    graded(first, Rating.AGAIN, NOON - DAY, 12.0)
    reviews.undo(learner=learner, now=NOON - DAY)
    graded(first, Rating.HARD, NOON - DAY, 8.0)
    quiz = quiz_of(learner, now=NOON - DAY)
    for position, correct in enumerate((True, False, False), start=1):
        version = quiz.items.select_related("version").get(position=position).version
        response = right(version) if correct else wrong(version)
        moment = NOON - DAY + position * MINUTE
        practice.answer(session=quiz, position=position, response=response, confidence="sure", now=moment)
    submit(attempt=attempt_of(learner, now=NOON - 5 * MINUTE), now=NOON - 2 * MINUTE)
    return learner


def test_every_part_of_the_page(studied: Learner) -> None:
    page = shown(studied)
    assert [(one.day, one.reviews, one.answers) for one in page.days.days if one.total] == [
        (TODAY - 14 * DAY, 3, 0),
        (TODAY - DAY, 1, 3),
    ]
    assert (page.days.run, page.days.today, page.days.last) == (1, False, TODAY - DAY)
    assert (page.time.together.reviews, page.time.together.practice) == (68.0, 180.0)
    assert page.time.together.exams == 180.0
    assert [(line.name, line.counts) for line in page.grades] == [
        ("New", (1, 0, 0, 1)),
        ("Learning", (0, 0, 1, 0)),
        ("Review", (0, 1, 0, 0)),
    ]
    assert page.reviewed == 4
    assert (page.retention.lately.reviews, page.retention.lately.recalled) == (1, 1)
    assert page.retention.ever == page.retention.ever.__class__("All time", 1, 1, 100, 21, 100, "as")
    assert (page.items, page.remembered.items, page.forecast.total) == (2, 2, 2)
    assert page.remembered.exam_day == TODAY + 20 * DAY
    whole = page.accuracy[0]
    assert (whole.first, whole.first_right, whole.answers, whole.right) == (3, 1, 3, 1)
    assert (page.missed.count, page.sureness.answers) == (2, 3)
    assert page.ready.whole.answers == 3
    assert page.weights.needed == 399


def test_the_days_are_those_of_the_learner() -> None:
    learner = LearnerFactory.create(time_zone="Pacific/Auckland")  # 13 hours ahead
    answered(learner, "q-k1-2", now=datetime(2026, 11, 23, 14, 59, tzinfo=UTC))  # 03:59 on the 24th
    answered(learner, "q-k1-3", now=datetime(2026, 11, 23, 15, 0, tzinfo=UTC))
    page = shown(learner, NOON)  # 01:00 on the 25th, the study day is the 24th
    assert page.days.days[-1].day == date(2026, 11, 24)
    assert [(one.day.day, one.answers) for one in page.days.days if one.total] == [(23, 1), (24, 1)]


@pytest.mark.parametrize("day", [date(2026, 10, 25), date(2027, 3, 28)])
def test_on_a_day_on_which_the_clocks_change_nothing_is_lost_or_counted_twice(day: date) -> None:
    zone = ZoneInfo("Europe/Berlin")
    learner = LearnerFactory.create(time_zone="Europe/Berlin", rollover_hour=2)
    opens = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
    numbers = range(12)
    for n in numbers:  # from one hour before midnight to eleven after it, by what passes
        moment = opens + (n - 1) * timedelta(hours=1)
        graded(card(learner, n + 1), Rating.EASY, moment)
        answered(learner, "q-k1-2", now=moment)
    page = shown(learner, opens + timedelta(hours=20))
    by_day = {one.day: (one.reviews, one.answers) for one in page.days.days if one.total}
    schedule = Schedule(zone=zone, rollover_hour=2)
    before = sum(schedule.today(opens + (n - 1) * timedelta(hours=1)) < day for n in numbers)
    assert before == 3
    assert by_day == {day - DAY: (before, before), day: (12 - before, 12 - before)}


def test_whoever_flies_west_across_the_date_line_keeps_her_reviews() -> None:
    learner = LearnerFactory.create(time_zone="Pacific/Kiritimati")  # 14 hours ahead
    graded(card(learner, 1), Rating.EASY, datetime(2026, 11, 23, 20, tzinfo=UTC))  # the 24th there
    Learner.objects.filter(pk=learner.pk).update(time_zone="Pacific/Honolulu")  # ten hours behind
    graded(card(learner, 2), Rating.EASY, datetime(2026, 11, 23, 21, tzinfo=UTC))  # the 23rd here
    page = shown(learner, datetime(2026, 11, 23, 22, tzinfo=UTC))
    assert [(one.day.day, one.reviews) for one in page.days.days if one.total] == [(23, 1), (24, 1)]
    assert (page.days.run, page.days.today, page.reviewed) == (2, True, 2)
    assert page.forecast.days[0].day == date(2026, 11, 23)


def test_after_a_clock_was_set_back_today_is_shown_and_nothing_is_lost() -> None:
    learner = LearnerFactory.create()
    graded(card(learner, 1), Rating.EASY, NOON + 400 * DAY)
    graded(card(learner, 2), Rating.EASY, NOON)
    page = shown(learner)
    assert page.days.days[-1] == StudyDay(TODAY, 1, 0)
    assert (page.days.run, page.days.last, page.reviewed) == (1, TODAY, 2)
    assert shown(learner, NOON + 400 * DAY).days.reviews == 1


@settings(max_examples=15, deadline=None)
@given(
    done=st.lists(
        st.tuples(st.sampled_from(("card", "question", "quiz", "undo")), st.integers(0, 30 * 24)), max_size=10
    ),
    zone=st.sampled_from(("Europe/Berlin", "Pacific/Kiritimati", "Pacific/Honolulu")),
)
def test_every_sum_of_the_page_agrees_with_the_others(done: list[tuple[str, int]], zone: str) -> None:
    with rolled_back():
        learner = LearnerFactory.create(time_zone=zone)
        memories = [card(learner, n) for n in range(1, 4)]
        asked = MemoryFactory.create(learner=learner, question=question_of("q-s1-2"))
        hours = 0
        for n, (act, wait) in enumerate(done):
            hours = min(hours + wait, 29 * 24)
            moment = NOON - 29 * DAY + hours * timedelta(hours=1)
            if act == "card":
                graded(memories[n % 3], Rating(1 + n % 4), moment)
            elif act == "quiz":
                answered(learner, "q-k1-2", correct=n % 2 == 0, now=moment)
            elif act == "undo":
                reviews.undo(learner=learner, now=moment)
            else:
                asked.refresh_from_db()
                reviews.grade_question(
                    memory=asked,
                    sent=Sent(asked.reviews, seconds=6.0),
                    version_id=None,
                    response=right(version_of("q-s1-2")),
                    confidence=Confidence.SURE,
                    token=uuid4(),
                    now=moment,
                )
        page = shown(learner)
        standing = Review.objects.filter(learner=learner, undone_at=None)
        assert page.reviewed == page.days.reviews == standing.count()
        assert page.time.together.reviews == pytest.approx(6.0 * standing.count())
        assert page.days.reviews == sum(one.reviews for one in page.days.days)
        assert page.days.answers == sum(act == "quiz" for act, _ in done)
        objectives = page.accuracy[1:]
        assert page.accuracy[0].answers == sum(line.answers for line in objectives)
        assert page.accuracy[0].answers == page.days.answers + standing.exclude(answer=None).count()
        assert page.sureness.answers == page.accuracy[0].answers
        assert page.ready.whole.answers == page.accuracy[0].first
        begun = Memory.objects.filter(learner=learner).exclude(stability=None).count()
        assert page.forecast.total == page.remembered.items == begun
        assert sum(one.now for one in page.remembered.bins) == begun


@pytest.mark.parametrize("times", [1, 3])
def test_six_queries(django_assert_num_queries: DjangoAssertNumQueries, times: int) -> None:
    learner = LearnerFactory.create(exam_date=TODAY + 20 * DAY)
    work_of(learner, times=times)
    page_of(learner)  # the course has been read
    fresh, found = Learner.objects.select_related("parameter_set").get(pk=learner.pk), course()
    with django_assert_num_queries(6):
        assert progress_page(found, fresh, schedule=schedule_of(fresh), now=NOON)
