"""Whether the course holds enough of everything, and whether what it holds is used and fresh."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from studyapp.domain.coherence_references import at
from studyapp.domain.documents import Choice, Course, Located, Problem, Step
from studyapp.domain.scoring import SCALE_MAX, SCALE_MIN

STALE_AFTER = 180  # days since a source was last checked

_DIAGRAM = re.compile(r"diagrams/([a-z0-9-]+)\.svg")


def objective_counts(documents: Iterable[tuple[str, ...]]) -> Counter[str]:
    """How many documents name each objective, from the objectives that each names."""
    return Counter(objective for objectives in documents for objective in set(objectives))


def thin_objectives(course: Course) -> Iterator[Problem]:
    """Objectives without a lesson, or with too few cards or questions. All that name one count."""
    lessons = objective_counts(lesson.objectives for lesson in course.lessons)
    cards = objective_counts(card.objectives for card in course.cards)
    questions = objective_counts(question.objectives for question in course.questions)
    least = course.info.at_least
    for objective in course.info.objectives:
        name = objective.id
        if not lessons[name]:
            yield at(course.info, f"objective {name} has no lesson")
        if cards[name] < least.cards:
            yield at(course.info, f"objective {name} has {cards[name]} cards; it needs {least.cards}")
        if questions[name] < least.questions:
            found = questions[name]
            yield at(course.info, f"objective {name} has {found} questions; it needs {least.questions}")


def exam_faults(course: Course) -> Iterator[Problem]:
    """Exams that cannot be drawn twice from their pool without repeating, and figures that contradict."""
    facts = course.info.exam
    if facts.scored + facts.unscored != facts.questions:
        yield at(course.info, "scored and unscored questions do not add up to the exam's questions")
    if not facts.scale[0] < facts.pass_mark <= facts.scale[1]:
        yield at(course.info, "the pass mark does not lie on the scale")
    if facts.scale != (SCALE_MIN, SCALE_MAX):
        yield at(course.info, f"scores are told on a scale from {SCALE_MIN} to {SCALE_MAX}")
    for exam in course.exams:
        pool = Counter(question.objectives[0] for question in course.questions if question.pool == exam.pool)
        for objective, wanted in exam.blueprint.items():
            if wanted < 1:
                yield at(exam, f"the blueprint asks for {wanted} questions of objective {objective}")
            if pool[objective] < 2 * wanted:
                need = f"the blueprint needs {2 * wanted} {exam.pool} questions that name {objective} first"
                yield at(exam, f"{need} (two forms of {wanted}); there are {pool[objective]}")
        if exam.unscored >= exam.length:
            yield at(exam, "an exam needs at least one question that counts")


def unused_diagrams(course: Course) -> Iterator[Problem]:
    """Diagrams that no text shows."""
    shown = {name for text in _texts(course) for name in _DIAGRAM.findall(text)}
    for diagram in course.diagrams:
        if diagram.name not in shown:
            yield at(diagram, "no lesson, card or question shows this diagram")


def untested_lessons(course: Course) -> Iterator[Problem]:
    """Lessons that no card or no question belongs to."""
    carded = {card.lesson for card in course.cards}
    asked = {question.lesson for question in course.questions}
    for lesson in course.lessons:
        missing = [kind for kind, ids in (("card", carded), ("question", asked)) if lesson.id not in ids]
        if missing:
            yield at(lesson, f"no {' and no '.join(missing)} belongs to this lesson")


def stale_sources(course: Course, *, today: date) -> Iterator[Problem]:
    """Sources that nobody has looked at for too long, or that claim to be checked in the future."""
    facts = course.info.exam.facts
    dated: list[tuple[Located, date]] = [(course.info, s.checked) for fact in facts for s in fact.sources]
    dated += [(lesson, source.checked) for lesson in course.lessons for source in lesson.sources]
    dated += [(question, question.checked) for question in course.questions]
    dated += [(path, control.checked) for path in course.paths for control in path.controls]
    # Ten sources of a file checked on one day are one thing to do.
    for document, checked in {(document.file, day): (document, day) for document, day in dated}.values():
        age = (today - checked).days
        if age > STALE_AFTER:
            yield at(document, f"a source was last checked on {checked}, {age} days ago")
        elif age < 0:
            yield at(document, f"a source is said to be checked on {checked}, which lies in the future")


def _texts(course: Course) -> Iterator[str]:
    for lesson in course.lessons:
        yield lesson.body
    for card in course.cards:
        yield from (card.front, card.back)
    for term in course.terms:
        yield term.definition
    for question in course.questions:
        yield from (question.stem, question.takeaway)
        parts: tuple[Choice | Step, ...] = (*question.choices, *question.steps)
        for part in parts:
            yield from (part.text, part.why)
        for pair in question.pairs:
            yield from (pair.left, pair.right, pair.why)
