"""A grade as a browser sends it: now, or later from where there was no network."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.http import QueryDict

from studyapp.domain.sending import Sent, moment, seconds_between


def read_sent(data: QueryDict, *, number: int, now: datetime) -> Sent:
    """Read when the item was shown (`since`), when it was graded offline (`given`), and the form's token.

    All three are optional and harmless where they are wrong: a form without them is graded now.
    """
    given_at = moment(_whole(data.get("given", "")))
    return Sent(
        number=number,
        token=_token(data.get("token", "")),
        seconds=seconds_between(moment(_whole(data.get("since", ""))), given_at or now),
        given_at=given_at,
    )


def read_kept(data: QueryDict, *, now: datetime) -> tuple[int, Sent]:
    """The item a grade given without network is for, and the grade's sending: it has been given before.

    0 stands for an item or a showing that cannot be read: there is none of that number.
    """
    sent = read_sent(data, number=_whole(data.get("number", "")) or 0, now=now)
    return _whole(data.get("memory", "")) or 0, replace(sent, given_at=sent.given_at or now)


def read_version(data: QueryDict) -> int | None:
    """The version of the question that was shown; None where the form does not say."""
    return _whole(data.get("version", ""))


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 14 else None


def _token(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
