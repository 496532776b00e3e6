"""How far each question of a paper is, and what a filter lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.paperstate import FILTERS, Standing, belongs, counts, progress

STANDINGS = st.builds(
    Standing,
    st.integers(1, 65),
    st.sampled_from(["unseen", "incomplete", "complete"]),
    st.integers(0, 5),
    st.booleans(),
    st.booleans(),
)


@pytest.mark.parametrize(
    ("chosen", "wanted", "touched", "word"),
    [
        (0, 1, False, "unseen"),
        (0, 1, True, "incomplete"),
        (1, 1, True, "complete"),
        (1, 1, False, "complete"),
        (1, 2, True, "incomplete"),
        (1, 2, False, "incomplete"),
        (2, 2, True, "complete"),
        (4, 1, True, "complete"),  # the steps of an ordering question come together
        (0, 0, False, "unseen"),
    ],
)
def test_progress(chosen: int, wanted: int, touched: bool, word: str) -> None:
    assert progress(chosen=chosen, wanted=wanted, touched=touched) == word


def test_filters_on_a_paper() -> None:
    paper = [
        Standing(1, "complete", 1, flagged=True),
        Standing(2, "unseen", 0),
        Standing(3, "incomplete", 1),
        Standing(4, "unseen", 0, flagged=True),
    ]
    listed = {name: [one.position for one in paper if belongs(one, name)] for name in FILTERS}
    assert listed == {
        "all": [1, 2, 3, 4],
        "unseen": [2, 4],
        "incomplete": [3],
        "complete": [1],
        "flagged": [1, 4],
    }
    assert counts(paper) == {"all": 4, "unseen": 2, "incomplete": 1, "complete": 1, "flagged": 2}


@given(st.lists(STANDINGS, max_size=65))
def test_every_question_is_in_one_state(paper: list[Standing]) -> None:
    found = counts(paper)
    assert found["unseen"] + found["incomplete"] + found["complete"] == found["all"] == len(paper)
    assert found["flagged"] == sum(one.flagged for one in paper)
