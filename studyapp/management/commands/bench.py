"""manage.py bench NAME: run one of the measurements under bench/."""

import argparse
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Hands over to bench/NAME.py, which prints its own table."""

    help = "Run a measurement: bench pages, bench publish, …"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The measurement's name, and whatever it takes."""
        parser.add_argument("name")
        parser.add_argument("arguments", nargs="*")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse a name that is not there."""
        folder: Path = settings.BASE_DIR / "bench"
        names = sorted(path.stem for path in folder.glob("*.py") if "def main(" in path.read_text("utf-8"))
        if options["name"] not in names:
            raise CommandError(f"There is no such measurement. There are: {', '.join(names)}.")
        import_module(f"bench.{options['name']}").main(options["arguments"])
