"""What ideas, sections and confusables name must be there: nobody is sent to learn what is not taught."""

from collections.abc import Collection, Iterator, Mapping

from studyapp.domain.coherence_references import at
from studyapp.domain.documents import Card, Confusable, Confusables, Course, Problem, Question, Side

type Sections = Mapping[str, Collection[str]]  # the anchors of each lesson's headings, by its id


def section_faults(course: Course, sections: Sections) -> Iterator[Problem]:
    """Cards and questions that name a heading which their lesson does not have."""
    items: tuple[Card | Question, ...] = (*course.cards, *course.questions)
    for item in items:
        # A lesson that does not exist is a fault of its own.
        if item.section and item.section not in sections.get(item.lesson, (item.section,)):
            yield at(item, f"lesson '{item.lesson}' has no section '{item.section}'")


def lonely_exam_questions(course: Course) -> Iterator[Problem]:
    """Exam questions whose miss leads nowhere: their idea has no card and no practice question."""
    learnt = {card.idea for card in course.cards} | _practised(course)
    for question in course.questions:
        if question.pool == "exam" and question.idea is None:
            yield at(question, "name the idea that it shares with a card or a practice question")
        elif question.pool == "exam" and question.idea not in learnt:
            yield at(question, f"no card and no practice question shares the idea '{question.idea}'")


def confusable_faults(course: Course, sections: Sections) -> Iterator[Problem]:
    """Pairs that name what does not exist, or the same idea on both sides."""
    known = {card.idea for card in course.cards} | {question.idea for question in course.questions}
    for file, pair in _pairs(course):
        for side in pair.sides:
            for fault in _side_faults(side, known, sections):
                yield at(file, f"confusable '{pair.id}' names {fault}")
        left, right = pair.sides
        for idea in sorted(set(left.ideas) & set(right.ideas)):
            yield at(file, f"confusable '{pair.id}' names idea '{idea}' on both sides")


def silent_sides(course: Course) -> Iterator[Problem]:
    """Sides of a pair that can be read and not drilled."""
    practised = _practised(course)
    for file, pair in _pairs(course):
        for side in pair.sides:
            if not practised.intersection(side.ideas):
                yield at(file, f"confusable '{pair.id}': no practice question has an idea of '{side.name}'")


def _pairs(course: Course) -> Iterator[tuple[Confusables, Confusable]]:
    for file in course.confusables:
        for pair in file.pairs:
            yield file, pair


def _practised(course: Course) -> set[str | None]:
    return {question.idea for question in course.questions if question.pool == "practice"}


def _side_faults(side: Side, known: Collection[str | None], sections: Sections) -> Iterator[str]:
    if side.lesson not in sections:
        yield f"lesson '{side.lesson}', which does not exist"
    elif side.section and side.section not in sections[side.lesson]:
        yield f"section '{side.section}', which lesson '{side.lesson}' does not have"
    for idea in side.ideas:
        if idea not in known:
            yield f"idea '{idea}', which no card and no question has"
