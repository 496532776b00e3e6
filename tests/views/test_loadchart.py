"""Where the bars of the load chart stand."""

from datetime import date, timedelta

import pytest

from studyapp.queries.outlook import LoadSpan
from studyapp.views.loadchart import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, load_chart

DAY = timedelta(days=1)
FIRST = date(2026, 11, 24)


def span(
    n: int = 0, *, new: float = 0, known: float = 0, planned: float = 0, closing: bool = False
) -> LoadSpan:
    return LoadSpan(FIRST + n * DAY, FIRST + n * DAY, 0, new, known, planned, closing)


def test_no_days_no_chart() -> None:
    assert load_chart([]) is None


def test_three_parts_stand_on_top_of_each_other() -> None:
    chart = load_chart([span(known=10, planned=20, new=5), span(1, planned=1.5)])
    assert chart is not None
    assert [row.value for row in chart.rows] == [0, 10, 20, 30, 40]
    assert [row.at for row in chart.rows] == ["264.0", "207.0", "150.0", "93.0", "36.0"]
    first, second = chart.bars
    assert first.parts == (
        ("known", "207.0", "57.0"),
        ("planned", "93.0", "114.0"),
        ("new", "64.5", "28.5"),
    )
    assert second.parts == (("planned", "255.4", "8.6"),)  # what is not there is not drawn
    assert (first.width, second.width) == ("44.0", "44.0")
    assert (first.x, second.x) == ("189.0", "523.0")


@pytest.mark.parametrize(("count", "labels"), [(1, 1), (6, 6), (7, 4), (42, 6), (70, 6)])
def test_at_most_six_days_are_named_and_the_eve_always(count: int, labels: int) -> None:
    chart = load_chart([span(n, known=1) for n in range(count)])
    assert chart is not None
    assert len(chart.bars) == count
    assert len(chart.columns) == labels
    assert chart.columns[-1].span == chart.bars[-1].span


def test_everything_stays_inside() -> None:
    spans = [span(n, known=n * 3.3, planned=n * 7.7, new=2, closing=n >= 56) for n in range(70)]
    chart = load_chart(spans)
    assert chart is not None
    for bar in chart.bars:
        assert float(bar.x) >= LEFT
        assert float(bar.x) + float(bar.width) <= WIDTH - RIGHT + 0.1
        assert all(TOP - 0.1 <= float(y) <= HEIGHT - BOTTOM for _, y, _ in bar.parts)
    assert float(chart.closing_x) == pytest.approx(LEFT + 0.8 * (WIDTH - LEFT - RIGHT), abs=0.1)
    assert float(chart.closing_x) + float(chart.closing_width) == pytest.approx(WIDTH - RIGHT, abs=0.2)


def test_empty_days_and_a_thousand_reviews() -> None:
    empty, full = load_chart([span(n) for n in range(3)]), load_chart([span(known=1234)])
    assert empty is not None
    assert full is not None
    assert [row.value for row in empty.rows] == [0, 1]
    assert [bar.parts for bar in empty.bars] == [(), (), ()]
    assert (empty.closing_x, empty.closing_width) == ("", "")
    assert [row.value for row in full.rows] == [0, 500, 1000, 1500]
