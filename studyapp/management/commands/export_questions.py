"""`manage.py export_questions --format gift` writes the practice questions of the course to a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from studyapp.domain.exchange import item_of
from studyapp.domain.parsing import parse
from studyapp.queries.contentfiles import read
from studyapp.queries.questionfiles import FORMATS, write_questions


class Command(BaseCommand):
    """Questions of exams stay here: whoever may run this could read them, but a file travels."""

    help = "Writes the course's practice questions as GIFT, QTI 2.1, Moodle XML or in its own format."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which format, and where to."""
        parser.add_argument("--format", choices=FORMATS, required=True)
        parser.add_argument("--to", type=Path, help="the file; without it a name in this folder")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, and say what is not in it."""
        files, faults = read(settings.CONTENT_ROOT)
        parsed = parse(files)
        if faults or parsed.problems or parsed.course is None:
            raise CommandError(
                "The content has faults; `manage.py check_content` tells them. Nothing was written."
            )
        items = [item_of(one) for one in parsed.course.questions if one.pool == "practice"]
        file = write_questions(items, options["format"])
        target: Path = options["to"] or Path(f"questions.{file.ending}")
        target.write_bytes(file.data)
        for fault in file.faults:
            left = " Left out." if fault.left_out else ""
            self.stderr.write(f"{fault.name}: {fault.text}{left}")
        self.stdout.write(f"{len(items) - file.left_out} of {len(items)} practice questions are in {target}.")
