"""A paper again, from what was frozen at its start and from nothing that authors can change."""

from dataclasses import dataclass

from studyapp.domain.paper import PoolEntry, Recipe, option_order, redraw
from studyapp.domain.versions import ids_to_shuffle
from studyapp.models import Attempt, QuestionVersion


@dataclass(frozen=True)
class RedrawnItem:
    """One question of a paper laid again."""

    position: int
    version_digest: str
    objective: str
    scored: bool
    order: tuple[str, ...]


class NotKept(Exception):
    """The paper was drawn before pools were kept."""


def redrawn(attempt: Attempt) -> tuple[RedrawnItem, ...]:
    """The paper of a sitting, from its seed and the stored pool. Two queries.

    Raises NotKept, or paper.PaperDiffers if what is stored does not add up.
    """
    if attempt.pool is None:
        raise NotKept
    lines = redraw(
        Recipe(attempt.blueprint, attempt.seed, attempt.unscored, attempt.seen),
        [PoolEntry(*row) for row in attempt.pool.questions],
        pool_digest=attempt.pool.digest,
        content_hash=attempt.content_hash,
    )
    texts = QuestionVersion.objects.filter(digest__in=[line.digest for line in lines])
    by_name = {(text.question.slug, text.digest): text for text in texts.select_related("question")}
    found = [by_name[line.id, line.digest] for line in lines]
    return tuple(
        RedrawnItem(
            line.position,
            line.digest,
            line.objective,
            line.scored,
            option_order(attempt.seed, line.position, ids_to_shuffle(text.kind, text.body)),
        )
        for line, text in zip(lines, found, strict=True)
    )
