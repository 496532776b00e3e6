"""`manage.py export_learner NAME` writes everything of one learner to a file, as the page does."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from studyapp.queries.accounts import learner_named
from studyapp.queries.export import archive


class Command(BaseCommand):
    """The file that the learner could download: see docs/data.md."""

    help = "Writes everything of a learner to a zip."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose, and where to."""
        parser.add_argument("name", help="the name of the account")
        parser.add_argument("--to", type=Path, help="the file; without it in-transit-NAME.zip in this folder")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file."""
        learner = learner_named(options["name"])
        if learner is None:
            raise CommandError("There is no account of that name with anything to write.")
        target: Path = options["to"] or Path(f"in-transit-{Path(options['name']).name}.zip")
        with target.open("wb") as file:
            for piece in archive(learner, now=timezone.now()):
                file.write(piece)
        self.stdout.write(f"Everything of {options['name']} is in {target}.")
