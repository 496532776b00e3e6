"""Where the last looks before an exam fall, and how much is begun on which day."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from studyapp.domain.memory import NEW, Memory, Rating, Schedule, Stage, preview, review
from studyapp.domain.planning import (
    days_to_begin,
    exam_date_fault,
    last_look,
    most_new,
    new_on,
    opening,
    planned,
    reading_days,
    recall_on,
    settled,
)

EXAM = date(2027, 3, 31)
SCHEDULE = Schedule(fuzz=False)
DAY = timedelta(days=1)


def before(days: int) -> date:
    """The day that many days before the exam."""
    return EXAM - days * DAY


def reviewed(days_left: int, wait: int, *, stability: float = 30.0, number: int = 4) -> Memory:
    """An item just reviewed that many days before the exam, due after that wait; its number of reviews."""
    today = before(days_left)
    return Memory(
        stage=Stage.REVIEW,
        stability=stability,
        difficulty=5.0,
        due_day=today + wait * DAY,
        last_at=datetime(today.year, today.month, today.day, 9, tzinfo=UTC),
        last_day=today,
        reviews=number,
    )


def due(
    after: Memory, days_left: int, *, number: int = 1, schedule: Schedule = SCHEDULE, exam: date | None = EXAM
) -> int:
    """How many days before the exam the item comes back under the plan."""
    found = planned(after, today=before(days_left), exam_day=exam, number=number, schedule=schedule)
    assert found == replace(after, due_day=found.due_day)
    assert found.due_day is not None
    return (EXAM - found.due_day).days


@pytest.mark.parametrize(("days_left", "most"), [(-1, 20), (0, 0), (1, 0), (2, 20), (14, 20), (400, 20)])
def test_nothing_new_on_the_eve_and_on_the_day(days_left: int, most: int) -> None:
    assert most_new(before(days_left), EXAM, 20) == most
    assert most_new(before(days_left), None, 20) == 20


def test_thirteen_slots_and_none_on_the_eve() -> None:
    days = Counter((EXAM - last_look(number, EXAM)).days for number in range(1, 131))
    assert sorted(days) == list(range(2, 15))
    assert set(days.values()) == {9, 10, 11}


@pytest.mark.parametrize("first", [1, 1000, 10**9])
@pytest.mark.parametrize("stride", [1, 2, 3, 10])
def test_slots_are_balanced_wherever_the_numbers_begin(first: int, stride: int) -> None:
    numbers = range(first, first + 120 * stride, stride)
    days = Counter(last_look(number, EXAM) for number in numbers)
    assert len(days) == 13
    assert max(days.values()) <= 14  # 120 in 13 days: 9.2 on average


def test_what_lies_beyond_the_exam_comes_back_on_its_slot() -> None:
    assert (EXAM - last_look(1, EXAM)).days == 6
    assert due(reviewed(30, 45), 30) == 6
    assert due(reviewed(30, 400), 30) == 6
    assert due(reviewed(15, 15), 15) == 6  # on the exam day
    assert due(reviewed(15, 100), 15, number=2) == 11


def test_what_comes_before_the_window_and_long_before_its_slot_stays() -> None:
    assert due(reviewed(40, 10), 40) == 30
    assert due(reviewed(40, 16), 40) == 24


def test_what_comes_shortly_before_its_slot_waits_for_it() -> None:
    assert due(reviewed(40, 17), 40) == 6  # twice 17 days reach it
    assert due(reviewed(20, 7), 20) == 6
    assert due(reviewed(20, 6), 20) == 14


def test_in_the_window_a_look_that_lasts_is_the_last() -> None:
    assert recall_on(EXAM, reviewed(10, 30, stability=25.0), SCHEDULE) == pytest.approx(0.9503, abs=1e-4)
    assert due(reviewed(10, 22, stability=25.0), 10) == -12  # as FSRS has it
    assert due(reviewed(10, 8, stability=25.0), 10) == 0  # and never before the exam


def test_in_the_window_a_look_that_does_not_last_is_followed_by_another() -> None:
    weak = reviewed(10, 9, stability=9.0)
    assert recall_on(EXAM, weak, SCHEDULE) == pytest.approx(0.8926, abs=1e-4)
    assert {due(weak, 10, number=number) for number in range(1, 200)} == {1, 2, 3, 4, 5}
    assert {due(reviewed(10, 2, stability=2.0), 10, number=n) for n in range(1, 200)} == {6}  # twice 2 days
    assert {due(reviewed(2, 2, stability=2.0), 2, number=n) for n in range(1, 20)} == {1}


def test_another_look_after_the_next_answer_falls_elsewhere() -> None:
    days = {due(reviewed(10, 9, stability=9.0, number=reviews), 10) for reviews in range(20)}
    assert days == {1, 2, 3, 4, 5}


def test_on_the_eve_and_from_the_exam_day_on_plain_fsrs_goes_on() -> None:
    for days_left in (1, 0, -1, -100):
        for wait in (1, 2, 40):
            after = reviewed(days_left, wait, stability=1.0)
            assert due(after, days_left) == days_left - wait


def test_without_an_exam_date_plain_fsrs_goes_on() -> None:
    assert due(reviewed(30, 45), 30, exam=None) == -15


def test_steps_of_learning_are_never_moved() -> None:
    now = datetime(2027, 3, 21, 9, tzinfo=UTC)
    learning = review(NEW, Rating.GOOD, now=now, schedule=SCHEDULE, seed="item")
    relearning = review(reviewed(12, 2), Rating.AGAIN, now=now, schedule=SCHEDULE, seed="item")
    assert (learning.stage, relearning.stage) == (Stage.LEARNING, Stage.RELEARNING)
    for memory in (learning, relearning, NEW):
        assert planned(memory, today=before(10), exam_day=EXAM, number=1, schedule=SCHEDULE) == memory


def test_a_strict_learner_is_asked_for_more_on_the_day() -> None:
    strict = Schedule(desired_retention=0.97, fuzz=False)
    strong = reviewed(10, 20, stability=25.0)  # 0.9503 on the day
    assert due(strong, 10) == -10
    assert due(strong, 10, schedule=strict) in range(1, 6)


def test_the_maximum_interval_holds() -> None:
    short = Schedule(maximum_interval=3, fuzz=False)
    assert due(reviewed(30, 3), 30, schedule=short) == 27
    assert due(reviewed(10, 3, stability=90.0), 10, schedule=short) == 7
    assert due(reviewed(15, 3), 15, number=2, schedule=short) == 12  # its slot, day 11, is four days away


def test_the_buttons_keep_their_order_under_the_plan() -> None:
    for days_left in range(1, 45):
        now = datetime.combine(before(days_left), datetime.min.time(), UTC) + timedelta(hours=9)
        memory = replace(reviewed(days_left + 6, 6, stability=7.0), reviews=days_left)
        for number in range(1, 40):
            after = [
                planned(one, today=before(days_left), exam_day=EXAM, number=number, schedule=SCHEDULE).due_day
                for rating, one in preview(memory, now=now, schedule=SCHEDULE, seed="item").items()
                if rating is not Rating.AGAIN
            ]
            assert after == sorted(after, key=lambda day: day or EXAM)


@pytest.mark.parametrize(
    ("days_left", "wait", "expected"),
    [
        (60, 70, 6),  # its slot
        (60, 59, 1),  # before the exam anyway
        (15, 40, 6),
        (10, 40, 5),  # the window has begun: one of the nine days left but for the eve
        (3, 40, 2),
        (2, 40, 1),
        (1, 40, -39),  # no day left
        (0, 40, -40),
        (-5, 40, -45),
    ],
)
def test_setting_a_date_gives_a_last_look_to_what_lies_beyond(
    days_left: int, wait: int, expected: int
) -> None:
    seen = reviewed(days_left + 20, 0)
    memory = replace(seen, due_day=before(days_left) + wait * DAY)
    found = settled(memory, today=before(days_left), exam_day=EXAM, number=1, schedule=SCHEDULE)
    assert found == replace(memory, due_day=before(expected))
    again = settled(found, today=before(days_left), exam_day=EXAM, number=1, schedule=SCHEDULE)
    assert again == found


def test_setting_a_date_leaves_what_was_seen_in_the_window_and_lasts() -> None:
    lasting, weak = reviewed(9, 30, stability=30.0), reviewed(9, 30, stability=9.0)
    for memory, moved in ((lasting, False), (weak, True)):
        found = settled(memory, today=before(5), exam_day=EXAM, number=1, schedule=SCHEDULE)
        assert (found != memory) == moved


def test_setting_a_date_leaves_new_items_and_steps() -> None:
    for memory in (NEW, replace(reviewed(30, 60), stage=Stage.RELEARNING)):
        assert settled(memory, today=before(20), exam_day=EXAM, number=1, schedule=SCHEDULE) == memory
    beyond = reviewed(30, 60)
    assert settled(beyond, today=before(20), exam_day=None, number=1, schedule=SCHEDULE) == beyond


def test_which_dates_can_be_set() -> None:
    today = date(2026, 11, 24)
    assert exam_date_fault(None, today) == ""
    assert exam_date_fault(today, today) == ""
    assert exam_date_fault(today + DAY, today) == ""
    assert exam_date_fault(date(2028, 11, 24), today) == ""
    assert exam_date_fault(date(2028, 11, 25), today) == "Choose a day within the next two years."
    assert exam_date_fault(today - DAY, today) == "This day has passed. Choose today or a later one."


def test_the_days_to_begin_something_on() -> None:
    left = (42, 16, 15, 14, 3, 2, 1, 0, -1)
    assert [days_to_begin(before(days), EXAM) for days in left] == [28, 2, 1, 1, 1, 1, 0, 0, 0]
    assert opening(EXAM) == date(2027, 3, 17)


def paced(left: int, days: int, most: int, missed: tuple[int, ...] = ()) -> list[int]:
    """How many are begun each day by a learner who does what today's plan says, but on missed days."""
    begun = []
    for n in range(days):
        count = 0 if n in missed else new_on(before(days - n), left=left, exam_day=EXAM, most=most)
        left -= count
        begun.append(count)
    return begun


