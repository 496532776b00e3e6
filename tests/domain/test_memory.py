"""The memory against figures on which three implementations of FSRS-6 agree; fuzz, settings, texts."""

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from studyapp.domain.memory import (
    NEW,
    Memory,
    Rating,
    Schedule,
    Stage,
    fuzz_range,
    interval,
    interval_text,
    is_due,
    retrievability,
    review,
)

FIGURES = json.loads((Path(__file__).parents[1] / "vectors" / "fsrs.json").read_text())
VECTORS: dict[str, dict[str, Any]] = {vector["id"]: vector for vector in FIGURES["vectors"]}
SEQUENCES = [vector["id"] for vector in FIGURES["vectors"] if vector["kind"] == "sequence"]
STATE_TOLERANCE = FIGURES["tolerances"]["py_fsrs_abs"]
RECALL_TOLERANCE = 1e-6  # the figures have six decimals

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
TODAY = date(2026, 1, 5)
PLAIN = Schedule(fuzz=False)
BERLIN = Schedule(fuzz=False, zone=ZoneInfo("Europe/Berlin"))


def in_review(stability: float, *, wait: int = 0, last_at: datetime = NOW, difficulty: float = 5.0) -> Memory:
    """An item answered at `last_at` (a moment after 04:00 on its day) and due `wait` days later."""
    return Memory(
        stage=Stage.REVIEW,
        stability=stability,
        difficulty=difficulty,
        due_day=last_at.date() + timedelta(days=wait),
        last_at=last_at,
        last_day=last_at.date(),
        reviews=3,
    )


def schedule_of(vector: dict[str, Any]) -> Schedule:
    config = vector["config"]
    assert config["parameters"] == "FSRS6_DEFAULT"
    return Schedule(
        desired_retention=config["desired_retention"],
        learning_steps=tuple(config["learning_steps_seconds"]),
        relearning_steps=tuple(config["relearning_steps_seconds"]),
        maximum_interval=config["maximum_interval"],
        fuzz=config["enable_fuzzing"],
    )


def assert_state(memory: Memory, figures: dict[str, Any], schedule: Schedule, now: datetime) -> None:
    assert memory.stage == figures["state"].lower()
    assert memory.step == figures["step"]
    assert memory.stability == pytest.approx(figures["stability"], abs=STATE_TOLERANCE)
    assert memory.difficulty == pytest.approx(figures["difficulty"], abs=STATE_TOLERANCE)
    assert interval(memory, now, schedule) == timedelta(seconds=figures["interval_seconds"])
    assert (memory.due_at is None) == (memory.stage is Stage.REVIEW)


def test_the_default_weights_are_those_of_fsrs_6() -> None:
    assert Schedule().parameters == tuple(FIGURES["fsrs6_default_parameters"])


@pytest.mark.parametrize("case", VECTORS["V01"]["cases"], ids=lambda case: Rating(case["rating"]).name)
def test_first_answer(case: dict[str, Any]) -> None:
    schedule = schedule_of(VECTORS["V01"])
    memory = review(NEW, Rating(case["rating"]), now=NOW, schedule=schedule, seed="item")
    assert_state(memory, case, schedule, NOW)


@pytest.mark.parametrize("name", SEQUENCES)
def test_sequence(name: str) -> None:
    schedule = schedule_of(VECTORS[name])
    memory, lapses = NEW, 0
    for step in VECTORS[name]["steps"]:
        now = datetime.fromisoformat(step["review_at"])
        if step["elapsed_whole_days"]:
            recall = retrievability(memory, now, schedule)
            assert recall == pytest.approx(step["retrievability_before"], abs=RECALL_TOLERANCE)
        lapses += memory.stage is Stage.REVIEW and step["rating"] == 1
        memory = review(memory, Rating(step["rating"]), now=now, schedule=schedule, seed="item")
        assert_state(memory, step, schedule, now)
        assert (memory.reviews, memory.lapses) == (step["n"], lapses)
        assert (memory.last_at, memory.last_day) == (now, now.date())


@pytest.mark.parametrize("case", VECTORS["V12"]["cases"], ids=lambda case: str(list(case.values())[:2]))
def test_interval_from_stability_and_retention(case: dict[str, Any]) -> None:
    # Without steps, the first Good gives the third weight as the stability.
    weights = Schedule().parameters
    weights = (*weights[:2], case["stability"], *weights[3:])
    if case["desired_retention"] < 0.8:
        with pytest.raises(ValueError, match=r"between 0\.80 and 0\.97"):
            Schedule(parameters=weights, desired_retention=case["desired_retention"])
        return
    schedule = Schedule(weights, case["desired_retention"], learning_steps=(), fuzz=False)
    memory = review(NEW, Rating.GOOD, now=NOW, schedule=schedule, seed="item")
    assert memory.stability == case["stability"]
    assert interval(memory, NOW, schedule) == timedelta(days=case["interval_days"])


