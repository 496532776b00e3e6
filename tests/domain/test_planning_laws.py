"""The laws of the plan, whatever was answered when, under any settings and any exam date."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.memory import NEW, Memory, Rating, Schedule, Stage, preview, review
from studyapp.domain.planning import (
    HELD_BACK,
    WINDOW,
    last_look,
    lasting_recall,
    new_on,
    opening,
    planned,
    reading_days,
    recall_on,
    settled,
)

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)  # European and American clocks change in March
DAY = timedelta(days=1)

numbers = st.one_of(st.integers(1, 500), st.integers(1, 2**63 - 1))
histories = st.lists(st.tuples(st.sampled_from(Rating), st.integers(0, 60)), max_size=6)


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    return Schedule(
        desired_retention=draw(st.sampled_from([0.80, 0.90, 0.95, 0.97])),
        maximum_interval=draw(st.sampled_from([36_500, 100, 7, 1])),
        learning_steps=draw(st.sampled_from([(), (60, 600)])),
        zone=ZoneInfo(draw(st.sampled_from(["UTC", "Europe/Berlin", "Pacific/Auckland"]))),
    )


@st.composite
def answers(draw: st.DrawFn) -> tuple[Memory, datetime, Schedule]:
    """An item with some history, the moment it is answered at, and the settings."""
    schedule, memory, now = draw(schedules()), NEW, START
    for rating, days in draw(histories):
        memory = review(memory, rating, now=now, schedule=schedule, seed="item")
        now += days * DAY
    return memory, now, schedule


def exam(now: datetime, schedule: Schedule, days_left: int) -> tuple[date, date]:
    """Today, and the exam day that many days from it."""
    today = schedule.today(now)
    return today, today + days_left * DAY


@given(answers(), st.sampled_from(Rating), st.integers(1, 120), numbers)
@settings(deadline=None)
def test_nothing_is_left_for_after_the_exam_without_a_look_in_the_window(
    case: tuple[Memory, datetime, Schedule], rating: Rating, days_left: int, number: int
) -> None:
    memory, now, schedule = case
    today, exam_day = exam(now, schedule, days_left)
    plain = review(memory, rating, now=now, schedule=schedule, seed="item")
    after = planned(plain, today=today, exam_day=exam_day, number=number, schedule=schedule)
    assert after.due_day is not None
    if after.due_day >= exam_day:
        assert today >= opening(exam_day)
        last = recall_on(exam_day, after, schedule) >= lasting_recall(schedule)
        assert last or today == exam_day - DAY


@given(answers(), st.sampled_from(Rating), st.integers(-30, 120), numbers)
@settings(deadline=None)
def test_only_the_due_day_moves_and_not_too_far(
    case: tuple[Memory, datetime, Schedule], rating: Rating, days_left: int, number: int
) -> None:
    memory, now, schedule = case
    today, exam_day = exam(now, schedule, days_left)
    plain = review(memory, rating, now=now, schedule=schedule, seed="item")
    after = planned(plain, today=today, exam_day=exam_day, number=number, schedule=schedule)
    assert after.due_day is not None
    assert plain.due_day is not None
    assert replace(after, due_day=plain.due_day) == plain
    if plain.stage is not Stage.REVIEW or days_left <= 1:
        assert after == plain
        return
    wait, moved = (plain.due_day - today).days, (after.due_day - today).days
    assert 1 <= moved <= max(wait, schedule.maximum_interval)
    assert moved <= HELD_BACK * wait or after.due_day == exam_day


@given(answers(), st.integers(-10, 120), numbers)
@settings(deadline=None)
def test_a_better_answer_is_never_due_sooner_under_the_plan(
    case: tuple[Memory, datetime, Schedule], days_left: int, number: int
) -> None:
    memory, now, schedule = case
    today, exam_day = exam(now, schedule, days_left)
    days = [
        planned(after, today=today, exam_day=exam_day, number=number, schedule=schedule).due_day
        for after in preview(memory, now=now, schedule=schedule, seed="item").values()
        if after.stage is Stage.REVIEW
    ]
    assert days == sorted(day for day in days if day is not None)


@given(answers(), st.integers(-10, 400), numbers)
@settings(deadline=None)
def test_setting_a_date_moves_only_what_lies_beyond_and_only_once(
    case: tuple[Memory, datetime, Schedule], days_left: int, number: int
) -> None:
    memory, now, schedule = case
    today, exam_day = exam(now, schedule, days_left)
    found = settled(memory, today=today, exam_day=exam_day, number=number, schedule=schedule)
    assert settled(found, today=today, exam_day=exam_day, number=number, schedule=schedule) == found
    if found != memory:
        assert memory.due_day is not None
        assert found.due_day is not None
        assert replace(found, due_day=memory.due_day) == memory
        assert memory.stage is Stage.REVIEW
        assert max(today + DAY, opening(exam_day)) <= found.due_day < exam_day <= memory.due_day


@given(st.integers(1, 2**62), st.integers(13, 400))
def test_slots_of_numbers_in_a_row_are_even(first: int, count: int) -> None:
    exam_day = date(2027, 3, 31)
    days = [last_look(number, exam_day) for number in range(first, first + count)]
    counts = [days.count(opening(exam_day) + n * DAY) for n in range(WINDOW - 1)]
    assert sum(counts) == count  # and so none on the eve
    assert max(counts) - min(counts) <= 3


@given(st.integers(0, 400), st.integers(-3, 200), st.integers(0, 50), st.lists(st.booleans(), min_size=200))
def test_new_items_end_before_the_window_unless_the_limit_or_missed_days_forbid(
    left: int, days: int, most: int, missed: list[bool]
) -> None:
    today = date(2026, 11, 24)
    exam_day, start = today + days * DAY, left
    any_missed = False
    for n in range(days):
        day = today + n * DAY
        count = new_on(day, left=left, exam_day=exam_day, most=most)
        assert 0 <= count <= min(most, left)
        if day >= exam_day - DAY:
            assert count == 0
        if missed[n]:
            any_missed = True
            continue
        left -= count
        if day == opening(exam_day) - DAY and start <= most * (days - WINDOW) and not any_missed:
            assert left == 0


@given(
    st.lists(st.integers(1, 90), max_size=30), st.integers(-3, 120), st.integers(0, 120), st.integers(0, 60)
)
def test_lessons_are_read_in_order_and_before_the_exam(
    minutes: list[int], days: int, read: int, since: int
) -> None:
    today = date(2026, 11, 24)
    found = reading_days(minutes, today=today, exam_day=today + days * DAY, read=read, since=since)
    assert list(found) == sorted(found)
    if days <= 1:
        assert found == ()
    else:
        assert len(found) == len(minutes)
        assert all(0 <= offset <= days - 2 for offset in found)
    if read == 0 or since > days:
        assert found[:1] in {(), (0,)}
