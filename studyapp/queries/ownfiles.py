"""A file that somebody sends to get everything back: bytes to values, within limits."""

import io
import zipfile
import zlib
from datetime import datetime

from studyapp.domain.ownfile import MOST_SENT, OwnFile, Unreadable, own_file

MOST_UNPACKED = 40_000_000  # of the JSON document
MOST_VALUES = 2_000_000  # in it: reading one takes up to a hundred bytes, and 10,000 reviews have 600,000
NAME = "in-transit.json"
_TOO_LARGE = "This file is too large: at most {} MB."


def read_own_file(data: bytes, *, now: datetime) -> OwnFile:
    """The zip of the download, or the JSON document in it. Unreadable, with a sentence, for anything else."""
    if len(data) > MOST_SENT:
        raise Unreadable(_TOO_LARGE.format(MOST_SENT // 1_000_000))
    text = _unpacked(data) if data.startswith(b"PK") else data
    if len(text) > MOST_UNPACKED:
        raise Unreadable(_TOO_LARGE.format(MOST_UNPACKED // 1_000_000))
    if sum(map(text.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise Unreadable("This file holds more than can be read at a time.")
    return own_file(text, now=now)


def _unpacked(data: bytes) -> bytes:
    """What the zip says of its sizes is not believed: reading stops at the limit."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(NAME) as file:
            return file.read(MOST_UNPACKED + 1)
    except KeyError:
        raise Unreadable("This is not a file of everything from In Transit.") from None
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise Unreadable("This file cannot be opened: it is damaged, or locked with a password.") from None
