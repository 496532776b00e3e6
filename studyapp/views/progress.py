"""Progress: how ready the learner is, and how well she knows it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from studyapp.queries.calibration import calibration_page, sure_and_wrong
from studyapp.queries.readiness import readiness_page
from studyapp.views.fragments import page
from studyapp.views.frames import framed
from studyapp.views.visits import visit


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """Everything about the learner on one page; it is there, and empty, for a visitor too."""
    seen = visit(request)
    learner_id = seen.learner.pk if seen.learner else None
    own = {
        "ready": readiness_page(seen.course, seen.learner, schedule=seen.schedule, now=seen.now),
        "sureness": calibration_page(learner_id),
        "missed": sure_and_wrong(seen.course, learner_id),
    }
    return page(request, "progress/progress.html", framed(request, seen, "progress", **own))
