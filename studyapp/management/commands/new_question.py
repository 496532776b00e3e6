"""`manage.py new_question` begins a question: a file with everything but the author's words."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from studyapp.domain import skeletons
from studyapp.management.newfiles import (
    NEXT,
    ask,
    ask_lesson,
    ask_objective,
    course_files,
    create,
    sections_of,
)


class Command(BaseCommand):
    """What is not given as an argument is asked for."""

    help = "Begin a question under content/questions. Nothing is overwritten."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", nargs="?", help="its id: small letters, digits and hyphens")
        parser.add_argument("--lesson", help="the id of the lesson that teaches it")
        parser.add_argument("--objective", help="the objective it tests first, such as K1")
        parser.add_argument("--kind", choices=skeletons.KINDS, default="single")
        parser.add_argument("--pool", choices=("practice", "exam"), default="practice")
        parser.add_argument("--section", help="the heading that teaches it; without it the lesson's first")
        parser.add_argument("--topic", help="its folder; without it where the lesson's other questions are")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, and say what comes next."""
        course, _ = course_files()
        name = skeletons.slug_of(ask(options["id"], "id"))
        if not name or any(one.id == name for one in course.questions):
            raise CommandError(
                f"A question needs an id of its own, and {name!r} is none. Nothing was written."
            )
        if options["pool"] == "exam" and options["kind"] in ("ordering", "matching"):
            raise CommandError("Ordering and matching are for practice only. Nothing was written.")
        lesson = ask_lesson(course, options["lesson"])
        objective = ask_objective(course, options["objective"])
        sections = sections_of(course, lesson)
        text = skeletons.question(
            name,
            objective=objective,
            lesson=lesson.id,
            section=options["section"] or next(iter(sections), ""),
            kind=options["kind"],
            pool=options["pool"],
            today=timezone.localdate(),
        )
        topic = skeletons.slug_of(options["topic"] or "") or skeletons.topic_of(course, lesson)
        self.stdout.write(f"Written: {create(f'questions/{topic}/{name}.md', text)}\n{NEXT}")
        if sections:
            self.stdout.write(f"Its section is one of: {', '.join(sections)}")
