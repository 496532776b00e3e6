"""Lines of Anki's log as answers."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.ankihistory import LogLine, answers_of

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
INTS = st.integers(-(2**63), 2**63 - 1)
MOMENTS = INTS | st.integers(900_000_000_000, 2_000_000_000_000)


@given(
    st.lists(
        st.builds(LogLine, st.text(), MOMENTS, INTS | st.integers(0, 5), INTS | st.integers(0, 6), INTS, INTS)
    )
)
def test_whatever_is_in_a_log_an_answer_is_of_our_time(lines: list[LogLine]) -> None:
    answers = answers_of(lines, now=NOW)
    assert len(answers) <= len(lines)
    assert all(datetime(2001, 1, 1, tzinfo=UTC) < answer.at <= NOW for answer in answers)
    assert all(0 <= answer.seconds <= 600 and 1 <= answer.rating <= 4 for answer in answers)
    assert answers_of(lines, now=NOW) == answers


def test_an_answer_is_known_by_its_note_and_its_moment_for_good() -> None:
    """Whoever changes this makes every package come in twice."""
    at = int((NOW - timedelta(days=1)).timestamp() * 1000)
    lines = [LogLine(guid, at + n, 3, 1, 2500, 100) for guid, n in (("a", 0), ("a", 1), ("b", 0))]
    tokens = [str(answer.token) for answer in answers_of(lines, now=NOW)]
    assert len(set(tokens)) == 3
    assert tokens[0] == "b2e45277-c28f-5d83-8a0e-fe279e993946"
    again = [LogLine("a", at, 4, 2, 0, 9)]
    assert str(answers_of(again, now=NOW)[0].token) == tokens[0]
