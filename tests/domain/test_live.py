"""Phases, what may be seen in each, counts and shifts; laws of counting and pairing."""

from collections import Counter
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.live import (
    FEWEST,
    MOVES,
    PHASES,
    ROUNDS,
    SEEN,
    Vote,
    count,
    final,
    may_move,
    pairs,
    pseudonym,
    sees,
    shift,
    tag_of,
)

OPTIONS = ("a", "b", "c")
votes = st.dictionaries(st.integers(1, 60), st.sampled_from(OPTIONS).map(lambda id_: (id_,)), max_size=40)


def test_the_way_of_a_question_written_out_once_more() -> None:
    ways = {
        ("waiting", "vote1"),
        ("vote1", "discuss"),
        ("vote1", "revealed"),
        ("discuss", "vote2"),
        ("discuss", "revealed"),
        ("vote2", "revealed"),
    }
    assert {(old, new) for old, new in product(PHASES, PHASES) if may_move(old, new)} == ways


def test_no_way_leads_back() -> None:
    for old, news in MOVES.items():
        assert all(PHASES.index(new) > PHASES.index(old) for new in news)


EVERY = """
learner   waiting
learner   vote1     form question
learner   discuss   partner question
learner   vote2     form question
learner   revealed  first key question second
projector waiting
projector vote1     question turnout
projector discuss   question
projector vote2     question turnout
projector revealed  first key question second
control   waiting   key question
control   vote1     key question turnout
control   discuss   first key question
control   vote2     first key question turnout
control   revealed  first key question second
"""


def test_who_sees_what_written_out_once_more() -> None:
    told = [line.split() for line in EVERY.strip().splitlines()]
    assert {(who, phase): set(parts) for who, phase, *parts in told} == {
        (who, phase): set(sees(who, phase)) for who in SEEN for phase in PHASES
    }


def test_a_form_is_there_exactly_while_a_round_takes_votes() -> None:
    assert {phase for phase in PHASES if "form" in sees("learner", phase)} == set(ROUNDS)


def test_counts_by_hand() -> None:
    given_ = [("a",), ("b",), ("a",), ("c",), ("a",)]
    counted = count(given_, OPTIONS, ("a",))
    assert (counted.voters, counted.chosen, counted.right, counted.told) == (
        5,
        (("a", 3), ("b", 1), ("c", 1)),
        3,
        True,
    )
    assert count(given_, OPTIONS, None).right is None


def test_of_several_options_a_voter_is_counted_at_each() -> None:
    counted = count([("a", "b")] * 4 + [("b", "c")], OPTIONS, ("a", "b"))
    assert (counted.chosen, counted.right) == ((("a", 4), ("b", 5), ("c", 1)), 4)


def test_under_five_voters_only_their_number_is_told() -> None:
    counted = count([("a",)] * 4, OPTIONS, ("a",))
    assert (counted.voters, counted.chosen, counted.right, counted.told) == (4, (), None, False)
    both: dict[int, Vote] = dict.fromkeys(range(4), ("a",))
    assert shift(both, both, ("a",)) is None


def test_a_shift_by_hand() -> None:
    first: dict[int, Vote] = {1: ("a",), 2: ("a",), 3: ("b",), 4: ("b",), 5: ("c",), 6: ("a",)}
    second: dict[int, Vote] = {1: ("a",), 2: ("b",), 3: ("a",), 4: ("c",), 5: ("c",), 7: ("a",)}
    found = shift(first, second, ("a",))
    assert found is not None
    assert (found.both, found.changed) == (5, 3)
    assert (found.right_right, found.right_wrong, found.wrong_right, found.wrong_wrong) == (1, 1, 1, 2)
    open_ = shift(first, second, None)
    assert open_ is not None
    assert (open_.changed, open_.right_right, open_.wrong_wrong) == (3, 0, 0)


def test_the_last_vote_stands() -> None:
    assert final({1: "a", 2: "b"}, {2: "c", 3: "d"}) == {1: "a", 2: "c", 3: "d"}


@given(votes)
def test_counts_add_up(first: dict[int, Vote]) -> None:
    counted = count(first.values(), OPTIONS, ("a",))
    if len(first) < FEWEST:
        assert not counted.told
    else:
        assert sum(votes for _, votes in counted.chosen) == counted.voters == len(first)
        assert counted.right == dict(counted.chosen)["a"]


@given(votes, votes)
def test_a_shift_adds_up_to_both_counts(first: dict[int, Vote], second: dict[int, Vote]) -> None:
    found, both = shift(first, second, ("a",)), first.keys() & second.keys()
    if found is None:
        assert len(both) < FEWEST
        return
    assert found.both == len(both)
    assert found.right_right + found.right_wrong == sum(first[one] == ("a",) for one in both)
    assert found.right_right + found.wrong_right == sum(second[one] == ("a",) for one in both)
    assert found.right_right + found.right_wrong + found.wrong_right + found.wrong_wrong == found.both
    assert found.right_wrong + found.wrong_right <= found.changed <= found.both - found.right_right


@given(votes, st.text(max_size=5))
def test_pairs_differ_are_as_many_as_can_be_and_nobody_is_in_two(voted: dict[int, Vote], seed: str) -> None:
    made = pairs(voted, seed)
    people = [person for pair in made for person in pair]
    assert len(people) == len(set(people))
    assert set(people) <= set(voted)
    assert all(voted[one] != voted[other] for one, other in made)
    largest = max(Counter(voted.values()).values(), default=0)
    assert len(made) == min(len(voted) // 2, len(voted) - largest)
    assert pairs(dict(reversed(voted.items())), seed) == made


def test_a_tag_is_of_one_member_in_one_room_under_one_secret() -> None:
    tags = {tag_of(secret, room, member) for secret in "xy" for room in (1, 11) for member in (1, 11)}
    assert len(tags) == 8
    assert {len(tag) for tag in tags} == {40}


@given(st.integers(1, 10_000))
def test_a_pseudonym_is_never_given_twice(room: int) -> None:
    taken: frozenset[str] = frozenset()
    for member in range(40):
        name = pseudonym(tag_of("secret", room, member), taken)
        assert name not in taken
        taken |= {name}
