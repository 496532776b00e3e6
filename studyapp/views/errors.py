"""Refusals, in the site's design and in plain words."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from studyapp.loglines import request_id
from studyapp.views.visits import NothingPublished


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent cannot be read, or is too large."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Known, but not allowed."""
    return render(request, "403.html", _greeting(request), status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Unknown, or somebody else's: the two look alike on purpose."""
    why = str(exception) if isinstance(exception, NothingPublished) else ""
    return render(request, "404.html", _greeting(request) | {"why": why}, status=404)


class NotAllowedMiddleware:
    """A page for whoever opens an address that only takes what a form sends; Django's own answer is empty."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """What may be sent there is told as before, by the header."""
        response = self.get_response(request)
        if response.status_code != 405 or request.method != "GET":
            return response
        told = render(request, "405.html", _greeting(request), status=405)
        told.headers["Allow"] = response.headers["Allow"]
        return told


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours. The template needs nothing, since anything may be what failed."""
    return render(None, "500.html", {"number": request_id.get()}, status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: an old page, or cookies switched off. Nothing was stored."""
    return render(request, "403_csrf.html", _greeting(request), status=403)


def _greeting(request: HttpRequest) -> dict[str, str]:
    """The name in the header. A refusal may come before the middleware that knows it has run."""
    user = getattr(request, "user", None)
    return {"learner_name": user.get_username() if user is not None and user.is_authenticated else ""}
