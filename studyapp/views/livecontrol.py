"""Running a live room: its control page, what is put into it, and the projector."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp.actions import live as rooms
from studyapp.forms.live import IdeaField, MoveForm, QuestionForm, SpotForm
from studyapp.queries.live import stage
from studyapp.queries.liveboard import board_lab
from studyapp.queries.livequestions import found as questions_found
from studyapp.queries.livequestions import offered
from studyapp.queries.livereports import line
from studyapp.views.access import (
    Learner,
    LiveRoom,
    allowed,
    current_learner,
    known,
    live_pass,
    pulse_in,
    seat_in,
)
from studyapp.views.liveframe import by_script, code_picture, live_context, live_page, told
from studyapp.views.visits import visit

MOVED_ON = "The room had moved on already. This is where it is now."
CLOSED = "This room has closed; nothing more is put into it."


@require_safe
def control(request: HttpRequest, code: str) -> HttpResponse:
    """The rounds of the question at hand, and what may be asked next."""
    learner = current_learner(request)
    room = run(learner, code)
    if room.closed_at is not None:
        return redirect("live-report", room.code)
    return live_page(request, "live/control.html", _control(request, room, learner))


@require_safe
def control_poll(request: HttpRequest, code: str) -> HttpResponse:
    """What is new on the control page; 204 if nothing is."""
    if request.GET.get("v") == pulse_in(request, code, running=True).token:
        return told(HttpResponse(status=204), "same")
    learner = current_learner(request)
    context = _control(request, run(learner, code), learner)
    return told(live_page(request, "live/control.html#stage", context), "changed")


@require_safe
def projector(request: HttpRequest, code: str) -> HttpResponse:
    """What everybody in the room sees."""
    learner = current_learner(request)
    return live_page(request, "live/projector.html", _projector(request, run(learner, code), learner))


@require_safe
def projector_poll(request: HttpRequest, code: str) -> HttpResponse:
    """What is new on the projector; 204 if nothing is."""
    if request.GET.get("v") == pulse_in(request, code, running=True).token:
        return told(HttpResponse(status=204), "same")
    learner = current_learner(request)
    context = _projector(request, run(learner, code), learner)
    return told(live_page(request, "live/projector.html#stage", context), "changed")


@require_POST
def move(request: HttpRequest, code: str) -> HttpResponse:
    """A press: the question goes on to another phase, if it still stands where the page saw it."""
    room, form = run(current_learner(request), code), MoveForm(request.POST)
    if not form.is_valid():
        raise Http404
    old, new = form.phases
    moved = rooms.move(
        room=room,
        question_id=form.cleaned_data["question"],
        old=old,
        new=new,
        pair_up=form.cleaned_data["pairs"],
        now=timezone.now(),
    )
    text = "" if moved else MOVED_ON
    if by_script(request):
        return told(
            HttpResponse(text, content_type="text/plain; charset=utf-8"), "moved" if moved else "over"
        )
    if text:
        messages.info(request, text)
    return redirect("live-control", room.code)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Find a question and put it into the room."""
    seen = visit(request)
    room = run(seen.learner, code)
    if request.method == "POST":
        return _put(request, room)
    words, objective = request.GET.get("words", "")[:100], request.GET.get("objective", "")
    idea = IdeaField(required=False).clean(request.GET.get("idea"))
    known = {one.code for one in seen.course.objectives}
    lines = questions_found(
        room_id=room.pk,
        classroom_id=room.classroom_id,
        words=words,
        objective=objective if objective in known else "",
        idea=idea,
    )
    own = {
        "idea": idea,
        "words": words,
        "objective": objective,
        "objectives": seen.course.objectives,
        "lines": lines,
    }
    return live_page(request, "live/add.html", live_context(request, room, **own, form=SpotForm()))


@require_POST
def spot(request: HttpRequest, code: str) -> HttpResponse:
    """Put a question on the spot."""
    room, form = run(current_learner(request), code), SpotForm(request.POST)
    if not form.is_valid():
        context = live_context(request, room, form=form)
        return live_page(request, "live/add.html", context, status=422)
    try:
        rooms.add_spot(room=room, now=timezone.now(), **form.cleaned_data)
    except rooms.RoomIsClosed:
        messages.info(request, CLOSED)
    return redirect("live-control", room.code)


@require_POST
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Take a question that was not asked out of the room."""
    room, form = run(current_learner(request), code), QuestionForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        rooms.withdraw(room=room, question_id=form.cleaned_data["pk"])
    except rooms.RoomIsClosed:
        messages.info(request, CLOSED)
    return redirect("live-control", room.code)


@require_POST
def close(request: HttpRequest, code: str) -> HttpResponse:
    """End the room."""
    room = run(current_learner(request), code)
    rooms.close(room=room, now=timezone.now())
    return redirect("live-report", room.code)


def run(learner: Learner | None, code: str) -> LiveRoom:
    """The room, for those who run it. For everybody else its addresses of control do not exist."""
    room, membership = seat_in(learner, code)
    allowed(membership, "run_live")
    return room


def _put(request: HttpRequest, room: LiveRoom) -> HttpResponse:
    form = QuestionForm(request.POST)
    version = (
        offered(classroom_id=room.classroom_id, version_id=form.cleaned_data["pk"])
        if form.is_valid()
        else None
    )
    if version is None:
        raise Http404
    try:
        rooms.add_question(room=room, version=version, seed=secrets.randbits(48), now=timezone.now())
    except rooms.RoomIsClosed:
        messages.info(request, CLOSED)
    return redirect("live-control", room.code)


def _control(request: HttpRequest, room: LiveRoom, learner: Learner | None) -> dict[str, Any]:
    own = {"line": line(room), "on_screen": board_lab(room), "pass": live_pass(known(learner), room)}
    return live_context(request, room, stage=stage(room, "control"), **own)


def _projector(request: HttpRequest, room: LiveRoom, learner: Learner | None) -> dict[str, Any]:
    own = {"picture": code_picture(request, room), "pass": live_pass(known(learner), room)}
    return live_context(request, room, stage=stage(room, "projector"), **own)
