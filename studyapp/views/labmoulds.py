"""The page of a path in moulds: what stands still while controls move, and what moves.

What stands still is most of the page and the same in every state. What moves is rendered once a state: a
whole page is the one cast with the other, a toggle is answered with the other alone, piece by piece.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString

from studyapp.domain.paths import start
from studyapp.domain.paths_challenges import judge
from studyapp.domain.paths_results import State
from studyapp.queries.catalogue import Catalogue, load
from studyapp.queries.lab import Switch, Toggle, lab
from studyapp.queries.pathtexts import PathText
from studyapp.views.frames import frame_marks
from studyapp.views.moulds import Mould, mark, mould

MOVING = ("wide", "tall", "glance", "try", "changes", "findings", "duties")
SENTENCE, SAID = "lab-sentence", "lab-said"  # where the sentence stands, and where it is said

type Pieces = Mapping[str, str]
"""HTML by the mark where it goes; a piece that a toggle swaps is an element with an id."""


@lru_cache(maxsize=256)
def still(release: UUID, slug: str, challenge: str, hints: int, back: bool, *frame: bool) -> Mould:
    """The page of a path or of a challenge, with marks for what moves."""
    course = load(release)
    text = known(course, slug)
    shown = lab(text, start(text.path), "")
    own = _of(text, challenge, hints, back) | {
        "switches": [_switch(switch) for switch in shown.switches],
        "fixed": [_toggle(toggle) for toggle in shown.fixed],
        "moving": {name: mark(name) for name in MOVING},
        "sentence": mark("sentence"),
        "lessons": [link for link in course.links.values() if link.slug in text.path.lessons],
        "others": [{"challenge": one, "state": mark(f"state-{one.id}")} for one in text.path.challenges],
        "token": mark("token"),
    }
    template = "paths/challenge.html" if challenge else "paths/path.html"
    return mould(template, frame_marks(release, "paths", *frame) | own)


@lru_cache(maxsize=256)
def moved(
    release: UUID, slug: str, challenge: str, state: State, hop: str, hints: int, checked: bool, back: bool
) -> Pieces:
    """What moves, in one state."""
    text = known(load(release), slug)
    shown = lab(text, state, hop)
    asked = text.challenge(challenge)
    own = _of(text, challenge, hints, back) | {
        "lab": shown,
        "begins": {name: mark(name) for name in MOVING},
        "idle": [(mark(f"idle-{one.control.id}"), one) for one in shown.verdict.controls],
        "judgement": judge(text.path, asked, state) if checked and asked else None,
    }
    _, *pieces = mould("paths/moving.html", own).pieces
    on = {f"on-{one.control.id}": "checked" if one.chosen else "" for one in shown.verdict.controls}
    placed = {name: html.strip() for name, html in zip(pieces[::2], pieces[1::2], strict=True)}
    return placed | on | {"sentence": escape(shown.sentence)}


@lru_cache(maxsize=256)
def part(*what: Any) -> str:
    """What a toggle is answered with: every piece that has a place, and the sentence to be said."""
    pieces = moved(*what)
    placed = (
        html.replace(" id=", ' hx-swap-oob="true" id=', 1) for html in pieces.values() if html[:1] == "<"
    )
    said = (f'<div id="{at}" hx-swap-oob="innerHTML">{pieces["sentence"]}</div>' for at in (SENTENCE, SAID))
    return "\n".join((*placed, *said))


@lru_cache(maxsize=1)
def icons() -> Mapping[str, SafeString]:
    """The icons of the findings: a dozen on a page, each of which would be a template of its own."""
    names = ("eye", "lock", "tick", "cross", "warn")
    return {name: render_to_string("shared/icon.html", {"name": name}) for name in names}


def known(course: Catalogue, slug: str) -> PathText:
    """A path that is known to be in this release."""
    text = course.path(slug)
    assert text is not None, "asked for a path of this release"
    return text


def _of(text: PathText, challenge: str, hints: int, back: bool) -> dict[str, Any]:
    """What both moulds say of the path, or of the challenge; `back` leads to the reviews."""
    own: dict[str, Any] = {"text": text, "action": text.url, "icons": icons()}
    asked = text.challenge(challenge)
    if asked is None:
        return own
    read = [text.texts[f"hint.{challenge}.{place}"] for place in range(len(asked.hints))][:hints]
    return own | {
        "action": f"{text.url}challenges/{challenge}/",
        "challenge": asked,
        "ask": text.texts[f"ask.{challenge}"],
        "solved": text.texts[f"solved.{challenge}"],
        "hints": read,
        "more_hints": len(asked.hints) - len(read),
        "back": back,
    }


def _switch(switch: Switch) -> dict[str, Any]:
    toggles = [_toggle(toggle) for toggle in switch.toggles]
    return {"name": switch.name, "legend": switch.legend, "one_of": switch.one_of, "toggles": toggles}


def _toggle(toggle: Toggle) -> dict[str, Any]:
    return {"toggle": toggle, "on": mark(f"on-{toggle.id}"), "idle": mark(f"idle-{toggle.id}")}
