"""Who gains and who loses by a repair of a key, before it is made and while it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from studyapp.domain.regrading import Regraded, Ruling, Step, regrade
from studyapp.domain.scoring import Score
from studyapp.models import Attempt, QuestionVersion
from studyapp.queries.results import rulings_of
from studyapp.queries.sheets import finished, sheets

LISTED = 300
UNSTORED = 2**62  # the number of a ruling that is yet to be made: after all others


@dataclass(frozen=True)
class Change:
    """What a repair does to one sitting. `kept`: it would lower the result, and leaves it alone."""

    attempt_id: int
    before: Score
    after: Score
    kept: bool

    @property
    def same(self) -> bool:
        """Whether nothing changes."""
        return self.before == self.after


@dataclass(frozen=True)
class CandidateLine:
    """A change with whose it is: the name of an account, or "a guest"."""

    change: Change
    candidate: str
    exam: str
    started_at: datetime


@dataclass(frozen=True)
class Preview:
    """All that a repair would do: counts over all sittings, and those that change, at most LISTED of them."""

    lines: tuple[CandidateLine, ...]
    sittings: int
    up: int
    down: int
    same: int
    spared: int
    now_pass: int
    no_longer: int

    @property
    def unlisted(self) -> int:
        """How many change and are not in the list."""
        return self.up + self.down - len(self.lines)


def changes(version_id: int, ruling: Ruling, *, now: datetime) -> list[Change]:
    """What a ruling does to every finished sitting that holds the version, in their order. Four queries."""
    attempts = finished(now).filter(items__version=version_id)
    found = sheets(attempts)
    pass_marks = dict(attempts.values_list("pk", "pass_mark"))
    rulings = [*rulings_of(found.repairs), ruling]
    return [
        _change(pk, regrade(paper, rulings, pass_mark=pass_marks[pk]), ruling)
        for pk, paper in found.papers.items()
    ]


def preview(version: QuestionVersion, ruling: Ruling, *, now: datetime) -> Preview:
    """The same with names, those who lose first. Five queries."""
    found = changes(version.pk, ruling, now=now)
    moved = sorted(
        (one for one in found if not one.same), key=lambda one: one.after.scaled - one.before.scaled
    )
    shown = moved[:LISTED]
    people = Attempt.objects.select_related("learner__user", "exam").in_bulk(
        [one.attempt_id for one in shown]
    )
    return Preview(
        lines=tuple(_line(one, people[one.attempt_id]) for one in shown),
        sittings=len(found),
        up=sum(_direction(one) > 0 for one in found),
        down=sum(_direction(one) < 0 for one in found),
        same=sum(one.same for one in found),
        spared=sum(one.kept for one in found),
        now_pass=sum(one.after.passed and not one.before.passed for one in found),
        no_longer=sum(one.before.passed and not one.after.passed for one in found),
    )


def candidate_of(attempt: Attempt) -> str:
    """Who sat it, for the staff."""
    user = attempt.learner.user
    return user.get_username() if user else "a guest"


def _line(change: Change, attempt: Attempt) -> CandidateLine:
    return CandidateLine(change, candidate_of(attempt), attempt.exam.title, attempt.started_at)


def _direction(change: Change) -> int:
    """Up or down: by the scale, else by the points."""
    if change.same:
        return 0
    before, after = (change.before.scaled, change.before.right), (change.after.scaled, change.after.right)
    return 1 if after >= before else -1


def _change(attempt_id: int, found: Regraded, ruling: Ruling) -> Change:
    steps: Sequence[Step] = [step for step in found.steps if step.ruling is ruling]
    step = steps[0]  # the paper holds the version, so there is one
    return Change(attempt_id, step.before, step.after, step.kept)
