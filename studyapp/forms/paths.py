"""The state of a path as an address has it."""

from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict

MOST_HINTS = 20


@dataclass(frozen=True)
class Asked:
    """What an address asks for; nothing of it is held against a path yet.

    `chosen` are ids of controls, None where the path is to stand as at its start. `hints` have been read.
    """

    chosen: tuple[str, ...] | None
    hop: str
    hints: int
    checked: bool


def read_asked(query: QueryDict) -> Asked:
    """Switches are named `on`; the options of a choice come under its name behind `in-`."""
    picked = [query.get(name, "") for name in query if name.startswith("in-")]
    hints = query.get("hints", "")
    return Asked(
        chosen=(*query.getlist("on"), *picked) if "drawn" in query else None,
        hop=query.get("hop", ""),
        hints=min(int(hints), MOST_HINTS) if hints.isascii() and hints.isdigit() and len(hints) < 4 else 0,
        checked="checked" in query,
    )


def read_token(query: QueryDict) -> UUID | None:
    """The token of a try, None if somebody made one up."""
    try:
        return UUID(query.get("token", ""))
    except ValueError:
        return None
