"""What the pages of a live room share: a frame of their own, and a mark on all that a script asks for."""

from typing import Any

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from studyapp.domain.live import FEWEST
from studyapp.views.access import LiveRoom, visitor_tag
from studyapp.views.fragments import personal

WORD = "Live-Room"  # no portal's or proxy's page has this header
ASKED_BY_SCRIPT = "Live-Asks"


def live_context(request: HttpRequest, room: LiveRoom, **own: Any) -> dict[str, Any]:
    """What every page of a room needs. No query: the usual frame would cost one, and says other things."""
    address = reverse("live", args=[room.code])
    return {
        "room": room,
        "visitor": visitor_tag(request),
        "address": f"{request.get_host()}{address}",
        "fewest": FEWEST,
        **own,
    }


def live_page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of a room."""
    return personal(render(request, template, context, status=status))


def by_script(request: HttpRequest) -> bool:
    """Whether the page's own script asks, which wants a word instead of a page."""
    return ASKED_BY_SCRIPT in request.headers


def told(response: HttpResponse, word: str) -> HttpResponse:
    """An answer for the script, marked as ours. `word` says what became of what was asked."""
    response.headers[WORD] = word
    return personal(response)


def code_picture(request: HttpRequest, room: LiveRoom) -> SafeString:
    """The room's address as a QR code: dark on light in every theme, or cameras would not take it."""
    url = request.build_absolute_uri(reverse("live", args=[room.code]))
    drawn = segno.make(url, error="m").svg_inline(
        border=2, omitsize=True, dark="#000", light="#fff", title="QR code of this room's address"
    )
    return mark_safe(drawn)  # noqa: S308 (made by the library from our own address)
