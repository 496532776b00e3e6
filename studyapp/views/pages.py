"""The start page, and those that no learner sees."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from studyapp.queries.operations import obstacles
from studyapp.queries.plan import plan_today
from studyapp.queries.samples import samples
from studyapp.queries.today import today as today_of
from studyapp.views.fragments import page
from studyapp.views.frames import framed
from studyapp.views.guests import to_be_told
from studyapp.views.rows import course_rows
from studyapp.views.visits import visit


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """What to do next, and the course map."""
    seen = visit(request)
    plan = plan_today(seen.course, seen.learner, today=seen.today, frame=seen.frame, due=seen.due)
    shown = today_of(
        seen.course,
        seen.learner,
        due=seen.due,
        new=seen.new,
        reviewed=seen.frame.reviewed,
        exam=plan.state,
        now=seen.now,
    )
    own = {
        "today": shown,
        "rows": course_rows(shown.map),
        "plan": plan,
        "report_news": seen.frame.news,
        "classes": seen.frame.classes,
        "tell_guest": to_be_told(request, seen),
    }
    return page(request, "today.html", framed(request, seen, "today", **own))


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Whether this process can serve: 503 with sentences while database, migrations or course are missing."""
    found = obstacles()
    told = "\n".join(found) or "ok"
    return HttpResponse(f"{told}\n", content_type="text/plain", status=503 if found else 200)


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """The design system, while DEBUG is on."""
    seen = visit(request)
    return page(request, "style.html", framed(request, seen, "style", samples=samples(seen.course)))