@pytest.mark.parametrize("case", VECTORS["V13"]["cases"], ids=lambda case: str(list(case.values())[:2]))
def test_forgetting_curve(case: dict[str, Any]) -> None:
    now = NOW + timedelta(days=case["elapsed_days"])
    recall = retrievability(in_review(case["stability"]), now, PLAIN)
    assert recall == pytest.approx(case["retrievability"], abs=RECALL_TOLERANCE)


def test_recall_falls_within_a_day_and_never_passes_one() -> None:
    memory = in_review(1.0)
    # (1 + F t / S) ** -w20 by hand, with t = 0.5 and F and w20 as in the figures
    half_a_day = (1 + 0.980346494 * 0.5) ** -0.1542
    assert retrievability(memory, NOW + timedelta(hours=12), PLAIN) == pytest.approx(half_a_day, abs=1e-9)
    assert retrievability(memory, NOW - timedelta(hours=12), PLAIN) == 1.0
    assert retrievability(NEW, NOW, PLAIN) == 0.0


def test_recall_counts_real_time_across_a_dst_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    memory = in_review(1.0, last_at=datetime(2026, 3, 28, 12, tzinfo=berlin))
    after_23_hours = retrievability(memory, datetime(2026, 3, 29, 12, tzinfo=berlin), BERLIN)
    in_winter = retrievability(in_review(1.0), NOW + timedelta(hours=23), BERLIN)
    assert after_23_hours == pytest.approx(in_winter, abs=1e-12)


@pytest.mark.parametrize("case", VECTORS["V14"]["cases"], ids=lambda case: case["case"])
def test_elapsed_time_counts_in_study_days(case: dict[str, Any]) -> None:
    last_at = datetime.fromisoformat(case["last_review"])
    memory = in_review(2.3065, last_at=last_at, difficulty=2.118104)
    after = review(
        memory, Rating.GOOD, now=datetime.fromisoformat(case["review_at"]), schedule=PLAIN, seed="item"
    )
    expected = case["study_day_04h_utc"]["stability"]
    assert after.stability == pytest.approx(expected, abs=STATE_TOLERANCE)


@pytest.mark.parametrize("day", [date(2026, 3, 28), date(2026, 10, 24)], ids=["spring", "autumn"])
def test_one_sleep_is_one_day_over_a_dst_change(day: date) -> None:
    zone = ZoneInfo("Europe/Berlin")
    evening = datetime(day.year, day.month, day.day, 22, tzinfo=zone)
    morning = datetime(day.year, day.month, day.day + 1, 7, tzinfo=zone)
    memory = in_review(2.3065, last_at=evening, difficulty=2.118104)
    after = review(memory, Rating.GOOD, now=morning, schedule=BERLIN, seed="item")
    assert after.stability == pytest.approx(7.315301, abs=STATE_TOLERANCE)
    assert after.last_day == day + timedelta(days=1)
    assert after.due_day == day + timedelta(days=8)


def test_a_clock_set_back_counts_as_the_same_day() -> None:
    memory = in_review(2.3065, difficulty=2.118104)
    same_day = review(memory, Rating.GOOD, now=NOW, schedule=PLAIN, seed="item")
    set_back = review(memory, Rating.GOOD, now=NOW - timedelta(days=9), schedule=PLAIN, seed="item")
    assert set_back.stability == same_day.stability == pytest.approx(2.3065, abs=STATE_TOLERANCE)
    assert set_back.due_day == TODAY - timedelta(days=9 - 2)


def test_a_step_may_reach_into_the_next_study_day() -> None:
    now = datetime(2026, 1, 6, 3, 55, tzinfo=UTC)
    memory = review(NEW, Rating.GOOD, now=now, schedule=PLAIN, seed="item")
    assert memory.last_day == date(2026, 1, 5)
    assert memory.due_day == date(2026, 1, 6)
    assert memory.due_at == datetime(2026, 1, 6, 4, 5, tzinfo=UTC)


def test_due_inside_steps_at_the_moment() -> None:
    memory = review(NEW, Rating.GOOD, now=NOW, schedule=PLAIN, seed="item")
    assert not is_due(memory, NOW + timedelta(minutes=10, microseconds=-1), PLAIN)
    assert is_due(memory, NOW + timedelta(minutes=10), PLAIN)


def test_due_in_review_from_the_start_of_the_study_day() -> None:
    memory = in_review(3.0, wait=3)
    start = datetime(2026, 1, 8, 3, 0, tzinfo=UTC)  # 04:00 in Berlin
    assert not is_due(memory, start - timedelta(microseconds=1), BERLIN)
    assert is_due(memory, start, BERLIN)
    assert not is_due(memory, start, PLAIN)


def test_a_new_item_is_not_due_and_has_no_interval() -> None:
    assert not is_due(NEW, NOW, PLAIN)
    with pytest.raises(ValueError, match="new item"):
        interval(NEW, NOW, PLAIN)


