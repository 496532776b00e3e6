"""The path lab: a path and its controls, and challenges set on it."""

from functools import lru_cache
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from studyapp.actions.paths import record_try
from studyapp.domain.paths import fields_of, settled, start
from studyapp.domain.paths_results import State
from studyapp.domain.paths_sandbox import (
    GROUNDS,
    HOLDERS,
    LAYERS,
    MOST_NODES,
    MOST_PROTECTIONS,
    PALETTE,
    SPEECHES,
    built,
)
from studyapp.forms.paths import Asked, read_asked, read_wish
from studyapp.queries.catalogue import load
from studyapp.queries.lab import sandbox as laid
from studyapp.queries.pathanswers import (
    NOBODYS,
    ChallengeLine,
    Standings,
    challenge_lines,
    due_again,
    solved_counts,
    standings,
)
from studyapp.queries.pathtexts import PathText
from studyapp.views.access import learner_for_writing
from studyapp.views.fragments import page, personal, wants_part
from studyapp.views.frames import frame_marks, frame_state, frame_values, framed
from studyapp.views.labmoulds import icons, moved, part, still
from studyapp.views.moulds import Mould, cast, mark, mould
from studyapp.views.visits import Visit, visit


@require_safe
def paths(request: HttpRequest) -> HttpResponse:
    """Every path, and the challenges that come again."""
    seen = visit(request)
    known = _known(seen)
    again = {"due": due_again(seen.course, known, seen.today)}
    solved = {f"solved-{slug}": str(n) for slug, n in solved_counts(seen.course, known).items()}
    values = {**frame_values(request, seen), **solved, "again": render_to_string("paths/again.html", again)}
    return personal(cast(_list(seen.course.key, *frame_state(seen)), values))


@require_safe
def path(request: HttpRequest, slug: str) -> HttpResponse:
    """A path in the state that its address says."""
    seen = visit(request)
    return _shown(request, seen, _path(seen, slug), "")


@require_safe
def challenge(request: HttpRequest, slug: str, challenge: str) -> HttpResponse:
    """A challenge: what is asked, the path to do it on, and after a try what is met and what not."""
    seen = visit(request)
    return _shown(request, seen, _path(seen, slug, challenge), challenge)


@require_safe
def sandbox(request: HttpRequest) -> HttpResponse:
    """A path built from a palette, with the same checks. It is in its address and nowhere else."""
    seen = visit(request)
    wish = read_wish(request.GET)
    made = built(wish)
    own = {
        "lab": laid(made.path, request.GET.get("hop", "")),
        "icons": icons(),
        "wish": wish,
        "faults": made.faults,
        "stops": _with_room(wish.stops, MOST_NODES),
        "protections": _with_room(wish.protections, MOST_PROTECTIONS),
        "palette": PALETTE,
        "grounds": GROUNDS,
        "layers": LAYERS,
        "holders": HOLDERS,
        "speeches": SPEECHES,
    }
    template = "paths/bench_part.html" if wants_part(request) else "paths/sandbox.html"
    response = page(request, template, framed(request, seen, "paths", **own))
    patch_vary_headers(response, ["HX-Request"])
    return response


def _with_room[T](rows: tuple[T, ...], most: int) -> list[T | None]:
    """The rows and an empty one, as long as there may be more."""
    return [*rows, None][:most]


@require_POST
def try_challenge(request: HttpRequest, slug: str, challenge: str, token: UUID) -> HttpResponse:
    """Check the controls as they stand. The try is kept; the page then says what of it is met."""
    seen = visit(request)
    text, asked = _path(seen, slug, challenge), read_asked(request.POST)
    state = _state(text, asked)
    record_try(
        learner=learner_for_writing(request, seen.learner, seen.now),
        path_id=text.pk,
        challenge=challenge,
        chosen=state,
        hints=asked.hints,
        token=token,
        now=seen.now,
    )
    return redirect(f"{_address(text, state, asked, challenge)}&checked=1#result")


def _path(seen: Visit, slug: str, challenge: str = "") -> PathText:
    text = seen.course.path(slug)
    if text is None or (challenge and text.challenge(challenge) is None):
        raise Http404
    return text


def _known(seen: Visit) -> Standings:
    return standings(seen.learner.pk, seen.schedule) if seen.learner else NOBODYS


def _state(text: PathText, asked: Asked) -> State:
    return start(text.path) if asked.chosen is None else settled(text.path, asked.chosen)


def _address(text: PathText, state: State, asked: Asked, challenge: str) -> str:
    """The address that shows this state again."""
    fields = [*fields_of(text.path, state)]
    fields += [("hop", asked.hop)] if asked.hop else []
    fields += [("hints", str(asked.hints))] if asked.hints else []
    fields += [("from", "review")] if asked.from_review else []
    base = f"{text.url}challenges/{challenge}/" if challenge else text.url
    return f"{base}?{urlencode(fields)}"


def _shown(request: HttpRequest, seen: Visit, text: PathText, challenge: str) -> HttpResponse:
    """The whole page or, under htmx, what a toggle moves. The same state is the same page for everybody."""
    asked, release = read_asked(request.GET), seen.course.key
    back = asked.from_review and bool(challenge)
    what = (release, text.slug, challenge, _state(text, asked), asked.hop, asked.hints, asked.checked, back)
    if wants_part(request):
        response = HttpResponse(part(*what))
    else:
        own = {"csrf": get_token(request), "token": str(uuid4()), **moved(*what)}
        for line in challenge_lines(text, _known(seen), seen.today):
            own[f"state-{line.id}"] = _standing(line)
        shell = still(release, text.slug, challenge, asked.hints, back, *frame_state(seen))
        response = cast(shell, {**frame_values(request, seen), **own})
    patch_vary_headers(response, ["HX-Request"])
    return personal(response)


def _standing(line: ChallengeLine) -> str:
    """Where a learner stands with a challenge; most stand nowhere, and need no template."""
    if line.standing is None:
        return "not tried yet"
    return render_to_string("paths/standing.html", {"line": line})


@lru_cache(maxsize=16)
def _list(release: UUID, *frame: bool) -> Mould:
    lines = [{"text": text, "solved": mark(f"solved-{text.slug}")} for text in load(release).paths]
    return mould(
        "paths/list.html", frame_marks(release, "paths", *frame) | {"lines": lines, "again": mark("again")}
    )
