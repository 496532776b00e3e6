"""Files with questions, in whichever format: bytes to questions, and questions to a file."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from studyapp.domain import contenttext, gift, moodlexml, qti
from studyapp.domain.exchange import Fault, Found, Item
from studyapp.domain.roster import decode

Format = Literal["content", "gift", "qti", "moodle"]
FORMATS: tuple[Format, ...] = ("content", "gift", "qti", "moodle")
MOST_BYTES = 1_000_000  # of an upload
MOST_FILES = 400  # of a package
MOST_UNPACKED = 2_000_000

# All that reading a package may end with, whichever way it is packed.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)

_ENDINGS = {
    "content": ("md", "text/markdown; charset=utf-8"),
    "gift": ("gift.txt", "text/plain; charset=utf-8"),
    "qti": ("qti.zip", "application/zip"),
    "moodle": ("moodle.xml", "application/xml; charset=utf-8"),
}
_WHEN = (2026, 1, 1, 0, 0, 0)  # in every package: the same questions are the same bytes


@dataclass(frozen=True)
class QuestionFile:
    """A file to take away, and what of the questions is not in it."""

    data: bytes
    ending: str
    content_type: str
    faults: tuple[Fault, ...]

    @property
    def left_out(self) -> int:
        """How many questions are missing."""
        return sum(fault.left_out for fault in self.faults)


def read_questions(data: bytes) -> Found:
    """The questions of a file; which format it has shows in how it begins."""
    if len(data) > MOST_BYTES:
        return _refused(f"This file is too large: at most {MOST_BYTES // 1_000_000} MB.")
    if data.startswith(b"PK"):
        return _package(data)
    text = decode(data)
    if text is None:
        return _refused("The letters of this file cannot be read. Save it as UTF-8 and try again.")
    begins = text.lstrip("\ufeff \t\r\n")
    if begins.startswith("<"):
        return qti.read({"questions.xml": begins})
    return contenttext.read(begins) if begins.startswith("---") else gift.read(text)


def write_questions(items: Iterable[Item], format: Format) -> QuestionFile:
    """All of them in one file."""
    items = tuple(items)
    ending, content_type = _ENDINGS[format]
    if format == "qti":
        package = qti.write(items)
        return QuestionFile(_zipped(package), ending, content_type, package.faults)
    writer = {"content": contenttext.write, "gift": gift.write, "moodle": moodlexml.write}[format]
    written = writer(items)
    return QuestionFile(written.text.encode(), ending, content_type, written.faults)


def _refused(text: str) -> Found:
    return Found((), (Fault(0, text),))


def _package(data: bytes) -> Found:
    """A zip with QTI in it. What it says of its sizes is not believed: reading stops at the limit."""
    files, room = {}, MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [one for one in archive.infolist() if one.filename.endswith(".xml")]
            if len(archive.infolist()) > MOST_FILES:
                return _refused(f"This package holds more than {MOST_FILES} files.")
            for one in names:
                with archive.open(one) as file:
                    content = file.read(room + 1)
                room -= len(content)
                if room < 0:
                    return _refused("This package is too large once it is unpacked.")
                files[one.filename] = decode(content) or ""
    except DAMAGED:
        return _refused("This package cannot be opened: it is damaged, or locked with a password.")
    return qti.read(files)


def _zipped(package: qti.Package) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in package.files.items():
            archive.writestr(zipfile.ZipInfo(name, _WHEN), text, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
