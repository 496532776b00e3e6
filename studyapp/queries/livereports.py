"""Live rooms from outside: the list of a class, the line of questions, and what became of a closed one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count

from studyapp.domain.live import Vote, final, tag_of
from studyapp.models import LiveQuestion, LiveRoom, LiveVote, Membership
from studyapp.queries.live import ShownQuestion, Voter, shown
from studyapp.queries.livequestions import asked

STAFF = frozenset({"question", "key", "first", "second"})
OWN = frozenset({"question", "key"})
UNREVEALED = frozenset({"question"})


@dataclass(frozen=True)
class RoomLine:
    """A room in the list of its class."""

    code: str
    title: str
    naming: str
    opened_at: datetime
    closed_at: datetime | None
    questions: int
    people: int


@dataclass(frozen=True)
class QuestionLine:
    """A question in the line of a room, as whoever runs it sees it."""

    pk: int
    number: int
    phase: str
    phase_name: str
    title: str
    current: bool


@dataclass(frozen=True)
class Person:
    """Somebody's two votes, in a room where names are shown to those who run it."""

    name: str
    first: str
    second: str
    right: bool | None


@dataclass(frozen=True)
class Outcome:
    """What became of a question; `people` is empty unless names are shown and enough voted."""

    question: ShownQuestion
    title: str
    voters: int
    people: tuple[Person, ...]


def rooms(classroom_id: int) -> tuple[RoomLine, ...]:
    """Every room of a class, the newest first. One query."""
    rows = LiveRoom.objects.filter(classroom=classroom_id).annotate(
        asks=Count("questions", distinct=True), people=Count("participants", distinct=True)
    )
    return tuple(
        RoomLine(
            row.code, row.title, row.get_naming_display(), row.opened_at, row.closed_at, row.asks, row.people
        )
        for row in rows
    )


def line(room: LiveRoom) -> tuple[QuestionLine, ...]:
    """The questions of a room in the order they were put in. One query."""
    return tuple(
        QuestionLine(
            row.pk,
            row.position,
            row.phase,
            row.get_phase_display(),
            asked(row).title,
            row.pk == room.current_id,
        )
        for row in LiveQuestion.objects.filter(room=room).select_related("version")
    )


def outcomes(room: LiveRoom) -> tuple[Outcome, ...]:
    """Every question that was asked, with the counts of both rounds. Two queries."""
    rows = list(_asked_in(room))
    votes = _votes(room)
    return tuple(
        _outcome(row, STAFF, votes.get(row.pk, []), None, named=room.naming == "named") for row in rows
    )


def own_outcomes(room: LiveRoom, membership: Membership) -> tuple[Outcome, ...]:
    """The same for one learner: the own votes, and the key of what was revealed. Two queries."""
    tag = tag_of(settings.SECRET_KEY, room.pk, membership.pk)
    votes = _votes(room, tag)
    return tuple(
        _outcome(row, OWN if row.phase == "revealed" else UNREVEALED, votes.get(row.pk, []), tag, named=False)
        for row in _asked_in(room)
    )


def _asked_in(room: LiveRoom) -> Iterable[LiveQuestion]:
    return LiveQuestion.objects.filter(room=room).exclude(phase="waiting").select_related("version__question")


@dataclass(frozen=True)
class _Cast:
    voter: int
    name: str
    round: int
    response: Vote


def _votes(room: LiveRoom, tag: str = "") -> dict[int, list[_Cast]]:
    rows = LiveVote.objects.filter(question__room=room, **({"participant__tag": tag} if tag else {}))
    found: dict[int, list[_Cast]] = {}
    wanted = ("question_id", "participant_id", "participant__membership__name", "round", "response")
    for question, voter, name, round_, response in rows.values_list(*wanted):
        found.setdefault(question, []).append(_Cast(voter, name or "", round_, tuple(response)))
    return found


def _outcome(
    row: LiveQuestion, parts: frozenset[str], votes: list[_Cast], tag: str | None, *, named: bool
) -> Outcome:
    by_round = {n: {vote.voter: vote.response for vote in votes if vote.round == n} for n in (1, 2)}
    own = Voter(0, tag, "", {vote.round: vote.response for vote in votes}) if tag else None
    question = shown(row, parts, by_round, own)
    names = {vote.voter: vote.name for vote in votes}
    people = _people(question, by_round, names) if named and question.told else ()
    return Outcome(question, asked(row).title, len(names), people)


def _people(
    question: ShownQuestion, votes: dict[int, dict[int, Vote]], names: dict[int, str]
) -> tuple[Person, ...]:
    letters = {option.id: option.letter for option in question.options}
    key = {option.id for option in question.options if option.correct}

    def said(vote: Vote | None) -> str:
        return " and ".join(sorted(letters[id_] for id_ in vote)) if vote else ""

    stands = final(votes[1], votes[2])
    return tuple(
        Person(
            names[voter],
            said(votes[1].get(voter)),
            said(votes[2].get(voter)),
            set(stands[voter]) == key if key else None,
        )
        for voter in sorted(names, key=lambda voter: (names[voter].casefold(), voter))
    )
