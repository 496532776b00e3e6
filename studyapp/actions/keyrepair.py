"""Repairing the key of a question, and taking that back. Answers are evidence and are never touched."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from studyapp.domain.regrading import Ruling
from studyapp.models import KeyRepair, QuestionVersion, RepairedResult, User
from studyapp.queries.keypreview import Change, changes
from studyapp.queries.keys import standing_repair

AT_ONCE = 500  # rows written by one statement


class RepairedMeanwhile(Exception):
    """Somebody repaired the key, or took a repair back, since it was looked at: nothing was changed."""


class NotStanding(Exception):
    """The repair has been taken back, or a newer one stands above it: nothing was changed."""


@transaction.atomic
def repair(
    *, ruling: Ruling, seen: int | None, reason: str, staff: User, token: UUID, now: datetime
) -> KeyRepair:
    """Decide about a key, and keep what that does to every sitting that is over.

    `seen` is the repair that stood when the effects were looked at, None for none. The same `token` again is
    the same repair. Raises RepairedMeanwhile.
    """
    # Whoever decides about one text takes turns, on both databases.
    version = QuestionVersion.objects.select_for_update().get(pk=ruling.text)
    stored = KeyRepair.objects.filter(token=token, version=version).first()
    if stored is not None:
        return stored
    above = standing_repair(version.pk)
    if (above.pk if above else None) != seen:
        raise RepairedMeanwhile
    found = changes(version.pk, ruling, now=now)
    made = KeyRepair.objects.create(
        version=version,
        number=KeyRepair.objects.filter(version=version).count() + 1,
        kind=ruling.kind,
        answers=[list(answer) for answer in ruling.answers],
        never_lower=ruling.never_lower,
        reason=reason,
        made_at=now,
        made_by=staff,
        token=token,
    )
    RepairedResult.objects.bulk_create(_results(made, found), batch_size=AT_ONCE)
    return made


@transaction.atomic
def take_back(*, repair: KeyRepair, reason: str, staff: User, now: datetime) -> None:
    """The repair counts no more, for anybody: results are again what they would be without it.

    Only the newest that stands can go, so nothing is built on it. Raises NotStanding.
    """
    QuestionVersion.objects.select_for_update().get(pk=repair.version_id)
    above = standing_repair(repair.version_id)
    if above is None or above.pk != repair.pk:
        raise NotStanding
    standing = KeyRepair.objects.filter(pk=repair.pk, undone_at=None)
    standing.update(undone_at=now, undone_by=staff, undo_reason=reason)


def _results(made: KeyRepair, found: Iterable[Change]) -> Iterable[RepairedResult]:
    for change in found:
        yield RepairedResult(
            repair=made,
            attempt_id=change.attempt_id,
            right_before=change.before.right,
            total_before=change.before.total,
            scaled_before=change.before.scaled,
            passed_before=change.before.passed,
            right_after=change.after.right,
            total_after=change.after.total,
            scaled_after=change.after.scaled,
            passed_after=change.after.passed,
        )
