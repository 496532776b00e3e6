"""Leafing through cards: no review is written, no due day moves."""

import secrets

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from studyapp.queries.cram import SCOPES, leaf
from studyapp.views.fragments import page_or_part
from studyapp.views.frames import framed
from studyapp.views.numbers import number_or_none
from studyapp.views.visits import visit


@require_safe
def cram(request: HttpRequest) -> HttpResponse:
    """One card of a shuffled pack; the address holds the whole state, so going back shows the one before."""
    seen = visit(request)
    asked = request.GET
    scope = asked.get("scope", "queue") if asked.get("scope") in SCOPES else "queue"
    codes = {objective.code for objective in seen.course.objectives}
    objective = asked.get("objective", "") if asked.get("objective") in codes else ""
    seed = number_or_none(asked.get("seed")) or secrets.randbelow(10**6) + 1
    place = number_or_none(asked.get("n")) or 1
    learner_id = seen.learner.pk if seen.learner else None
    shown = leaf(seen.course, learner_id, scope=scope, objective=objective, seed=seed, place=place)
    own = {"leaf": shown, "scope": scope, "scopes": SCOPES.items(), "objective": objective, "seed": seed}
    context = framed(request, seen, "review", back=asked.get("back") == "1", next=place + 1, **own)
    return page_or_part(request, "reviews/cram.html", "leaf", context)
