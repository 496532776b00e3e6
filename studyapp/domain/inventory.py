"""What a course holds, counted: for `check_content --json` and for whoever plans what to write next."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from studyapp.domain.coherence_coverage import objective_counts
from studyapp.domain.cueing import key_position, longest_is_key
from studyapp.domain.documents import Course, Problem


@dataclass(frozen=True)
class QuestionCounts:
    """Questions per pool."""

    practice: int
    exam: int


@dataclass(frozen=True)
class Counts:
    """How many documents of each type there are."""

    lessons: int
    cards: int
    terms: int
    paths: int
    diagrams: int
    questions: QuestionCounts


@dataclass(frozen=True)
class ObjectiveCounts:
    """How many documents name an objective, first or not; `practice` and `exam` are questions."""

    lessons: int
    cards: int
    practice: int
    exam: int


@dataclass(frozen=True)
class Cueing:
    """Of `single` questions: the share (0 to 1) whose key is the longest option, and how many keys stand
    at each place as written, from the first."""

    longest_is_key: float
    key_positions: tuple[int, ...]


@dataclass(frozen=True)
class Inventory:
    """Everything counted. `kinds` and `difficulty` are over both pools."""

    counts: Counts
    objectives: Mapping[str, ObjectiveCounts]
    kinds: Mapping[str, int]
    difficulty: Mapping[str, int]
    cueing: Cueing


def take(course: Course) -> Inventory:
    """Count a course."""
    kinds = Counter(question.kind for question in course.questions)
    levels = Counter(question.difficulty for question in course.questions)
    return Inventory(
        counts=_counts(course),
        objectives=_objectives(course),
        kinds={kind: kinds[kind] for kind in ("single", "multiple", "ordering", "matching")},
        difficulty={str(level): levels[level] for level in (1, 2, 3, 4)},
        cueing=_cueing(course),
    )


def as_json(
    inventory: Inventory | None, *, errors: Sequence[Problem], warnings: Sequence[Problem]
) -> dict[str, object]:
    """The object that `check_content --json` prints; without an inventory, the faults alone."""
    faults: dict[str, object] = {
        "errors": [problem.model_dump() for problem in errors],
        "warnings": [problem.model_dump() for problem in warnings],
    }
    return faults if inventory is None else {**faults, **asdict(inventory)}


def _counts(course: Course) -> Counts:
    pools = Counter(question.pool for question in course.questions)
    return Counts(
        lessons=len(course.lessons),
        cards=len(course.cards),
        terms=len(course.terms),
        paths=len(course.paths),
        diagrams=len(course.diagrams),
        questions=QuestionCounts(practice=pools["practice"], exam=pools["exam"]),
    )


def _objectives(course: Course) -> dict[str, ObjectiveCounts]:
    lessons = objective_counts(lesson.objectives for lesson in course.lessons)
    cards = objective_counts(card.objectives for card in course.cards)
    practice = objective_counts(q.objectives for q in course.questions if q.pool == "practice")
    exam = objective_counts(q.objectives for q in course.questions if q.pool == "exam")
    return {
        name: ObjectiveCounts(lessons[name], cards[name], practice[name], exam[name])
        for name in (objective.id for objective in course.info.objectives)
    }


def _cueing(course: Course) -> Cueing:
    singles = [question for question in course.questions if question.kind == "single"]
    longest = sum(map(longest_is_key, singles))
    places = Counter(map(key_position, singles))
    return Cueing(
        longest_is_key=round(longest / len(singles), 4) if singles else 0.0,
        key_positions=tuple(places[place] for place in range(1, max(places, default=0) + 1)),
    )
