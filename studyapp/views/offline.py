"""What a browser needs to go on without network: a worker, a page for what it lacks, and whose a page is."""

import json
from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from studyapp.views.access import visitor_tag
from studyapp.views.fragments import personal

ASSETS = ("css/", "js/", "vendor/", "icons/favicon.svg")  # what the pages are made with
KINDS = (".css", ".js", ".svg")


class VisitorMiddleware:
    """Says of every response that depends on who asks for whom it was made.

    The worker keeps pages under that name, and takes an answer without it for one of a captive portal.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """After the view: its visitor may have become a learner, or have left."""
        response = self.get_response(request)
        if request.session.accessed:
            response.headers["X-Visitor"] = visitor_tag(request)
        return response


def emptied(response: HttpResponse) -> HttpResponse:
    """Whoever leaves leaves nothing in this browser: no page, no answer, no worker."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. It stands at the root because it may answer for what is below its address only."""
    response = HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What makes the site an app on somebody's screen."""
    text = render_to_string("offline/manifest.webmanifest")
    return HttpResponse(text, content_type="application/manifest+json; charset=utf-8")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What stands in for a page that cannot be had. The same for everybody: kept before it is needed."""
    return personal(HttpResponse(render_to_string("offline/offline.html")))


@lru_cache(maxsize=1)
def _worker() -> str:
    site = {
        "assets": [static(path) for path in _assets()],
        "statics": settings.STATIC_URL,
        "fallback": reverse("offline"),
        "queue": reverse("review"),
        "pack": reverse("review-pack"),
    }
    return render_to_string("offline/sw.js", {"site": json.dumps(site)})


def _assets() -> list[str]:
    found = {path for finder in get_finders() for path, _ in finder.list([])}
    return sorted(
        path.replace("\\", "/")
        for path in found - {"js/worker.js"}
        if path.startswith(ASSETS) and path.endswith(KINDS)
    )
