"""After a quiz or an exam: where what was missed is taught."""

from collections.abc import Sequence
from dataclasses import dataclass

from studyapp.domain.picking import LESSON
from studyapp.models import Question
from studyapp.queries.catalogue import Catalogue, LessonLink


@dataclass(frozen=True)
class NextStep:
    """A lesson to go back to: the sections that teach what was missed (address, heading), and its drill."""

    lesson: LessonLink
    sections: tuple[tuple[str, str], ...]
    misses: int
    subject: str


def next_steps(course: Catalogue, missed: Sequence[Question]) -> tuple[NextStep, ...]:
    """The lessons of the misses, those with most misses first, else in reading order. No query."""
    steps = []
    for text in course.lessons:
        own = [question for question in missed if question.lesson_id == text.link.pk]
        anchors = dict.fromkeys(question.section for question in own if question.section)
        titles = ((anchor, text.section_title(anchor)) for anchor in anchors)
        sections = tuple((f"{text.link.url}#{anchor}", title) for anchor, title in titles if title)
        if own:
            steps.append(NextStep(text.link, sections, len(own), LESSON + text.link.slug))
    return tuple(sorted(steps, key=lambda step: -step.misses))
