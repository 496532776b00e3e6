"""`manage.py export_cards --format apkg` writes the course's cards to a file."""

from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from studyapp.models import Release
from studyapp.queries.cardfiles import anki_package, card_table

WRITERS: Mapping[str, Callable[[UUID], bytes]] = {"apkg": anki_package, "csv": card_table}


class Command(BaseCommand):
    """The cards as they are published, not as they stand in the folder."""

    help = "Writes the published cards as a package for Anki or as a table."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which format, and where to."""
        parser.add_argument("--format", choices=sorted(WRITERS), required=True)
        parser.add_argument("--to", type=Path, help="the file; without it a name in this folder")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file."""
        release = Release.objects.order_by("pk").last()
        if release is None:
            raise CommandError("Nothing is published yet: run `manage.py publish_content` first.")
        target: Path = options["to"] or Path(f"in-transit.{options['format']}")
        target.write_bytes(WRITERS[options["format"]](release.key))
        self.stdout.write(f"The cards are in {target}.")
