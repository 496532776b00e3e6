"""The laws readiness keeps for any answers of any learner."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.evidence import PLACES, FirstTry
from studyapp.domain.readiness import Range, Readiness, Recall, Word, highest, readiness

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
BLUEPRINT = {"K1": 5, "K2": 2, "S1": 3}
PASSES = 0.72
ROUNDING = 1e-9

objectives = st.sampled_from(sorted(BLUEPRINT))
ages = st.integers(-2, 120).map(lambda days: timedelta(days=days))


def answers(*, correct: st.SearchStrategy[bool] | None = None) -> st.SearchStrategy[FirstTry]:
    return st.builds(
        FirstTry,
        objective=objectives,
        difficulty=st.integers(1, 4),
        place=st.sampled_from(sorted(PLACES)),
        guessed=st.booleans(),
        correct=st.booleans() if correct is None else correct,
        at=ages.map(lambda age: NOW - age),
    )


@st.composite
def histories(draw: st.DrawFn) -> list[FirstTry]:
    """Of good and bad learners alike: independent halves would make everybody middling."""
    known = draw(st.dictionaries(objectives, st.floats(0, 1), min_size=3, max_size=3))
    tries = draw(st.lists(st.tuples(answers(), st.floats(0, 1)), max_size=60))
    return [replace(one, correct=luck < known[one.objective]) for one, luck in tries]


def ready(tries: list[FirstTry], recall: dict[str, Recall] | None = None) -> Readiness:
    return readiness(tries, now=NOW, blueprint=BLUEPRINT, passes=PASSES, recall=recall)


def ranges(found: Readiness) -> list[Range | None]:
    return [found.range, *(row.range for row in found.objectives)]


def both_stated(one: Readiness, other: Readiness) -> list[tuple[Range, Range]]:
    return [(a, b) for a, b in zip(ranges(one), ranges(other), strict=True) if a and b]


def assert_no_lower(before: Readiness, after: Readiness) -> None:
    for old, new in both_stated(before, after):
        assert new.low >= old.low - ROUNDING
        assert new.high >= old.high - ROUNDING


@given(histories())
@settings(deadline=None)
def test_the_upper_end_alone_is_that_of_the_range(tries: list[FirstTry]) -> None:
    stated = ready(tries).range
    assert highest(tries, now=NOW, blueprint=BLUEPRINT) == (stated.high if stated else None)


@given(histories(), st.floats(0.01, 1), st.floats(0, 1))
@settings(deadline=None)
def test_every_range_lies_between_nothing_and_everything(
    tries: list[FirstTry], now: float, later: float
) -> None:
    recall = {code: Recall(now, later, 5) for code in BLUEPRINT}
    found = ready(tries, recall)
    for one in (*ranges(found), found.later, *(row.later for row in found.objectives)):
        assert one is None or 0 <= one.low <= one.high <= 1


@given(histories(), answers(correct=st.just(True)))
@settings(deadline=None)
def test_one_more_right_answer_lowers_nothing(tries: list[FirstTry], more: FirstTry) -> None:
    assert_no_lower(ready(tries), ready([*tries, more]))


@given(histories(), answers(correct=st.just(False)))
@settings(deadline=None)
def test_one_more_wrong_answer_raises_nothing(tries: list[FirstTry], more: FirstTry) -> None:
    assert_no_lower(ready([*tries, more]), ready(tries))


@given(histories(), answers())
@settings(deadline=None)
def test_right_instead_of_wrong_lowers_nothing(tries: list[FirstTry], one: FirstTry) -> None:
    wrong, right = replace(one, correct=False), replace(one, correct=True)
    assert_no_lower(ready([*tries, wrong]), ready([*tries, right]))


@given(histories(), answers(correct=st.just(True)))
@settings(deadline=None)
def test_a_known_answer_counts_no_less_than_a_guess(tries: list[FirstTry], one: FirstTry) -> None:
    guessed, known = replace(one, guessed=True), replace(one, guessed=False)
    assert_no_lower(ready([*tries, guessed]), ready([*tries, known]))


@given(
    st.lists(answers(), min_size=1, max_size=6),
    st.sampled_from(sorted(PLACES)),
    st.dictionaries(objectives, st.tuples(st.integers(0, 25), st.integers(0, 25)), min_size=3, max_size=3),
)
@settings(deadline=None)
def test_more_evidence_of_the_same_share_widens_nothing(
    pattern: list[FirstTry], place: str, times: dict[str, tuple[int, int]]
) -> None:
    def repeated(count: Callable[[int, int], int]) -> Readiness:
        return ready(
            [
                replace(one, objective=code, place=place)
                for code, (before, more) in times.items()
                for one in pattern * count(before, more)
            ]
        )

    few, many = repeated(lambda before, more: before), repeated(lambda before, more: before + more)
    for narrow, wide in zip(ranges(many), ranges(few), strict=True):
        if wide:
            assert narrow
            assert narrow.high - narrow.low <= wide.high - wide.low + ROUNDING


@given(st.data(), histories())
@settings(deadline=None)
def test_the_order_of_answers_says_nothing(data: st.DataObject, tries: list[FirstTry]) -> None:
    assert ready(data.draw(st.permutations(tries))) == ready(tries)


@given(histories(), answers(), ages, ages)
@settings(deadline=None)
def test_an_old_answer_matters_less_than_a_new_one(
    tries: list[FirstTry], more: FirstTry, one: timedelta, other: timedelta
) -> None:
    newer, older = (ready([*tries, replace(more, at=NOW - age)]) for age in sorted([one, other]))
    without = ready(tries)
    if more.correct:
        assert_no_lower(without, older)
        assert_no_lower(older, newer)
    else:
        assert_no_lower(older, without)
        assert_no_lower(newer, older)


@given(histories(), answers())
@settings(deadline=None)
def test_one_more_answer_takes_away_no_range(tries: list[FirstTry], more: FirstTry) -> None:
    before, after = ready(tries), ready([*tries, more])
    assert all(new for old, new in zip(ranges(before), ranges(after), strict=True) if old)
    for old, new in zip(before.objectives, after.objectives, strict=True):
        assert new.needed <= old.needed


@given(histories(), st.floats(0.01, 1), st.floats(0, 1), st.floats(0, 1))
@settings(deadline=None)
def test_less_recall_on_the_day_promises_no_more(
    tries: list[FirstTry], now: float, one: float, other: float
) -> None:
    lower, higher = sorted([one, other])
    less, more = (
        ready(tries, {code: Recall(now, later, 9) for code in BLUEPRINT}) for later in (lower, higher)
    )
    assert ranges(less) == ranges(more)
    for now_range, low, high in zip(
        ranges(more),
        [less.later, *(row.later for row in less.objectives)],
        [more.later, *(row.later for row in more.objectives)],
        strict=True,
    ):
        assert (low is None) == (high is None) == (now_range is None)
        if now_range and low and high:
            assert low.low <= high.low + ROUNDING <= now_range.low + 2 * ROUNDING
            assert low.high <= high.high + ROUNDING <= now_range.high + 2 * ROUNDING


@given(histories())
@settings(deadline=None)
def test_the_word_follows_from_the_range_alone(tries: list[FirstTry]) -> None:
    found = ready(tries)
    for one, word in [(found.range, found.word), *((row.range, row.word) for row in found.objectives)]:
        if one is None:
            assert word is None
        elif one.low >= PASSES:
            assert word is Word.LIKELY
        elif one.high < PASSES or one.low < PASSES - 0.2:
            assert word is Word.NOT_YET
        else:
            assert word is Word.CLOSE
