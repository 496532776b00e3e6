"""How long it takes to publish a course of 1,000 questions, and to publish it again unchanged.

    python3 manage.py bench publish [questions]

A generated course of six topics on a scratch SQLite database. Seconds of one run, each in a process of its
own, as an author sees them, Python's start included.
"""

import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.server import ROOT, scratch
from tests.factories.course import question, small_course, write


def main(arguments: list[str]) -> None:
    """Print first publication, second with nothing changed, and third after one edit."""
    wanted = int(arguments[0]) if arguments else 1000
    with scratch() as environment, tempfile.TemporaryDirectory() as folder:
        root = write(Path(folder), _course(wanted))
        settings = {**environment, "CONTENT_ROOT": str(root)}
        _run(settings, "migrate", "--verbosity", "0")
        print(f"{wanted} questions")
        print(f"{_run(settings, 'publish_content'):6.2f} s  first publication, at most 10")
        print(f"{_run(settings, 'publish_content'):6.2f} s  unchanged, at most 2")
        edited = next((root / "questions").rglob("*.md"))
        edited.write_text(
            edited.read_text("utf-8").replace("**Takeaway.**", "**Takeaway.** Indeed."), "utf-8"
        )
        print(f"{_run(settings, 'publish_content'):6.2f} s  after one edit")


def _course(wanted: int) -> dict[str, str]:
    files = small_course()
    have = sum(name.startswith("questions/") for name in files)
    draw = random.Random(1)  # noqa: S311 (the same course every time)
    for n in range(wanted - have):
        name = f"g-{n}"
        kind = ("single", "multiple", "ordering", "matching")[n % 4]
        text = question(name, "K1", "first", kind=kind, stem=_words(draw, 60))
        # Every option gets words of its own: texts that are all alike would measure only their comparison.
        files[f"questions/t{n % 6}/{name}.md"] = re.sub(f" of {name}", lambda _: " " + _words(draw, 12), text)
    return files


def _words(draw: random.Random, count: int) -> str:
    return " ".join(
        "".join(draw.choices("abcdefghiklmnoprstuvw", k=draw.randint(2, 9))) for _ in range(count)
    )


def _run(environment: dict[str, str], *command: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
    return time.perf_counter() - start
