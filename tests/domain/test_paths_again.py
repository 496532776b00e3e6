"""When a challenge comes again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.memory import Rating, Schedule
from studyapp.domain.paths_again import Try, rating, standing

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SCHEDULE = Schedule(fuzz=False)


def tried(at: datetime = NOON, *, solved: bool = True, changes: int = 2, hints: int = 0) -> Try:
    return Try(at, solved, changes, 2, hints)


@pytest.mark.parametrize(
    ("one", "wanted"),
    [
        (tried(), Rating.GOOD),
        (tried(hints=1), Rating.HARD),
        (tried(changes=3), Rating.HARD),
        (tried(solved=False), Rating.AGAIN),
        (tried(solved=False, hints=2), Rating.AGAIN),
    ],
)
def test_what_a_try_says(one: Try, wanted: Rating) -> None:
    assert rating(one) == wanted


def test_nobody_stands_anywhere_before_the_first_try() -> None:
    assert standing([], schedule=SCHEDULE, seed="x") is None


@pytest.mark.parametrize(
    ("one", "days"),
    [(tried(solved=False), 1), (tried(hints=1), 1), (tried(), 2)],
    ids=["missed", "hint", "par"],
)
def test_after_the_first_try_it_comes_again_on_a_later_day(one: Try, days: int) -> None:
    found = standing([one], schedule=SCHEDULE, seed="x")
    assert found is not None
    assert found.due_day == date(2026, 11, 24) + days * DAY
    assert not found.is_due(date(2026, 11, 24))
    assert found.is_due(found.due_day)


def test_only_the_first_try_of_a_day_counts_for_the_day() -> None:
    missed = tried(solved=False)
    later = tried(NOON + timedelta(hours=1), changes=4)
    found = standing([later, missed], schedule=SCHEDULE, seed="x")
    alone = standing([missed], schedule=SCHEDULE, seed="x")
    assert found is not None
    assert alone is not None
    assert found.due_day == alone.due_day
    assert (found.tries, found.best, found.solved) == (2, 4, True)
    assert (alone.tries, alone.best, alone.solved) == (1, None, False)


def test_solved_again_and_again_it_comes_ever_later() -> None:
    tries, gaps = [tried()], []
    for _ in range(4):
        found = standing(tries, schedule=SCHEDULE, seed="x")
        assert found is not None
        gaps.append(found.due_day - tries[-1].at.date())
        tries.append(tried(datetime.combine(found.due_day, NOON.timetz())))
    assert gaps == sorted(gaps)
    assert gaps[0] < gaps[-1]


TRIES = st.lists(
    st.builds(
        Try,
        at=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC)),
        solved=st.booleans(),
        changes=st.integers(1, 6),
        par=st.just(2),
        hints=st.integers(0, 2),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda one: one.at,
)


@given(TRIES, st.randoms())
def test_the_order_in_which_tries_are_read_does_not_matter(tries: list[Try], dice: object) -> None:
    mixed = list(tries)
    dice.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert standing(mixed, schedule=SCHEDULE, seed="x") == standing(tries, schedule=SCHEDULE, seed="x")


@given(TRIES)
def test_it_never_comes_again_before_the_day_after_the_last_day(tries: list[Try]) -> None:
    found = standing(tries, schedule=SCHEDULE, seed="x")
    assert found is not None
    assert found.due_day > max(SCHEDULE.today(one.at) for one in tries)
    assert found.solved == any(one.solved for one in tries)
