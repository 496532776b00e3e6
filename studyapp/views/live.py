"""The page of somebody who takes part in a live room."""

from functools import lru_cache

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from studyapp.actions import live as rooms
from studyapp.domain.grading import InvalidResponse
from studyapp.domain.live import FEWEST
from studyapp.domain.roles import may
from studyapp.forms.live import QuestionForm, read_vote
from studyapp.queries.live import Stage, stage
from studyapp.views.access import LiveRoom, Membership, current_learner, known, live_pass, pulse_in, seat_in
from studyapp.views.liveframe import by_script, live_context, live_page, told
from studyapp.views.moulds import mark

STORED = "Your vote is in. You can change it while the round is open."
OVER = "The round was over before this arrived, so it does not count."


@require_safe
def room(request: HttpRequest, code: str) -> HttpResponse:
    """Where the room is. Whoever runs it is shown the way to the control page."""
    found, membership = seat_in(current_learner(request), code)
    if _runs(membership):
        return redirect("live-control", found.code)
    return live_page(request, "live/room.html", _context(request, found, membership))


@require_safe
def poll(request: HttpRequest, code: str) -> HttpResponse:
    """204 while nothing is new, else the changed parts. One query while nothing is new."""
    if request.GET.get("v") == pulse_in(request, code, running=False).token:
        return told(HttpResponse(status=204), "same")
    found, membership = seat_in(current_learner(request), code)
    drawn = _drawn(found.code, found.naming, stage(found, "learner", membership=membership))
    return told(HttpResponse(drawn.replace(mark("csrf"), get_token(request))), "changed")


@require_POST
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Take part."""
    found, membership = _audience(request, code)
    try:
        rooms.join(room=found, membership=membership, now=timezone.now())
    except rooms.RoomIsClosed:
        messages.info(request, "This room has closed.")
    return redirect("live", found.code)


@require_POST
def vote(request: HttpRequest, code: str) -> HttpResponse:
    """Vote in the round that is open; the answer says what became of it."""
    found, membership = _audience(request, code)
    word, text = _vote(request, found, membership)
    if by_script(request):
        return told(HttpResponse(text, content_type="text/plain; charset=utf-8"), word)
    say = messages.success if word == "stored" else messages.warning
    say(request, text)
    return redirect("live", found.code)


@require_POST
def queue(request: HttpRequest, code: str) -> HttpResponse:
    """Put a revealed question into one's own reviews."""
    found, membership = _audience(request, code)
    form = QuestionForm(request.POST)
    if not form.is_valid():
        raise Http404
    learner = known(membership.learner)
    added = rooms.queue(room=found, question_id=form.cleaned_data["pk"], learner=learner, now=timezone.now())
    messages.success(request, "It is new in your reviews." if added else "It is in your reviews already.")
    return redirect("live" if found.closed_at is None else "live-report", found.code)


@lru_cache(maxsize=128)
def _drawn(code: str, naming: str, shown: Stage) -> str:
    """The parts that change, with a mark for the form's token: alike for most of those who ask at once."""
    own = {"room": {"code": code, "naming": naming}, "stage": shown, "fewest": FEWEST}
    return render_to_string("live/room.html#stage", {**own, "csrf_token": mark("csrf")})


def _vote(request: HttpRequest, found: LiveRoom, membership: Membership) -> tuple[str, str]:
    """A word for the script and a sentence for whoever voted."""
    try:
        sent = read_vote(request.POST)
        rooms.vote(
            room=found,
            membership=membership,
            question_id=sent.question,
            round_=sent.round,
            response=sent.response,
            now=timezone.now(),
        )
    except InvalidResponse as refusal:
        return "refused", str(refusal)
    except rooms.RoundIsOver:
        return "over", OVER
    return "stored", STORED


def _context(request: HttpRequest, found: LiveRoom, membership: Membership) -> dict[str, object]:
    shown = stage(found, "learner", membership=membership)
    own = {"name": membership.name, "pass": live_pass(known(membership.learner), found)}
    return live_context(request, found, stage=shown, **own)


def _audience(request: HttpRequest, code: str) -> tuple[LiveRoom, Membership]:
    """A seat of somebody who does not run the room: those who know the key have no vote."""
    found, membership = seat_in(current_learner(request), code)
    if _runs(membership):
        raise Http404
    return found, membership


def _runs(membership: Membership) -> bool:
    return may(membership.role, "run_live")  # type: ignore[arg-type]  # a column is any text
