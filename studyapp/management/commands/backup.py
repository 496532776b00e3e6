"""manage.py backup: one file that holds everything, made while the site runs."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

PG = {
    "dbname": "PGDATABASE",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "host": "PGHOST",
    "port": "PGPORT",
}


class Command(BaseCommand):
    """SQLite's own online back-up, or pg_dump. A file that is there already is never written over."""

    help = "Write everything into one file while the site runs. How to restore it: docs/deploy.md"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="by default a dated file in DATA_DIR/backups")

    def handle(self, *, file: Path | None, **options: Any) -> None:
        """Say where it is and how large."""
        target = file or self._dated()
        if target.exists():
            raise CommandError(f"{target} is there already.")
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f"{target.name}.part")  # what was broken off is never taken for a back-up
        try:
            (copy_sqlite if connection.vendor == "sqlite" else dump_postgres)(draft)
            draft.chmod(0o600)
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
        self.stdout.write(f"{target}: {target.stat().st_size:,} bytes")

    def _dated(self) -> Path:
        ending = "sqlite3" if connection.vendor == "sqlite" else "dump"
        name = f"in-transit-{timezone.now():%Y-%m-%dT%H%M%SZ}.{ending}"
        return Path(settings.DATA_DIR) / "backups" / name


def copy_sqlite(target: Path) -> None:
    """A copy of one moment, and a look whether it is sound."""
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
        (told,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
    if told != "ok":
        raise CommandError(f"The database is damaged ({told}); no back-up was kept.")


def dump_postgres(target: Path) -> None:
    """pg_dump's custom format, which pg_restore reads."""
    program = shutil.which("pg_dump")
    if program is None:
        raise CommandError("pg_dump is not installed here (package postgresql-client).")
    found = connection.get_connection_params()
    # In its environment, since everybody on the machine may read its arguments.
    environment = {variable: str(found[name]) for name, variable in PG.items() if found.get(name)}
    try:
        subprocess.run([program, "--format=custom", f"--file={target}"], env=environment, check=True)
    except subprocess.CalledProcessError as error:
        raise CommandError(f"pg_dump ended with {error.returncode}; no back-up was kept.") from None
