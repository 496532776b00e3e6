"""The fewest changes that meet a challenge.

The search tries every state of a path in the order of changes from its start. So the first number of changes
at which a state meets the challenge is the par, and all states that meet it there are the accepted ones.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product

from studyapp.domain.pathdocuments import Challenge, NetworkPath
from studyapp.domain.paths import evaluate, start, switches
from studyapp.domain.paths_points import Point, points
from studyapp.domain.paths_results import State


@dataclass(frozen=True, slots=True)
class Judgement:
    """A state held against a challenge; it is solved if every point is met, with however many changes."""

    points: tuple[Point, ...]
    changes: int
    par: int

    @property
    def solved(self) -> bool:
        """Whether every condition holds."""
        return all(point.met for point in self.points)

    @property
    def spare(self) -> int:
        """How many changes a solved challenge could have done without."""
        return max(self.changes - self.par, 0)


@dataclass(frozen=True, slots=True)
class Solution:
    """The fewest changes that meet a challenge and every state that does it with so many; no par if none."""

    par: int | None
    states: tuple[State, ...]


def judge(path: NetworkPath, challenge: Challenge, chosen: Iterable[str]) -> Judgement:
    """How a choice of controls does in a challenge. InvalidChoice if the path does not allow it."""
    verdict = evaluate(path, chosen)
    return Judgement(tuple(points(path, challenge.must, verdict)), verdict.changes, challenge.par)


def solutions(path: NetworkPath) -> Mapping[str, Solution]:
    """The solution of every challenge of a path, by the challenge's id."""
    unsolved = {challenge.id: challenge.must for challenge in path.challenges}
    solved: dict[str, Solution] = {}
    for count in range(len(switches(path)) + 1):
        found: dict[str, list[State]] = {}
        for state in states(path, count) if unsolved else ():
            verdict = evaluate(path, state)
            for name, must in unsolved.items():
                if all(point.met for point in points(path, must, verdict)):
                    found.setdefault(name, []).append(state)
        for name, accepted in found.items():
            solved[name] = Solution(count, tuple(accepted))
            del unsolved[name]
    return solved | {name: Solution(None, ()) for name in unsolved}


def states(path: NetworkPath, count: int) -> Iterator[State]:
    """Every state of a path that differs from its start in exactly `count` switches."""
    before = start(path)
    for groups in combinations(switches(path), count):
        kept = before.difference(*groups)
        for picks in product(*(_elsewhere(group, before) for group in groups)):
            yield kept.union(*picks)


def _elsewhere(group: tuple[str, ...], before: State) -> list[tuple[str, ...]]:
    """The other positions of a switch than the one it starts in, as the ids that are chosen there."""
    if len(group) == 1:
        return [()] if group[0] in before else [group]
    return [(name,) for name in group if name not in before]
