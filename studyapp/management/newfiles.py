"""What the commands that begin a content file have in common: they ask, look at the course, and write."""

import sys
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from studyapp.domain.documents import Course, Lesson
from studyapp.domain.markup import Markup
from studyapp.domain.parsing import parse
from studyapp.queries.contentfiles import read


def course_files() -> tuple[Course, dict[str, str]]:
    """The course as far as it can be read, and its files: faults elsewhere are no reason not to begin."""
    files, _ = read(settings.CONTENT_ROOT)
    course = parse(files).course
    if course is None:
        raise CommandError(f"There is no course.yaml in {settings.CONTENT_ROOT} that can be read.")
    return course, files


def ask(given: str | None, what: str, choices: Sequence[str] = ()) -> str:
    """What was given, or what the author types; CommandError for a choice that there is not."""
    offered = f" ({', '.join(choices)})" if choices else ""
    if given is None:
        if not sys.stdin.isatty():
            raise CommandError(f"Say which {what}{offered}; --help shows how.")
        given = input(f"{what}{offered}: ").strip()
    if choices and given not in choices:
        raise CommandError(f"{given!r} is not a {what} of this course. There are: {', '.join(choices)}")
    return given


def ask_objective(course: Course, given: str | None) -> str:
    """One of the course's objectives."""
    return ask(given, "objective", [one.id for one in course.info.objectives])


def ask_lesson(course: Course, given: str | None) -> Lesson:
    """One of the course's lessons."""
    by_id = {one.id: one for one in course.lessons}
    return by_id[ask(given, "lesson", tuple(by_id))]


def sections_of(course: Course, lesson: Lesson) -> tuple[str, ...]:
    """The anchors of the headings of a lesson that are written."""
    anchors = (entry[1] for entry in Markup(course).lesson(lesson).toc)
    return tuple(anchor for anchor in anchors if not anchor.startswith("s-todo"))


def create(name: str, text: str) -> Path:
    """Write a new file under the content folder. CommandError if there is one of this name."""
    target: Path = settings.CONTENT_ROOT / name
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise CommandError(f"{target} is there already. Nothing was written.") from None
    return target


NEXT = "Next: write where it says TODO, then python3 manage.py check_content"
