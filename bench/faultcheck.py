"""What the clients were told against what is stored: every difference is a sentence. Plain values only.

Lost: something that was answered as stored is not there, or was undone by nobody. Invented: something is
there that nobody sent.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bench.faultclients import Ack
from bench.faultplan import Save
from studyapp.domain.saving import PARTS, Heard, Part

KIND_OF: Mapping[Part, str] = {"response": "saved", "flagged": "flagged", "struck": "struck"}
NOTHING: Mapping[Part, object] = {"response": (), "flagged": False, "struck": ()}


@dataclass(frozen=True)
class Event:
    """A line of the log, lists as tuples. `number` is its place in the log."""

    number: int
    position: int | None
    kind: str
    value: object
    version: int
    client: str
    revision: int


@dataclass(frozen=True)
class Stored:
    """A question as its row has it; `answered` is the answer it was handed in with, None before."""

    position: int
    parts: Mapping[Part, object]
    version: int
    heard: Mapping[str, Heard]
    answered: object = None


@dataclass(frozen=True)
class Told:
    """What the clients know. `returned`: they have sent everything until it was answered."""

    sent: Mapping[Save, float]
    acks: Sequence[Ack]
    submitted: bool
    returned: bool
    strange: Sequence[str] = field(default=())


@dataclass(frozen=True)
class Kept:
    """What the database knows of the same sitting."""

    rows: Sequence[Stored]
    events: Sequence[Event]
    over: bool  # handed in


def differences(told: Told, kept: Kept) -> list[str]:
    """Everything that is not as promised."""
    found = [f"strange: {text}" for text in told.strange]
    for row in kept.rows:
        events = [event for event in kept.events if event.position == row.position]
        sent = {save: at for save, at in told.sent.items() if save.position == row.position}
        acks = [ack for ack in told.acks if ack.save.position == row.position]
        found += _against_the_log(row, events)
        found += _invented(sent, events)
        found += _lost(row, events, acks)
        found += _order(row, sent, acks)
        if told.returned and not kept.over:
            found += _outstanding(row, sent)
    return [*found, *_ending(told, kept)]


def _against_the_log(row: Stored, events: Sequence[Event]) -> Iterator[str]:
    """A row is what its log says, and no change of an answer is left out of the count."""
    for part in PARTS:
        values = [event.value for event in events if event.kind == KIND_OF[part]]
        last = values[-1] if values else NOTHING[part]
        if row.parts[part] != last:
            yield f"lost: question {row.position}: {part} is {row.parts[part]}, its log ends with {last}"
    versions = [event.version for event in events if event.kind == "saved"]
    if versions != list(range(1, row.version + 1)):
        yield f"lost: question {row.position}: the log has versions {versions} of {row.version}"


def _invented(sent: Mapping[Save, float], events: Sequence[Event]) -> Iterator[str]:
    """Every line of the log is something that was sent, once, in the order of its revisions."""
    newest: dict[tuple[str, str], int] = {}
    by_name = {(save.client, save.revision): save for save in sent}
    for event in events:
        part = next((part for part, kind in KIND_OF.items() if kind == event.kind), None)
        save = by_name.get((event.client, event.revision))
        if part is None or save is None or save.said(part) != event.value:
            yield f"invented: {event}"
            continue
        if part == "response" and not event.value and not save.clears:
            yield f"emptied: an answer went that nobody cleared: {event}"
        if event.revision <= newest.get((event.client, event.kind), 0):
            yield f"old over new: {event}"
        newest[event.client, event.kind] = event.revision


def _lost(row: Stored, events: Sequence[Event], acks: Sequence[Ack]) -> Iterator[str]:
    """What was answered as stored is known to the row, and its value stood in the log by then."""
    for ack in acks:
        if ack.word in ("closed", "refused"):
            continue
        heard = row.heard.get(ack.save.client, Heard(ack.save.client))
        for part in PARTS:
            said = ack.save.said(part)
            if said is None or (part == "response" and ack.word == "kept"):
                continue
            if getattr(heard, part) < ack.save.revision:
                yield f"lost: {part} of {ack}, heard {heard}"
        if ack.version is None or ack.version > row.version:
            yield f"lost: {ack}, the row is at version {row.version}"
        elif ack.word == "stored" and ack.save.response is not None:
            saved = [
                event.value for event in events if event.kind == "saved" and event.version <= ack.version
            ]
            if ack.save.response not in [(), *saved]:
                yield f"lost: {ack}, by then the log had {saved}"
        if ack.word == "kept" and (ack.save.response or ack.save.clears):
            yield f"strange: an answer was not taken: {ack}"


def _order(row: Stored, sent: Mapping[Save, float], acks: Sequence[Ack]) -> Iterator[str]:
    """The value is that of some client's newest save, and no other was both sent later and heard."""
    for part in PARTS:
        newest = [
            save
            for save in sent
            if save.said(part) is not None
            and save.revision == getattr(row.heard.get(save.client, Heard("")), part)
        ]
        known = {save: min((ack.at for ack in acks if ack.save == save), default=None) for save in newest}
        right = [save for save in newest if save.said(part) == row.parts[part]]
        if newest and not right:
            yield f"old over new: question {row.position}: {part} is {row.parts[part]}, newest are {newest}"
        if right and all(
            any(
                other not in right and (answered := known[save]) is not None and sent[other] > answered
                for other in newest
            )
            for save in right
        ):
            yield f"old over new: question {row.position}: {part} is of {right}, later came {newest}"


def _outstanding(row: Stored, sent: Mapping[Save, float]) -> Iterator[str]:
    """After everything was sent again nothing is missing."""
    for save in sent:
        heard = row.heard.get(save.client, Heard(save.client))
        for part in PARTS:
            may_be_kept = part == "response" and not save.response and not save.clears
            if save.said(part) is not None and not may_be_kept and getattr(heard, part) < save.revision:
                yield f"lost: {part} of {save} never arrived, heard {heard}"


def _ending(told: Told, kept: Kept) -> Iterator[str]:
    """Handed in as a whole or not at all, and nothing is stored behind that."""
    ends = [event.number for event in kept.events if event.kind in ("submitted", "closed")]
    answers = [row for row in kept.rows if row.answered is not None]
    if told.submitted and not kept.over:
        yield "lost: the exam was handed in, and is open"
    if len(ends) != kept.over or len(answers) != (len(kept.rows) if kept.over else 0):
        yield f"half: over {kept.over}, {len(ends)} ends, {len(answers)} answers"
    for row in answers:
        if row.answered != row.parts["response"]:
            response = row.parts["response"]
            yield f"lost: question {row.position} was handed in as {row.answered}, not {response}"
    if ends and any(event.number > ends[0] for event in kept.events if event.kind in KIND_OF.values()):
        yield "invented: something was stored after the end"
    if not kept.over and any(ack.word == "closed" for ack in told.acks):
        yield "strange: a save was refused as too late, and the exam is open"
