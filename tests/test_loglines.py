"""Lines of JSON in which nothing is filled in."""

import json
import logging
import sys
from typing import Any

import pytest

from studyapp.loglines import REQUESTS, JsonLines, is_request_id, request_id


def line(name: str, message: str, *args: object, error: BaseException | None = None, **more: object) -> Any:
    """The line of a record, read again."""
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, info)
    vars(record).update(more)
    text = JsonLines().format(record)
    assert "\n" not in text
    return json.loads(text)


def test_a_line_says_when_how_grave_by_whom_in_which_request() -> None:
    mark = request_id.set("00ff")
    written = line("studyapp.queries", "A course of %s lessons", 22)
    request_id.reset(mark)
    assert (written["level"], written["logger"], written["request"]) == ("ERROR", "studyapp.queries", "00ff")
    assert (written["said"], "errors" in written) == ("A course of 22 lessons", False)
    assert len(written["at"]) == len("2026-11-24T12:00:00.000Z")
    assert line("studyapp.queries", "later")["request"] == ""


def test_the_line_of_a_request_is_taken_as_it_was_made() -> None:
    assert line(REQUESTS, '"status":200')["status"] == 200


@pytest.mark.parametrize(
    ("name", "message", "args", "said"),
    [
        ("django.request", "%s: %s", ("Internal Server Error", "/join/SECRET/"), "%s: %s"),
        ("django.security.DisallowedHost", "Invalid HTTP_HOST header: 'SECRET'", (), ""),
        ("django.security.csrf", "Forbidden (%s): %s", ("x", "/SECRET/"), "Forbidden (%s): %s"),
        ("somebody.else", "no host %s", ("SECRET",), "no host %s"),
        ("somebody.else", "plain words", (), "plain words"),
    ],
)
def test_what_others_log_is_not_filled_in(
    name: str, message: str, args: tuple[object, ...], said: str
) -> None:
    assert line(name, message, *args)["said"] == said
    assert line(name, message, *args, status_code=500)["said"] == "status 500"


def fail(secret: str) -> None:
    """An error behind an error; both quote what they were given."""
    try:
        int(secret)
    except ValueError as fault:
        raise LookupError(secret) from fault


def test_an_error_is_its_class_and_where_it_came_about() -> None:
    try:
        fail("SECRET")
    except LookupError:
        error = sys.exc_info()[1]
    written = line("django.request", "%s: %s", "a", "b", error=error)
    assert [found["error"] for found in written["errors"]] == ["builtins.LookupError", "builtins.ValueError"]
    assert [place.split(":")[0] for place in written["errors"][0]["at"]] == ["tests/test_loglines.py"] * 2
    assert "SECRET" not in json.dumps(written)


def test_errors_in_a_circle_end() -> None:
    one, other = ValueError(), KeyError()
    one.__cause__, other.__cause__ = other, one
    assert len(line("x", "y", error=one)["errors"]) == 2


@pytest.mark.parametrize(
    "given", ["0" * 16, "f" * 64, "0af3-" * 4 + "00", "123e4567-e89b-12d3-a456-426614174000"]
)
def test_numbers_of_a_proxy(given: str) -> None:
    assert is_request_id(given)


@pytest.mark.parametrize(
    "given", ["", "0" * 15, "0" * 65, "OLGA" * 4, "0" * 16 + "\n", '"' + "0" * 16, "-" * 16, "0" * 15 + "g"]
)
def test_what_is_no_number(given: str) -> None:
    assert not is_request_id(given)
