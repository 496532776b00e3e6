"""`manage.py new_path` begins a path for the path lab, with one challenge."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from studyapp.domain import skeletons
from studyapp.management.newfiles import NEXT, ask, ask_lesson, ask_objective, course_files, create


class Command(BaseCommand):
    """What is not given as an argument is asked for."""

    help = "Begin a path under content/paths. Nothing is overwritten."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("title", nargs="?")
        parser.add_argument("--lesson", help="the id of a lesson about it")
        parser.add_argument("--objective", help="the objective it serves, such as S2")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, and say what comes next."""
        course, _ = course_files()
        title = ask(options["title"], "title")
        name = skeletons.slug_of(title)
        if not name or any(one.id == name for one in course.paths):
            raise CommandError(
                f"A path needs a title of its own, and {title!r} is none. Nothing was written."
            )
        lesson = ask_lesson(course, options["lesson"])
        text = skeletons.path(
            name,
            title=title,
            objective=ask_objective(course, options["objective"]),
            lesson=lesson.id,
            today=timezone.localdate(),
        )
        self.stdout.write(f"Written: {create(f'paths/{name}.yaml', text)}\n{NEXT}")
