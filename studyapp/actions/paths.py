"""The path lab: a try at a challenge is appended and never edited."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from studyapp.domain.pathdocuments import Challenge, NetworkPath
from studyapp.domain.paths import settled
from studyapp.domain.paths_challenges import judge
from studyapp.models import LabPath, Learner, PathAnswer


@transaction.atomic
def record_try(
    *,
    learner: Learner,
    path_id: int,
    challenge: str,
    chosen: Iterable[str],
    hints: int,
    token: UUID,
    now: datetime,
) -> PathAnswer:
    """Append one try. The same `token` again gives the try already stored.

    The path is read anew: what stands is judged by the text that is published now.
    """
    row = LabPath.objects.get(pk=path_id)
    path = NetworkPath.model_validate(row.document)
    asked = _challenge(path, challenge)
    state = settled(path, chosen)
    judgement = judge(path, asked, state)
    answer, _ = PathAnswer.objects.get_or_create(
        learner=learner,
        token=token,
        defaults={
            "path": row,
            "challenge": challenge,
            "digest": row.digest,
            "chosen": sorted(state),
            "solved": judgement.solved,
            "changes": judgement.changes,
            "par": judgement.par,
            "hints": min(hints, len(asked.hints)),
            "answered_at": now,
        },
    )
    return answer


def _challenge(path: NetworkPath, name: str) -> Challenge:
    return next(challenge for challenge in path.challenges if challenge.id == name)
