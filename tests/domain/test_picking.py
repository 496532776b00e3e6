"""Which questions a quiz asks: what fits, who comes first, strict turns, and what stands in for a miss."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.picking import (
    Candidate,
    Sides,
    Spot,
    Wish,
    alternate,
    both_sides,
    choose,
    shares,
    sides_of,
    stand_ins,
    turns,
    weakest_first,
    weakest_pair,
)

SEEDS = st.integers(0, 2**48 - 1)
SIDES: Sides = (frozenset({"a", "aa"}), frozenset({"b"}))


def one(number: int, idea: str = "", objective: str = "K1", lesson: str = "tls", **more: object) -> Candidate:
    plain = Candidate(100 + number, f"q-{number}", idea or f"question:q-{number}", objective, lesson)
    return replace(plain, **more)  # type: ignore[arg-type]  # a test names the fields of a Candidate


def slugs(found: Sequence[Candidate]) -> list[str]:
    return [candidate.slug for candidate in found]


@st.composite
def pools(draw: st.DrawFn) -> list[Candidate]:
    """Up to 30 questions of a few ideas and objectives, in every standing."""
    standings = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["a", "aa", "b", "c"]),
                st.sampled_from(["K1", "K2"]),
                st.integers(0, 5),
                st.sampled_from([None, True, False]),
                st.booleans(),
            ),
            max_size=30,
        )
    )
    return [
        one(n, idea, objective, seen=seen, known=known, sure_wrong=sure_wrong)
        for n, (idea, objective, seen, known, sure_wrong) in enumerate(standings)
    ]


MISSED = one(1, seen=4, known=False)
SURE_AND_WRONG = one(2, seen=5, known=False, sure_wrong=True)
KNOWN = one(3, "macsec", lesson="dx", seen=6, known=True)
ONLY_SEEN = one(4, "macsec", seen=7)  # before a lesson
UNSEEN = one(5)
ALL = [MISSED, SURE_AND_WRONG, KNOWN, ONLY_SEEN, UNSEEN]


@pytest.mark.parametrize(
    ("wish", "fitting"),
    [
        (Wish("mixed"), ALL),
        (Wish("weakest"), ALL),
        (Wish("missed"), [MISSED, SURE_AND_WRONG]),
        (Wish("sure-wrong"), [SURE_AND_WRONG]),
        (Wish("unseen"), [UNSEEN]),
        (Wish("idea", "macsec"), [KNOWN, ONLY_SEEN]),
        (Wish("idea", "question:q-5"), [UNSEEN]),
        (Wish("idea", "lesson:dx"), [KNOWN]),
        (Wish("idea", "dx"), []),  # the id of a lesson is not that of an idea
        (Wish("precheck", "dx"), [KNOWN]),
    ],
)
def test_what_fits_a_wish(wish: Wish, fitting: list[Candidate]) -> None:
    assert [candidate for candidate in ALL if wish.fits(candidate)] == fitting
    assert set(choose(wish, ALL, seed=1)) == set(fitting)


@given(pools(), SEEDS, st.sampled_from(["mixed", "missed", "sure-wrong", "unseen"]), st.integers(1, 40))
def test_those_not_seen_for_longest_come_first(
    pool: list[Candidate], seed: int, pick: str, size: int
) -> None:
    wish = Wish(pick, size=size)
    chosen = choose(wish, pool, seed=seed)
    fitting = [candidate for candidate in pool if wish.fits(candidate)]
    left = set(fitting) - set(chosen)
    assert len(chosen) == len(set(chosen)) == min(size, len(fitting))
    assert set(chosen) <= set(fitting)
    assert not left or max(one.seen for one in chosen) <= min(one.seen for one in left)


@given(pools(), SEEDS, st.sampled_from(["mixed", "weakest", "missed"]))
def test_the_same_seed_chooses_the_same(pool: list[Candidate], seed: int, pick: str) -> None:
    assert choose(Wish(pick), pool, seed=seed) == choose(Wish(pick), list(pool), seed=seed)


def test_another_seed_chooses_others_among_equals() -> None:
    pool = [one(n) for n in range(30)]
    assert len({frozenset(choose(Wish(size=5), pool, seed=seed)) for seed in range(5)}) > 1
    assert len({choose(Wish(size=30), pool, seed=seed) for seed in range(5)}) == 5


def test_what_is_spare_comes_only_where_the_others_run_out() -> None:
    pool = [one(n, lesson="dx", seen=9) for n in range(4)] + [one(4, lesson="dx"), one(5, lesson="tls")]
    wish = Wish("precheck", "dx", size=3)
    for seed in range(20):
        assert "q-4" not in slugs(choose(wish, pool, seed=seed, spare={"q-4"}))
    few = choose(wish, [*pool[:2], *pool[4:]], seed=1, spare={"q-4"})
    assert sorted(slugs(few)) == ["q-0", "q-1", "q-4"]


def test_weakest_first_by_idea_then_by_objective() -> None:
    pool = [
        one(1, "half", "K1", known=True),
        one(2, "half", "K1", known=False),
        one(3, "whole", "K1", known=True),
        one(4, "none", "K1"),  # never answered: as weak as wrong
        one(5, "guess", "K2", known=False),
    ]
    assert shares(pool, lambda one: one.idea) == {
        "half": 0.5,
        "whole": 1.0,
        "none": 0.0,
        "guess": 0.0,
    }
    assert shares(pool, lambda one: one.objective) == {"K1": 0.5, "K2": 0.0}
    assert slugs(weakest_first(pool)) == ["q-5", "q-4", "q-1", "q-2", "q-3"]
    assert slugs(choose(Wish("weakest", size=2), pool, seed=3)) == ["q-5", "q-4"]
    assert slugs(choose(Wish("weakest"), pool, seed=3))[-1] == "q-3"


@given(pools(), SEEDS)
def test_weakest_first_never_steps_back(pool: list[Candidate], seed: int) -> None:
    ideas = shares(pool, lambda one: one.idea)
    objectives = shares(pool, lambda one: one.objective)
    chosen = choose(Wish("weakest", size=99), pool, seed=seed)
    marks = [(ideas[one.idea], objectives[one.objective]) for one in chosen]
    assert marks == sorted(marks)
    assert set(chosen) == set(pool)


@given(pools(), SEEDS, st.integers(1, 40))
def test_two_sides_take_strict_turns_for_as_long_as_both_last(
    pool: list[Candidate], seed: int, size: int
) -> None:
    chosen = alternate(pool, SIDES, size=size, seed=seed)
    sides = [0 if candidate.idea in SIDES[0] else 1 for candidate in chosen]
    assert all(here != there for here, there in pairwise(sides))
    assert len(chosen) == len(set(chosen)) == min(size, turns(pool, SIDES))
    assert alternate(pool, SIDES, size=size, seed=seed) == chosen


@pytest.mark.parametrize(
    ("one_side", "other", "length"), [(0, 5, 0), (5, 0, 0), (1, 1, 2), (1, 5, 3), (5, 2, 5), (4, 4, 8)]
)
def test_how_long_two_sides_last(one_side: int, other: int, length: int) -> None:
    pool = [one(n, "a") for n in range(one_side)] + [one(9 + n, "b") for n in range(other)]
    assert both_sides(one_side, other) == length
    assert len(alternate(pool, SIDES, size=99, seed=1)) == length


def test_the_larger_side_begins_and_of_equal_ones_either() -> None:
    more = [one(1, "a"), one(2, "b"), one(3, "b")]
    assert [found.idea for found in alternate(more, SIDES, size=9, seed=4)] == ["b", "a", "b"]
    equal = [one(1, "a"), one(2, "b")]
    assert {alternate(equal, SIDES, size=9, seed=seed)[0].idea for seed in range(9)} == {"a", "b"}


def test_within_a_side_the_rested_ones_are_taken_and_mixed() -> None:
    pool = [one(n, "a", seen=n) for n in range(8)] + [one(10 + n, "b", seen=n) for n in range(8)]
    orders = set()
    for seed in range(8):
        chosen = alternate(pool, SIDES, size=6, seed=seed)
        assert set(slugs(chosen)) == {"q-0", "q-1", "q-2", "q-10", "q-11", "q-12"}
        orders.add(tuple(found.slug for found in chosen if found.idea == "a"))
    assert len(orders) > 1


def test_an_idea_on_both_sides_belongs_to_the_first() -> None:
    assert sides_of([{"ideas": ["a", "x"]}, {"ideas": ["x", "b"]}]) == (
        frozenset({"a", "x"}),
        frozenset({"b"}),
    )


def test_the_weakest_pair() -> None:
    pool = [one(1, "a", known=True), one(2, "b", known=True), one(3, "c", known=False), one(4, "d")]
    pairs: dict[str, Sides] = {
        "known": (frozenset("a"), frozenset("b")),
        "half": (frozenset("b"), frozenset("c")),
        "none": (frozenset("c"), frozenset("d")),
        "none-too": (frozenset("d"), frozenset("c")),
        "empty": (frozenset("d"), frozenset("z")),
    }
    assert weakest_pair(pool, pairs) == "none"
    assert weakest_pair(pool, {name: pairs[name] for name in ("known", "half", "empty")}) == "half"
    assert weakest_pair(pool, {"empty": pairs["empty"]}) == ""
    assert weakest_pair([], pairs) == ""


MISS = Spot(("question", 50), idea=1, lesson=1, section="keys")


def card(pk: int, **place: object) -> Spot:
    return replace(MISS, key=("card", pk), **{"idea": 99, "lesson": 99, "section": "", **place})  # type: ignore[arg-type]  # a test names the fields of a Spot


def test_a_miss_is_stood_in_for_by_its_idea_else_its_section_else_its_lesson() -> None:
    idea, section, lesson = card(1, idea=1), card(2, lesson=1, section="keys"), card(3, lesson=1)
    other = card(4, section="keys")  # of that name, in another lesson
    assert stand_ins(MISS, [lesson, other, section, idea]) == (idea,)
    assert stand_ins(MISS, [lesson, other, section]) == (section,)
    assert stand_ins(MISS, [lesson, other]) == (lesson,)
    assert stand_ins(MISS, [other]) == ()
    assert stand_ins(replace(MISS, section=""), [card(5, lesson=1), other]) == (card(5, lesson=1),)


def test_a_section_without_a_name_is_no_section() -> None:
    nameless = replace(MISS, section="")
    near = [replace(MISS, key=("question", n), idea=n, section="keys" if n > 10 else "") for n in (9, 11)]
    assert set(stand_ins(nameless, near)) == set(near)


def test_questions_stand_in_before_cards_and_two_at_most() -> None:
    questions = [replace(MISS, key=("question", n)) for n in (1, 2, 3)]
    cards = [card(n, idea=1) for n in (4, 5, 6)]
    assert {spot.key[0] for spot in stand_ins(MISS, [*cards, *questions])} == {"question"}
    assert [spot.key[0] for spot in stand_ins(MISS, [*cards, questions[0]])] == ["question", "card"]
    assert len(stand_ins(MISS, [*cards, *questions])) == 2


def test_the_same_miss_finds_the_same_and_another_may_find_others() -> None:
    pool = [card(n, lesson=1) for n in range(12)]
    misses = [replace(MISS, key=("question", n)) for n in range(50, 60)]
    found = [stand_ins(miss, pool) for miss in misses]
    assert found == [stand_ins(miss, pool[::-1]) for miss in misses]
    assert len(set(found)) > 1
