"""The path lab in a live room: choosing a path or a challenge, and moving the controls on the screen."""

import secrets

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from studyapp.actions import liveboard as boards
from studyapp.actions.live import RoomIsClosed
from studyapp.forms.paths import read_asked
from studyapp.queries.liveboard import board_lab
from studyapp.queries.pathtexts import PathText
from studyapp.views.access import LiveRoom
from studyapp.views.fragments import wants_part
from studyapp.views.livecontrol import CLOSED, run
from studyapp.views.liveframe import live_context, live_page
from studyapp.views.visits import Visit, visit

UNDER_WAY = "A question is under way. A path can be shown once it is answered."
NOTHING_TO_CHOOSE = "This challenge makes no choice of options. Show its path instead."


@require_safe
def paths(request: HttpRequest, code: str) -> HttpResponse:
    """The paths of the lab, to be shown or asked about."""
    seen = visit(request)
    room = run(seen.learner, code)
    lines = [
        {"text": text, "challenges": [(one, text.texts[f"ask.{one.id}"]) for one in text.path.challenges]}
        for text in seen.course.paths
    ]
    return live_page(request, "live/paths.html", live_context(request, room, lines=lines))


@require_POST
def board(request: HttpRequest, code: str) -> HttpResponse:
    """Show a path, or the one on the screen in another state; or take it down."""
    seen = visit(request)
    room = run(seen.learner, code)
    said = _show(request, room, seen)
    if wants_part(request):
        room.refresh_from_db()
        own = {"on_screen": board_lab(room), "said": said}
        return live_page(request, "live/control_board.html", live_context(request, room, **own))
    if said:
        messages.info(request, said)
    return redirect("live-control", room.code)


@require_POST
def challenge(request: HttpRequest, code: str) -> HttpResponse:
    """Put a challenge into the room as a question."""
    seen = visit(request)
    room = run(seen.learner, code)
    text, name = _path(seen, request), request.POST.get("challenge", "")
    if text.challenge(name) is None:
        raise Http404
    try:
        seed = secrets.randbits(48)
        boards.add_challenge(room=room, path=text, challenge=name, seed=seed, now=timezone.now())
    except RoomIsClosed:
        messages.info(request, CLOSED)
    except boards.NothingToChoose:
        messages.info(request, NOTHING_TO_CHOOSE)
    return redirect("live-control", room.code)


def _show(request: HttpRequest, room: LiveRoom, seen: Visit) -> str:
    """Do what was asked; a sentence if it could not be."""
    asked = read_asked(request.POST)
    try:
        if "down" in request.POST:
            boards.take_down(room=room)
        else:
            boards.show_path(room=room, path=_path(seen, request), chosen=asked.chosen, hop=asked.hop)
    except RoomIsClosed:
        return CLOSED
    except boards.QuestionUnderWay:
        return UNDER_WAY
    return ""


def _path(seen: Visit, request: HttpRequest) -> PathText:
    text = seen.course.path(request.POST.get("path", ""))
    if text is None:
        raise Http404
    return text
