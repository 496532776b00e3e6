"""`python3 manage.py up`: all that a first visit needs, then the server.

The next start redoes only what has changed since.
"""

import argparse
import hashlib
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, CommandError, call_command
from django.core.management.base import CommandParser
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from studyapp.models import Release
from studyapp.serving import free_port, port_is_taken, serve


class Command(BaseCommand):
    """Prepares the database, the content and the static files, and serves the app on this computer."""

    help = "Run In Transit on this computer. What it needs is prepared first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=port_number, default=8000, help="8000 unless told")
        parser.add_argument("--no-browser", action="store_true", help="do not open a browser window")

    def handle(self, *, port: int, no_browser: bool, **options: Any) -> None:
        if port_is_taken(port):
            raise SystemExit(
                f"Port {port} is in use. Stop the other program, "
                f"or run: python3 manage.py up --port {free_port(port)}"
            )
        if migrations_are_pending():
            call_command("migrate", interactive=False, verbosity=0)
        self.publish()
        if not settings.DEBUG:
            collect_static()
        connections.close_all()  # an open SQLite file must not be carried into the worker process
        serve(settings.WSGI_APPLICATION, port, open_browser=not no_browser)

    def publish(self) -> None:
        """Publish the content folder; faulty content leaves what was published before, if anything was."""
        try:
            call_command("publish_content", verbosity=0, stderr=self.stderr)
        except CommandError as error:
            if not Release.objects.exists():
                raise SystemExit(
                    f"{error}\nThere is nothing to show: no content was ever published."
                ) from None
            self.stderr.write(f"{error}\nThe app shows what was published before.")


def port_number(text: str) -> int:
    """A TCP port; raises ArgumentTypeError, with a sentence, for anything else."""
    if not (text.isdecimal() and 0 < int(text) < 65536):
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not {text!r}")
    return int(text)


def migrations_are_pending() -> bool:
    """Whether the database lacks a migration. Finding out is quicker than `migrate` with nothing to do."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def collect_static() -> None:
    """Collect the static files unless the very same ones were collected last time."""
    stamp = settings.DATA_DIR / "static.sha256"
    digest = static_digest()
    if not stamp.exists() or stamp.read_text("ascii") != digest:
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(digest, "ascii")


def static_digest() -> str:
    """SHA-256 of the name and content of every static file, and of where and how they are stored."""
    total = hashlib.sha256(f"{settings.STATIC_ROOT}\0{settings.STORAGES['staticfiles']}".encode())
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            with storage.open(path) as file:
                total.update(f"\0{path}\0".encode() + file.read())
    return total.hexdigest()
