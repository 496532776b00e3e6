"""manage.py copy_data --to URL: move this installation to another database."""

from typing import Any

import dj_database_url
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connections

from studyapp.actions.copying import NotEmpty, NotTheSame, copy_everything

TARGET = "target"


class Command(BaseCommand):
    """Copies, compares, and leaves the old database as it was. Stop the site before."""

    help = "Copy everything into an empty database, such as PostgreSQL, and compare counts and checksums."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--to", required=True, help="postgresql://user:password@host/name, or sqlite:///path"
        )

    def handle(self, *, to: str, **options: Any) -> None:
        """A line for each table. Exit 1, and an empty target, if anything is not the same."""
        connections.databases[TARGET] = connections.configure_settings(
            {"default": connections.databases["default"], TARGET: dj_database_url.parse(to)}
        )[TARGET]
        try:
            call_command("migrate", database=TARGET, interactive=False, verbosity=0)
            copied = copy_everything(source="default", target=TARGET)
        except NotEmpty as found:
            raise CommandError(f"Nothing was copied: there are rows in {found} over there.") from None
        except NotTheSame as found:
            raise CommandError(f"Nothing was kept: {found} was not the same after copying.") from None
        except DatabaseError as error:
            raise CommandError(f"Nothing was copied. The database says: {error}") from None
        finally:
            connections[TARGET].close()
        for one in copied:
            self.stdout.write(f"{one.rows:>10,}  {one.digest[:12]}  {one.table}")
        rows = sum(one.rows for one in copied)
        self.stdout.write(f"{rows:>10,}  rows, the same on both sides. Set DATABASE_URL and start the site.")
