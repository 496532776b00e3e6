"""A learner's calendar: what calendar programs fetch, and how its address is made, renewed and taken away."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from studyapp.actions import calendars
from studyapp.domain.ical import calendar
from studyapp.queries.calendarfeed import events
from studyapp.queries.catalogue import load
from studyapp.queries.frame import frame
from studyapp.queries.memories import schedule_of
from studyapp.views.access import calendar_of, known, learner_for_writing
from studyapp.views.fragments import personal
from studyapp.views.visits import NothingPublished, visit

REFRESH = timedelta(hours=6)


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar, for whoever knows its address: programs that fetch it cannot sign in."""
    learner, now = calendar_of(token), timezone.now()
    release = frame(learner_id=None, today=schedule_of(learner).today(now), now=now).release
    if release is None:
        raise NothingPublished("No course has been published yet.")
    found = events(load(release), learner, now=now, site=request.build_absolute_uri("/").rstrip("/"))
    text = calendar("In Transit", found, stamp=now, refresh=REFRESH)
    response = HttpResponse(text.encode(), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="in-transit.ics"'
    response.headers["X-Robots-Tag"] = "noindex"
    return personal(response)


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """An address, or another one."""
    seen = visit(request)
    learner = learner_for_writing(request, seen.learner, seen.now)
    if request.POST.get("renew"):
        calendars.renew_feed(learner=learner, now=seen.now)
        messages.success(request, "Your calendar has a new address. The old one shows nothing any more.")
    else:
        calendars.open_feed(learner=learner, now=seen.now)
        messages.success(request, "Your calendar has an address now.")
    return redirect("in-and-out")


@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """No address any more."""
    calendars.close_feed(learner=known(visit(request).learner))
    messages.success(request, "The calendar is off. Its address shows nothing any more.")
    return redirect("in-and-out")
