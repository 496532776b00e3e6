"""The content folder as texts: the one place where the course is read from disk."""

import os
from pathlib import Path

from studyapp.domain.documents import Problem
from studyapp.domain.parsing import SUFFIXES


def read(root: Path) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """The text of every content file under `root`, by POSIX path relative to it.

    Hidden files, files in hidden folders and files of other types are left out. One that is not UTF-8 or
    cannot be opened is a Problem instead of a text. A folder that does not exist is an empty one.
    """
    files: dict[str, str] = {}
    problems: list[Problem] = []
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root)
        if path.suffix not in SUFFIXES or any(part.startswith(".") for part in relative.parts):
            continue
        # A name that is not UTF-8 reaches us with surrogates, which nothing could print.
        name = os.fsencode(relative.as_posix()).decode("utf-8", "replace")
        try:
            data = path.read_bytes()
            files[name] = data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            message = f"byte {data[error.start]:#04x} is not UTF-8; save the file as UTF-8"
            problems.append(Problem(file=name, line=line, message=message))
        except IsADirectoryError:
            continue
        except OSError as error:
            problems.append(Problem(file=name, line=1, message=f"cannot be read: {error.strerror}"))
    return files, tuple(problems)
