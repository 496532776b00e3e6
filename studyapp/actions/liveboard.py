"""The path lab in a live room: a path on the screen, and a challenge as a question."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F

from studyapp.actions.live import UNDER_WAY, held_open, put_last
from studyapp.domain.paths import settled
from studyapp.models import LiveQuestion, LiveRoom
from studyapp.queries.liveboard import challenge_asked
from studyapp.queries.pathtexts import PathText


class QuestionUnderWay(Exception):
    """A path on the screen could tell the answer, so none is shown while a question is asked."""


class NothingToChoose(Exception):
    """The path has too few near misses to make a question of this challenge."""


@transaction.atomic
def show_path(*, room: LiveRoom, path: PathText, chosen: Iterable[str] | None, hop: str) -> None:
    """Put a path on the screen, or show the one there in another state; `chosen` None is its start.

    Raises RoomIsClosed and QuestionUnderWay.
    """
    there = held_open(room)
    if there.current is not None and there.current.phase in UNDER_WAY:
        raise QuestionUnderWay
    state = path.at_start.state if chosen is None else settled(path.path, chosen)
    _put(there, {"path": path.slug, "chosen": sorted(state), "hop": hop})


@transaction.atomic
def take_down(*, room: LiveRoom) -> None:
    """Take the path off the screen. Raises RoomIsClosed."""
    _put(held_open(room), None)


@transaction.atomic
def add_challenge(
    *, room: LiveRoom, path: PathText, challenge: str, seed: int, now: datetime
) -> LiveQuestion:
    """Put a challenge last in line, its options made from the path. The same once more is the one there is.

    Raises RoomIsClosed and NothingToChoose.
    """
    there = held_open(room)
    same = {"spot__path": path.slug, "spot__challenge": challenge}
    known = LiveQuestion.objects.filter(room=there, **same).first()
    if known is not None:
        return known
    spot = challenge_asked(path, challenge, f"live:{seed}")
    if spot is None:
        raise NothingToChoose
    return put_last(there, now, spot=spot, order=[str(n) for n in range(len(spot["offers"]))])


def _put(room: LiveRoom, board: dict[str, object] | None) -> None:
    LiveRoom.objects.filter(pk=room.pk).update(board=board, version=F("version") + 1)
