"""Class lists as spreadsheets save them."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.personname import clean_name
from studyapp.domain.roster import (
    COLUMNS,
    MOST_ROWS,
    LineFault,
    Parsed,
    RosterRow,
    parse,
    read_factor,
    written,
)

LIST = "name,id,group,factor\nAna Sousa,7,Red,1.25\n王小明,8,,\n"
ROWS = (RosterRow(2, "Ana Sousa", "7", ("Red",), Decimal("1.25")), RosterRow(3, "王小明", "8"))


@pytest.mark.parametrize(
    "data",
    [
        LIST.encode(),
        LIST.encode("utf-8-sig"),
        LIST.replace(",", "\t").encode("utf-16"),
        b"\xfe\xff" + LIST.replace(",", "\t").encode("utf-16-be"),
        LIST.replace(",", ";").encode(),
        LIST.replace("\n", "\r\n").encode(),
        LIST.replace("\n", "\r").encode(),
        LIST.replace("name,id,group,factor", " Student ,SIS User ID,Section,Extra time").encode(),
        LIST.replace("1.25", "125 %").encode(),
    ],
    ids=[
        "utf-8",
        "with mark",
        "unicode text",
        "big-endian",
        "semicolons",
        "crlf",
        "cr",
        "other heads",
        "percent",
    ],
)
def test_every_way_a_spreadsheet_saves_the_same_list(data: bytes) -> None:
    assert parse(data) == Parsed(ROWS)


def test_windows_letters_and_a_decimal_comma() -> None:
    assert parse("name;factor\nZoë O\u2019Brien;1,5\n".encode("cp1252")) == Parsed(
        (RosterRow(2, "Zoë O\u2019Brien", factor=Decimal("1.50")),)
    )


def test_a_quoted_cell_over_two_lines_is_one_row_and_lines_are_counted() -> None:
    data = b'name,id\n"Ana\nSousa",7\n,8\nBo,9\n'
    assert parse(data) == Parsed(
        (RosterRow(2, "Ana Sousa", "7"), RosterRow(5, "Bo", "9")),
        (LineFault(4, "The name is missing."),),
    )


@pytest.mark.parametrize(
    "name",
    [
        "محمد بن سلمان",
        "王小明",
        "Siobhán O'Neill",
        "'t Hooft",
        "שרה\u200f",
        "=Sum",
        "-5",
        "D\u2019Angelo",
        "<b>Bo</b>",
    ],
)
def test_names_stay_as_they_are(name: str) -> None:
    assert [row.name for row in parse(f'name\n"{name}"\n'.encode()).rows] == [name]


def test_signs_that_turn_or_hide_are_left_out_of_a_name() -> None:
    assert clean_name("A\u202eB\u2066C\x07\u200b  D\n") == "ABC D"
    assert clean_name("\u202e\u200f \u200d") == ""


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "“name” is missing"),
        (b"\x00\x01\x02", "letters of this file"),
        (b"name\n\x81\xff\n", "letters of this file"),
        (b"PK\x03\x04\x00\x00", "letters of this file"),
        (b"id,group\n7,Red\n", "“name” is missing"),
        (b"name,id,id\nAna,7,7\n", "called “id”"),
        (b"name,student\nAna,Bo\n", "called “name”"),
        (b'name\n"Ana\n', "never closed"),
        (b"name\n" + b"x\n" * (MOST_ROWS + 1), "2,001 lines: at most 2,000 people"),
        (b"name\n" + b"x" * 1_000_000, "larger than a class"),
    ],
)
def test_what_cannot_be_read_at_all_is_said_in_one_sentence(data: bytes, sentence: str) -> None:
    parsed = parse(data)
    assert parsed.rows == ()
    assert [fault.line for fault in parsed.faults] == [0]
    assert sentence in parsed.faults[0].text


def test_every_bad_line_is_told_and_the_others_are_read() -> None:
    data = f"name,id,factor\nAna,7,6\n{'x' * 121},8,\nBo,9,fast\nCy,10,1\nDi,10,\nCy,,\ncy,,\n\nEd,,NaN\n"
    assert parse(data.encode()) == Parsed(
        (RosterRow(5, "Cy", "10", factor=Decimal("1.00")), RosterRow(7, "Cy")),
        (
            LineFault(2, "The time factor is a number from 1 to 5, such as 1.25."),
            LineFault(3, "The name has more than 120 characters."),
            LineFault(4, "The time factor is a number from 1 to 5, such as 1.25."),
            LineFault(6, "Line 5 has the id 10, too."),
            LineFault(8, "Line 7 has the name cy and no id, too."),
            LineFault(10, "The time factor is a number from 1 to 5, such as 1.25."),
        ),
    )


def test_a_short_line_has_empty_cells() -> None:
    assert parse(b"id,name,group\n7,Ana\n") == Parsed((RosterRow(2, "Ana", "7"),))


@pytest.mark.parametrize("text", ["0.9", "5.01", "inf", "1e9", "-2", "sNaN", "99999999999999999999%"])
def test_a_factor_out_of_range_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="from 1 to 5"):
        read_factor(text)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).map(clean_name)
names = texts.filter(bool)
groups = st.lists(
    names.map(lambda name: clean_name(name.replace("|", "/"))).filter(bool), max_size=3, unique=True
)
factors = st.decimals(min_value=1, max_value=5, places=2)


@given(
    st.lists(
        st.tuples(names, texts, groups, factors),
        max_size=8,
        unique_by=(lambda r: r[1], lambda r: r[0].casefold()),
    )
)
def test_what_is_written_is_read_as_it_was(people: list[tuple[str, str, list[str], Decimal]]) -> None:
    text = io.StringIO()
    fields = [dict(zip(COLUMNS, (n, i, "|".join(g), f, "X"), strict=True)) for n, i, g, f in people]
    csv.writer(text).writerows(written(fields))
    read = parse(text.getvalue().encode("utf-8-sig"))
    assert read.faults == ()
    assert [(r.name, r.roster_id, list(r.groups or ()), r.factor) for r in read.rows] == people


@given(st.binary(max_size=300))
def test_no_bytes_stop_it(data: bytes) -> None:
    read = parse(data)
    assert all(row.name == clean_name(row.name) for row in read.rows)
    assert all(row.line >= 2 for row in read.rows)
