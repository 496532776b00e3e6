"""What a fit sees, what it is tested on, and the loss it is judged by."""

from datetime import UTC, date, datetime, timedelta
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.fitting import (
    FEWEST,
    Repetition,
    grouped,
    held_out_from,
    is_better,
    log_loss,
    predictions,
    replayed,
    sequences,
    still_needed,
)
from studyapp.domain.memory import DEFAULT_PARAMETERS, NEW, Rating, Schedule, retrievability, review

FIRST = date(2026, 1, 1)


def history(*given: tuple[int, Rating]) -> list[Repetition]:
    """Reviews on these days after the first of January."""
    return [Repetition(FIRST + timedelta(days=day), rating) for day, rating in given]


ONE = history((0, Rating.GOOD), (0, Rating.GOOD), (3, Rating.GOOD), (10, Rating.AGAIN))
TWO = history((1, Rating.EASY), (20, Rating.GOOD))
HISTORIES = st.lists(
    st.lists(st.tuples(st.integers(0, 60), st.sampled_from(list(Rating))), min_size=1, max_size=6).map(
        lambda given: history(*sorted(given))
    ),
    max_size=6,
)


def test_only_reviews_a_day_apart_say_something_about_forgetting() -> None:
    assert (predictions([ONE]), predictions([TWO]), predictions([ONE, TWO]), predictions([])) == (2, 1, 3, 0)
    assert (still_needed([ONE]), still_needed([])) == (FEWEST - 2, FEWEST)
    assert still_needed([TWO] * FEWEST) == 0


def test_the_newest_fifth_is_held_out() -> None:
    days = [history((0, Rating.GOOD), (n, Rating.GOOD)) for n in range(1, 11)]
    assert held_out_from(days) == FIRST + timedelta(days=9)
    assert held_out_from([TWO]) == FIRST + timedelta(days=20)
    with pytest.raises(ValueError, match="No review lies a day after"):
        held_out_from([history((0, Rating.GOOD), (0, Rating.EASY))])


def test_sequences_hold_what_came_before_a_day() -> None:
    assert sequences([ONE, TWO], before=FIRST + timedelta(days=11)).items == (
        ((3, 0), (3, 0), (3, 3)),
        ((3, 0), (3, 0), (3, 3), (1, 7)),
    )
    assert sequences([ONE], before=FIRST + timedelta(days=10)).items == (((3, 0), (3, 0), (3, 3)),)
    assert sequences([ONE], before=FIRST).items == ()


def test_the_loss_is_that_of_the_predicted_recall() -> None:
    schedule, memory = Schedule(fuzz=False), NEW
    losses = []
    for repetition in ONE:
        now = datetime(2026, 1, 1, 12, tzinfo=UTC) + (repetition.day - FIRST)
        if memory.last_day is not None and memory.last_day < repetition.day:
            retrieved = retrievability(memory, now, schedule)
            losses.append(-log(retrieved if repetition.rating > Rating.AGAIN else 1 - retrieved))
        memory = review(memory, repetition.rating, now=now, schedule=schedule, seed="")
    loss, count = log_loss(DEFAULT_PARAMETERS, [ONE], since=FIRST)
    assert loss == pytest.approx(sum(losses) / 2)
    late, one = log_loss(DEFAULT_PARAMETERS, [ONE], since=FIRST + timedelta(days=4))
    assert late == pytest.approx(losses[1])
    assert (count, one) == (2, 1)
    assert log_loss(DEFAULT_PARAMETERS, [ONE], since=FIRST + timedelta(days=99)) == (0.0, 0)
    assert replayed(DEFAULT_PARAMETERS, ONE).stability == memory.stability


@pytest.mark.parametrize(
    ("before", "after", "better"), [(0.5, 0.4, True), (0.5, 0.5, False), (0.4, 0.5, False)]
)
def test_a_set_is_adopted_only_if_it_predicts_better(before: float, after: float, better: bool) -> None:
    assert is_better(before=before, after=after) is better


def test_rows_become_histories() -> None:
    rows = [(7, FIRST, 3), (7, FIRST, 1), (9, FIRST, 4)]
    assert grouped(rows) == {7: history((0, Rating.GOOD), (0, Rating.AGAIN)), 9: history((0, Rating.EASY))}


@given(HISTORIES)
def test_every_prediction_is_fitted_on_or_tested_on_and_none_is_both(
    histories: list[list[Repetition]],
) -> None:
    if not predictions(histories):
        return
    since = held_out_from(histories)
    fitted = len(sequences(histories, before=since).items)
    loss, tested = log_loss(DEFAULT_PARAMETERS, histories, since=since)
    assert fitted + tested == predictions(histories)
    assert tested > 0
    assert loss > 0
