"""What makes a question faulty, and what gives its key away."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import PurePosixPath

from studyapp.domain import cueing
from studyapp.domain.coherence_references import at
from studyapp.domain.documents import Choice, Course, Problem, Question, Step
from studyapp.domain.similarity import jaccard, near_pairs, shingles

LONGEST_KEY_SHARE = 0.35  # of a topic's single questions; a quarter is chance
SMALLEST_TOPIC = 4  # single questions; a share of fewer says nothing
STEMS_ALIKE = 0.3  # Jaccard of word pairs: unrelated stems share under 0.2
OPTIONS_ALIKE = 0.75  # of one question, which are meant to be parallel
MOST_RECALL = 0.20
LEAST_DESIGN = 0.45

_SIZES: Mapping[str, tuple[int, int]] = {
    "single": (4, 4),
    "multiple": (5, 6),
    "ordering": (4, 6),
    "matching": (3, 5),
}
_CHOOSE: Mapping[int, str] = {2: "(Choose TWO.)", 3: "(Choose THREE.)"}


def question_faults(course: Course) -> Iterator[Problem]:
    """Questions with the wrong number of options or keys, equal options, or in a pool they cannot be in."""
    for question in course.questions:
        yield from size_faults(question)
        yield from equal_options(question)
        if question.kind in ("single", "multiple"):
            yield from key_faults(question)
        elif question.pool != "practice":
            yield at(question, f"{question.kind} questions belong in the practice pool")


def size_faults(question: Question) -> Iterator[Problem]:
    """Another number of options than questions of the course have."""
    few, many = _SIZES[question.kind]
    size = len(question.choices or question.steps or question.pairs)
    if not few <= size <= many:
        wanted = str(few) if few == many else f"{few} to {many}"
        yield at(question, f"a {question.kind} question has {wanted} options, not {size}")


def equal_options(question: Question) -> Iterator[Problem]:
    """Options, or sides of pairs, that say the same."""
    sides = (
        [(part.text, part.line) for part in _options(question)],
        [(pair.left, pair.line) for pair in question.pairs],
        [(pair.right, pair.line) for pair in question.pairs],
    )
    for side in sides:
        seen: dict[str, int] = {}
        for text, line in side:
            plain = " ".join(text.lower().split())
            if plain in seen:
                yield at(question, f"says the same as line {seen[plain]}", line)
            seen.setdefault(plain, line)


def _options(question: Question) -> tuple[Choice | Step, ...]:
    return (*question.choices, *question.steps)


def key_faults(question: Question) -> Iterator[Problem]:
    """Another number of keys than its kind has, or a stem that does not tell it."""
    keys = sum(choice.correct for choice in question.choices)
    if question.kind == "single":
        if keys != 1:
            yield at(question, f"a single question has exactly one option marked [x], not {keys}")
    elif keys not in _CHOOSE:
        yield at(question, f"a multiple question has two or three options marked [x], not {keys}")
    elif not question.stem.endswith(_CHOOSE[keys]):
        yield at(question, f'the stem must end with "{_CHOOSE[keys]}"', question.stem_line)


def cueing_warnings(course: Course) -> Iterator[Problem]:
    """Keys that can be found without knowing the subject."""
    topics: defaultdict[str, list[Question]] = defaultdict(list)
    for question in course.questions:
        if question.kind == "single":
            topics[str(PurePosixPath(question.file).parent)].append(question)
        for line in cueing.catch_alls(question):
            yield at(question, 'an option says "all of the above" or the like', line)
        for line in cueing.absolutes_only_in_wrong(question):
            yield at(question, "only wrong options say always or never", line)
    for topic, questions in topics.items():
        longest = [question.id for question in questions if cueing.longest_is_key(question)]
        if len(questions) >= SMALLEST_TOPIC and len(longest) > LONGEST_KEY_SHARE * len(questions):
            message = f"the key is the longest option in {len(longest)} of {len(questions)} single questions"
            yield Problem(file=topic, line=1, message=f"{message}: {', '.join(longest)}")


def likeness_warnings(course: Course) -> Iterator[Problem]:
    """Stems nearly alike in the whole course, and options nearly alike within a question."""
    questions = course.questions
    for near in near_pairs([shingles(question.stem, 2) for question in questions], STEMS_ALIKE):
        first, second = questions[near.first], questions[near.second]
        message = f"the stem is nearly that of '{first.id}' ({near.share:.0%} of word pairs shared)"
        yield at(second, message, second.stem_line)
    for question in questions:
        parts = [(part.text, part.line) for part in _options(question)]
        for (one, line), (other, other_line) in combinations(parts, 2):
            if jaccard(shingles(one, 2), shingles(other, 2)) >= OPTIONS_ALIKE:
                yield at(question, f"nearly the same as the option on line {line}", other_line)


def difficulty_warnings(course: Course) -> Iterator[Problem]:
    """Pools with too much recall or too little design."""
    for pool in ("practice", "exam"):
        levels = [question.difficulty for question in course.questions if question.pool == pool]
        recall = sum(level == 1 for level in levels)
        design = sum(level >= 3 for level in levels)
        if recall > MOST_RECALL * len(levels):
            message = f"{recall} of {len(levels)} {pool} questions are of difficulty 1; aim at a fifth"
            yield Problem(file="questions", line=1, message=message)
        if design < LEAST_DESIGN * len(levels):
            message = f"{design} of {len(levels)} {pool} questions are of difficulty 3 or 4; aim at half"
            yield Problem(file="questions", line=1, message=message)
