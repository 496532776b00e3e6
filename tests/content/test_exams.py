"""The exam forms of the real course: exact for every seed, and two in a row share nothing."""

from collections import Counter
from pathlib import Path

import pytest

from studyapp.domain.blueprint import PoolItem, draw
from studyapp.domain.documents import Course
from studyapp.domain.parsing import parse
from studyapp.queries.contentfiles import read

ROOT = Path(__file__).resolve().parents[2] / "content"
PACE = 170 / 65
FORMS = {
    "full-65": (65, 170, 15),
    "half": (33, 86, 8),
    "practice-20": (20, 52, 0),
    "open-20": (20, None, 0),
    "check-20": (20, None, 0),
    "objective-k1": (9, 24, 0),
    "objective-k2": (6, 16, 0),
    "objective-k3": (7, 18, 0),
    "objective-k4": (8, 21, 0),
    "objective-k5": (7, 18, 0),
    "objective-s1": (7, 18, 0),
    "objective-s2": (10, 26, 0),
    "objective-s3": (6, 16, 0),
    "objective-s4": (6, 16, 0),
}


@pytest.fixture(scope="module")
def course() -> Course:
    found = parse(read(ROOT)[0]).course
    assert found is not None
    return found


@pytest.fixture(scope="module")
def pool(course: Course) -> list[PoolItem]:
    return [PoolItem(one.id, one.objectives[0]) for one in course.questions if one.pool == "exam"]


def test_the_forms_and_their_times(course: Course) -> None:
    assert {one.id: (one.length, one.minutes, one.unscored) for one in course.exams} == FORMS
    for one in course.exams:
        assert one.minutes is None or one.minutes in {int(one.length * PACE), round(one.length * PACE)}, one.id


def test_a_form_of_one_objective_is_as_long_as_the_pool_can_fill_twice(
    course: Course, pool: list[PoolItem]
) -> None:
    held = Counter(item.objective for item in pool)
    single = {min(one.blueprint): one.length for one in course.exams if len(one.blueprint) == 1}
    assert single == {objective: min(10, count // 2) for objective, count in held.items()}


@pytest.mark.parametrize("form", FORMS)
def test_a_thousand_seeds_give_exact_counts_and_two_papers_in_a_row_share_nothing(
    course: Course, pool: list[PoolItem], form: str
) -> None:
    blueprint = next(one.blueprint for one in course.exams if one.id == form)
    unscored = FORMS[form][2]
    seen: dict[str, int] = {}
    before: set[str] = set()
    for seed in range(1000):  # one learner sits it a thousand times: the pool is used up again and again
        paper = draw(blueprint, pool, seed=seed, unscored=unscored, seen=seen)
        assert Counter(item.objective for item in paper) == blueprint
        assert sum(not item.scored for item in paper) == unscored
        ids = {item.id for item in paper}
        assert len(ids) == len(paper)
        assert ids.isdisjoint(before)
        if seed:  # unseen first: what came again, came because nothing unseen was left
            for objective, wanted in blueprint.items():
                fresh = sum(item.objective == objective and item.id not in seen for item in pool)
                new = sum(item.objective == objective and item.id not in seen for item in paper)
                assert new == min(wanted, fresh)
        seen |= dict.fromkeys(ids, seed + 1)
        before = ids
