"""The plan of a learner: what today asks for, and what lies ahead."""

from datetime import date, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from studyapp.actions.lessons import finish
from studyapp.actions.plan import set_exam_date
from studyapp.domain.outlook import Day
from studyapp.models import Card, Learner, Lesson, Memory, Review
from studyapp.queries.frame import Frame, frame
from studyapp.queries.outlook import LoadSpan, spans_of
from studyapp.queries.plan import PlanPage, PlanToday, plan_page, plan_today, state_of
from tests.factories.people import LearnerFactory
from tests.factories.study import NOON, MemoryFactory, card_of, course, graded, question_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)


def student(days: int | None = 40, **fields: Any) -> Learner:
    """A learner with an exam in that many days."""
    return LearnerFactory.create(exam_date=None if days is None else TODAY + days * DAY, **fields)


def frame_of(learner: Learner | None, today: date = TODAY) -> Frame:
    pk = learner.pk if learner else None
    return frame(learner_id=pk, today=today, now=NOON + (today - TODAY))


def page_of(learner: Learner | None, today: date = TODAY) -> PlanPage:
    """The plan as its page asks for it."""
    seen = frame_of(learner, today)
    return plan_page(course(), learner, today=today, frame=seen, due=seen.steps + seen.reviews)


def today_of(learner: Learner | None, today: date = TODAY) -> PlanToday:
    """The plan as another page asks for it; the two never differ."""
    seen = frame_of(learner, today)
    found = plan_today(course(), learner, today=today, frame=seen, due=seen.steps + seen.reviews)
    assert found == page_of(learner, today).today
    return found


def due(learner: Learner, number: int, days: int = 0, **fields: Any) -> Memory:
    """The card of that place in review, due in that many days."""
    values = {
        "stage": "review",
        "stability": 20.0,
        "difficulty": 5.0,
        "due_day": TODAY + days * DAY,
        "last_at": NOON - 10 * DAY,
        "last_day": TODAY - 10 * DAY,
        "reviews": 3,
    }
    return MemoryFactory.create(learner=learner, card=Card.objects.order_by("pk")[number], **values | fields)


def slugs(found: PlanToday) -> list[str]:
    return [link.slug for link in found.lessons]


def test_where_an_exam_date_lies() -> None:
    dates = [None, *(TODAY + n * DAY for n in (-400, -1, 0, 1, 2, 700))]
    assert [state_of(day, TODAY) for day in dates] == [
        "none",
        "past",
        "past",
        "today",
        "tomorrow",
        "ahead",
        "ahead",
    ]


def test_a_visitor_and_a_learner_without_a_date_have_no_plan() -> None:
    nothing = PlanToday("none", None, 0, (), 0, 0, 0)
    assert today_of(None) == nothing
    assert today_of(student(None)) == nothing
    assert page_of(None) == PlanPage(nothing, None, new_per_day=0, reviews_per_day=0)
    assert page_of(student(None)) == PlanPage(nothing, None, new_per_day=20, reviews_per_day=200)


def test_a_date_and_nothing_learned_yet() -> None:
    found = page_of(student(40))
    assert slugs(found.today) == ["first"]
    today = found.today
    assert (today.state, today.days_left, today.minutes, today.new, today.due) == ("ahead", 40, 5, 1, 0)
    assert found.ahead is not None
    ahead = found.ahead
    assert (ahead.begun, ahead.weekly, ahead.lessons_left, ahead.last_lesson) == (
        False,
        False,
        2,
        TODAY + 13 * DAY,
    )
    assert sum(span.new for span in ahead.spans) == 24
    assert [span.lessons for span in ahead.spans if span.lessons] == [1, 1]
    assert (ahead.unbegun, ahead.enough, ahead.waiting) == (0, 0, 0)
    assert [(line.code, line.items, line.untouched) for line in ahead.objectives] == [
        ("K1", 12, 0),
        ("S1", 12, 0),
    ]
    assert (ahead.overall.items, ahead.overall.untouched) == (24, 0)
    assert ahead.overall.low < ahead.overall.mean <= ahead.overall.high <= 100
    assert ahead.overall.mean > 95


