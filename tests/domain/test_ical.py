"""Calendars: every line short enough, every text the same when it is read again."""

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.ical import MOST_OCTETS, Event, calendar, escaped, folded, unescaped, unfolded

STAMP = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]) | st.just("\n"))


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n")))
def test_a_folded_line_is_short_and_whole_again(line: str) -> None:
    pieces = folded(line).split("\r\n")
    assert all(len(piece.encode()) <= MOST_OCTETS for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:])
    assert unfolded(folded(line)) == line


@given(TEXTS)
def test_a_text_is_the_same_again(text: str) -> None:
    value = escaped(text)
    assert "\n" not in value
    assert unescaped(value) == text


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_nothing_that_is_typed_ends_a_line(text: str) -> None:
    event = Event("1@x", text, date(2026, 11, 24), description=text)
    lines = unfolded(calendar(text, [event], stamp=STAMP, refresh=timedelta(hours=6))).split("\r\n")
    assert len(lines) == 8 + 9 + 2
    assert [line for line in lines if line.startswith("BEGIN:")] == ["BEGIN:VCALENDAR", "BEGIN:VEVENT"]


def test_a_calendar() -> None:
    berlin = timezone(timedelta(hours=1))
    start = datetime(2026, 12, 24, 18, 0, tzinfo=berlin)
    events = [
        Event("1@x", "Read; learn, repeat", date(2026, 12, 31), url="https://x.y/a"),
        Event("2@x", "Exam", start, start + timedelta(hours=2)),
        Event("3@x", "Due", start, description="Class\nB"),
    ]
    assert calendar("Plan", events, stamp=STAMP, refresh=timedelta(hours=6)).split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//In Transit//Study plan//EN",
        "CALSCALE:GREGORIAN",
        "NAME:Plan",
        "X-WR-CALNAME:Plan",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        "BEGIN:VEVENT",
        "UID:1@x",
        "DTSTAMP:20261124T120000Z",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "SUMMARY:Read\\; learn\\, repeat",
        "URL:https://x.y/a",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "UID:2@x",
        "DTSTAMP:20261124T120000Z",
        "DTSTART:20261224T170000Z",
        "DTEND:20261224T190000Z",
        "SUMMARY:Exam",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "UID:3@x",
        "DTSTAMP:20261124T120000Z",
        "DTSTART:20261224T170000Z",
        "SUMMARY:Due",
        "DESCRIPTION:Class\\nB",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