def test_any_zone_of_now_gives_the_same_memory() -> None:
    in_tokyo = NOW.astimezone(ZoneInfo("Asia/Tokyo"))
    expected = review(NEW, Rating.GOOD, now=NOW, schedule=PLAIN, seed="item")
    assert review(NEW, Rating.GOOD, now=in_tokyo, schedule=PLAIN, seed="item") == expected
    assert (
        review(NEW, Rating.GOOD, now=NOW.astimezone(ZoneInfo("UTC")), schedule=PLAIN, seed="item") == expected
    )
    with pytest.raises(ValueError, match="needs a time zone"):
        review(NEW, Rating.GOOD, now=datetime(2026, 1, 5, 9), schedule=PLAIN, seed="item")


def fuzzed_intervals(memory: Memory, schedule: Schedule, draws: int = 1000) -> Counter[int]:
    """The intervals, in days, that a Good gives under so many seeds."""
    afters = (review(memory, Rating.GOOD, now=NOW, schedule=schedule, seed=f"s{n}") for n in range(draws))
    return Counter(interval(after, NOW, schedule).days for after in afters)


@pytest.mark.parametrize("case", VECTORS["V15"]["cases"], ids=lambda case: f"{case['interval_days']} days")
def test_fuzz_reaches_its_whole_range_and_nothing_else(case: dict[str, Any]) -> None:
    # A second Good on the same day leaves the stability, hence the unfuzzed interval, as it is.
    days = case["interval_days"]
    expected = (case["min_days"], case["max_days"])
    assert fuzz_range(days, 36_500) == expected
    observed = fuzzed_intervals(in_review(float(days)), Schedule())
    assert sorted(observed) == list(range(expected[0], expected[1] + 1))


def test_fuzz_is_even() -> None:
    observed = fuzzed_intervals(in_review(10.0), Schedule(), draws=5000)
    assert all(900 < count < 1100 for count in observed.values())


def test_fuzz_keeps_a_grown_interval_grown() -> None:
    assert sorted(fuzzed_intervals(in_review(10.0, wait=9), Schedule())) == [10, 11, 12]
    assert sorted(fuzzed_intervals(in_review(10.0, wait=10), Schedule())) == [8, 9, 10, 11, 12]


def test_fuzz_keeps_to_the_maximum() -> None:
    assert sorted(fuzzed_intervals(in_review(10.0), Schedule(maximum_interval=11))) == [8, 9, 10, 11]
    assert sorted(fuzzed_intervals(in_review(10.0), Schedule(maximum_interval=10))) == [8, 9, 10]
    assert sorted(fuzzed_intervals(in_review(10.0), Schedule(maximum_interval=2))) == [2]


def test_fuzz_is_the_same_in_every_process_and_changes_with_each_review() -> None:
    memories = (replace(in_review(100.0), reviews=n) for n in range(8))
    schedule = Schedule()
    afters = [review(memory, Rating.GOOD, now=NOW, schedule=schedule, seed="item") for memory in memories]
    assert [interval(after, NOW, schedule).days for after in afters] == [95, 103, 98, 100, 100, 107, 93, 102]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"desired_retention": 0.79}, "between 0.80 and 0.97"),
        ({"desired_retention": 0.98}, "between 0.80 and 0.97"),
        ({"desired_retention": float("nan")}, "between 0.80 and 0.97"),
        ({"learning_steps": (60, 0)}, "at least one second"),
        ({"relearning_steps": (-1,)}, "at least one second"),
        ({"maximum_interval": 0}, "at least one day"),
        ({"rollover_hour": 24}, "between 0 and 23"),
        ({"rollover_hour": -1}, "between 0 and 23"),
        ({"parameters": (1.0,) * 20}, "Expected 21 parameters"),
        ({"parameters": (-1.0, *Schedule().parameters[1:])}, "out of bounds"),
    ],
)
def test_settings_out_of_range_are_refused(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Schedule(**wrong)


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (timedelta(seconds=-1), "now"),
        (timedelta(0), "now"),
        (timedelta(seconds=1), "1 min"),
        (timedelta(minutes=1), "1 min"),
        (timedelta(seconds=330), "6 min"),
        (timedelta(minutes=10), "10 min"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(minutes=59, seconds=1), "1 hour"),
        (timedelta(minutes=90), "1.5 hours"),
        (timedelta(hours=23, minutes=59), "1 day"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=4), "4 days"),
        (timedelta(days=30), "30 days"),
        (timedelta(days=31), "1 month"),
        (timedelta(days=70), "2.3 months"),
        (timedelta(days=61), "2 months"),
        (timedelta(days=360), "11.8 months"),
        (timedelta(days=364), "1 year"),
        (timedelta(days=365), "1 year"),
        (timedelta(days=498), "1.4 years"),
        (timedelta(days=36_500), "99.9 years"),
    ],
)
def test_interval_text(length: timedelta, text: str) -> None:
    assert interval_text(length) == text
