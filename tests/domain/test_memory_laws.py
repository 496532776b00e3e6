"""The laws a memory keeps after any history of answers, on time or not, under any settings."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from studyapp.domain.memory import (
    NEW,
    Memory,
    Rating,
    Schedule,
    Stage,
    fuzz_range,
    interval,
    is_due,
    preview,
    review,
)

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)

ratings = st.sampled_from(Rating)
pauses = st.one_of(st.none(), st.integers(0, 60 * 24 * 400).map(lambda minutes: timedelta(minutes=minutes)))
histories = st.lists(st.tuples(ratings, pauses), max_size=8)
retentions = st.floats(0.80, 0.97)
lengths = st.tuples(st.booleans(), st.sampled_from([36_500, 365, 30, 1]))
zone_names = st.sampled_from(["UTC", "Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland"])


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    stepless, maximum = draw(lengths)
    steps: dict[str, Any] = {"learning_steps": (), "relearning_steps": ()} if stepless else {}
    return Schedule(
        desired_retention=draw(retentions),
        maximum_interval=maximum,
        zone=ZoneInfo(draw(zone_names)),
        rollover_hour=draw(st.integers(0, 23)),
        **steps,
    )


@st.composite
def studied(draw: st.DrawFn) -> tuple[Memory, datetime, Schedule]:
    """A memory after some answers, on time (a pause of None) or not, and the moment of the next answer."""
    schedule = draw(schedules())
    memory, now = NEW, START
    for rating, pause in draw(histories):
        memory = review(memory, rating, now=now, schedule=schedule, seed="item")
        now += max(interval(memory, now, schedule), timedelta(0)) if pause is None else pause
    return memory, now, schedule


@given(studied())
@settings(deadline=None)
def test_good_never_lowers_stability(case: tuple[Memory, datetime, Schedule]) -> None:
    memory, now, schedule = case
    after = review(memory, Rating.GOOD, now=now, schedule=schedule, seed="item")
    assert after.stability is not None
    assert after.stability >= (memory.stability or 0.0)


@given(studied(), retentions, retentions)
@settings(deadline=None)
def test_a_lower_retention_never_shortens_an_interval(
    case: tuple[Memory, datetime, Schedule], one: float, other: float
) -> None:
    memory, now, schedule = case
    low, high = sorted((one, other))
    relaxed = replace(schedule, desired_retention=low)
    strict = replace(schedule, desired_retention=high)
    after_relaxed = review(memory, Rating.GOOD, now=now, schedule=relaxed, seed="item")
    after_strict = review(memory, Rating.GOOD, now=now, schedule=strict, seed="item")
    assert interval(after_relaxed, now, schedule) >= interval(after_strict, now, schedule)


@given(studied(), st.text(max_size=5))
@settings(deadline=None)
def test_a_button_shows_what_it_does(case: tuple[Memory, datetime, Schedule], seed: str) -> None:
    memory, now, schedule = case
    shown = preview(memory, now=now, schedule=schedule, seed=seed)
    assert list(shown) == list(Rating)
    for rating in reversed(Rating):
        assert shown[rating] == review(memory, rating, now=now, schedule=schedule, seed=seed)


@given(studied())
@settings(deadline=None)
def test_a_better_answer_is_never_due_sooner(case: tuple[Memory, datetime, Schedule]) -> None:
    memory, now, schedule = case
    shown = preview(memory, now=now, schedule=schedule, seed="item")
    afters = [shown[rating] for rating in Rating]
    in_days = [interval(after, now, schedule) for after in afters if after.due_at is None]
    in_steps = [interval(after, now, schedule) for after in afters if after.due_at is not None]
    assert in_days == sorted(in_days)
    assert in_steps == sorted(in_steps)


@given(studied(), ratings, ratings)
@settings(deadline=None)
def test_undo_brings_back_the_memory_and_its_future(
    case: tuple[Memory, datetime, Schedule], mistaken: Rating, meant: Rating
) -> None:
    memory, now, schedule = case
    stored = replace(memory)
    expected = review(stored, meant, now=now, schedule=schedule, seed="item")
    review(memory, mistaken, now=now, schedule=schedule, seed="item")
    assert memory == stored
    assert review(memory, meant, now=now, schedule=schedule, seed="item") == expected


@given(studied(), ratings, st.integers(-40, 0))
@settings(deadline=None)
def test_nothing_falls_due_in_the_past(
    case: tuple[Memory, datetime, Schedule], rating: Rating, set_back_days: int
) -> None:
    memory, now, schedule = case
    now += timedelta(days=set_back_days)
    after = review(memory, rating, now=now, schedule=schedule, seed="item")
    assert after.due_day is not None
    assert after.due_day >= schedule.today(now)
    assert not is_due(after, now, schedule)


@given(studied(), st.sampled_from([Rating.HARD, Rating.GOOD, Rating.EASY]), st.text(max_size=5))
@settings(deadline=None)
def test_fuzz_stays_in_range_and_keeps_growth(
    case: tuple[Memory, datetime, Schedule], rating: Rating, seed: str
) -> None:
    memory, now, schedule = case
    after = review(memory, rating, now=now, schedule=schedule, seed=seed)
    if after.stage is not Stage.REVIEW:
        return
    plain = review(memory, rating, now=now, schedule=replace(schedule, fuzz=False), seed=seed)
    unfuzzed, fuzzed = (interval(one, now, schedule).days for one in (plain, after))
    shortest, longest = fuzz_range(unfuzzed, schedule.maximum_interval)
    assert shortest <= fuzzed <= longest <= schedule.maximum_interval
    if memory.due_day is not None and memory.last_day is not None:
        previous = (memory.due_day - memory.last_day).days
        assert fuzzed > previous or unfuzzed <= previous
