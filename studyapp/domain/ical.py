"""A calendar as RFC 5545 has it: lines of at most 75 octets, texts escaped, moments in UTC.

Days stand as days, without a zone: "the 3rd" is the 3rd wherever the calendar is looked at. So no table of
zones is needed, and none can be out of date.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MOST_OCTETS = 75  # of a line, without the two that end it
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_BREAKS = re.compile("\r\n|[\r\n\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Event:
    """Something at a moment, from one to another, or on a whole day. `uid` stays the same for good."""

    uid: str
    summary: str
    start: date  # a datetime, with its zone, for a moment
    end: datetime | None = None
    description: str = ""
    url: str = ""


def calendar(name: str, events: Iterable[Event], *, stamp: datetime, refresh: timedelta) -> str:
    """The whole calendar as it is sent."""
    hours = max(1, int(refresh / timedelta(hours=1)))
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//In Transit//Study plan//EN",
        "CALSCALE:GREGORIAN",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:PT{hours}H",
        f"X-PUBLISHED-TTL:PT{hours}H",
    ]
    for event in events:
        lines += _event(event, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def escaped(text: str) -> str:
    """A text as a value: what would end it is escaped, what no value may hold is gone."""
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return _CONTROLS.sub("", _BREAKS.sub(r"\\n", text))


def unescaped(value: str) -> str:
    """The text that a value stands for."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def folded(line: str) -> str:
    """A line cut into pieces of at most 75 octets, each but the first begun by a space; no letter is cut."""
    pieces, piece, size = [], "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > MOST_OCTETS:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + sign, size + octets
    return "\r\n".join([*pieces, piece])


def unfolded(text: str) -> str:
    """The lines whole again."""
    return text.replace("\r\n ", "")


def _event(event: Event, stamp: datetime) -> Iterable[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{_moment(stamp)}"
    if isinstance(event.start, datetime):
        yield f"DTSTART:{_moment(event.start)}"
        if event.end is not None and event.end > event.start:
            yield f"DTEND:{_moment(event.end)}"
    else:
        yield f"DTSTART;VALUE=DATE:{event.start:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.start + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{escaped(event.description)}"
    if event.url:
        yield f"URL:{event.url}"
    yield "TRANSP:TRANSPARENT"  # it takes no time from anybody's day
    yield "END:VEVENT"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
