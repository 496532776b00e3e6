"""A challenge as a question to choose from: one set of changes that meets it among near misses.

Everything in it follows from the model: what is right, what each other option leaves undone, and the reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from studyapp.domain.pathdocuments import Challenge, NetworkPath
from studyapp.domain.paths import changes, evaluate, start, switches, toggled
from studyapp.domain.paths_challenges import states
from studyapp.domain.paths_points import Point, points
from studyapp.domain.paths_results import State
from studyapp.domain.shuffling import shuffled

OPTIONS, FEWEST_OPTIONS = 4, 3


@dataclass(frozen=True, slots=True)
class Offer:
    """A state to choose: its changes in words, and of the conditions those that it leaves unmet."""

    state: State
    words: str
    unmet: tuple[Point, ...]

    @property
    def right(self) -> bool:
        """Whether it meets the challenge."""
        return not self.unmet


def ballot(path: NetworkPath, challenge: Challenge, seed: str) -> tuple[Offer, ...]:
    """Up to four offers of which one is right, in an order of the seed's; () if the path has too few.

    The others are the nearest misses: as few conditions unmet as can be, and as many changes if there are.
    """
    solved = next(
        (state for state in states(path, challenge.par) if not _unmet(path, challenge, state)), None
    )
    if solved is None:
        return ()
    found = {" ".join(sorted(state)): state for state in _beside(path, solved)}
    others = [_offer(path, challenge, found[name]) for name in shuffled(sorted(found), seed)]
    missed = [offer for offer in others if not offer.right]
    missed.sort(key=lambda offer: (len(offer.unmet), changes(path, offer.state) != challenge.par))
    kept = [_offer(path, challenge, solved), *missed[: OPTIONS - 1]]
    if len(kept) < FEWEST_OPTIONS:
        return ()
    return tuple(kept[int(place)] for place in shuffled([str(n) for n in range(len(kept))], f"order {seed}"))


def change_words(path: NetworkPath, state: State) -> str:
    """What is changed from the start of a path to a state: what is chosen anew, and what no longer is."""
    labels = {control.id: control.label for control in path.controls}
    before = start(path)
    said = []
    for group in switches(path):
        new, old = state.intersection(group), before.intersection(group)
        if new != old:
            said += [labels[name] for name in new] or [f"without: {labels[name]}" for name in old]
    text = "; ".join(said)
    return text[:1].upper() + text[1:] if text.startswith("without: ") else text


def _offer(path: NetworkPath, challenge: Challenge, state: State) -> Offer:
    return Offer(state, change_words(path, state), _unmet(path, challenge, state))


def _unmet(path: NetworkPath, challenge: Challenge, state: State) -> tuple[Point, ...]:
    found = points(path, challenge.must, evaluate(path, state))
    return tuple(point for point in found if not point.met)


def _beside(path: NetworkPath, solved: State) -> Iterator[State]:
    """The states that differ from a solution in one of its changes: left out, or another made instead."""
    before, groups = start(path), switches(path)
    changed = [group for group in groups if solved.intersection(group) != before.intersection(group)]
    for left_out in changed:
        without = solved.difference(left_out) | before.intersection(left_out)
        if without != before:
            yield without
        for name in (name for group in groups if group not in changed or group == left_out for name in group):
            other = toggled(path, without, name)
            if other not in (solved, without):
                yield other
