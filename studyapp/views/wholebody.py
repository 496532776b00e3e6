"""A form that broke off on its way is refused: half of an answer must not be stored as all of it."""

from collections.abc import Callable

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
        """Before anything reads a field. Forms are small; what is too large is refused by `body` itself."""
        if request.content_type == FORM and len(request.body) < int(request.META.get("CONTENT_LENGTH") or 0):
            raise BadRequest("The request broke off on its way. Send it again.")
        return self.get_response(request)
