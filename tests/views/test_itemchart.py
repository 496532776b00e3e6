"""The chart of an exam's questions: each at its place, the suspicious ones on top."""

from dataclasses import replace

from studyapp.queries.keys import ItemLine
from studyapp.views.itemchart import Point, item_chart

LINE = ItemLine("x", 1, "A stem", "K1", 20, 50, 0.0, (), repaired=False, reports=0)


def test_places() -> None:
    lines = [
        replace(LINE, facility=0, discrimination=1.0, reasons=("So.",)),
        LINE,
        replace(LINE, facility=100, discrimination=-1.0),
        replace(LINE, discrimination=None),
        replace(LINE, facility=None),
    ]
    chart = item_chart(lines)
    assert chart is not None
    assert chart.points == (
        Point("50.0", "124.0", suspicious=False),
        Point("96.0", "232.0", suspicious=False),
        Point("4.0", "16.0", suspicious=True),
    )
    assert (chart.top, chart.zero, chart.floor) == ("16.0", "124.0", "232.0")


def test_nothing_to_draw() -> None:
    assert item_chart([]) is None
    assert item_chart([replace(LINE, discrimination=None)]) is None
