"""All that the server knows of htmx: the whole page, or the named part of it that was asked for."""

from collections.abc import Mapping
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part to swap in; a boosted or restored page is a whole one."""
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]  # set by django_htmx's middleware
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """A whole page."""
    return personal(render(request, template, dict(context), status=status))


def page_or_part(
    request: HttpRequest, template: str, part: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """The page, or under htmx its `{% partialdef part %}`. One address, two sizes: caches must know.

    A part brings the messages along (`notes`); a whole page shows them in its frame.
    """
    if wants_part(request):
        template, context = f"{template}#{part}", {**context, "notes": get_messages(request)}
    response = render(request, template, dict(context), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return personal(response)


def personal(response: HttpResponse) -> HttpResponse:
    """A page of one visitor at one moment: going back asks for it anew, so it never shows an old state."""
    response.headers["Cache-Control"] = "private, no-store"
    return response


def leave_for(request: HttpRequest, address: str) -> HttpResponse:
    """Go to another page. Under htmx a redirect would be swapped into the part that asked."""
    return HttpResponseClientRedirect(address) if wants_part(request) else redirect(address)
