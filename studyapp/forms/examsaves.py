"""A save of an exam question as a browser sends it, with or without JavaScript."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from django.http import QueryDict

from studyapp.domain.grading import Confidence, Response
from studyapp.domain.paperstate import FILTERS, Filter
from studyapp.forms.responses import read_submission

CLIENT = re.compile(r"[A-Za-z0-9-]{1,36}")
HIGHEST = 2**31 - 1
MOST_STRUCK = 20
TIMES = {"1.25": "a quarter more", "1.5": "half as much again", "2": "twice the time"}


@dataclass(frozen=True)
class ExamSave:
    """A cleaned save. None leaves a part as it is; `clears` says that an empty response is meant.

    `client` is empty where no script numbers the saves; `at` is the clock of the browser.
    """

    response: Response | None
    flagged: bool | None
    struck: tuple[str, ...] | None
    clears: bool
    client: str
    revision: int
    at: datetime | None


def read_exam_save(data: QueryDict, *, touched: bool = False) -> ExamSave:
    """Read the form of an exam question. Raises InvalidResponse as read_submission does.

    `was` is the answer that the page showed: sent back as it was, the learner has not touched it, and a page
    that lay open says nothing about what has been stored since. Emptied, it is meant. With `touched` it was
    sent because the learner has just changed something, so it is taken as it is, unless `answer` says that
    the answer is not what changed. `clear=all` is the button that takes the whole answer back.
    """
    client = data.get("client", "")
    revision = _whole(data.get("revision", ""))
    numbered = bool(CLIENT.fullmatch(client)) and revision > 0
    response: Response | None = read_submission(data).response
    clears = data.get("clear") in ("1", "all") or (touched and not numbered)
    if data.get("clear") == "all":
        response = ()
    elif data.get("answer") == "same":
        response = None
    elif "was" in data and not touched:
        was = tuple(str(data["was"]).split())
        clears = clears or (bool(was) and not response)
        if _same(response or (), was, data):
            response = None
    flag = data.get("flag")
    return ExamSave(
        response=response,
        flagged=None if flag is None else flag == "on",
        struck=tuple(str(data["struck"]).split()[:MOST_STRUCK]) if "struck" in data else None,
        clears=clears,
        client=client if numbered else "",
        revision=revision if numbered else 0,
        at=_moment(data.get("client_at", "")),
    )


@dataclass(frozen=True)
class Check:
    """A question to check: which version of the answer the page showed, and how sure the candidate is."""

    version: int
    confidence: Confidence | None


def read_check(data: QueryDict) -> Check:
    """Read the form of a check; a version that cannot be read is none that stands."""
    return Check(_whole(data.get("version", "")), read_submission(data).confidence)


def read_filter(data: QueryDict) -> Filter:
    """Which questions of a paper to list; all of them for a word that is none."""
    return next((name for name in FILTERS if name == data.get("show")), "all")


def read_time_factor(data: QueryDict) -> Decimal | None:
    """How many times the usual time was asked for; None for the learner's own."""
    chosen = data.get("times", "")
    return Decimal(chosen) if chosen in TIMES else None


def _same(response: Response, was: Response, data: QueryDict) -> bool:
    ordered = any(name.startswith("place-") for name in data)
    return response == was if ordered else sorted(response) == sorted(was)


def _whole(text: str) -> int:
    """A number from 1 to HIGHEST, else 0."""
    number = int(text) if re.fullmatch(r"[0-9]{1,10}", text, re.ASCII) else 0
    return number if number <= HIGHEST else 0


def _moment(text: str) -> datetime | None:
    """Milliseconds since 1970, as a browser counts them."""
    if not re.fullmatch(r"[0-9]{1,13}", text, re.ASCII):
        return None
    return datetime.fromtimestamp(int(text) / 1000, tz=UTC)
