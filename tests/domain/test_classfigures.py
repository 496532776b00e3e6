"""What may be told of a class: nothing that points at few, not even by taking one from another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.classfigures import Cell, IdeaTries, row_of, shade, worst_ideas


def shown(whole: Cell, *parts: Cell) -> list[bool]:
    """Which cells of a row are told."""
    told, cells = row_of(whole, parts)
    return [told.shown, *(cell.shown for cell in cells)]


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ([Cell(3, 5, 5), Cell(3, 5, 5), Cell()], [True, True, False]),
        ([Cell(3, 4, 4), Cell(3, 4, 4), Cell()], [False, False, False]),
        ([Cell(3, 9, 4), Cell(3, 9, 4), Cell()], [False, False, False]),
        ([Cell(5, 40, 9), Cell(2, 20, 9), Cell(3, 20, 9)], [True, True, True]),
        # The one of two answers could be worked out, so the smaller of the others goes with it.
        ([Cell(5, 52, 9), Cell(2, 30, 9), Cell(2, 20, 9), Cell(1, 2, 2)], [True, True, False, False]),
        ([Cell(5, 22, 9), Cell(2, 20, 9), Cell(1, 2, 2)], [True, False, False]),
    ],
)
def test_what_is_told_of_a_row(cells: list[Cell], wanted: list[bool]) -> None:
    assert shown(*cells) == wanted


PARTS = st.lists(
    st.integers(0, 12).flatmap(
        lambda answers: st.builds(
            Cell, st.integers(0, answers), st.just(answers), st.integers(min(answers, 1), answers)
        )
    ),
    min_size=1,
    max_size=4,
)


@given(parts=PARTS, extra=st.integers(0, 5))
def test_whatever_can_be_worked_out_is_of_five_answers_or_of_none(parts: list[Cell], extra: int) -> None:
    people = min(sum(part.learners for part in parts), max(part.learners for part in parts) + extra)
    whole = Cell(sum(part.right for part in parts), sum(part.answers for part in parts), people)
    told, cells = row_of(whole, parts)
    for known in (told, *cells):
        assert not known.shown or known.enough
    hidden = [cell for cell in cells if not cell.shown and cell.answers]
    if told.shown and hidden and any(cell.shown for cell in cells):
        assert sum(cell.answers for cell in hidden) >= 5
        assert max(cell.learners for cell in hidden) >= 5


@pytest.mark.parametrize(
    ("right", "of", "wanted"),
    [(10, 10, 0), (9, 10, 0), (8, 10, 1), (7, 10, 2), (5, 10, 3), (3, 10, 4), (0, 5, 4)],
)
def test_the_shade(right: int, of: int, wanted: int) -> None:
    assert shade(Cell(right, of, 9)) == wanted


def test_the_ideas_most_of_those_who_tried_missed() -> None:
    found = {
        1: IdeaTries(5, 1),
        2: IdeaTries(10, 5),
        3: IdeaTries(4, 4),  # too few tried it
        4: IdeaTries(6, 0),
        5: IdeaTries(20, 10),
        6: IdeaTries(5, 5),
    }
    assert worst_ideas(found, 9) == (6, 5, 2, 1)
    assert worst_ideas(found, 2) == (6, 5)
