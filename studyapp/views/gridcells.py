"""The bodies of the two large tables of a class.

300 learners by 100 assignments are 30,000 cells of a dozen sorts: each sort is rendered by its template once,
and the table is made of copies. Through the template cell by cell it would take seconds.
"""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from studyapp.domain.assigning import Standing
from studyapp.queries.classwork import Grid
from studyapp.queries.gradebook import Gradebook


def body_of(shown: Grid) -> tuple[tuple[object, SafeString], ...]:
    """Each row of the grid with its cells."""
    return tuple((row, _joined([_cell(cell) for cell in row.cells])) for row in shown.rows)


def grades_of(book: Gradebook) -> tuple[tuple[object, SafeString], ...]:
    """Each line of the gradebook with its cells."""
    return tuple(
        (line, _joined([f'<td class="num">{escape(cell)}</td>' for cell in line.cells]))
        for line in book.lines
    )


@lru_cache(maxsize=128)
def _cell(standing: Standing | None) -> str:
    return render_to_string("classwork/cell.html", {"standing": standing}).strip()


def _joined(cells: list[str]) -> SafeString:
    return mark_safe("".join(cells))  # noqa: S308 (a template's output, and escaped texts)