def test_new_items_are_begun_evenly_before_the_window() -> None:
    assert paced(120, 42, 20) == [5] * 8 + [4] * 20 + [0] * 14
    assert paced(3, 30, 20) == [1, 1, 1] + [0] * 27


def test_a_missed_day_is_made_up_for_by_the_days_after_it() -> None:
    assert paced(28, 20, 20, missed=(0, 1)) == [0, 0, 7, 7, 7, 7, *[0] * 14]
    assert paced(28, 20, 20, missed=(2, 5)) == [5, 5, 0, 6, 6, 0, 6, *[0] * 13]


def test_who_is_late_goes_on_at_her_limit_but_not_on_the_eve() -> None:
    assert paced(50, 16, 20) == [20, 20, 10, *[0] * 13]
    assert paced(50, 3, 20) == [20, 20, 0]
    assert paced(50, 1, 20) == [0]


def test_no_new_items_at_a_limit_of_none() -> None:
    assert paced(50, 30, 0) == [0] * 30


def test_what_was_begun_today_counts() -> None:
    today = before(42)
    asked = [new_on(today, left=120 - begun, exam_day=EXAM, most=20, begun=begun) for begun in range(8)]
    assert asked == [5, 4, 3, 2, 1, 0, 0, 0]
    assert new_on(before(10), left=30, exam_day=EXAM, most=20, begun=20) == 0


