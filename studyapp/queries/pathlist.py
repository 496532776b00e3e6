"""The list of paths."""

from dataclasses import dataclass
from datetime import date

from studyapp.queries.catalogue import Catalogue
from studyapp.queries.pathanswers import ChallengeLine, Standings, challenge_lines
from studyapp.queries.pathtexts import PathText


@dataclass(frozen=True)
class PathLine:
    """A path in the list: its strip as it stands at the start, and how its challenges went."""

    text: PathText
    summary: str
    strip: str
    glance: str
    challenges: tuple[ChallengeLine, ...]

    @property
    def solved(self) -> int:
        """How many of its challenges were ever solved."""
        return sum(line.solved for line in self.challenges)


def path_list(course: Catalogue, known: Standings, today: date) -> tuple[PathLine, ...]:
    """Every path in the order of the course."""
    return tuple(
        PathLine(text, text.texts["summary"], text.strip, text.glance, challenge_lines(text, known, today))
        for text in course.paths
    )
