"""The path lab in a live room: what is on the screen, and a challenge as a question to choose from."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.utils.html import escape

from studyapp.domain.pathdocuments import NetworkPath
from studyapp.domain.paths import evaluate, fields_of, settled
from studyapp.domain.paths_ballot import Offer, ballot
from studyapp.domain.paths_results import State
from studyapp.domain.paths_tall import tall
from studyapp.domain.paths_wide import wide
from studyapp.models import LabPath, LiveRoom
from studyapp.queries.lab import Lab, Listening, lab
from studyapp.queries.pathtexts import PathText

ASKED = "<p>Which changes meet this?</p>"


@dataclass(frozen=True)
class Board:
    """A path on the screen: its pictures, what is switched on, and what is heard on one hop."""

    key: str  # another for every state
    slug: str
    title: str
    address: str  # of the lab, in this state
    sentence: str
    wide: str
    tall: str
    on: tuple[str, ...]
    heard: Listening


def board(room: LiveRoom) -> Board | None:
    """What is on the screen, if anything is. One query then, else none."""
    found = board_lab(room)
    return _board(found) if found else None


def board_lab(room: LiveRoom) -> Lab | None:
    """The path on the screen with its controls. One query, and none where nothing is shown."""
    if room.board is None or room.closed_at is not None:
        return None
    rows = LabPath.objects.filter(slug=room.board["path"], retired_at=None)
    digest = rows.values_list("digest", flat=True).first()
    if digest is None:
        return None
    return _lab(room.board["path"], digest, frozenset(room.board["chosen"]), room.board["hop"])


def challenge_asked(text: PathText, challenge: str, seed: str) -> dict[str, Any] | None:
    """A challenge as a live question keeps it; None if the path makes no choice of it."""
    asked = text.challenge(challenge)
    offers = ballot(text.path, asked, seed) if asked else ()
    if not offers:
        return None
    right = next(place for place, offer in enumerate(offers) if offer.right)
    return {
        "path": text.slug,
        "challenge": challenge,
        "stem": _stem(text.texts[f"ask.{challenge}"]),
        "offers": [_kept(offer) for offer in offers],
        "right": right,
        "takeaway": text.texts[f"solved.{challenge}"],
        "before": drawn(text.path, text.at_start.state, "before"),
        "after": drawn(text.path, offers[right].state, "after"),
    }


def drawn(path: NetworkPath, state: State, name: str) -> str:
    """Both pictures of a path in a state as HTML; the style sheet shows the one that fits."""
    verdict = evaluate(path, state)
    pictures = (("wide", wide(path, verdict, name=name)), ("tall", tall(path, verdict, name=name)))
    return "".join(f'<div class="lab-{shape}">{svg}</div>' for shape, svg in pictures)


def _kept(offer: Offer) -> dict[str, Any]:
    return {"html": escape(offer.words), "why": _why(offer), "state": sorted(offer.state)}


def _stem(ask: str) -> str:
    """What is asked, with a question at its end."""
    return ask if ask.rstrip().endswith("?</p>") else ask + ASKED


def _why(offer: Offer) -> str:
    if offer.right:
        return "<p>Every condition is met.</p>"
    points = (f"{escape(point.text)} {escape(point.reason)}" for point in offer.unmet)
    return "".join(f"<p><b>Not met:</b> {point}</p>" for point in points)


@lru_cache(maxsize=64)
def _lab(slug: str, digest: str, chosen: State, hop: str) -> Lab:
    """Held in memory, since everybody in the room asks for it within two seconds."""
    del digest  # tells one text of a path from any other
    row = LabPath.objects.get(slug=slug)
    text = PathText(row.pk, row.digest, NetworkPath.model_validate(row.document), row.texts)
    return lab(text, settled(text.path, chosen), hop)


def _board(found: Lab) -> Board:
    path, state = found.text.path, found.verdict.state
    query = urlencode([*fields_of(path, state), ("hop", found.heard.id)])
    return Board(
        key=query,
        slug=path.id,
        title=path.title,
        address=f"{found.text.url}?{query}",
        sentence=found.sentence,
        wide=found.wide,
        tall=found.tall,
        on=tuple(one.control.label for one in found.verdict.controls if one.chosen),
        heard=found.heard,
    )
