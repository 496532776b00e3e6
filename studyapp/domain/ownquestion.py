"""A question that an instructor writes for a class: the same format and checks as the course's.

What is a rule of the course's own style (four options, "(Choose TWO.)", a source) is a warning here.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import Any

from studyapp.domain import contenttext, cueing
from studyapp.domain.coherence_questions import OPTIONS_ALIKE, equal_options, key_faults, size_faults
from studyapp.domain.documentparts import HttpsUrl
from studyapp.domain.documents import Choice, Course, Pair, Problem, Question, Step
from studyapp.domain.exchange import NOT_CARRIED, Fault, Found, Item, Part, item_of, named, texts_of
from studyapp.domain.markup import Markup
from studyapp.domain.sanitising import clean
from studyapp.domain.similarity import jaccard, shingles
from studyapp.domain.versions import Body, body_of

FEWEST, MOST = 2, 8  # options
_NOTHING: dict[str, Any] = {}


class OwnQuestion(Question):
    """As a question of the course, but for its source, which may be missing."""

    sources: tuple[HttpsUrl, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """The ids that a question can name."""

    objectives: frozenset[str]
    lessons: frozenset[str]


@dataclass(frozen=True, slots=True)
class Checked:
    """The question if nothing is wrong with it; what is wrong; and what is for its author to weigh."""

    question: OwnQuestion | None
    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Rendered:
    """What is stored of a text and shown of it: clean HTML, whatever was typed."""

    stem_html: str
    body: Body
    takeaway_html: str


def new_markup() -> Markup:
    """A renderer for one text: it knows no lesson or drawing of the course, so it leads to none."""
    return Markup(Course.model_construct(**_NOTHING))


def typed(text: str, keys: Item, *, known: Known, today: date) -> Checked:
    """What somebody typed under the keys chosen beside it."""
    bad = NOT_CARRIED.search(text.replace("\r", ""))
    if bad:
        line = text.count("\n", 0, bad.start()) + 1
        return Checked(None, (_problem(line, f"a sign that cannot be seen (U+{ord(bad.group()):04X})"),))
    item, problems = contenttext.read_body(text, keys)
    return Checked(None, problems) if item is None else check(item, known=known, today=today)


def check(item: Item, *, known: Known, today: date) -> Checked:
    """Everything that keeps a question from being asked, and what gives its key away."""
    errors = [*_missing(item), *_unknown(item, known), *_unsayable(item)]
    if errors:
        return Checked(None, tuple(errors))
    question = _question(item, today)
    errors = [*_size_errors(question), *equal_options(question), *_rendering_errors(question)]
    if errors:
        return Checked(None, tuple(errors))
    return Checked(question, (), tuple(sorted(_warnings(question), key=lambda problem: problem.line)))


def rendered(question: Question) -> Rendered:
    """The HTML of a question."""
    render = _renderer(new_markup())
    return Rendered(
        render(question.stem, question.stem_line),
        body_of(question, render),
        render(question.takeaway, question.takeaway_line),
    )


def usable(
    found: Found, *, objective: str, lesson: str, known: Known, today: date
) -> tuple[tuple[OwnQuestion, ...], tuple[Fault, ...]]:
    """The questions of a file that can be used as they are, and why each of the others cannot.

    `objective` and `lesson` are for those that name none.
    """
    questions, faults = [], list(found.faults)
    for read in found.items:
        item = replace(named(read), objectives=read.objectives or (objective,), lesson=read.lesson or lesson)
        checked = check(item, known=known, today=today)
        faults += [Fault(read.line, error.message, item.id) for error in checked.errors]
        if checked.question is not None:
            questions.append(checked.question)
    return tuple(questions), tuple(faults)


def source_of(question: Question) -> str:
    """What stands in the editor: the text under the keys."""
    return contenttext.body(item_of(question))


def _problem(line: int, message: str) -> Problem:
    return Problem(file="question", line=line, message=message)


def _missing(item: Item) -> Iterator[Problem]:
    if not item.stem:
        yield _problem(item.stem_line, "the stem is empty")
    for part in item.parts:
        if not part.text or (item.kind == "matching" and not part.right):
            yield _problem(part.line, "an option without text")
        if not part.why:
            yield _problem(part.line, f"no reason is given for “{part.text[:40]}”")
    if not item.takeaway:
        yield _problem(item.takeaway_line, "missing takeaway: one sentence that carries to the next question")


def _unknown(item: Item, known: Known) -> Iterator[Problem]:
    for code in item.objectives:
        if code not in known.objectives:
            yield _problem(1, f"there is no objective '{code}'")
    if not item.objectives:
        yield _problem(1, "name the objective it tests")
    if item.lesson not in known.lessons:
        yield _problem(1, f"there is no lesson '{item.lesson}'" if item.lesson else "name its lesson")


def _unsayable(item: Item) -> Iterator[Problem]:
    """The editor shows every question in the content format, so that has to hold it."""
    if any(NOT_CARRIED.search(text) for text in texts_of(item)):
        yield _problem(1, "a sign that cannot be seen")
    elif contenttext.write((contenttext.completed(item),)).faults:
        yield _problem(1, "a line in it means something else in the format of questions")


def _question(item: Item, today: date) -> OwnQuestion:
    choices = item.kind in ("single", "multiple")
    values: dict[str, Any] = {
        "choices": tuple(map(_choice, item.parts)) if choices else (),
        "steps": tuple(map(_step, item.parts)) if item.kind == "ordering" else (),
        "pairs": tuple(map(_pair, item.parts)) if item.kind == "matching" else (),
    }
    return OwnQuestion(
        file="question",
        id=item.id or "new",
        objectives=item.objectives,
        lesson=item.lesson,
        kind=item.kind,
        difficulty=item.difficulty or 2,
        pool="practice",  # of its document alone; what is stored says "class"
        sources=item.sources,
        checked=today,
        stem=item.stem,
        takeaway=item.takeaway,
        stem_line=item.stem_line,
        takeaway_line=item.takeaway_line,
        **values,
    )


def _choice(part: Part) -> Choice:
    return Choice(text=part.text, correct=part.correct, why=part.why, line=part.line)


def _step(part: Part) -> Step:
    return Step(text=part.text, why=part.why, line=part.line)


def _pair(part: Part) -> Pair:
    return Pair(left=part.text, right=part.right, why=part.why, line=part.line)


def _size_errors(question: Question) -> Iterator[Problem]:
    size = len(question.choices or question.steps or question.pairs)
    keys = sum(choice.correct for choice in question.choices)
    if not FEWEST <= size <= MOST:
        yield _problem(1, f"a question has {FEWEST} to {MOST} options, not {size}")
    if question.kind == "single" and keys != 1:
        yield _problem(1, f"a single question has exactly one option marked [x], not {keys}")
    if question.kind == "multiple" and not 2 <= keys < size:
        yield _problem(
            1, f"a multiple question has two or more options marked [x] and one that is not: {keys} of {size}"
        )


def _rendering_errors(question: Question) -> Iterator[Problem]:
    markup = new_markup()
    parts: tuple[Choice | Step | Pair, ...] = (*question.choices, *question.steps, *question.pairs)
    yield from markup.text(question.stem, file="question", line=question.stem_line)[1]
    yield from markup.text(question.takeaway, file="question", line=question.takeaway_line)[1]
    for part in parts:
        texts = (part.left, part.right) if isinstance(part, Pair) else (part.text,)
        for text in (*texts, part.why):
            yield from markup.text(text, file="question", line=part.line)[1]


def _warnings(question: Question) -> Iterator[Problem]:
    yield from size_faults(question)
    if question.kind in ("single", "multiple"):
        yield from key_faults(question)
    if question.kind == "single" and cueing.longest_is_key(question):
        key = question.choices[cueing.key_position(question) - 1]
        yield _problem(key.line, "the key is the longest option: who knows nothing would choose it")
    for line in cueing.catch_alls(question):
        yield _problem(line, "options are shuffled: say what it stands for instead of “all of the above”")
    for line in cueing.absolutes_only_in_wrong(question):
        yield _problem(line, "“always” or “never” stands only in wrong options")
    parts: tuple[Choice | Step, ...] = (*question.choices, *question.steps)
    yield from _alike([(part.text, part.line) for part in parts])
    if not question.sources:
        yield _problem(1, "it names no source")


def _alike(options: Iterable[tuple[str, int]]) -> Iterator[Problem]:
    for (one, line), (other, other_line) in combinations(options, 2):
        if jaccard(shingles(one, 2), shingles(other, 2)) >= OPTIONS_ALIKE:
            yield _problem(other_line, f"nearly the same as the option on line {line}")


def _renderer(markup: Markup) -> Callable[[str, int], str]:
    def render(text: str, line: int) -> str:
        return clean(markup.text(text, file="question", line=line)[0])

    return render
