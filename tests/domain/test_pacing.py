"""Where the time of a sitting went, from its log."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.pacing import LONGEST, Moment, Pace, pace_of, slowest_first

START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def at(seconds: float, position: int | None) -> Moment:
    return Moment(START + timedelta(seconds=seconds), position)


def paced(finish: float, *log: Moment) -> Pace:
    return pace_of(START, START + timedelta(seconds=finish), log)


def test_time_until_a_change_belongs_to_its_question() -> None:
    log = (at(0, None), at(20, 1), at(50, 2), at(55, 2), at(60, 1), at(90, None))
    assert paced(100, *log) == Pace({1: 25.0, 2: 35.0}, 40.0)


def test_a_paper_in_which_nothing_was_done() -> None:
    assert paced(60, at(0, None)) == Pace({}, 60.0)


def test_nobody_looks_at_one_question_for_longer_than_ten_minutes() -> None:
    assert paced(7200, at(3600, 1)) == Pace({1: 600.0}, 600.0)


def test_an_answer_that_came_within_the_grace_ends_at_the_deadline() -> None:
    assert paced(60, at(50, 1), at(65, 2)) == Pace({1: 50.0, 2: 10.0}, 0.0)


def test_the_slowest_come_first_and_equals_by_place() -> None:
    assert slowest_first(Pace({3: 5.0, 1: 9.0, 2: 5.0}, 0.0)) == [(1, 9.0), (2, 5.0), (3, 5.0)]


LOGS = st.lists(st.builds(at, st.floats(-50, 5000), st.none() | st.integers(1, 9)), max_size=40)


@given(LOGS, st.floats(0, 4000), st.randoms(use_true_random=False))
def test_laws_of_time(log: list[Moment], finish: float, dice: object) -> None:
    pace = paced(finish, *log)
    shuffled = list(log)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random
    assert paced(finish, *shuffled) == pace  # the order in which the log is read says nothing
    assert set(pace.questions) == {line.position for line in log} - {None}
    assert all(seconds >= 0 for seconds in pace.questions.values())
    assert 0 <= pace.rest <= LONGEST.total_seconds()
    assert pace.total <= finish + 1e-6  # no more than the sitting took
