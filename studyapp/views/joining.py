"""Coming into a class by a link, a code that is typed, or the code of a seat."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from studyapp.actions import memberships
from studyapp.actions.classes import NeedsAccount
from studyapp.actions.throttling import charge
from studyapp.domain.joincode import read_code
from studyapp.domain.throttling import JOINING, network_of, waiting_time
from studyapp.forms.classes import CodeForm, JoinForm
from studyapp.queries.joining import Door, door
from studyapp.queries.throttling import Trial, seconds_until_next
from studyapp.views.access import LiveRoom, learner_for_writing, seat_in
from studyapp.views.fragments import page
from studyapp.views.frames import framed
from studyapp.views.tries import address_of, told_to_wait
from studyapp.views.visits import Visit, visit

# One sentence for a wrong, an expired and a closed code: it must not tell which classes there are.
NO_DOOR = "This code opens no class. It may be mistyped, or a newer one has taken its place: ask for it."
TOO_MANY = "Too many codes that open nothing came from here. Wait {time}, then try again."
FULL = "This class is full. Tell its instructor."


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Type a code; a right one leads to the class's door, that of a live room its members into it."""
    seen = visit(request)
    if request.method != "POST":
        return _typing(request, seen)
    form = CodeForm(request.POST)
    typed = form.cleaned_data["code"] if form.is_valid() else ""
    code = read_code(typed)
    if not code and (room := _own_room(seen, typed)):
        return redirect("live", room.code)
    found = _door(request, seen, code)
    return found if isinstance(found, HttpResponse) else redirect("join-code", code)


@require_http_methods(["GET", "HEAD", "POST"])
def join_code(request: HttpRequest, code: str) -> HttpResponse:
    """The door of a class: what it is, who will see what, and a name to come in under."""
    seen = visit(request)
    found = _door(request, seen, code)
    if isinstance(found, HttpResponse):
        return found
    if found.is_in and found.seat is None:
        return redirect("class", found.classroom.pk)
    form = JoinForm(request.POST if request.method == "POST" else None, initial={"name": seen.name})
    if found.classroom.accounts_only and not request.user.is_authenticated:
        return _door_page(request, seen, found, code, status=200 if request.method != "POST" else 422)
    if request.method == "POST" and (found.seat is not None or form.is_valid()):
        return _joined(request, seen, code, form.cleaned_data["name"] if found.seat is None else "")
    return _door_page(request, seen, found, code, status=422 if form.errors else 200, form=form)


def _own_room(seen: Visit, typed: str) -> LiveRoom | None:
    """Whoever stands before a projector types what is on it, here as well."""
    try:
        return seat_in(seen.learner, typed)[0]
    except Http404:
        return None


def trial_of(request: HttpRequest, seen: Visit) -> Trial:
    """Whose failures count together: those of one address, and those of one account or guest."""
    person = f"learner {seen.learner.pk}" if seen.learner else ""
    return Trial("join", JOINING, {"address": network_of(address_of(request)), "person": person})


def _door(request: HttpRequest, seen: Visit, code: str) -> Door | HttpResponse:
    """What the code opens, or the page that says it opens nothing: that is counted."""
    trial = trial_of(request, seen)
    if seconds := seconds_until_next(trial, seen.now):
        sentence = TOO_MANY.format(time=waiting_time(seconds))
        return told_to_wait(_typing(request, seen, sentence, status=429), seconds)
    found = door(code, seen.learner.pk if seen.learner else None, seen.now)
    if found is not None:
        return found
    charge(trial=trial, now=seen.now)
    return _typing(request, seen, NO_DOOR, status=422)


def _joined(request: HttpRequest, seen: Visit, code: str, name: str) -> HttpResponse:
    learner = learner_for_writing(request, seen.learner, seen.now)
    try:
        membership = memberships.join(learner=learner, code=code, name=name, now=seen.now)
    except memberships.ClassFull:
        return _typing(request, seen, FULL, status=422)
    except NeedsAccount:  # the class has stopped taking guests in this very moment
        return redirect("join-code", code)
    if membership is None:  # closed in this very moment
        return _typing(request, seen, NO_DOOR, status=422)
    messages.success(request, "You are in.")
    return redirect("class", membership.classroom_id)


def _door_page(
    request: HttpRequest, seen: Visit, found: Door, code: str, *, status: int, form: JoinForm | None = None
) -> HttpResponse:
    """Without a form for a guest where the class takes none."""
    context = framed(request, seen, "classes", door=found, form=form, code=code)
    return page(request, "classes/door.html", context, status=status)


def _typing(request: HttpRequest, seen: Visit, error: str = "", *, status: int = 200) -> HttpResponse:
    context = framed(request, seen, "classes", form=CodeForm(), error=error)
    return page(request, "classes/join.html", context, status=status)
