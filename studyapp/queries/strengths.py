"""How often a learner was right, by objective, and the ideas she knows least."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from studyapp.domain.studied import percent
from studyapp.queries.answerfigures import Answered
from studyapp.queries.catalogue import Catalogue
from studyapp.queries.coursefacts import practice_ideas, question_texts
from studyapp.queries.taught import Taught, taught

FEWEST = 3  # answers to the questions of an idea, before anything is said of it
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Right answers of one objective, or of all of them, whose `code` is empty. `first` are first tries.

    Shares are whole per cent, None where there is no answer.
    """

    code: str
    name: str
    first: int
    first_right: int
    answers: int
    right: int

    @property
    def first_share(self) -> int | None:
        """Of first tries."""
        return percent(self.first_right, self.first) if self.first else None

    @property
    def share(self) -> int | None:
        """Of all answers."""
        return percent(self.right, self.answers) if self.answers else None


@dataclass(frozen=True, slots=True)
class WeakIdea:
    """An idea with its misses: `right` of `answers` to its questions, and `lapses` of its cards.

    `text` is that of the question missed most, empty if it is no practice question any more or never was one.
    `drill`: there is something to practise.
    """

    slug: str
    text: str
    objective: str
    taught: Taught
    answers: int
    right: int
    lapses: int
    drill: bool

    @property
    def share(self) -> int:
        """Right answers in whole per cent."""
        return percent(self.right, self.answers)

    @property
    def strength(self) -> float:
        """What ideas are compared by: right answers among all answers and lapses."""
        return self.right / (self.answers + self.lapses)


def accuracies(course: Catalogue, answers: Iterable[Answered]) -> tuple[Accuracy, ...]:
    """A line for each objective, that of the whole first."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for one in answers:
        for code in ("", one.question.objective):
            line = counts[code]
            line[0] += one.first is not None
            line[1] += one.first is not None and one.first.correct
            line[2] += one.answers
            line[3] += one.right
    names = {"": "All objectives", **{objective.code: objective.short for objective in course.objectives}}
    return tuple(Accuracy(code, name, *counts[code]) for code, name in names.items())


def weakest_ideas(
    course: Catalogue, answers: Iterable[Answered], card_lapses: Mapping[int, int], *, limit: int = SHOWN
) -> tuple[WeakIdea, ...]:
    """The ideas with the lowest share of right answers, lapses of their cards counted as wrong ones.

    A question that was forgotten is a wrong answer already. Ideas without a miss are left out.
    """
    by_idea: dict[int, list[Answered]] = defaultdict(list)
    for one in answers:
        by_idea[one.question.idea_id].append(one)
    enough = {idea: own for idea, own in by_idea.items() if sum(one.answers for one in own) >= FEWEST}
    ideas = [_idea(course, own, card_lapses.get(idea, 0)) for idea, own in enough.items()]
    weak = [idea for idea in ideas if idea.strength < 1]
    weak.sort(key=lambda idea: (idea.strength, -idea.lapses, -idea.answers, idea.slug))
    return tuple(weak[:limit])


def _idea(course: Catalogue, answers: list[Answered], lapses: int) -> WeakIdea:
    """Taught where its most missed question was, among those that can still be practised if there are any."""
    worst = max(answers, key=lambda one: (one.question.live, one.answers - one.right, -one.question.pk))
    return WeakIdea(
        slug=worst.question.idea,
        text=question_texts(course.key).get(worst.question.pk, ""),
        objective=worst.question.objective,
        taught=taught(course, worst.question.lesson_id, worst.question.section),
        answers=sum(one.answers for one in answers),
        right=sum(one.right for one in answers),
        lapses=lapses,
        drill=worst.question.idea_id in practice_ideas(course.key),
    )
