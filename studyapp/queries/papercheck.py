"""The last look at a running paper: how far every question is answered; and the check of one of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from studyapp.domain.paperstate import Filter, Standing, belongs, counts, progress
from studyapp.models import Attempt, AttemptItem
from studyapp.queries.catalogue import Catalogue, as_text
from studyapp.queries.revealed import asked_now, shows_key
from studyapp.queries.shown import ShownQuestion, show
from studyapp.queries.sittings import wanted_of

NAMES: Mapping[Filter, str] = {
    "all": "All",
    "unseen": "Unseen",
    "incomplete": "Incomplete",
    "complete": "Complete",
    "flagged": "Flagged",
}


@dataclass(frozen=True)
class Choice:
    """A filter, and how many questions it lists."""

    name: Filter
    text: str
    count: int
    current: bool


@dataclass(frozen=True)
class Overview:
    """The questions under one filter. `unanswered` have no answer at all, `begun` too little of one."""

    standings: tuple[Standing, ...]
    choices: tuple[Choice, ...]
    shown: Filter
    length: int
    unanswered: int
    begun: int
    flagged: int


@dataclass(frozen=True)
class OneQuestion:
    """A question of a sitting that shows its keys at once: before its check, or with its key after it.

    `waits` if another paper of this learner's asks it, too: then its key is not shown here yet.
    """

    position: int
    length: int
    question: ShownQuestion
    version: int
    answered: bool
    missing: int  # options still to be chosen
    checked: bool
    waits: bool
    previous: int | None
    next: int | None


def overview(attempt: Attempt, *, shown: Filter) -> Overview:
    """Where each question stands, and those that the filter lists. One query."""
    standings = tuple(_standings(attempt))
    found = counts(standings)
    return Overview(
        standings=tuple(one for one in standings if belongs(one, shown)),
        choices=tuple(Choice(name, text, found[name], name == shown) for name, text in NAMES.items()),
        shown=shown,
        length=len(standings),
        unanswered=sum(not one.chosen for one in standings),
        begun=sum(one.progress == "incomplete" and one.chosen > 0 for one in standings),
        flagged=found["flagged"],
    )


def one_question(course: Catalogue, attempt: Attempt, position: int, *, now: datetime) -> OneQuestion | None:
    """The question at `position`, with its key if it has been checked. None if there is none. One query."""
    rows = AttemptItem.objects.filter(attempt=attempt).select_related("version__question")
    items = list(rows.annotate(waits=asked_now(attempt.learner_id, now)))
    here = next((item for item in items if item.position == position), None)
    if here is None:
        return None
    reveal = shows_key(attempt, here, now) and not here.waits
    return OneQuestion(
        position=position,
        length=len(items),
        question=show(
            as_text(here.version, course.links),
            order=here.order,
            prefix=f"q{position}",
            response=here.response,
            reveal=reveal,
            confidence=here.confidence,
        ),
        version=here.revision,
        answered=bool(here.response),
        missing=wanted_of(here.version.kind, here.version.body) - len(here.response) if here.response else 0,
        checked=here.checked_at is not None,
        waits=here.checked_at is not None and here.waits,
        previous=position - 1 if position > 1 else None,
        next=position + 1 if position < len(items) else None,
    )


def _standings(attempt: Attempt) -> Iterator[Standing]:
    for item in AttemptItem.objects.filter(attempt=attempt).select_related("version"):
        chosen = len(item.response)
        touched = bool(item.seen or item.flagged or item.struck or item.revision)
        how_far = progress(
            chosen=chosen, wanted=wanted_of(item.version.kind, item.version.body), touched=touched
        )
        yield Standing(item.position, how_far, chosen, item.flagged, item.checked_at is not None)
