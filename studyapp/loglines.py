"""What goes to the log: one line of JSON for each thing that happened, with nothing personal in it.

A path may hold a code or a token, the words of an error a name. So of a request the pattern of its address is
written, of an error its class and the places in the code, of another library's message the words of its code.
"""

import json
import logging
import re
import time
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path

ROOT = f"{Path(__file__).resolve().parent.parent}/"
REQUESTS = "studyapp.requests"  # its messages are the rest of a line already
OURS = ("studyapp.", "__main__")
FRAMES = 40  # of an error, from its innermost outwards

request_id: ContextVar[str] = ContextVar("request_id", default="")
_GIVEN = re.compile(r"[0-9a-f][0-9a-f-]{14,62}[0-9a-f]")  # no letters that a name could be spelled with


def is_request_id(text: str) -> bool:
    """Whether a proxy's number for a request may stand in our log: hexadecimal, 16 to 64 signs."""
    return _GIVEN.fullmatch(text) is not None


class JsonLines(logging.Formatter):
    """Writes a record as one line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a request was made by who measured it; of all others nothing is filled in."""
        at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        if record.name == REQUESTS:
            return f'{{"at":"{at}.{record.msecs:03.0f}Z",{record.msg}}}'
        line = {"at": f"{at}.{record.msecs:03.0f}Z", "level": record.levelname, "logger": record.name}
        line |= {"request": request_id.get(), "said": said(record)}
        raised = record.exc_info[1] if record.exc_info else None
        return json.dumps(line | ({"errors": list(told(raised))} if raised else {}))


def said(record: logging.LogRecord) -> str:
    """The words of the code that logs, not what they were filled with; of security's there are no others."""
    status = getattr(record, "status_code", None)
    if status is not None:
        return f"status {status}"
    if record.name.startswith(OURS):
        return record.getMessage()
    return str(record.msg) if record.args or not record.name.startswith("django.security") else ""


def told(error: BaseException | None) -> Iterator[dict[str, object]]:
    """An error and those behind it: class and places. Its words are left out: they quote what was sent."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        frames = traceback.extract_tb(error.__traceback__, limit=-FRAMES)
        places = [f"{frame.filename.removeprefix(ROOT)}:{frame.lineno} {frame.name}" for frame in frames]
        yield {"error": f"{type(error).__module__}.{type(error).__qualname__}", "at": places}
        error = error.__cause__ or error.__context__
