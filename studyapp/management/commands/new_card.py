"""`manage.py new_card` begins a flashcard at the end of its file."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from studyapp.domain import skeletons
from studyapp.management.newfiles import NEXT, ask, ask_lesson, ask_objective, course_files, sections_of


class Command(BaseCommand):
    """What is not given as an argument is asked for."""

    help = "Begin a card at the end of a file under content/cards. What is there stays."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", nargs="?", help="its id: small letters, digits and hyphens")
        parser.add_argument("--lesson", help="the id of the lesson that teaches it")
        parser.add_argument("--objective", help="the objective it serves, such as K1")
        parser.add_argument("--topic", help="the name of its file; without it where the lesson's cards are")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the card, and say what comes next."""
        course, _ = course_files()
        name = skeletons.slug_of(ask(options["id"], "id"))
        if not name or any(one.id == name for one in course.cards):
            raise CommandError(f"A card needs an id of its own, and {name!r} is none. Nothing was written.")
        lesson = ask_lesson(course, options["lesson"])
        objective = ask_objective(course, options["objective"])
        file = next((one.file for one in course.cards if one.lesson == lesson.id), f"cards/{lesson.id}.md")
        if options["topic"]:
            file = f"cards/{skeletons.slug_of(options['topic'])}.md"
        section = next(iter(sections_of(course, lesson)), "")
        text = skeletons.card(name, objective=objective, lesson=lesson.id, section=section)
        target = settings.CONTENT_ROOT / file
        target.parent.mkdir(parents=True, exist_ok=True)
        before = target.read_text(encoding="utf-8").rstrip("\n") + "\n\n" if target.exists() else ""
        target.write_text(before + text, encoding="utf-8", newline="\n")
        self.stdout.write(f"Written at the end of {target}\n{NEXT}")
