"""Where the bars of a chart stand."""

import pytest

from studyapp.views.barchart import Bar, Column, Mark, Part, bar_chart


def test_parts_stand_on_one_another() -> None:
    chart = bar_chart(
        [
            Column("two and one", "a", [("solid", 2), ("open", 1)]),
            Column("nothing", "", [("solid", 0), ("open", 0)]),
        ],
        "Two bars.",
    )
    # 668 wide from 44 on, and 228 high above 264; the axis ends at 3.
    assert chart.bars == (
        Bar(
            "two and one",
            (
                Part("solid", "189.0", "112.0", "44.0", "152.0"),
                Part("open", "189.0", "36.0", "44.0", "76.0"),
            ),
        ),
        Bar("nothing", ()),
    )
    assert chart.rows == (Mark("264.0", "0"), Mark("188.0", "1"), Mark("112.0", "2"), Mark("36.0", "3"))
    assert chart.columns == (Mark("211.0", "a"),)
    assert chart.words == "Two bars."


def test_parts_stand_beside_each_other() -> None:
    chart = bar_chart(
        [Column(str(n), str(n), [("solid", 4), ("open", n)]) for n in range(10)], "", beside=True
    )
    assert [len(bar.parts) for bar in chart.bars] == [1] + [2] * 9
    solid, other = chart.bars[8].parts
    assert (solid.name, solid.height, other.name, other.height) == ("solid", "91.2", "open", "182.4")
    assert float(solid.x) + float(solid.width) < float(other.x)
    assert [mark.text for mark in chart.rows] == ["0", "5", "10"]


@pytest.mark.parametrize(
    ("highest", "rows"),
    [
        (0, ["0", "1"]),
        (0.4, ["0", "1"]),
        (4, ["0", "1", "2", "3", "4"]),
        (4.1, ["0", "2", "4", "6"]),
        (99, ["0", "25", "50", "75", "100"]),
        (30_000, ["0", "5000", "10000", "15000", "20000", "25000", "30000"]),
    ],
)
def test_the_axis_ends_above_the_highest(highest: float, rows: list[str]) -> None:
    chart = bar_chart([Column("", "", [("solid", highest)])], "")
    assert [mark.text for mark in chart.rows] == rows
    assert chart.rows[-1].at == "36.0"


def test_without_columns_there_is_an_empty_chart() -> None:
    chart = bar_chart([], "")
    assert (chart.bars, chart.columns) == ((), ())
