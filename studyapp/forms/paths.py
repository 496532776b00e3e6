"""The state of a path as an address has it."""

from dataclasses import dataclass

from django.http import QueryDict

from studyapp.domain.paths_sandbox import START, Protection, Stop, Wish

MOST_HINTS = 20


@dataclass(frozen=True)
class Asked:
    """What an address asks for; nothing of it is held against a path yet.

    `chosen` are ids of controls, None where the path is to stand as at its start. `hints` have been read.
    `from_review` says that whoever asks came from the reviews and goes back there.
    """

    chosen: tuple[str, ...] | None
    hop: str
    hints: int
    checked: bool
    from_review: bool = False


def read_asked(query: QueryDict) -> Asked:
    """Switches are named `on`; the options of a choice come under its name behind `in-`."""
    picked = [query.get(name, "") for name in query if name.startswith("in-")]
    hints = query.get("hints", "")
    return Asked(
        chosen=(*query.getlist("on"), *picked) if "drawn" in query else None,
        hop=query.get("hop", ""),
        hints=min(int(hints), MOST_HINTS) if hints.isascii() and hints.isdigit() and len(hints) < 4 else 0,
        checked="checked" in query,
        from_review=query.get("from") == "review",
    )


def read_wish(query: QueryDict) -> Wish:
    """The path that was built; the one to start from if nothing was. Rows left empty are left out."""
    if "node" not in query:
        return START
    stops = zip(query.getlist("node"), query.getlist("over"), strict=False)
    names = ("layer", "from", "to", "keys", "plain")
    rows = zip(*(query.getlist(name) for name in names), strict=False)
    return Wish(
        stops=tuple(Stop(kind, over) for kind, over in stops if kind),
        protections=tuple(
            Protection(layer, _place(start), _place(end), keys, plain != "yes")
            for layer, start, end, keys, plain in rows
            if layer
        ),
        speaks=query.get("speaks", START.speaks),
    )


def _place(text: str) -> int:
    return int(text) if text in tuple("123456789") else 0
