"""Which questions a quiz asks, and what stands in for a missed one. Lists are drawn by a stored seed.

An answer is held against an idea only if it is evidence: a question answered before a lesson was seen, and
says nothing else. Right by a guess is not known, so it counts as missed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from studyapp.domain.shuffling import shuffled

LESSON = "lesson:"  # before the id of a lesson, as the subject of a drill
STAND_INS = 2  # for one missed exam question: enough to meet the idea again, few enough to be learned


@dataclass(frozen=True, slots=True)
class Candidate:
    """A practice question, and where one learner stands with it.

    `seen` grows with time and is 0 for a question never answered. `known`: whether the newest answer that is
    evidence was right and no guess, None without one; `sure_wrong` looks at the newest judged answer.
    """

    version_id: int
    slug: str
    idea: str
    objective: str
    lesson: str
    seen: int = 0
    known: bool | None = None
    sure_wrong: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """What a learner asks to practise. `subject` names the pair, idea or lesson, where the pick needs one.

    A lesson is "lesson:" and its id; whatever else stands there for a drill is the id of an idea.
    """

    pick: str = "mixed"
    subject: str = ""
    size: int = 10

    def fits(self, candidate: Candidate) -> bool:
        """Whether the question may be drawn at all."""
        match self.pick:
            case "missed":
                return candidate.known is False
            case "sure-wrong":
                return candidate.sure_wrong
            case "unseen":
                return not candidate.seen
            case "idea" if self.subject.startswith(LESSON):
                return candidate.lesson == self.subject.removeprefix(LESSON)
            case "idea":
                return candidate.idea == self.subject
            case "precheck":
                return candidate.lesson == self.subject
        return True


def choose(
    wish: Wish, pool: Iterable[Candidate], *, seed: int, spare: AbstractSet[str] = frozenset()
) -> tuple[Candidate, ...]:
    """The questions of a quiz in order, at most `wish.size`; the same for the same pool and seed.

    Unseen ones are taken first, then those answered longest ago; `spare` ones (by slug) only where the others
    run out. Weakest first keeps its order, every other choice is shuffled once more.
    """
    mixed = _mixed((candidate for candidate in pool if wish.fits(candidate)), f"{seed}:draw")
    if wish.pick == "weakest":
        return tuple(weakest_first(mixed)[: wish.size])
    mixed.sort(key=lambda candidate: (candidate.slug in spare, candidate.seen))  # stable: mixed among equals
    return tuple(_mixed(mixed[: wish.size], f"{seed}:order"))


def weakest_first(pool: Sequence[Candidate]) -> list[Candidate]:
    """By the share known of their idea, then of their objective; what was never answered counts as not known.

    Equals stay in the order given.
    """
    ideas, objectives = shares(pool, lambda one: one.idea), shares(pool, lambda one: one.objective)
    return sorted(pool, key=lambda one: (ideas[one.idea], objectives[one.objective]))


def shares(pool: Iterable[Candidate], group: Callable[[Candidate], str]) -> Mapping[str, float]:
    """The share of questions known, from 0 to 1, by group."""
    found: dict[str, list[bool]] = defaultdict(list)
    for candidate in pool:
        found[group(candidate)].append(candidate.known is True)
    return {name: sum(known) / len(known) for name, known in found.items()}


type Sides = tuple[AbstractSet[str], AbstractSet[str]]
"""The ideas on either side of two things easily taken for each other."""


def sides_of(stored: Sequence[Mapping[str, Any]]) -> Sides:
    """The ideas of a pair as it is stored; what is on both sides belongs to the first."""
    first, second = (frozenset(side["ideas"]) for side in stored)
    return first, second - first


def alternate(pool: Sequence[Candidate], sides: Sides, *, size: int, seed: int) -> tuple[Candidate, ...]:
    """Questions of one side and the other in strict turn, for as long as both last; () if either has none.

    The side that has more begins and may have one more; with as many on both, the seed says who begins.
    """
    most = (size + 1) // 2
    found = {str(n): _side(pool, ideas, most, f"{seed}:side:{n}") for n, ideas in enumerate(sides)}
    order = shuffled(tuple(found), f"{seed}:begins")
    first, second = sorted((found[n] for n in order), key=len, reverse=True)
    if not second:
        return ()
    turns = zip_longest(first[: len(second) + 1], second)
    return tuple([candidate for turn in turns for candidate in turn if candidate is not None][:size])


def turns(pool: Sequence[Candidate], sides: Sides) -> int:
    """How many questions `alternate` finds if the size does not matter."""
    one, other = (sum(candidate.idea in ideas for candidate in pool) for ideas in sides)
    return both_sides(one, other)


def both_sides(one: int, other: int) -> int:
    """How long two sides with so many questions can take turns."""
    if not one or not other:
        return 0
    return 2 * min(one, other) + (one != other)


def weakest_pair(pool: Sequence[Candidate], pairs: Mapping[str, Sides]) -> str:
    """The pair with the lowest share known, the first of equals; "" if none has questions on both sides."""
    known: dict[str, float] = {}
    for name, sides in pairs.items():
        either = [one for one in pool if one.idea in sides[0] or one.idea in sides[1]]
        if turns(either, sides):
            known[name] = sum(one.known is True for one in either) / len(either)
    return min(known, key=known.__getitem__, default="")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands in the course. `key` is its kind and id, such as ("question", 7)."""

    key: tuple[str, int]
    idea: int
    lesson: int
    section: str


def stand_ins(miss: Spot, pool: Sequence[Spot], *, most: int = STAND_INS) -> tuple[Spot, ...]:
    """What to learn in place of a missed exam question, which itself stays in its pool.

    Of the same idea; if there is nothing, of the same section; if there is nothing, of the same lesson.
    Questions before cards. The same miss finds the same ones as long as the course stays the same.
    """
    near: tuple[Callable[[Spot], bool], ...] = (
        lambda spot: spot.idea == miss.idea,
        lambda spot: bool(miss.section) and (spot.lesson, spot.section) == (miss.lesson, miss.section),
        lambda spot: spot.lesson == miss.lesson,
    )
    for is_near in near:
        found = {"/".join(map(str, spot.key)): spot for spot in pool if is_near(spot)}
        if found:
            mixed = shuffled(sorted(found), "/".join(map(str, miss.key)))
            return tuple(sorted((found[key] for key in mixed), key=lambda spot: spot.key[0] == "card")[:most])
    return ()


def _mixed(candidates: Iterable[Candidate], seed: str) -> list[Candidate]:
    by_slug = {candidate.slug: candidate for candidate in candidates}
    return [by_slug[slug] for slug in shuffled(tuple(by_slug), seed)]


def _side(pool: Sequence[Candidate], ideas: AbstractSet[str], most: int, seed: str) -> list[Candidate]:
    mixed = _mixed((candidate for candidate in pool if candidate.idea in ideas), seed)
    rested = sorted(mixed, key=lambda candidate: candidate.seen)[:most]
    return _mixed(rested, f"{seed}:order")