def test_a_lesson_finished_counts_and_its_cards_are_new() -> None:
    learner = student(40)
    finish(learner=learner, lesson_id=Lesson.objects.get(slug="first").pk, now=NOON)
    found = page_of(learner)
    assert slugs(found.today) == []  # today's is read
    assert found.today.new == 1
    assert found.ahead is not None
    assert found.ahead.overall.items == 24
    assert found.ahead.last_lesson == TODAY + 13 * DAY
    tomorrow = page_of(learner, TODAY + 12 * DAY)
    assert slugs(tomorrow.today) == []
    assert slugs(today_of(learner, TODAY + 13 * DAY)) == ["second"]


def test_what_was_begun_today_is_taken_off() -> None:
    learner = student(18)
    memories = [MemoryFactory.create(learner=learner, card=card_of(f"card-k1-{n}")) for n in (1, 2, 3)]
    assert today_of(learner).new == 6  # of 24 in four days: 3 in the queue and 9 with today's lesson
    graded(memories[0])
    assert today_of(learner).new == 5


def test_cards_already_in_the_queue_are_not_counted_twice() -> None:
    learner = student(40)
    for n in (1, 2):
        due(learner, n)
    found = page_of(learner)
    assert found.ahead is not None
    assert found.ahead.overall.items == 24
    assert sum(span.new for span in found.ahead.spans) == 22


def test_reviews_due_and_recall_by_objective() -> None:
    learner = student(40)
    for n in range(12):
        due(learner, n, days=n % 3)
    MemoryFactory.create(learner=learner, question=question_of("q-s1-2"))
    found = page_of(learner)
    assert found.today.due == 4
    assert found.ahead is not None
    assert [span.known for span in found.ahead.spans[:4]] == [4.0, 4.0, 4.0, 0.0]
    assert found.ahead.begun
    assert [(line.code, line.name, line.items) for line in found.ahead.objectives] == [
        ("K1", "Options", 12),
        ("S1", "Skills", 13),
    ]
    untouched = [line.untouched for line in found.ahead.objectives]
    assert untouched == [83, 0]


def test_suspended_items_have_no_part_in_the_plan() -> None:
    learner = student(40)
    for n in range(3):
        due(learner, n)
    before = page_of(learner)
    Memory.objects.filter(learner=learner, card=Card.objects.order_by("pk")[0]).update(suspended_at=NOON)
    after = page_of(learner)
    assert before.ahead is not None
    assert after.ahead is not None
    assert (before.ahead.spans[0].known, after.ahead.spans[0].known) == (3.0, 2.0)
    assert (before.ahead.overall.items, after.ahead.overall.items) == (24, 23)


def test_the_eve_asks_for_nothing_new() -> None:
    learner = student(1)
    due(learner, 0)
    found = page_of(learner)
    assert (found.today.state, slugs(found.today), found.today.new, found.today.due) == ("tomorrow", [], 0, 1)
    assert found.ahead is not None
    assert [(span.new, span.reviews) for span in found.ahead.spans] == [(0.0, 1.0)]
    assert (found.ahead.unbegun, found.ahead.enough) == (23, 0)


def test_the_day_of_the_exam_shows_where_one_stands() -> None:
    learner = student(0)
    due(learner, 0)
    found = page_of(learner)
    assert (found.today.state, found.today.days_left, found.today.new) == ("today", 0, 0)
    assert found.ahead is not None
    assert (found.ahead.spans, found.ahead.mean, found.ahead.most_on) == ((), 0, None)
    line = found.ahead.objectives[0]
    assert (line.items, line.mean, line.untouched) == (12, 8, 8)  # one of twelve known


def test_after_the_exam_there_is_no_plan() -> None:
    learner = student(-1)
    due(learner, 0)
    found = page_of(learner)
    assert (found.today.state, found.today.exam_date, found.ahead) == ("past", TODAY - DAY, None)
    assert found.today.due == 1


