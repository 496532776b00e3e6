"""Where something was taught."""

from dataclasses import dataclass

from studyapp.queries.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Taught:
    """A lesson and a section of it, which the url names if it is there. Empty if the lesson is retired."""

    lesson_title: str
    section_title: str
    url: str


def taught(course: Catalogue, lesson_pk: int, section: str) -> Taught:
    """What a link back to the lesson needs. A section that is no longer there is left out."""
    link = course.links.get(lesson_pk)
    if link is None:
        return Taught("", "", "")
    lesson = course.lesson(link.slug)
    title = lesson.section_title(section) if lesson else ""
    return Taught(link.title, title, course.section_url(lesson_pk, section if title else ""))
