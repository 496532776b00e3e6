"""The frame around every page: header, footer and notices, the same for all but for a few words."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from studyapp.queries.catalogue import load
from studyapp.views.access import visitor_tag
from studyapp.views.fragments import personal, wants_part
from studyapp.views.moulds import Mould, cast, mark, mould
from studyapp.views.theme import theme_of
from studyapp.views.visits import Visit


def framed(request: HttpRequest, seen: Visit, section: str, **own: Any) -> dict[str, Any]:
    """The context of a page: what its frame needs, and the page's own."""
    return {
        "section": section,
        "header": _header(request, seen, section),
        "tail": _tail(seen.course.key),
        "learner_name": seen.name,
        "learner": seen.learner,
        "time_zone": seen.time_zone,
        "clock": seen.clock,
        "visitor": visitor_tag(request),
        "course": seen.course,
        "now": seen.now,
        **own,
    }


def frame_state(seen: Visit) -> tuple[bool, bool, bool]:
    """What of a visit changes the frame's shape: anything due, a known learner, a name."""
    return bool(seen.due), seen.learner is not None, bool(seen.name)


def frame_marks(release: UUID, section: str, due: bool, known: bool, named: bool) -> dict[str, Any]:
    """The frame's part of a mould's context."""
    return {
        "course": load(release),
        "section": section,
        "csrf_token": mark("csrf"),
        "notes_html": mark("notes"),
        "tail": _tail(release),
        "due_count": mark("due") if due else 0,
        "learner_name": mark("name") if named else "",
        "time_zone": mark("zone") if known else "",
        "clock": mark("clock") if known else "",
        "visitor": mark("visitor"),
        "theme": mark("theme"),
    }


def frame_values(request: HttpRequest, seen: Visit) -> dict[str, Any]:
    """This visitor's own words at the frame's marks."""
    notes = get_messages(request)
    return {
        "csrf": get_token(request),
        "notes": render_to_string("shared/messages.html", {"messages": notes}) if len(notes) else "",
        "due": str(seen.due),
        "name": escape(seen.name),
        "zone": escape(seen.time_zone),
        "clock": seen.clock,
        "visitor": visitor_tag(request),
        "theme": theme_of(request),
    }


def part_framed(
    request: HttpRequest, seen: Visit, section: str, part: str, own: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """A part, named as "page.html#part", in the page that shows it as `part`; under htmx the part alone.

    For a page that is the same for everybody around this part: it is rendered once.
    """
    alone = wants_part(request)
    notes = {"notes": get_messages(request)} if alone else {}
    html = render_to_string(part, {"course": seen.course, **own, **notes}, request)
    if alone:
        response = HttpResponse(html)
    else:
        around = _around(part.partition("#")[0], section, seen.course.key, *frame_state(seen))
        response = cast(around, {**frame_values(request, seen), "part": html})
    response.status_code = status
    patch_vary_headers(response, ["HX-Request"])
    return personal(response)


@lru_cache(maxsize=64)
def _around(template: str, section: str, release: UUID, due: bool, known: bool, named: bool) -> Mould:
    marks = frame_marks(release, section, due, known, named)
    return mould(template, {**marks, "part": mark("part")})


def _header(request: HttpRequest, seen: Visit, section: str) -> SafeString:
    html = _marked_header(seen.course.key, section, *frame_state(seen))
    for name, value in (("csrf", get_token(request)), ("due", str(seen.due)), ("name", escape(seen.name))):
        html = html.replace(mark(name), value)
    return mark_safe(html)  # noqa: S308 (a template's output with escaped values put in)


@lru_cache(maxsize=128)
def _marked_header(release: UUID, section: str, due: bool, known: bool, named: bool) -> str:
    return render_to_string("shared/header.html", frame_marks(release, section, due, known, named))


@lru_cache(maxsize=2)
def _tail(release: UUID) -> SafeString:
    return render_to_string("shared/tail.html", {"course": load(release)})
