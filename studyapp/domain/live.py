"""A live question: its phases, who may see what in each, and what two rounds of votes amount to."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from studyapp.domain.shuffling import shuffled

type Phase = Literal["waiting", "vote1", "discuss", "vote2", "revealed"]
type Viewer = Literal["learner", "projector", "control"]
type Part = Literal["question", "form", "partner", "turnout", "key", "first", "second"]
type Vote = tuple[str, ...]

PHASES: tuple[Phase, ...] = ("waiting", "vote1", "discuss", "vote2", "revealed")
# From each phase the ways on, the usual one first. There is no way back: who has seen the key has seen it.
MOVES: Mapping[Phase, tuple[Phase, ...]] = {
    "waiting": ("vote1",),
    "vote1": ("discuss", "revealed"),
    "discuss": ("vote2", "revealed"),
    "vote2": ("revealed",),
    "revealed": (),
}
ROUNDS: Mapping[Phase, int] = {"vote1": 1, "vote2": 2}  # the round that takes votes in a phase
# `first` and `second` are the counts of a round, `turnout` only how many have voted in the one at hand.
SEEN: Mapping[Viewer, Mapping[Phase, frozenset[Part]]] = {
    "learner": {
        "waiting": frozenset(),
        "vote1": frozenset({"question", "form"}),
        "discuss": frozenset({"question", "partner"}),
        "vote2": frozenset({"question", "form"}),
        "revealed": frozenset({"question", "key", "first", "second"}),
    },
    "projector": {
        "waiting": frozenset(),
        "vote1": frozenset({"question", "turnout"}),
        "discuss": frozenset({"question"}),
        "vote2": frozenset({"question", "turnout"}),
        "revealed": frozenset({"question", "key", "first", "second"}),
    },
    "control": {
        "waiting": frozenset({"question", "key"}),
        "vote1": frozenset({"question", "key", "turnout"}),
        "discuss": frozenset({"question", "key", "first"}),
        "vote2": frozenset({"question", "key", "first", "turnout"}),
        "revealed": frozenset({"question", "key", "first", "second"}),
    },
}
FEWEST = 5  # voters in a round before anybody is told what was chosen

COLOURS = "amber blue copper coral cyan golden green indigo ivory jade lilac olive pearl red silver violet"
ANIMALS = "badger crane dolphin falcon fox heron ibis lynx marten otter owl puffin raven seal swift wren"


@dataclass(frozen=True)
class Count:
    """What a round came to. `chosen` (option, votes) is empty if fewer than `FEWEST` voted, `right` None."""

    voters: int
    chosen: tuple[tuple[str, int], ...]
    right: int | None

    @property
    def told(self) -> bool:
        """Whether there are enough voters to tell what they chose."""
        return bool(self.chosen)


@dataclass(frozen=True)
class Shift:
    """How those who voted in both rounds moved. Without a key only `changed` says something."""

    both: int
    changed: int
    right_right: int
    right_wrong: int
    wrong_right: int
    wrong_wrong: int


def sees(viewer: Viewer, phase: Phase) -> frozenset[Part]:
    """What somebody may see in a phase."""
    return SEEN[viewer][phase]


def may_move(old: Phase, new: Phase) -> bool:
    """Whether a question may go from one phase to the other."""
    return new in MOVES[old]


def count(votes: Iterable[Vote], options: Sequence[str], key: Vote | None) -> Count:
    """What was chosen in one round. Where several options are asked for, a voter is counted at each."""
    given = list(votes)
    if len(given) < FEWEST:
        return Count(len(given), (), None)
    chosen = tuple((option, sum(option in vote for vote in given)) for option in options)
    right = None if key is None else sum(vote == key for vote in given)
    return Count(len(given), chosen, right)


def shift(first: Mapping[int, Vote], second: Mapping[int, Vote], key: Vote | None) -> Shift | None:
    """How voters (by id) moved between the rounds; None if fewer than `FEWEST` voted in both."""
    both = [(first[voter], second[voter]) for voter in first if voter in second]
    if len(both) < FEWEST:
        return None
    moves = [(before == key, after == key) for before, after in both] if key is not None else []
    return Shift(
        both=len(both),
        changed=sum(before != after for before, after in both),
        right_right=moves.count((True, True)),
        right_wrong=moves.count((True, False)),
        wrong_right=moves.count((False, True)),
        wrong_wrong=moves.count((False, False)),
    )


def final[T](first: Mapping[int, T], second: Mapping[int, T]) -> dict[int, T]:
    """The vote of each voter that stands at the end: of the second round, else of the first."""
    return {**first, **second}


def pairs(votes: Mapping[int, Vote], seed: str) -> list[tuple[int, int]]:
    """As many pairs of voters as there can be in which the two answered differently; nobody is in two.

    Whoever is left over answered as all the others left over did, or is alone. The same seed, the same pairs.
    """
    groups: dict[Vote, list[int]] = {}
    for voter in shuffled([str(voter) for voter in sorted(votes)], seed):
        groups.setdefault(votes[int(voter)], []).append(int(voter))
    made: list[tuple[int, int]] = []
    while True:
        # Always of the two largest groups: anything else could leave a large one without partners.
        largest = sorted(groups.values(), key=len, reverse=True)[:2]
        if len(largest) < 2 or not largest[1]:
            return made
        made.append((largest[0].pop(), largest[1].pop()))


def tag_of(secret: str, room: int, membership: int) -> str:
    """Finds a member again in one room. Without the secret it leads nowhere, and not between rooms either."""
    told = f"live room {room} member {membership}".encode()
    return hmac.new(secret.encode(), told, hashlib.sha256).hexdigest()[:40]


def pseudonym(tag: str, taken: frozenset[str]) -> str:
    """A name for a room, such as "jade heron"; with a number once the plain ones are `taken`."""
    colours, animals = COLOURS.split(), ANIMALS.split()
    number = int(tag[:8], 16)
    plain = f"{colours[number % len(colours)]} {animals[number // len(colours) % len(animals)]}"
    name, turn = plain, 1
    while name in taken:
        turn += 1
        name = f"{plain} {turn}"
    return name
