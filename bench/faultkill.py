"""Inside the server under the fault harness: ends the process where a request says so.

A middleware of the bench's settings alone. `Bench-Kill` is one of POINTS; with "statement 3" the process dies
before the third statement of the request, whatever that is.
"""

import os
import signal
import threading
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest
from django.http.response import HttpResponseBase

POINTS = ("arrival", "statement", "before commit", "after commit", "answer")
_request = threading.local()
_commit: Callable[[BaseDatabaseWrapper], Any] = BaseDatabaseWrapper._commit  # type: ignore[attr-defined]  # not in the stubs


class KillMiddleware:
    """Around everything else that a request passes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Remember what is asked for, and watch the statements."""
        point, _, number = request.headers.get("Bench-Kill", "").partition(" ")
        _request.point = request.headers.get("Bench-Kill", "")
        _request.statements = int(number) if point == "statement" else 0
        die_at("arrival")
        with connection.execute_wrapper(count):
            response = self.get_response(request)
        die_at("answer")
        return response


def die_at(point: str) -> None:
    """End at once, with nothing tidied up, if the request at hand asks for that here."""
    if getattr(_request, "point", "") == point:
        os.kill(os.getpid(), signal.SIGKILL)


def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """Die before the statement that was named."""
    _request.statements -= 1
    if _request.statements == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)


def commit(self: BaseDatabaseWrapper) -> Any:
    """Django's own, with a place to die on either side."""
    die_at("before commit")
    done = _commit(self)
    die_at("after commit")
    return done


BaseDatabaseWrapper._commit = commit  # type: ignore[attr-defined]  # not in the stubs
