"""How far a candidate is with each question of a running paper. Nothing here knows the key."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

type Progress = Literal["unseen", "incomplete", "complete"]
type Filter = Literal["all", "unseen", "incomplete", "complete", "flagged"]

FILTERS: tuple[Filter, ...] = ("all", "unseen", "incomplete", "complete", "flagged")


@dataclass(frozen=True, slots=True)
class Standing:
    """One question: `chosen` is how much of it is answered."""

    position: int
    progress: Progress
    chosen: int
    flagged: bool = False
    checked: bool = False


def progress(*, chosen: int, wanted: int, touched: bool) -> Progress:
    """The word of the real exam: complete once as much is chosen as the question asks for.

    `touched` if the candidate has left the question, flagged it or ruled something out.
    """
    if chosen and chosen >= wanted:
        return "complete"
    return "incomplete" if chosen or touched else "unseen"


def belongs(standing: Standing, wanted: Filter) -> bool:
    """Whether a question is listed under a filter; a flagged one is also what it is."""
    return wanted == "all" or standing.progress == wanted or (wanted == "flagged" and standing.flagged)


def counts(standings: Sequence[Standing]) -> dict[Filter, int]:
    """How many questions each filter lists."""
    return {name: sum(belongs(standing, name) for standing in standings) for name in FILTERS}
