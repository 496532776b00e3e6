"""The days ahead as they will go if the plan is kept."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from studyapp.domain.memory import Memory, Schedule, Stage
from studyapp.domain.outlook import Item, LessonLeft, Outlook, Recall, Situation, expected, outlook
from studyapp.domain.planning import last_look, recall_on

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
NOTHING = Recall(0, 0.0, 0.0, 0.0, 0.0)


def known(
    number: int, *, stability: float = 12.0, due: int = 0, last: int = -12, objective: str = "K1"
) -> Item:
    """An item in review, due in that many days."""
    day = TODAY + last * DAY
    memory = Memory(
        stage=Stage.REVIEW,
        stability=stability,
        difficulty=5.0,
        due_day=TODAY + due * DAY,
        last_at=datetime(day.year, day.month, day.day, 9, tzinfo=UTC),
        last_day=day,
        reviews=3,
    )
    return Item(number, f"memory:{number}", memory, (objective,))


def new(number: int, objective: str = "K1") -> Item:
    """An item never answered."""
    return Item(number, f"memory:{number}", objectives=(objective,))


def ahead(days: int, *items: Item, **more: object) -> Outlook:
    """The outlook with the exam in that many days."""
    situation = Situation(
        today=TODAY,
        exam_day=TODAY + days * DAY,
        schedule=Schedule(),
        new_per_day=20,
        reviews_per_day=200,
        items=items,
    )
    return outlook(replace(situation, **more))  # type: ignore[arg-type]  # fields by name


def loads(found: Outlook) -> list[tuple[int, int, float, float]]:
    """Lessons, new items, reviews and known reviews of each day."""
    return [(day.lessons, day.new, day.reviews, day.known) for day in found.days]


def test_nothing_at_all() -> None:
    found = ahead(3)
    assert loads(found) == [(0, 0, 0.0, 0.0)] * 3
    assert [day.day for day in found.days] == [TODAY, TODAY + DAY, TODAY + 2 * DAY]
    assert (found.overall, found.recall, found.unbegun, found.waiting) == (NOTHING, {}, 0, 0.0)


def test_a_known_review_stands_on_its_day_and_an_overdue_one_on_today() -> None:
    found = ahead(60, known(1, due=0), known(2, due=-9), known(3, due=30), known(4, due=3))
    assert [day.known for day in found.days] == [2.0, 0.0, 0.0, 1.0, *[0.0] * 26, 1.0, *[0.0] * 29]
    assert all(day.reviews >= day.known for day in found.days)


def test_every_item_comes_once_more_in_the_last_14_days() -> None:
    items = [known(number, due=number % 20) for number in range(1, 41)]
    found = ahead(60, *items)
    assert sum(day.reviews for day in found.days[-14:]) >= 40
    assert found.days[-1].reviews < 12  # and no pile-up on the eve


def test_new_items_and_lessons_come_at_the_pace_of_the_plan() -> None:
    lessons = tuple(LessonLeft(10, tuple(new(-10 * n - k, "S1") for k in range(1, 4))) for n in range(1, 4))
    found = ahead(20, *(new(n) for n in range(1, 7)), lessons=lessons)
    assert [day.lessons for day in found.days] == [1, 0, 1, 0, 1, 0, *[0] * 14]
    assert [day.new for day in found.days] == [3, 3, 3, 2, 2, 2, *[0] * 14]
    assert {name: recall.items for name, recall in found.recall.items()} == {"K1": 6, "S1": 9}
    assert found.overall.items == 15


def test_cards_wait_for_their_lesson() -> None:
    lesson = LessonLeft(10, tuple(new(-n) for n in range(1, 7)))
    found = ahead(20, lessons=(LessonLeft(30), lesson))
    assert [(day.lessons, day.new) for day in found.days[:7]] == [
        (1, 0),
        (0, 0),
        (0, 0),
        (0, 0),
        (1, 3),
        (0, 3),
        (0, 0),
    ]


def test_what_was_done_today_is_not_asked_for_again() -> None:
    items = [*(known(n) for n in range(1, 6)), *(new(n) for n in range(6, 30))]
    fresh = ahead(20, *items, reviews_per_day=4)
    later = ahead(20, *items, reviews_per_day=4, begun=3, reviewed=3)
    assert (fresh.days[0].new, fresh.days[0].reviews) == (4, 4.0)
    assert (later.days[0].new, later.days[0].reviews) == (2, 1.0)


def test_exam_tomorrow_reviews_only_what_is_due() -> None:
    found = ahead(1, known(1), known(2, due=1), new(3), lessons=(LessonLeft(10, (new(-1),)),))
    assert loads(found) == [(0, 0, 1.0, 1.0)]
    assert found.unbegun == 2


def test_exam_today_shows_recall_as_it_stands() -> None:
    item = known(1)
    found = ahead(0, item, new(2))
    here = recall_on(TODAY, item.memory, Schedule())
    assert found.days == ()
    assert found.overall.mean == found.overall.untouched == pytest.approx(here / 2)
    assert (found.unbegun, found.waiting) == (1, 0.0)


def test_a_past_exam_has_no_days() -> None:
    assert ahead(-5, known(1)).days == ()


def test_no_new_items_at_a_limit_of_none() -> None:
    found = ahead(30, known(1), new(2), new(3), new_per_day=0)
    assert sum(day.new for day in found.days) == 0
    assert found.unbegun == 2
    assert found.recall["K1"].mean < 0.35  # of three items, one is known


def test_a_thousand_due_are_worked_off_at_the_limit() -> None:
    found = ahead(30, *(known(n) for n in range(1, 1001)))
    assert [day.reviews for day in found.days[:5]] == [200.0] * 5
    assert [day.known for day in found.days[:2]] == [200.0] * 2  # then some are what was forgotten then
    assert max(day.reviews for day in found.days) == 200.0
    assert sum(day.known for day in found.days) == 1000.0
    assert found.waiting == 0.0
    hurried = ahead(3, *(known(n) for n in range(1, 1001)))
    assert [day.reviews for day in hurried.days] == [200.0] * 3
    assert hurried.waiting >= 400.0


def test_what_is_closest_to_being_forgotten_comes_first() -> None:
    weak, strong = known(1, stability=3.0), known(2, stability=200.0)
    only = ahead(1, strong, weak, reviews_per_day=1)
    forgotten, kept = (recall_on(TODAY + DAY, item.memory, Schedule()) for item in (weak, strong))
    assert only.waiting == 1.0
    assert 2 * only.overall.mean - kept > forgotten + 0.15  # the weak one was seen


def test_missed_days_need_no_repair() -> None:
    items = [known(n, due=n % 5) for n in range(1, 21)]
    later = TODAY + 7 * DAY
    found = ahead(30, *items)
    missed = outlook(
        Situation(later, TODAY + 30 * DAY, Schedule(), new_per_day=20, reviews_per_day=200, items=items)
    )
    assert found.days[0].known == 4.0
    assert missed.days[0].known == 20.0
    assert missed.overall.mean == pytest.approx(found.overall.mean, abs=0.02)


def test_the_outlook_is_the_same_each_time_and_one_item_changes_only_itself() -> None:
    items = [known(n, due=n % 7) for n in range(1, 401)]
    once, again = ahead(40, *items), ahead(40, *items)
    assert once == again
    fewer = ahead(40, *items[1:], known(1, due=39, objective="S1"))
    assert fewer.recall["K1"].items == 399
    gone = sum(a.known - b.known for a, b in zip(once.days[:7], fewer.days[:7], strict=True))
    assert gone == 1.0


def test_few_items_are_followed_several_times_over() -> None:
    found = ahead(12, known(1, stability=4.0))
    shares = {day.reviews * 8 for day in found.days}
    assert shares <= {0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0}
    assert len(shares) > 2


def test_the_plan_raises_recall_on_the_day() -> None:
    found = ahead(40, *(known(n, due=n % 12) for n in range(1, 61)))
    assert found.overall.untouched == pytest.approx(0.774417, abs=1e-6)
    assert found.overall.mean == pytest.approx(0.983209, abs=1e-6)
    assert found.overall.low < found.overall.mean < found.overall.high


def test_an_item_held_for_its_slot_is_reviewed_on_it() -> None:
    exam_day = TODAY + 40 * DAY
    slot = last_look(7, exam_day)
    item = known(7, stability=100.0, due=(slot - TODAY).days, last=-1)
    found = ahead(40, item)
    assert [day.day for day in found.days if day.reviews] == [slot]


def test_the_range_of_a_share() -> None:
    assert expected([]) == NOTHING
    assert expected([(1.0, 0.0)] * 3) == Recall(3, 1.0, 1.0, 1.0, 0.0)
    half = expected([(0.5, 0.25)] * 100)
    assert (half.items, half.mean, half.untouched) == (100, 0.5, 0.25)
    # A binomial share of 100 halves has a standard deviation of 0.05; 80 % lie within 1.2816 of them.
    assert half.low == pytest.approx(0.5 - 0.06408)
    assert half.high == pytest.approx(0.5 + 0.06408)
    mixed = expected([(0.9, 0.0), (0.6, 0.0)])
    assert mixed.low == pytest.approx(0.75 - 1.2816 * 0.33**0.5 / 2)
    assert mixed.high == 1.0
