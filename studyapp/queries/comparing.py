"""Attempts at the same exam side by side: what changed, and what may as well be chance."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from string import ascii_uppercase

from django.db.models import Q

from studyapp.domain.comparing import Change, difference
from studyapp.domain.scoring import Score, likely_scale
from studyapp.domain.timing import GRACE
from studyapp.models import Attempt, AttemptItem
from studyapp.queries.catalogue import Catalogue
from studyapp.queries.examreport import ObjectiveReport, objectives_of
from studyapp.queries.results import repairs_about, with_repairs
from studyapp.queries.results import result as result_of

MOST = 4  # side by side
LISTED = 20


@dataclass(frozen=True)
class ComparedAttempt:
    """An attempt that can be compared, by the letter it goes under; no letter if it is not chosen."""

    pk: int
    label: str
    started_at: datetime
    pass_mark: int
    score: Score | None
    low: int
    high: int


@dataclass(frozen=True)
class ComparedObjective:
    """One objective: what each attempt reached in it, and what changed from the first to the last.

    A part is None where that paper asked nothing that counts; `change` where fewer than two did.
    """

    id: str
    name: str
    parts: tuple[ObjectiveReport | None, ...]
    change: Change | None


@dataclass(frozen=True)
class Compared:
    """The attempts chosen, the oldest first; `offered` are all there are, the newest first."""

    title: str
    slug: str
    offered: tuple[ComparedAttempt, ...]
    attempts: tuple[ComparedAttempt, ...]
    objectives: tuple[ComparedObjective, ...]
    change: Change | None


def compare(
    course: Catalogue, slug: str, learner_id: int | None, chosen: Sequence[int], *, now: datetime
) -> Compared | None:
    """The chosen attempts of this learner at this exam, else the newest two. Three queries at most.

    Only those that are over: how a running one goes is told nowhere. An exam that has left the course can
    still be compared by whoever sat it; None if there is nothing of this name.
    """
    over = Q(submitted_at__isnull=False) | Q(deadline__lte=now - GRACE)
    rows = Attempt.objects.filter(over, exam__slug=slug).select_related("exam").order_by("-started_at", "-pk")
    found = [] if learner_id is None else list(rows.filter(learner_id=learner_id)[:LISTED])
    titles = [row.exam.title for row in found] + [exam.title for exam in course.exams if exam.slug == slug]
    if not titles:
        return None
    known = [row.pk for row in found]
    wanted = [pk for pk in known if pk in set(chosen)][:MOST] or known[:2]
    papers = _papers([row for row in found if row.pk in wanted])
    labels = {pk: ascii_uppercase[n] for n, pk in enumerate(reversed(wanted))}
    offered = tuple(_attempt(row, labels.get(row.pk, ""), papers.get(row.pk)) for row in found)
    attempts = tuple(one for one in reversed(offered) if one.label)
    scores = [papers[one.pk] for one in attempts]
    return Compared(
        title=titles[0],
        slug=slug,
        offered=offered,
        attempts=attempts,
        objectives=tuple(_objectives(course, scores)),
        change=_change([(one.right, one.total) for one in scores]),
    )


def _papers(attempts: Sequence[Attempt]) -> Mapping[int, Score]:
    items: dict[int, list[AttemptItem]] = {attempt.pk: [] for attempt in attempts}
    if attempts:
        rows = AttemptItem.objects.filter(attempt__in=items).select_related("version")
        for item in with_repairs(rows):
            items[item.attempt_id].append(item)
    repairs = repairs_about(item for paper in items.values() for item in paper)
    return {
        attempt.pk: result_of(items[attempt.pk], attempt.pass_mark, repairs).score for attempt in attempts
    }


def _attempt(row: Attempt, label: str, result: Score | None) -> ComparedAttempt:
    low, high = likely_scale(result.right, result.total, row.pass_mark) if result else (0, 0)
    return ComparedAttempt(row.pk, label, row.started_at, row.pass_mark, result, low, high)


def _objectives(course: Catalogue, scores: Sequence[Score]) -> Iterable[ComparedObjective]:
    by_attempt = [{part.id: part for part in objectives_of(course, one)} for one in scores]
    for objective in course.objectives:
        parts = tuple(found.get(objective.code) for found in by_attempt)
        there = [(part.right, part.total) for part in parts if part is not None]
        if there:
            yield ComparedObjective(objective.code, objective.short, parts, _change(there))


def _change(results: Sequence[tuple[int, int]]) -> Change | None:
    return difference(results[0], results[-1]).change if len(results) > 1 else None
