"""What the script of a sitting asks for besides its page: the whole paper to keep, and how it stands now."""

import json
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from studyapp.actions.exams import Saved
from studyapp.domain.grading import InvalidResponse
from studyapp.queries import exams as reading
from studyapp.queries.exams import Sitting
from studyapp.queries.sittings import ItemState, SittingNow, at_moment, sitting_now
from studyapp.views.access import Attempt, own_attempt
from studyapp.views.fragments import page
from studyapp.views.frames import framed
from studyapp.views.marking import marked
from studyapp.views.visits import Visit, visit


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Every question at once, for a browser to keep while the sitting runs; it tells no more than they do."""
    seen = visit(request)
    attempt = own_attempt(seen.learner, pk)
    if reading.is_over(attempt, seen.now):
        return redirect("report", pk)
    questions = reading.paper(seen.course, attempt, now=seen.now)
    context = framed_sitting(request, seen, attempt, questions[0], questions=questions)
    return page(request, "exams/paper.html", context)


@require_safe
def now(request: HttpRequest, pk: int) -> HttpResponse:
    """How every question stands and what time is left, whoever changed it and from where."""
    seen = visit(request)
    attempt = own_attempt(seen.learner, pk)
    return marked(JsonResponse(_told(attempt, sitting_now(attempt, now=seen.now))), "now")


def standing(shown: Sitting, attempt: Attempt, now: datetime) -> str:
    """The same for the page itself, as it is sent."""
    return json.dumps(_told(attempt, at_moment(attempt, shown.standings, now=now)), separators=(",", ":"))


def framed_sitting(
    request: HttpRequest, seen: Visit, attempt: Attempt, shown: Sitting, **more: Any
) -> dict[str, Any]:
    """What every page under the bar of a sitting is given."""
    facts = standing(shown, attempt, seen.now)
    return framed(request, seen, "exams", sitting=shown, standing=facts, **more)


def told_saved(attempt: Attempt, position: int, saved: Saved, *, now: datetime) -> HttpResponse:
    """What a save came to: the question as it stands, and the time left by the clock that counts."""
    item = ItemState(saved.response, saved.flagged, saved.struck, True, saved.version)
    return JsonResponse(_told(attempt, at_moment(attempt, {position: item}, now=now)))


def told_refused(refusal: InvalidResponse) -> HttpResponse:
    """Why it could not be stored."""
    return JsonResponse({"why": str(refusal)}, status=422)


def _told(attempt: Attempt, facts: SittingNow) -> dict[str, object]:
    return {
        "attempt": attempt.pk,
        "state": facts.state,
        "left": facts.left,
        "total": facts.total,
        "items": {
            position: [item.response, item.flagged, item.struck, item.seen, item.version]
            for position, item in facts.items.items()
        },
    }
