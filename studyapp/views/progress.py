"""Progress: how ready the learner is, how well she knows it, and what she did for it."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from studyapp.queries.evidence import known
from studyapp.queries.pathanswers import due_challenges
from studyapp.queries.progress import progress_page
from studyapp.queries.readiness import readiness_page
from studyapp.views.fragments import page, wants_part
from studyapp.views.frames import framed
from studyapp.views.progresscharts import progress_charts
from studyapp.views.visits import visit


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """Everything about the learner on one page; whoever has done nothing yet is told how to begin."""
    seen = visit(request)
    shown = progress_page(seen.course, seen.learner, schedule=seen.schedule, now=seen.now)
    charts = progress_charts(shown, seen.today) if shown else None
    context = framed(request, seen, "progress", page=shown, charts=charts, today=seen.today, token=uuid4())
    return page(request, "progress/progress.html", context)


@require_safe
def readiness(request: HttpRequest) -> HttpResponse:
    """What follows Today, since it costs more than all else there: the range, and challenges that are due."""
    seen = visit(request)
    if not wants_part(request):
        return redirect("progress")
    facts = known(seen.course, seen.learner, schedule=seen.schedule, now=seen.now)
    own = {
        "ready": readiness_page(seen.course, facts, now=seen.now),
        "challenges": due_challenges(seen.course, seen.learner, seen.schedule, seen.today),
    }
    return page(request, "progress/tile.html", own)
