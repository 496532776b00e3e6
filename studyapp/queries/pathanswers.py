"""What a learner did in the path lab."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from studyapp.domain.memory import Schedule
from studyapp.domain.paths_again import Standing, Try, standing
from studyapp.models import Learner, PathAnswer
from studyapp.queries.catalogue import Catalogue
from studyapp.queries.pathtexts import PathText

type Standings = Mapping[tuple[int, str], Standing]
"""By the path's primary key and the challenge's id."""

NOBODYS: Standings = {}

type ChallengeKey = tuple[str, str]
"""The slug of a path and the id of one of its challenges."""


@dataclass(frozen=True)
class ChallengeLine:
    """A challenge in a list; no standing before the first try."""

    path: PathText
    id: str
    title: str
    url: str
    standing: Standing | None
    due: bool

    @property
    def solved(self) -> bool:
        """Whether any try met every condition."""
        return self.standing is not None and self.standing.solved

    @property
    def key(self) -> ChallengeKey:
        """Which one it is, whatever the database calls its path."""
        return self.path.slug, self.id

    @property
    def ask(self) -> str:
        """What it asks for, as HTML."""
        return self.path.texts[f"ask.{self.id}"]


def standings(learner_id: int, schedule: Schedule) -> Standings:
    """Where a learner stands with every challenge that was tried. One query."""
    tries = defaultdict[tuple[int, str], list[Try]](list)
    rows = PathAnswer.objects.filter(learner=learner_id).values_list(
        "path", "challenge", "answered_at", "solved", "changes", "par", "hints"
    )
    for path, challenge, at, solved, changes, par, hints in rows:
        tries[path, challenge].append(Try(at, solved, changes, par, hints))
    found = {}
    for (path, challenge), mine in tries.items():
        one = standing(mine, schedule=schedule, seed=f"challenge:{path}:{challenge}")
        if one is not None:
            found[path, challenge] = one
    return found


def challenge_lines(text: PathText, known: Standings, today: date) -> tuple[ChallengeLine, ...]:
    """The challenges of a path in order."""
    lines = []
    for challenge in text.path.challenges:
        one = known.get((text.pk, challenge.id))
        url = f"{text.url}challenges/{challenge.id}/"
        due = one is not None and one.is_due(today)
        lines.append(ChallengeLine(text, challenge.id, challenge.title, url, one, due))
    return tuple(lines)


def solved_counts(course: Catalogue, known: Standings) -> Mapping[str, int]:
    """How many challenges of each path were ever solved, by the path's slug."""
    solved = Counter(path for (path, _), one in known.items() if one.solved)
    return {text.slug: solved[text.pk] for text in course.paths}


def due_challenges(
    course: Catalogue, learner: Learner | None, schedule: Schedule, today: date
) -> tuple[ChallengeLine, ...]:
    """What is due of a learner's challenges, wherever else that is to be told. One query."""
    return due_again(course, standings(learner.pk, schedule), today) if learner else ()


def due_again(course: Catalogue, known: Standings, today: date) -> tuple[ChallengeLine, ...]:
    """The challenges whose day has come, the longest overdue first."""
    lines = [line for text in course.paths for line in challenge_lines(text, known, today) if line.due]
    return tuple(sorted(lines, key=lambda line: line.standing.due_day if line.standing else today))
