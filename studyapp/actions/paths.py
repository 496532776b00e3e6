"""The path lab: a try at a challenge is appended and never edited."""

from collections.abc import Iterable
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from studyapp.domain.pathdocuments import Challenge, NetworkPath
from studyapp.domain.paths import settled
from studyapp.domain.paths_challenges import judge
from studyapp.models import LabPath, Learner, LiveVote, PathAnswer


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


@transaction.atomic
def record_live_misses(*, votes: Iterable[LiveVote]) -> int:
    """Votes for what does not meet a challenge, as tries: it comes again. Returns for how many it is new.

    Only for whoever never tried it; a guess among four options moves nothing that is scheduled already.
    `participant__membership` and `question` have to be joined, and all votes are on one question.
    """
    cast = {
        seat.learner_id: vote for vote in votes if (seat := vote.participant.membership) and seat.learner_id
    }
    if not cast:
        return 0
    spot = next(iter(cast.values())).question.spot or {}
    row = LabPath.objects.filter(slug=spot["path"], retired_at=None).first()
    path = NetworkPath.model_validate(row.document) if row else None
    asked = next((one for one in path.challenges if one.id == spot["challenge"]), None) if path else None
    if row is None or path is None or asked is None:
        return 0  # it left the course since it was put in
    there = PathAnswer.objects.filter(path=row, challenge=asked.id, learner__in=cast)
    lacking = sorted(set(cast) - set(there.values_list("learner_id", flat=True)))
    made = [_missed(row, path, asked, learner, cast[learner]) for learner in lacking]
    return len(PathAnswer.objects.bulk_create(made, ignore_conflicts=True))


def _missed(row: LabPath, path: NetworkPath, asked: Challenge, learner: int, vote: LiveVote) -> PathAnswer:
    offer = (vote.question.spot or {})["offers"][int(vote.response[0])]
    judgement = judge(path, asked, settled(path, offer["state"]))
    return PathAnswer(
        learner_id=learner,
        path=row,
        challenge=asked.id,
        digest=row.digest,
        chosen=sorted(settled(path, offer["state"])),
        solved=False,
        changes=judgement.changes,
        par=judgement.par,
        hints=0,
        answered_at=vote.at,
        token=uuid5(NAMESPACE_URL, f"live vote:{vote.pk}"),
    )


def _challenge(path: NetworkPath, name: str) -> Challenge:
    return next(challenge for challenge in path.challenges if challenge.id == name)
