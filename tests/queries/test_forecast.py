"""What falls due on the days ahead, and the items by their recall."""

from datetime import date, timedelta

from studyapp.domain.studied import span
from studyapp.queries.forecast import DueDay, Forecast, forecast, remembered
from studyapp.queries.itemfigures import ItemFigures

DAY = timedelta(days=1)
TODAY = date(2026, 11, 24)
DAYS = span(TODAY + 2 * DAY, 3)


def due(counts: dict[int, int]) -> ItemFigures:
    """Items by in how many days they are due."""
    return ItemFigures(due={TODAY + n * DAY: count for n, count in counts.items()})


def test_today_holds_what_is_late_and_the_rest_comes_later() -> None:
    found = forecast(due({-9: 2, -1: 1, 0: 4, 2: 3, 3: 5, 400: 6}), DAYS)
    assert found == Forecast(
        days=(DueDay(TODAY, 7), DueDay(TODAY + DAY, 0), DueDay(TODAY + 2 * DAY, 3)), late=3, later=11
    )
    assert (found.ahead, found.total) == (10, 21)


def test_nothing_is_due() -> None:
    found = forecast(due({}), DAYS)
    assert (found.ahead, found.late, found.later, found.total) == (0, 0, 0, 0)


def test_items_by_their_recall_now_and_on_the_exam_day() -> None:
    items = ItemFigures(now=[0.95, 0.91, 0.42], later=[0.85, 0.05, 0.4])
    found = remembered(items, exam_day=TODAY)
    assert (found.items, found.mean, found.exam_day, found.mean_later) == (3, 76, TODAY, 43)
    assert [(one.low, one.high) for one in found.bins] == [(n, n + 10) for n in range(0, 100, 10)]
    assert [one.now for one in found.bins] == [0, 0, 0, 0, 1, 0, 0, 0, 0, 2]
    assert [one.later for one in found.bins] == [1, 0, 0, 0, 1, 0, 0, 0, 1, 0]


def test_nothing_is_said_of_an_exam_day_that_is_not_ahead_or_has_no_items() -> None:
    without = remembered(ItemFigures(now=[0.5]), exam_day=None)
    assert (without.items, without.mean, without.exam_day, without.mean_later) == (1, 50, None, 0)
    nothing = remembered(ItemFigures(), exam_day=TODAY)
    assert (nothing.items, nothing.mean, nothing.exam_day) == (0, 0, None)
