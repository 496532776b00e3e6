"""What a save does to one question of a sitting, whenever and however often it arrives.

Saves of one client carry a growing revision: of these the highest stands, part by part, in whatever order
they come. Between clients the newest arrival stands. No stored answer gives way to an empty one that does
not say that it clears.
"""

from dataclasses import dataclass, replace
from typing import Any, Literal

from studyapp.domain.grading import Response

type Word = Literal["stored", "kept", "superseded"]
type Part = Literal["response", "flagged", "struck"]

PARTS: tuple[Part, ...] = ("response", "flagged", "struck")
MOST_CLIENTS = 32  # remembered of one question; far more than the tabs and devices of one person


@dataclass(frozen=True, slots=True)
class Heard:
    """The newest revision heard of one client about one question, for each part; 0 for none."""

    client: str
    response: int = 0
    flagged: int = 0
    struck: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """What one save says; None leaves a part as it is. Without a `client` it counts when it arrives."""

    response: Response | None = None
    flagged: bool | None = None
    struck: tuple[str, ...] | None = None
    clears: bool = False
    client: str = ""
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """A question of a sitting as it stands; `version` counts the changes of its response."""

    response: Response = ()
    flagged: bool = False
    struck: tuple[str, ...] = ()
    version: int = 0
    heard: tuple[Heard, ...] = ()


def apply(standing: Standing, change: Change) -> tuple[Standing, Word]:
    """The question after a save, and what to answer: about the response if the save has one, else the rest.

    "stored": it was taken, now or when it came first. "superseded": this client has said something newer.
    "kept": it was empty without clearing, and the answer stays.
    """
    heard = _heard_of(standing, change.client)
    after = standing
    words: dict[Part, Word] = {}
    for part in PARTS:
        said = getattr(change, part)
        newest = getattr(heard, part)
        if said is None or (change.client and change.revision == newest):
            continue
        if change.client and change.revision < newest:
            words[part] = "superseded"
        elif part == "response" and not said and standing.response and not change.clears:
            words[part] = "kept"
        else:
            words[part] = "stored"
            new_heard: dict[str, Any] = {part: change.revision}
            new_state: dict[str, Any] = {part: said}
            heard, after = replace(heard, **new_heard), replace(after, **new_state)
    if after.response != standing.response:
        after = replace(after, version=standing.version + 1)
    others: Word = "superseded" if "superseded" in words.values() else "stored"
    return _remember(after, heard), others if change.response is None else words.get("response", "stored")


def _heard_of(standing: Standing, client: str) -> Heard:
    return next((row for row in standing.heard if row.client == client), Heard(client))


def _remember(standing: Standing, heard: Heard) -> Standing:
    if not heard.client or heard in standing.heard or heard == Heard(heard.client):
        return standing
    others = tuple(row for row in standing.heard if row.client != heard.client)
    return replace(standing, heard=(*others, heard)[-MOST_CLIENTS:])
