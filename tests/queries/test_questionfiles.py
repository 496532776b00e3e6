"""Files with questions: known by how they begin, and refused if they are bombs."""

import io
import zipfile

import pytest

from studyapp.domain.exchange import Fault, item_of
from studyapp.queries.questionfiles import (
    FORMATS,
    MOST_BYTES,
    MOST_FILES,
    MOST_UNPACKED,
    Format,
    read_questions,
    write_questions,
)
from tests.factories.ownquestions import own_document

ITEM = item_of(own_document())


def zipped(files: dict[str, bytes]) -> bytes:
    """A package."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


@pytest.mark.parametrize("format", [one for one in FORMATS if one != "moodle"])
def test_what_is_written_is_read_by_how_it_begins(format: Format) -> None:
    file = write_questions([ITEM], format)
    assert (file.faults, read_questions(file.data).items) == ((), (ITEM,))
    assert read_questions(file.data).faults == ()
    assert write_questions([ITEM], format).data == file.data


def test_moodle_is_written_only() -> None:
    file = write_questions([ITEM], "moodle")
    assert file.data.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>')
    assert [fault.text for fault in read_questions(file.data).faults] == [
        "This is XML of Moodle, which is not read here. Export GIFT instead."
    ]


def test_a_single_file_of_qti_and_other_encodings() -> None:
    package = write_questions([ITEM], "qti").data
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        name = archive.namelist()[1]
        assert read_questions(archive.read(name)).items == (ITEM,)
    text = "::a::Größe? {=Ja#1 ~Nein#2 ####t}"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        (item,) = read_questions(text.encode(encoding)).items
        assert item.stem == "Größe?"


def fault_of(data: bytes) -> Fault:
    """The only fault of a file without a question."""
    found = read_questions(data)
    assert found.items == ()
    (fault,) = found.faults
    return fault


def test_limits_of_size() -> None:
    assert fault_of(b"a" * (MOST_BYTES + 1)).text == "This file is too large: at most 1 MB."
    bomb = zipped({"a.xml": b" " * (MOST_UNPACKED + 1)})
    assert len(bomb) < 10_000
    assert fault_of(bomb).text == "This package is too large once it is unpacked."
    halves = zipped({f"{n}.xml": b" " * (MOST_UNPACKED // 2 + 1) for n in range(2)})
    assert fault_of(halves).text == "This package is too large once it is unpacked."
    many = zipped({f"{n}.txt": b"" for n in range(MOST_FILES + 1)})
    assert fault_of(many).text == f"This package holds more than {MOST_FILES} files."


def test_a_package_that_lies_or_is_broken() -> None:
    broken = "This package cannot be opened: it is damaged, or locked with a password."
    whole = zipped({"a.xml": b"<a/>" * 100})
    for data in (b"PK", whole[:40], whole.replace(b"PK\x01\x02", b"PK\x01\x03")):
        assert fault_of(data).text == broken
    outside = zipped({"../../etc/passwd": b"x", "/a.xml": write_questions([ITEM], "content").data})
    assert [fault.text for fault in read_questions(outside).faults] == ["It is not valid XML."]


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_no_byte_that_changed_on_its_way_is_a_fault_of_ours(packing: int) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", packing) as archive:
        archive.writestr("a.xml", "<assessmentItem>" + "abc def" * 40 + "</assessmentItem>")
    whole = packed.getvalue()
    for place in range(len(whole)):
        for byte in (0, 255, whole[place] ^ 1):
            found = read_questions(whole[:place] + bytes([byte]) + whole[place + 1 :])
            assert found.items == ()
            assert found.faults
