"""Whether this installation can serve, in sentences: for load balancers, and for whoever looks after it."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from studyapp.domain.parsing import parse
from studyapp.models import Attempt, Release
from studyapp.queries.contentfiles import read

LEAST_SPACE = 512 * 1024 * 1024  # bytes free; below, a busy day may fill the disk
OLD_SESSIONS = 1000  # ended ones that nobody has cleared
OVERDUE = timedelta(days=1)  # since the deadline of a sitting that nobody has handed in


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `sound` is False where somebody has to act; the sentence says how."""

    sound: bool
    sentence: str


def obstacles() -> tuple[str, ...]:
    """What keeps the site from serving: no database, migrations not applied, nothing published.

    Anybody may read these sentences, so they name neither host nor path.
    """
    if database_fault():
        return ("The database does not answer.",)
    pending = pending_migrations()
    if pending:
        return (f"{len(pending)} migrations are not applied. Run: python3 manage.py migrate",)
    if not Release.objects.exists():
        return ("No course is published. Run: python3 manage.py publish_content",)
    return ()


def database_fault() -> str:
    """What the database says instead of an answer; empty if it answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return str(error).strip().splitlines()[0]
    return ""


def pending_migrations() -> tuple[str, ...]:
    """The names of the migrations that the database lacks."""
    executor = MigrationExecutor(connection)
    return tuple(str(step) for step, _ in executor.migration_plan(executor.loader.graph.leaf_nodes()))


def examination(*, content: Path, data: Path, now: datetime) -> Iterator[Finding]:
    """Everything a doctor asks, the gravest first. Without a database the rest is not asked."""
    found = obstacles()
    yield from (Finding(False, sentence) for sentence in found)
    if fault := database_fault():
        yield Finding(False, f"It says: {fault}")
    yield _space(data)
    yield from _content(content)
    if found:
        return
    yield Finding(True, f"The database answers ({connection.vendor}) and has every migration.")
    yield from _sqlite(data)
    yield _published()
    yield from _tidiness(now)


def _space(data: Path) -> Finding:
    free = shutil.disk_usage(data).free
    told = f"{free / 1024**3:.1f} GB free where the data lies ({data})"
    if free < LEAST_SPACE:
        return Finding(False, f"Only {told}. Make room before the database cannot write any more.")
    return Finding(True, f"{told}.")


def _content(root: Path) -> Iterator[Finding]:
    files, unreadable = read(root)
    faults: Sequence[object] = (*unreadable, *parse(files).problems)
    if not files and not unreadable:
        yield Finding(False, f"There is no content in {root}. Set CONTENT_ROOT to the folder of the course.")
    elif faults:
        yield Finding(False, f"The content has {len(faults)} faults. Run: python3 manage.py check_content")
    else:
        yield Finding(True, f"{len(files)} content files can be read.")


def _sqlite(data: Path) -> Iterator[Finding]:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        (told,) = cursor.fetchone()
        cursor.execute("PRAGMA journal_mode")
        (mode,) = cursor.fetchone()
    if told != "ok":
        yield Finding(False, f"The database file is damaged ({told}). Restore the newest back-up.")
    if mode not in {"wal", "memory"}:  # a network share refuses it
        yield Finding(False, f"SQLite is in mode {mode}, not WAL: is {data} on a network share? Move it.")


def _published() -> Finding:
    release = Release.objects.latest("pk")
    return Finding(True, f"The course was published on {release.published_at:%-d %B %Y at %H:%M} UTC.")


def _tidiness(now: datetime) -> Iterator[Finding]:
    overdue = Attempt.objects.filter(submitted_at=None, deadline__lt=now - OVERDUE).count()
    if overdue:
        yield Finding(
            True, f"{overdue} exams ended by their deadline. To tidy up: python3 manage.py close_attempts"
        )
    ended = Session.objects.filter(expire_date__lt=now).count()
    if ended > OLD_SESSIONS:
        yield Finding(True, f"{ended} sessions have ended. To tidy up: python3 manage.py clearsessions")