def test_lessons_are_spread_over_the_days_before_the_window() -> None:
    assert reading_days([10] * 4, today=before(34), exam_day=EXAM) == (0, 5, 10, 15)
    assert reading_days([30, 10, 10, 10], today=before(26), exam_day=EXAM) == (0, 6, 8, 10)
    assert reading_days([10] * 6, today=before(17), exam_day=EXAM) == (0, 0, 1, 1, 2, 2)
    assert reading_days([], today=before(34), exam_day=EXAM) == ()


def test_at_most_an_hour_of_reading_a_day_while_there_are_days() -> None:
    assert reading_days([20] * 9, today=before(15), exam_day=EXAM) == (0, 0, 0, 1, 1, 1, 2, 2, 2)
    assert reading_days([20] * 9, today=before(3), exam_day=EXAM) == (0, 0, 0, 0, 0, 1, 1, 1, 1)


def test_nothing_to_read_on_the_eve_and_later() -> None:
    for days in (1, 0, -3):
        assert reading_days([10, 10], today=before(days), exam_day=EXAM) == ()


def test_a_lesson_read_today_is_part_of_todays_share() -> None:
    assert reading_days([10] * 5, today=before(17), exam_day=EXAM, read=10) == (0, 1, 1, 2, 2)
    assert reading_days([10] * 4, today=before(17), exam_day=EXAM, read=20) == (1, 1, 2, 2)
    assert reading_days([10] * 3, today=before(34), exam_day=EXAM, read=10) == (5, 10, 15)
    assert reading_days([10] * 3, today=before(32), exam_day=EXAM, read=10, since=2) == (3, 8, 13)


def test_after_missed_days_reading_starts_today() -> None:
    assert reading_days([10] * 3, today=before(26), exam_day=EXAM, read=10, since=9) == (0, 4, 8)


def test_who_follows_the_reading_plan_reads_about_when_it_first_said() -> None:
    minutes = [15] * 8
    read_on: list[int] = []
    first = reading_days(minutes, today=before(40), exam_day=EXAM)
    last_day, last_read = 0, 0
    for n in range(40):
        left = minutes[len(read_on) :]
        days = reading_days(
            left, today=before(40 - n), exam_day=EXAM, read=last_read, since=n - last_day if last_read else 0
        )
        today = days.count(0)
        if today:
            last_day, last_read = n, 15 * today
            read_on += [n] * today
    assert first == (0, 3, 6, 9, 13, 16, 19, 22)
    assert read_on == [0, 3, 6, 9, 12, 15, 18, 22]
