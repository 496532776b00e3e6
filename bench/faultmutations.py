"""Faults put into the site on purpose, to see that the harness finds them. In the bench's settings alone."""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from studyapp.actions import exams
from studyapp.domain.saving import Change, Standing, Word, apply

ASYNCHRONOUS = "asynchronous"
MUTATIONS = {
    "early": "a save is answered before it is committed",
    ASYNCHRONOUS: "the database says that it has committed before it has written",
    "unnumbered": "revisions are not looked at",
    "emptying": "an empty answer replaces a stored one",
    "overwriting": "a save puts back the flag as it was a moment ago",
}
LAG = 0.03  # seconds between the answer and the commit


class MutationMiddleware:
    """The innermost: puts the fault that BENCH_MUTATION names into place."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.early = os.environ["BENCH_MUTATION"] == "early"
        mutated = {"unnumbered": unnumbered, "emptying": emptying, "overwriting": overwriting}
        if os.environ["BENCH_MUTATION"] in mutated:
            vars(exams)["apply"] = mutated[os.environ["BENCH_MUTATION"]]

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and do it a moment later; every other fault needs no more than the other rule."""
        if not (self.early and request.path.endswith("/save/")):
            return self.get_response(request)
        with transaction.atomic():
            response = self.get_response(request)
            transaction.set_rollback(True)
        threading.Thread(target=self._later, args=(request,)).start()
        return response

    def _later(self, request: HttpRequest) -> Any:
        time.sleep(LAG)
        self.get_response(request)
        connection.close()


def unnumbered(standing: Standing, change: Change) -> tuple[Standing, Word]:
    """What arrives last stands, whoever sent it when."""
    after, word = apply(standing, replace(change, client="", clears=True))
    heard = apply(standing, change)[0].heard
    return replace(after, heard=heard), word


def emptying(standing: Standing, change: Change) -> tuple[Standing, Word]:
    """Every empty answer is meant."""
    return apply(standing, replace(change, clears=True))


def overwriting(standing: Standing, change: Change) -> tuple[Standing, Word]:
    """A form that always sends its flag."""
    after, word = apply(standing, change)
    return (replace(after, flagged=False) if change.flagged is None else after), word