def test_limits_too_low_are_told() -> None:
    learner = student(10, new_per_day=2)
    found = page_of(learner)
    assert found.ahead is not None
    assert (found.ahead.unbegun, found.ahead.enough) == (6, 3)  # 24 items in 9 days
    assert page_of(student(10, new_per_day=3)).ahead is not None
    for n in range(20):
        due(learner, n)
    Learner.objects.filter(pk=learner.pk).update(reviews_per_day=1)
    slow = page_of(Learner.objects.get(pk=learner.pk))
    assert slow.ahead is not None
    assert slow.ahead.waiting >= 10
    assert slow.ahead.most == 1


def test_no_new_items_and_all_read() -> None:
    learner = student(30, new_per_day=0)
    for lesson in Lesson.objects.all():
        finish(learner=learner, lesson_id=lesson.pk, now=NOON - 3 * DAY)
    found = page_of(learner)
    assert (slugs(found.today), found.today.new) == ([], 0)
    assert found.ahead is not None
    assert (found.ahead.lessons_left, found.ahead.last_lesson, found.ahead.unbegun) == (0, None, 24)
    assert found.ahead.overall.mean == 0


def test_missed_days_are_planned_anew() -> None:
    learner = student(40)
    for n in range(10):
        due(learner, n, days=n)
    late = TODAY + 6 * DAY
    found = page_of(learner, late)
    assert found.today.due == 7
    assert found.ahead is not None
    assert [span.first for span in found.ahead.spans[:1]] == [late]
    assert [span.known for span in found.ahead.spans[:5]] == [7.0, 1.0, 1.0, 1.0, 0.0]
    assert len(found.ahead.spans) == 34


def test_a_long_way_is_shown_by_the_week() -> None:
    daily = page_of(student(70)).ahead
    assert daily is not None
    assert not daily.weekly
    found = page_of(student(71)).ahead
    assert found is not None
    assert found.weekly
    spans = found.spans
    assert [(spans[0].first, spans[0].last), (spans[1].first, spans[1].last)] == [
        (TODAY, TODAY),
        (TODAY + DAY, TODAY + 7 * DAY),
    ]
    assert len(spans) == 11
    assert [span.closing for span in spans] == [False] * 9 + [True] * 2


def test_spans_are_means_of_their_days() -> None:
    days = [Day(TODAY + n * DAY, lessons=1, new=n % 2, reviews=4.0, known=float(n == 8)) for n in range(72)]
    spans = spans_of(days, TODAY + 72 * DAY)
    assert spans[0] == LoadSpan(TODAY, TODAY + DAY, 2, 0.5, 0.0, 4.0, closing=False)
    assert spans[1].reviews == pytest.approx(4.0)
    assert spans[1].known == pytest.approx(1 / 7)
    assert sum(span.lessons for span in spans) == 72
    assert spans_of([], TODAY) == ()


def test_two_queries_however_much_there_is(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    little, much = student(40), student(40)
    due(little, 0)
    for n in range(24):
        memory = due(much, n)
        Review.objects.bulk_create(
            Review(
                learner=much,
                memory=memory,
                number=k,
                stage="review",
                rating=3,
                reviewed_at=NOON - DAY,
                received_at=NOON - DAY,
                day=TODAY - DAY,
                before={},
                after={},
            )
            for k in range(30)
        )
    read, frames = course(), {learner: frame_of(learner) for learner in (little, much)}
    page_of(little)  # what belongs to the release is read once
    for learner, seen in frames.items():
        with django_assert_num_queries(2):
            plan_page(read, learner, today=TODAY, frame=seen, due=0)
        with django_assert_num_queries(1):
            plan_today(read, learner, today=TODAY, frame=seen, due=0)
    for nobody in (None, student(None), student(-2)):
        seen = frame_of(nobody)
        with django_assert_num_queries(0):
            plan_page(read, nobody, today=TODAY, frame=seen, due=0)


def test_a_moved_item_stands_on_its_slot_in_the_chart() -> None:
    learner = student(None)
    memory = due(learner, 0, days=300, stability=400.0, last_at=NOON, last_day=TODAY)
    set_exam_date(learner=learner, day=TODAY + 40 * DAY, now=NOON)
    day = Memory.objects.get(pk=memory.pk).due_day
    found = page_of(Learner.objects.get(pk=learner.pk)).ahead
    assert found is not None
    assert [span.first for span in found.spans if span.known] == [day]
    assert [span.closing for span in found.spans if span.known] == [True]
