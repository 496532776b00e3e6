"""The rows behind a save: one question as the rules see it, and the log of every change."""

from dataclasses import astuple, dataclass
from datetime import datetime

from studyapp.actions.examrows import append, put
from studyapp.domain.saving import Heard, Standing
from studyapp.models import Attempt, AttemptEvent, AttemptItem


@dataclass(frozen=True)
class Sent:
    """Where a save came from: `client` is a tab, `at` is its clock, `session` tells sessions apart."""

    client: str = ""
    revision: int = 0
    at: datetime | None = None
    session: str = ""


AT_ONCE = Sent()


def standing_of(item: AttemptItem) -> Standing:
    """A question of a sitting, as the rules of saving see it."""
    return Standing(
        response=tuple(item.response),
        flagged=item.flagged,
        struck=tuple(item.struck),
        version=item.revision,
        heard=tuple(Heard(*row) for row in item.heard),
    )


def put_standing(item: AttemptItem, standing: Standing) -> None:
    """Store it in one write; whoever sends something of a question has seen it."""
    item.seen = True
    item.response = list(standing.response)
    item.flagged = standing.flagged
    item.struck = list(standing.struck)
    item.revision = standing.version
    item.heard = [list(astuple(row)) for row in standing.heard]
    put(item, ("response", "flagged", "struck", "revision", "heard", "seen"))


def log_changes(
    attempt: Attempt, item: AttemptItem, before: Standing, after: Standing, *, sent: Sent, now: datetime
) -> None:
    """One event for each part that is another than before."""
    late = attempt.deadline is not None and now >= attempt.deadline
    if after.response != before.response:
        log(attempt, "saved", now, item=item, value=item.response, late=late, sent=sent)
    if after.flagged != before.flagged:
        log(attempt, "flagged", now, item=item, value=item.flagged, late=late, sent=sent)
    if after.struck != before.struck:
        log(attempt, "struck", now, item=item, value=item.struck, late=late, sent=sent)


def log(
    attempt: Attempt,
    kind: str,
    now: datetime,
    *,
    item: AttemptItem | None = None,
    value: object = None,
    late: bool = False,
    sent: Sent = AT_ONCE,
) -> None:
    """Append an event."""
    event = AttemptEvent(
        attempt=attempt,
        item=item,
        kind=kind,
        value=value,
        revision=item.revision if item else 0,
        late=late,
        at=now,
        client=sent.client,
        client_revision=sent.revision,
        client_at=sent.at,
        session_tag=sent.session,
    )
    append([event])
