"""A form that broke off is refused: half of an answer must not be stored as all of it. So is a huge one."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.http.response import HttpResponseBase

FORM = "application/x-www-form-urlencoded"


class WholeBodyMiddleware:
    """Compares the length of a form with the length it was announced with.

    The server hands over what came before a connection broke, and Django reads it as a shorter form.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Before anything reads a field. `body` refuses a large form itself, but takes files of any size."""
        if _announced(request) > settings.UPLOAD_MAX_BYTES:
            raise BadRequest("Too large.")
        if request.content_type == FORM and len(request.body) < _announced(request):
            raise BadRequest("The request broke off on its way. Send it again.")
        return self.get_response(request)


def _announced(request: HttpRequest) -> int:
    """How long the body is said to be. Django reads no further, and nothing where nothing is said."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        raise BadRequest("No length.") from None
