"""What a collection of Anki says of reviews of our cards, as reviews of this program."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from studyapp.domain.memory import Rating
from studyapp.domain.sending import LONGEST, moment

_NAMESPACE = UUID("5b0f6a0e-6a53-5f0c-9a0b-1d4f5d2c8e11")  # never to change: it makes a second import none
_FILTERED, _LAST_KIND = 3, 3  # kinds above are not answers: a due date set by hand, a rescheduling
_EARLIEST = 1_000_000_000_000  # milliseconds: 2001, before there was Anki


@dataclass(frozen=True, slots=True)
class LogLine:
    """A row of Anki's `revlog`, with the note it belongs to. `number` is its moment in milliseconds."""

    guid: str
    number: int
    ease: int
    kind: int
    factor: int
    milliseconds: int


@dataclass(frozen=True, slots=True)
class AnkiReview:
    """An answer given in Anki. `token` is the same whenever it is read."""

    guid: str
    at: datetime
    rating: Rating
    seconds: float
    token: UUID


def answers_of(lines: Iterable[LogLine], *, now: datetime) -> tuple[AnkiReview, ...]:
    """The answers among the lines, in their order.

    Left out: what no button was pressed for, previews in a filtered deck that moved nothing, and moments
    that cannot be.
    """
    found = []
    for line in lines:
        at = moment(line.number) if line.number >= _EARLIEST else None
        preview = line.kind == _FILTERED and line.factor == 0
        if at is None or at > now or not 1 <= line.ease <= 4 or not 0 <= line.kind <= _LAST_KIND or preview:
            continue
        seconds = min(max(line.milliseconds / 1000, 0.0), LONGEST)
        token = uuid5(_NAMESPACE, f"{line.guid} {line.number}")
        found.append(AnkiReview(line.guid, at, Rating(line.ease), seconds, token))
    return tuple(found)
