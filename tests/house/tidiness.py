"""Names, lengths and excuses."""

import io
import re
import tokenize
from collections.abc import Iterable
from pathlib import Path

from tests.house.sources import Source

LIMIT = 400  # lines; 300 is what to aim at
CATCH_ALLS = {"common", "helpers", "misc", "signals", "utils"}
IGNORED = re.compile(r"#\s*type:\s*ignore(?:\[[\w, -]+\])?|#\s*noqa(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?")


def long_files(found: Iterable[Source], limit: int = LIMIT) -> list[str]:
    """Every file of more than `limit` lines, the longest first; migrations are made, not written."""
    written = (source for source in found if source.room != "migrations")
    lengths = sorted(((source.text.count("\n"), source.file) for source in written), reverse=True)
    return [f"{file}: {length} lines, at most {limit}" for length, file in lengths if length > limit]


def catch_alls(found: Iterable[Source]) -> list[str]:
    """Every module or package whose name says nothing of what is in it."""
    return [
        f"{source.file}: name it by what it does"
        for source in found
        if CATCH_ALLS.intersection(source.name.split("."))
    ]


def bare_excuses(found: Iterable[Source]) -> list[str]:
    """Every `type: ignore` and `noqa` that names no rule or gives no reason behind it."""
    return [
        f"{source.file}:{line}: an excuse needs a rule and a reason: {comment}"
        for source in found
        for line, comment in comments(source.text)
        if (excuse := IGNORED.search(comment)) and not is_excused(excuse[0], comment[excuse.end() :])
    ]


def is_excused(excuse: str, rest: str) -> bool:
    """Whether an excuse names its rule, and words follow it."""
    names_a_rule = "[" in excuse or ":" in excuse.removeprefix("#").strip().removeprefix("type:")
    return names_a_rule and bool(re.search(r"[a-z]{2,}", rest))


def comments(text: str) -> list[tuple[int, str]]:
    """Every comment with its line."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return [(token.start[0], token.string) for token in tokens if token.type == tokenize.COMMENT]


def unwanted_files(root: Path, names: Iterable[str]) -> list[str]:
    """Which of these files exist under `root`."""
    return [name for name in names if (root / name).exists()]
