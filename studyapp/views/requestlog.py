"""One line for each request: what kind of page, how it ended, how long it took, and nothing of who asked."""

import logging
import os
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from studyapp.loglines import REQUESTS, is_request_id, request_id

HEADER = "X-Request-ID"
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}


class RequestLogMiddleware:
    """Gives each request a number, says it in the response, and logs the request under it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.writes = settings.LOG_REQUESTS
        self.trusts = settings.BEHIND_PROXY
        self.log = logging.getLogger(REQUESTS)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Around everything else, so that what any other middleware answers is logged, too."""
        began = time.perf_counter()
        given = request.headers.get(HEADER, "") if self.trusts else ""
        number = given if is_request_id(given) else os.urandom(8).hex()
        mark = request_id.set(number)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(mark)
        response.headers[HEADER] = number
        if self.writes:
            ms = (time.perf_counter() - began) * 1000
            self.log.info(
                f'"request":"{number}","method":"{_method(request)}","route":"{_route(request)}",'
                f'"status":{response.status_code},"ms":{ms:.1f}'
            )
        return response


def _method(request: HttpRequest) -> str:
    return request.method if request.method in METHODS else "other"


def _route(request: HttpRequest) -> str:
    """The address as `urls.py` has it: a code of a class or a token would stand in the path itself."""
    match = request.resolver_match
    if match is not None:
        return f"/{match.route}"
    return "static" if request.path.startswith(settings.STATIC_URL) else "none"
