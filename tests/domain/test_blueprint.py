"""Drawing a paper: exact counts for every seed, unseen questions first, the same again from the same seed."""

from collections import Counter

import pytest

from studyapp.domain.blueprint import BlueprintTooLarge, PaperItem, PoolItem, draw

BLUEPRINT = {"K1": 2, "K2": 3, "S2": 4}
POOL = [
    PoolItem(f"{objective.lower()}-{n}", objective)
    for objective in ("K1", "K2", "S2", "S4")
    for n in range(8)
]
SEEDS = range(1000)


def ids(paper: tuple[PaperItem, ...]) -> list[str]:
    return [item.id for item in paper]


def test_every_seed_gives_exact_counts() -> None:
    objective_of = {item.id: item.objective for item in POOL}
    for seed in SEEDS:
        paper = draw(BLUEPRINT, POOL, seed=seed, unscored=3)
        assert Counter(item.objective for item in paper) == BLUEPRINT
        assert len(set(ids(paper))) == 9
        assert sum(not item.scored for item in paper) == 3
        assert all(objective_of[item.id] == item.objective for item in paper)


def test_the_seed_decides_and_the_order_of_the_pool_does_not() -> None:
    for seed in range(50):
        paper = draw(BLUEPRINT, POOL, seed=seed, unscored=2)
        assert draw(dict(reversed(BLUEPRINT.items())), POOL[::-1], seed=seed, unscored=2) == paper
    assert len({draw(BLUEPRINT, POOL, seed=seed) for seed in SEEDS}) == 1000


def test_the_paper_is_the_same_in_every_process() -> None:
    paper = draw({"K1": 2, "S2": 2}, POOL, seed=7, unscored=1)
    assert paper == (
        PaperItem("s2-6", "S2", scored=False),
        PaperItem("k1-2", "K1", scored=True),
        PaperItem("s2-5", "S2", scored=True),
        PaperItem("k1-6", "K1", scored=True),
    )


def test_two_forms_share_nothing_where_the_pool_allows() -> None:
    for seed in SEEDS:
        first = draw(BLUEPRINT, POOL, seed=seed)
        second = draw(BLUEPRINT, POOL, seed=seed + 1, seen=dict.fromkeys(ids(first), 1))
        assert set(ids(first)).isdisjoint(ids(second))


def test_seen_questions_fill_up_what_is_missing() -> None:
    seen = {f"k1-{n}": 1 for n in range(7)}
    for seed in SEEDS:
        paper = draw({"K1": 3}, POOL, seed=seed, seen=seen)
        assert "k1-7" in ids(paper)
        assert len(set(ids(paper)) & set(seen)) == 2


def test_of_the_questions_seen_those_seen_longest_ago_come_first() -> None:
    seen = {f"k1-{n}": turn for n, turn in enumerate([3, 1, 2, 1, 2, 3, 3, 3])}
    for seed in SEEDS:
        oldest = draw({"K1": 4}, POOL, seed=seed, seen=seen)
        assert sorted(ids(oldest)) == ["k1-1", "k1-2", "k1-3", "k1-4"]


def test_every_question_every_place_and_every_pilot_is_as_likely_as_any_other() -> None:
    papers = [draw({"K1": 2, "S2": 2}, POOL, seed=seed, unscored=1) for seed in range(4000)]
    drawn = Counter(item.id for paper in papers for item in paper)
    assert len(drawn) == 16
    assert all(850 < count < 1150 for count in drawn.values())  # 4000 * 2 / 8
    first = Counter(paper[0].objective for paper in papers)
    assert 1850 < first["K1"] < 2150
    pilots = Counter(place for paper in papers for place, item in enumerate(paper) if not item.scored)
    assert all(900 < pilots[place] < 1100 for place in range(4))


def test_a_blueprint_larger_than_its_pool_is_refused_by_name() -> None:
    with pytest.raises(BlueprintTooLarge) as refusal:
        draw({"K1": 8, "K2": 9, "S2": 99}, POOL, seed=1)
    assert str(refusal.value) == "The blueprint asks for 9 of objective K2, the pool holds 8."
    assert (refusal.value.objective, refusal.value.wanted, refusal.value.available) == ("K2", 9, 8)
    with pytest.raises(BlueprintTooLarge, match="asks for 1 of objective K9, the pool holds 0"):
        draw({"K9": 1}, POOL, seed=1)


def test_seen_questions_count_as_part_of_the_pool() -> None:
    paper = draw({"K1": 8}, POOL, seed=1, seen={item.id: 1 for item in POOL})
    assert sorted(ids(paper)) == [f"k1-{n}" for n in range(8)]


@pytest.mark.parametrize(
    ("blueprint", "unscored", "message"),
    [
        ({"K1": 2}, 2, "at least one question that counts"),
        ({"K1": 2}, -1, "at least one question that counts"),
        ({}, 0, "at least one question that counts"),
        ({"K1": 3, "K2": -1}, 0, "fewer than no questions"),
    ],
)
def test_impossible_papers_are_refused(blueprint: dict[str, int], unscored: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draw(blueprint, POOL, seed=1, unscored=unscored)


def test_a_pool_with_a_question_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="in the pool twice"):
        draw({"K1": 1}, [*POOL, PoolItem("k1-0", "K2")], seed=1)
