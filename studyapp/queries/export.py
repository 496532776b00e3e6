"""All that is kept of one learner, as a zip that is sent while it is made."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from studyapp.domain.ownfile import FORMAT, VERSION
from studyapp.domain.spreadsheet import cell
from studyapp.models import Learner, Review
from studyapp.queries import ownrows as own
from studyapp.queries.ownrows import Row

PIECE = 64 * 1024  # bytes sent at a time
MANY = 1_000_000  # reviews, from where a file in the zip may need the wider format

ANSWER_COLUMNS = (
    "answered_at",
    "place",
    "question",
    "version",
    "objective",
    "correct",
    "points",
    "out_of",
    "confidence",
    "seconds",
    "response",
)
REVIEW_COLUMNS = (
    "reviewed_at",
    "day",
    "card",
    "question",
    "number",
    "stage",
    "rating",
    "seconds",
    "undone_at",
)
ATTEMPT_COLUMNS = (
    "exam",
    "started_at",
    "deadline",
    "submitted_at",
    "time_factor",
    "pass_mark",
    "questions",
    "answered",
    "right",
)


def archive(learner: Learner, *, now: datetime) -> Iterator[bytes]:
    """The zip in pieces: one JSON document with everything, and tables for a spreadsheet.

    What is stored while it is sent may be in one file and not yet in another: holding the database still
    for as long as a slow line takes would be worse.
    """
    files = {
        "in-transit.json": document(learner, now),
        "answers.csv": table(ANSWER_COLUMNS, own.answers(learner, now)),
        "reviews.csv": table(REVIEW_COLUMNS, own.reviews(learner)),
        "attempts.csv": table(ATTEMPT_COLUMNS, map(_summary, own.sittings(learner, now))),
    }
    large = Review.objects.filter(learner=learner).count() > MANY
    sink = _Sink()
    with ZipFile(sink, "w") as zipped:
        for name, texts in files.items():
            entry = ZipInfo(name, now.timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED
            with zipped.open(entry, "w", force_zip64=large) as file:
                for text in texts:
                    file.write(text.encode())
                    if sink.size >= PIECE:
                        yield sink.taken()
    yield sink.taken()


def document(learner: Learner, now: datetime) -> Iterator[str]:
    """The JSON document in pieces, a row a line."""
    head = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": own.value_of(now),
        "account": own.account_of(learner),
        "learner": own.settings_of(learner),
    }
    yield json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    sections: dict[str, Iterable[Row]] = {
        "lessons": own.lessons(learner),
        "answers": own.answers(learner, now),
        "memories": own.memories(learner),
        "reviews": own.reviews(learner),
        "quizzes": own.quizzes(learner),
        "attempts": own.sittings(learner, now),
        "reports": own.reports(learner),
        "classes": own.classes(learner),
        "path_answers": own.path_answers(learner),
        "parameter_sets": own.parameter_sets(learner),
        "calendars": own.calendars(learner),
    }
    for name, rows in sections.items():
        yield f',\n "{name}": ['
        for n, row in enumerate(rows):
            yield f"{',' if n else ''}\n  {json.dumps(row, ensure_ascii=False)}"
        yield "]"
    yield "\n}\n"


def table(columns: Iterable[str], rows: Iterable[Row]) -> Iterator[str]:
    """A CSV in pieces, a row a piece, as every spreadsheet reads it: with a mark that it is UTF-8."""
    columns = tuple(columns)
    yield f"\ufeff{_line(columns)}"
    for row in rows:
        yield _line([cell(_flat(row[name])) for name in columns])


def _summary(sitting: Row) -> Row:
    items = sitting["items"]
    graded = [item["correct"] for item in items if item["correct"] is not None]
    return {
        **sitting,
        "questions": len(items),
        "answered": sum(bool(item["response"]) for item in items),
        "right": sum(graded) if graded and len(graded) == len(items) else None,
    }


def _flat(value: object) -> object:
    return " ".join(map(str, value)) if isinstance(value, list) else value


def _line(cells: Iterable[object]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()


class _Sink(io.RawIOBase):
    """What the zip is written to: bytes that wait to be taken."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[bytes] = []
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]  # the same
        self.pieces.append(piece)
        self.size += len(piece)
        return len(piece)

    def taken(self) -> bytes:
        """Everything written since the last time."""
        piece = b"".join(self.pieces)
        self.pieces, self.size = [], 0
        return piece
