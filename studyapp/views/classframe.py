"""What all pages about the work of a class have in common."""

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse

from studyapp.queries.classes import rights_of
from studyapp.views.access import Membership
from studyapp.views.fragments import page
from studyapp.views.frames import framed
from studyapp.views.visits import Visit


def zone_of(membership: Membership) -> ZoneInfo:
    """The zone in which a class tells its times."""
    return ZoneInfo(membership.classroom.time_zone)


def class_page(
    request: HttpRequest,
    seen: Visit,
    membership: Membership,
    template: str,
    here: str,
    own: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """A page of a class, with the way to its others; `here` is its own name among the tabs."""
    context = framed(
        request,
        seen,
        "classes",
        classroom=membership.classroom,
        zone=zone_of(membership),
        tab=here,
        rights=rights_of(membership),
        **own,
    )
    return page(request, template, context, status=status)
