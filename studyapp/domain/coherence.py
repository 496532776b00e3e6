"""The whole course -> every fault between its files, every fault of its texts, and every doubt."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from studyapp.domain import coherence_coverage as coverage
from studyapp.domain import coherence_ideas as ideas
from studyapp.domain import coherence_paths as paths
from studyapp.domain import coherence_questions as questions
from studyapp.domain import coherence_references as references
from studyapp.domain.documents import Choice, Course, Lesson, Pair, Problem, Question, Step
from studyapp.domain.markup import Markup, RenderedLesson, plain_text
from studyapp.domain.pathdocuments import texts_of

type Rule = Callable[[Course], Iterable[Problem]]
type Rendered = Sequence[tuple[Lesson, RenderedLesson]]

ERRORS: tuple[Rule, ...] = (
    references.duplicate_ids,
    references.dangling_references,
    references.file_names,
    references.lesson_order,
    paths.path_faults,
    questions.question_faults,
    ideas.lonely_exam_questions,
    coverage.exam_faults,
)
WARNINGS: tuple[Rule, ...] = (
    questions.cueing_warnings,
    questions.likeness_warnings,
    questions.difficulty_warnings,
    coverage.unused_diagrams,
    coverage.untested_lessons,
    ideas.silent_sides,
)


@dataclass(frozen=True)
class Findings:
    """Errors keep a course from being published; warnings are for its authors to weigh.

    `unfinished` are those errors that only say that something is not written yet: a preview shows the rest.
    """

    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    unfinished: tuple[Problem, ...] = ()


def check(course: Course, *, today: date, markup: Markup | None = None) -> Findings:
    """Apply every rule. `markup` may be given to share what it renders with whoever renders next."""
    markup = markup or Markup(course)
    lessons = [(lesson, markup.lesson(lesson)) for lesson in course.lessons]
    sections = {lesson.id: {entry[1] for entry in rendered.toc} for lesson, rendered in lessons}
    errors = [problem for rule in ERRORS for problem in rule(course)]
    errors += ideas.section_faults(course, sections)
    errors += ideas.confusable_faults(course, sections)
    errors += rendering_faults(course, lessons, markup)
    unfinished = [*coverage.thin_objectives(course), *short_lessons(course, lessons)]
    warnings = [problem for rule in WARNINGS for problem in rule(course)]
    warnings += coverage.stale_sources(course, today=today)
    return Findings(_ordered([*errors, *unfinished]), _ordered(warnings), _ordered(unfinished))


def rendering_faults(course: Course, lessons: Rendered, markup: Markup) -> Iterator[Problem]:
    """What the texts hold that cannot be shown."""
    for _, rendered in lessons:
        yield from rendered.problems
    for file, text, line in _short_texts(course):
        yield from markup.text(text, file=file, line=line)[1]


def short_lessons(course: Course, lessons: Rendered) -> Iterator[Problem]:
    """Lessons with fewer words than the course asks of one."""
    least = course.info.at_least.words
    for lesson, rendered in lessons:
        words = _words_of(rendered)
        if words < least:
            yield references.at(lesson, f"the lesson has {words} words; it needs {least}")


def _words_of(rendered: RenderedLesson) -> int:
    return sum(len(plain_text(part.value).split()) for part in rendered.parts if part.kind == "html")


def _short_texts(course: Course) -> Iterator[tuple[str, str, int]]:
    """(file, text, first line) of everything but lessons."""
    for card in course.cards:
        yield card.file, card.front, card.front_line
        yield card.file, card.back, card.back_line
    for term in course.terms:
        yield term.file, term.definition, term.definition_line
    for question in course.questions:
        yield question.file, question.stem, question.stem_line
        yield question.file, question.takeaway, question.takeaway_line
        yield from _option_texts(question)
    for path in course.paths:
        yield from ((path.file, text, line) for _, text, line in texts_of(path))


def _option_texts(question: Question) -> Iterator[tuple[str, str, int]]:
    parts: tuple[Choice | Step | Pair, ...] = (*question.choices, *question.steps, *question.pairs)
    for part in parts:
        texts = (part.left, part.right) if isinstance(part, Pair) else (part.text,)
        for text in texts:
            yield question.file, text, part.line
        yield question.file, part.why, part.line + _height(part)


def _height(part: Choice | Step | Pair) -> int:
    """How many lines an option takes before its rationale begins, as it is usually written."""
    return 1 if isinstance(part, Pair) else part.text.count("\n") + 1


def _ordered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: (problem.file, problem.line, problem.message)))
