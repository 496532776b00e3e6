"""A class list as a spreadsheet saves it: bytes to rows, and a sentence for every faulty line."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from studyapp.domain.personname import LONGEST, clean_name
from studyapp.domain.spreadsheet import cell

MOST_ROWS = 2000
MOST_BYTES = 1_000_000
LONGEST_ID, LONGEST_GROUP = 64, 80
BETWEEN_GROUPS = "|"
NO_NAME = "The first line must name the columns: name, and if you like id, group, factor. “name” is missing."
COLUMNS = ("name", "id", "group", "factor", "code")  # as they are written; "code" is written and never read
_ALSO: Mapping[str, str] = {
    "student": "name",
    "student name": "name",
    "full name": "name",
    "sis user id": "id",
    "student id": "id",
    "number": "id",
    "groups": "group",
    "section": "group",
    "time factor": "factor",
    "extra time": "factor",
}
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class RosterRow:
    """Somebody on the list. `roster_id` may be empty; None for groups or factor says nothing about them."""

    line: int
    name: str
    roster_id: str = ""
    groups: tuple[str, ...] | None = None
    factor: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong with a line; line 0 is the file as a whole."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file holds: the rows that can be used, and the faults of the others."""

    rows: tuple[RosterRow, ...] = ()
    faults: tuple[LineFault, ...] = ()


def parse(data: bytes) -> Parsed:
    """The rows of a file: UTF-8, UTF-16 with a mark, or Windows-1252; with commas, semicolons or tabs."""
    if len(data) > MOST_BYTES:
        return _refused(f"This file is larger than a class: at most {MOST_ROWS:,} people fit in.")
    text = decode(data)
    if text is None:
        return _refused("The letters of this file cannot be read. Save it as “CSV UTF-8” and try again.")
    lines = _records(text)
    try:
        _, head = next(lines, (0, []))
        places = _places(head)
        if "name" not in places:
            return _refused(
                "The first line must name the columns: name, id, group, factor. “name” is missing."
            )
        if doubled := _doubled(head):
            return _refused(f"Two columns are called “{doubled}”.")
        records = [(line, cells) for line, cells in lines if any(map(str.strip, cells))]
    except csv.Error:
        return _refused("A quotation mark in this file is never closed, or a cell is very long.")
    if len(records) > MOST_ROWS:
        return _refused(f"{len(records):,} lines: at most {MOST_ROWS:,} people fit into a class.")
    return _read(records, places)


def decode(data: bytes) -> str | None:
    """The text, by its mark if it has one; None if it is none."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    text = _decoded(data, "utf-8")
    return text if text is not None else _decoded(data, "cp1252")


def written(rows: Iterable[Mapping[str, object]]) -> Iterator[tuple[object, ...]]:
    """Lines for a spreadsheet, the heads first: `parse` reads them as what they were."""
    yield COLUMNS
    for row in rows:
        yield tuple(cell(row[name]) for name in COLUMNS)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _refused(sentence: str) -> Parsed:
    return Parsed(faults=(LineFault(0, sentence),))


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every record with the line it begins on; a quoted cell may go over several lines."""
    lines = re.sub(r"\r\n?", "\n", text).split("\n")
    first = next((line for line in lines if line.strip()), "")
    mark = max("\t;,", key=first.count)
    reader = csv.reader((line + "\n" for line in lines), delimiter=mark, strict=True)
    begins = 1
    for cells in reader:
        if any(map(str.strip, cells)):
            yield begins, cells
        begins = reader.line_num + 1


def _column(head: str) -> str:
    name = clean_name(head).casefold()
    return _ALSO.get(name, name)


def _places(head: list[str]) -> dict[str, int]:
    return {_column(text): place for place, text in reversed(list(enumerate(head)))}


def _doubled(head: list[str]) -> str:
    names = [name for name in map(_column, head) if name in COLUMNS]
    return next((name for name in names if names.count(name) > 1), "")


def _read(records: Iterable[tuple[int, list[str]]], places: Mapping[str, int]) -> Parsed:
    rows: list[RosterRow] = []
    faults: list[LineFault] = []
    seen: dict[tuple[str, str], int] = {}
    for line, cells in records:
        said = {name: cells[place] if place < len(cells) else "" for name, place in places.items()}
        found = _row(line, said)
        if isinstance(found, str):
            faults.append(LineFault(line, found))
            continue
        key = ("id", found.roster_id) if found.roster_id else ("name", found.name.casefold())
        if (before := seen.setdefault(key, line)) != line:
            what = f"the id {found.roster_id}" if found.roster_id else f"the name {found.name} and no id"
            faults.append(LineFault(line, f"Line {before} has {what}, too."))
            continue
        rows.append(found)
    return Parsed(tuple(rows), tuple(faults))


def _row(line: int, said: Mapping[str, str]) -> RosterRow | str:
    name, number = clean_name(said["name"]), clean_name(said.get("id", ""))
    groups = _groups(said.get("group", ""))
    if not name:
        return "The name is missing."
    if len(name) > LONGEST:
        return f"The name has more than {LONGEST} characters."
    if len(number) > LONGEST_ID:
        return f"The id has more than {LONGEST_ID} characters."
    if groups and max(map(len, groups)) > LONGEST_GROUP:
        return f"The name of a group has more than {LONGEST_GROUP} characters."
    try:
        factor = read_factor(said.get("factor", ""))
    except ValueError as fault:
        return str(fault)
    return RosterRow(line, name, number, groups, factor)


def _groups(text: str) -> tuple[str, ...] | None:
    names = filter(None, map(clean_name, text.split(BETWEEN_GROUPS)))
    return tuple(dict.fromkeys(names)) or None


def read_factor(text: str) -> Decimal | None:
    """A time factor as it is typed: 1.25, 1,25 or 125 %; None for nothing. ValueError says what is wrong."""
    said = clean_name(text).replace(" ", "").replace(",", ".")
    if not said:
        return None
    try:
        number = Decimal(said.removesuffix("%"))
        factor = number / 100 if said.endswith("%") else number
        if not (1 <= factor <= 5):
            raise InvalidOperation
        return factor.quantize(Decimal("0.01"))
    except InvalidOperation:
        raise ValueError("The time factor is a number from 1 to 5, such as 1.25.") from None
