"""`manage.py new_lesson` begins a lesson, and puts it into the reading order."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from studyapp.domain import skeletons
from studyapp.management.newfiles import NEXT, ask, ask_objective, course_files, create


class Command(BaseCommand):
    """What is not given as an argument is asked for."""

    help = "Begin a lesson under content/lessons. Nothing is overwritten; course.yaml gets one line more."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("title", nargs="?")
        parser.add_argument("--objective", help="the objective it serves, such as K1")
        parser.add_argument("--id", help="without it made from the title; it is for ever")
        parser.add_argument("--after", default="", help="the id of the lesson before it; without it the last")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and its line in course.yaml, and say what comes next."""
        course, files = course_files()
        title = ask(options["title"], "title")
        name = skeletons.slug_of(options["id"] or title)
        ids = [one.id for one in course.lessons]
        if not name or name in (*ids, *course.info.lessons):
            raise CommandError(f"A lesson needs an id of its own, and {name!r} is none. Nothing was written.")
        if options["after"]:
            ask(options["after"], "lesson", ids)
        number = skeletons.lesson_number(files, course, options["after"])
        if number is None:
            raise CommandError("No number is free there. Rename the files behind it. Nothing was written.")
        needs = options["after"] or next(reversed(ids), "")
        text = skeletons.lesson(
            name,
            title=title,
            objective=ask_objective(course, options["objective"]),
            needs=needs,
            today=timezone.localdate(),
        )
        self.stdout.write(f"Written: {create(f'lessons/{number:03}-{name}.md', text)}")
        self.stdout.write(f"{self._list(files['course.yaml'], name, options['after'])}\n{NEXT}")

    def _list(self, text: str, name: str, after: str) -> str:
        course = skeletons.listed(text, name, after)
        if course is None:
            return f"Next: add {name} to `lessons:` in course.yaml, where it is to be read."
        (settings.CONTENT_ROOT / "course.yaml").write_text(course, encoding="utf-8", newline="\n")
        return "Listed in course.yaml."
