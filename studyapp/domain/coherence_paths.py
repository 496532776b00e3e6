"""Faults of paths of the path lab: unsound ones, and challenges that are not as they say."""

from collections.abc import Iterator, Sequence

from studyapp.domain.coherence_references import at
from studyapp.domain.documents import Course, Problem
from studyapp.domain.pathdocuments import Challenge, Must, NetworkPath
from studyapp.domain.paths import start
from studyapp.domain.paths_challenges import Solution, solutions
from studyapp.domain.paths_results import State
from studyapp.domain.paths_soundness import Flaw, flaws


def path_faults(course: Course) -> Iterator[Problem]:
    """Everything wrong inside paths. Challenges are solved only where the path is sound."""
    for path in course.paths:
        for line, message in flaws(path) or _challenge_faults(path):
            yield at(path, message, line)


def _challenge_faults(path: NetworkPath) -> Iterator[Flaw]:
    solved = solutions(path)
    for place, challenge in enumerate(path.challenges):
        line = path.line_of("challenges", place)
        for message in _par_faults(challenge, solved[challenge.id]):
            yield line, f"challenge '{challenge.id}' {message}"
    yield from _idle_controls(path, [state for solution in solved.values() for state in solution.states])


def _par_faults(challenge: Challenge, solution: Solution) -> Iterator[str]:
    if challenge.must == Must():
        yield "asks for nothing"
    elif solution.par is None:
        yield "cannot be solved"
    elif solution.par == 0:
        yield "is met before anything is changed"
    elif solution.par != challenge.par:
        yield f"has par {solution.par}, not {challenge.par}"


def _idle_controls(path: NetworkPath, accepted: Sequence[State]) -> Iterator[Flaw]:
    """Controls that no solution turns on though they are no distractors, and distractors that one does."""
    used = {name for state in accepted for name in state - start(path)}
    for place, control in enumerate(path.controls):
        line = path.line_of("controls", place)
        if control.distractor and control.id in used:
            yield line, f"control '{control.id}' is called a distractor, but a solution uses it"
        if not control.distractor and control.default == "off" and control.id not in used:
            yield line, f"control '{control.id}' is in no solution; use it or call it a distractor"
