"""The rooms of a class, and what became of one."""

import secrets
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from studyapp.actions import live as actions
from studyapp.domain.roles import may
from studyapp.forms.live import IdeaField, RoomForm
from studyapp.queries import livereports
from studyapp.queries.livequestions import question_about
from studyapp.views.access import Membership, allowed, current_learner, seat_in
from studyapp.views.classvisits import ClassVisit, class_page, class_visit
from studyapp.views.liveframe import live_context, live_page

ARCHIVED = "This class is archived: no room opens in it any more."


@require_http_methods(["GET", "HEAD", "POST"])
def rooms(request: HttpRequest, pk: int) -> HttpResponse:
    """Every room of a class; whoever may run one opens a new one here."""
    here = class_visit(request, pk, "see_class")
    idea = IdeaField(required=False).clean(request.GET.get("idea"))
    form = RoomForm(request.POST if request.method == "POST" else None, initial={"idea": idea})
    if request.method == "POST":
        allowed(here.member, "run_live")
        if here.classroom.archived_at is not None:
            messages.info(request, ARCHIVED)
            return redirect("live-rooms", pk)
        if form.is_valid():
            return _opened(here, **form.cleaned_data)
    return class_page(
        request,
        here,
        "live/rooms.html",
        status=422 if form.errors else 200,
        rooms=livereports.rooms(pk),
        form=form,
        idea=idea,
    )


@require_safe
def report(request: HttpRequest, code: str) -> HttpResponse:
    """For those who see results the counts of both rounds; for everybody else the own answers."""
    room, membership = seat_in(current_learner(request), code)
    timezone.activate(ZoneInfo(room.classroom.time_zone))
    staff = _may(membership, "see_results")
    outcomes = livereports.outcomes(room) if staff else livereports.own_outcomes(room, membership)
    context = live_context(request, room, outcomes=outcomes, runs=_may(membership, "run_live"))
    return live_page(request, "live/report.html" if staff else "live/own.html", context)


def _opened(here: ClassVisit, *, idea: str, **room: Any) -> HttpResponse:
    """A new room, with a question of an idea in it if one was asked for."""
    now = here.seen.now
    made = actions.open_room(classroom=here.classroom, now=now, **room)
    version = question_about(classroom_id=here.classroom.pk, idea=idea) if idea else None
    if version is not None:
        actions.add_question(room=made, version=version, seed=secrets.randbits(48), now=now)
    return redirect("live-control", made.code)


def _may(membership: Membership, right: str) -> bool:
    return may(membership.role, right)  # type: ignore[arg-type]  # columns are any text
