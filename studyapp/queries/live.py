"""What a live room shows, and to whom: everything here goes by `domain.live.SEEN`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import FilteredRelation, Q

from studyapp.domain.live import FEWEST, Count, Shift, Viewer, Vote, count, sees, shift, tag_of
from studyapp.models import LivePair, LiveParticipant, LiveQuestion, LiveRoom, LiveVote, Membership
from studyapp.queries.liveboard import Board, board
from studyapp.queries.livequestions import Asked, asked

_SEAT = """
SELECT room.version, membership.role, room.closed_at IS NULL
  FROM studyapp_liveroom room
  JOIN studyapp_membership membership ON membership.classroom_id = room.classroom_id
 WHERE room.code = %s AND membership.learner_id = %s AND membership.left_at IS NULL
"""
_CROWD = """
SELECT room.version, membership.role, room.closed_at IS NULL,
       (SELECT COUNT(*) FROM studyapp_liveparticipant WHERE room_id = room.id),
       (SELECT COUNT(*) FROM studyapp_livevote vote WHERE vote.question_id = room.current_id
           AND vote.round = CASE question.phase WHEN 'vote1' THEN 1 WHEN 'vote2' THEN 2 END)
  FROM studyapp_liveroom room
  JOIN studyapp_membership membership ON membership.classroom_id = room.classroom_id
  LEFT JOIN studyapp_livequestion question ON question.id = room.current_id
 WHERE room.code = %s AND membership.learner_id = %s AND membership.left_at IS NULL
"""


@dataclass(frozen=True)
class Pulse:
    """Where a room is, as a word that changes whenever there is something new to show."""

    token: str
    role: str
    is_open: bool


@dataclass(frozen=True)
class Bar:
    """How many chose an option in a round. Strings, so that no locale gets between SVG and number."""

    votes: int
    percent: str
    width: str


@dataclass(frozen=True)
class ShownOption:
    """An option as somebody may see it now: `correct` is None and the rest empty before it is told."""

    id: str
    letter: str
    html: str
    chosen: bool
    chosen_before: bool
    correct: bool | None
    why_html: str
    bars: tuple[Bar | None, Bar | None]


@dataclass(frozen=True)
class ShownQuestion:
    """The question at hand, with no more than the viewer may see in its phase."""

    pk: int
    number: int
    phase: str
    prefix: str
    round: int  # whose votes are taken now, or were taken last
    kind: str
    choose: int
    stem_html: str
    length: str
    options: tuple[ShownOption, ...]
    parts: frozenset[str]
    first: Count | None
    second: Count | None
    shift: Shift | None
    keyed: bool  # told what is right: revealed, and it has a key
    key_letters: str
    right: bool | None  # the learner's last vote, once it is told
    takeaway_html: str
    keepable: bool  # whoever wants to can put it into the reviews
    picture_html: str  # of a challenge of the path lab: its start, then what the right changes make of it
    challenge_url: str  # "" before it is told

    @property
    def own_letters(self) -> str:
        """What the learner chose, by its letters; "" for nothing."""
        return " and ".join(option.letter for option in self.options if option.chosen)

    @property
    def first_letters(self) -> str:
        """What the learner chose in the first round."""
        return " and ".join(option.letter for option in self.options if option.chosen_before)

    @property
    def told(self) -> bool:
        """Whether the counts of any round may be told and are enough."""
        return any(one is not None and one.told for one in (self.first, self.second))


@dataclass(frozen=True)
class Stage:
    """A room for one viewer. `joined` and `partner` are a learner's own."""

    token: str
    phase: str  # of the question at hand; "waiting" between questions, "closed" at the end
    question: ShownQuestion | None
    here: int  # how many take part
    voted: int  # in the round at hand
    joined: bool
    pseudonym: str
    partner: str
    board: Board | None  # a path on the screen, never while a question is under way
    fewest: int = FEWEST

    @property
    def turnout_width(self) -> str:
        """The share of those here who have voted, of 100."""
        return f"{100 * self.voted / max(self.here, 1):.1f}"


def pulse(code: str, learner_id: int, *, crowd: bool) -> Pulse | None:
    """One query by hand: 300 learners ask every two seconds. None for whoever is no member (any more).

    `crowd` also counts who is there and who has voted, for those whose page shows it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CROWD if crowd else _SEAT, [code, learner_id])
        row = cursor.fetchone()
    if row is None:
        return None
    version, role, is_open, *counts = row
    return Pulse("-".join(map(str, (version, *counts))), role, bool(is_open))


def stage(room: LiveRoom, viewer: Viewer, *, membership: Membership | None = None) -> Stage:
    """What this viewer may see now. Two queries at most, three with a path on the screen.

    `current__version` has to be joined. For a learner `membership` names whose own vote is shown.
    """
    mine = tag_of(settings.SECRET_KEY, room.pk, membership.pk) if membership else ""
    question = room.current if room.closed_at is None else None
    parts = sees(viewer, question.phase) if question else frozenset()  # type: ignore[arg-type]  # any text
    rows = _rows(room, question, "" if viewer != "learner" else mine)
    own = next((row for row in rows if row.tag == mine), None) if mine else None
    votes = _by_round(rows)
    if viewer == "learner" and "key" in parts and question is not None:
        votes = _all_votes(room.code, question.pk, question.changed_at, room.pk)
    at_hand = shown(question, parts, votes, own) if question else None
    counts = (len(rows), len(votes[at_hand.round]) if at_hand and "turnout" in parts else 0)
    partner = _partner(question, own.pk) if question and own and "partner" in parts else ""
    return Stage(
        token="-".join(map(str, (room.version, *(counts if viewer != "learner" else ())))),
        phase="closed" if room.closed_at else question.phase if question else "waiting",
        question=at_hand,
        here=counts[0],
        voted=counts[1],
        joined=own is not None,
        pseudonym=own.pseudonym if own else "",
        partner=partner,
        board=board(room),
    )


@dataclass(frozen=True)
class Voter:
    """Somebody in a room, with the votes on one question by round."""

    pk: int
    tag: str
    pseudonym: str
    votes: Mapping[int, Vote]


@lru_cache(maxsize=64)
def _all_votes(
    code: str, question: int, revealed_at: datetime, room: int
) -> Mapping[int, Mapping[int, Vote]]:
    """Everybody's votes on a question that was revealed: nobody can change them any more.

    Held in memory, since hundreds of learners ask for them within two seconds. No code is ever used twice.
    """
    del code, revealed_at  # only to tell one reveal from any other
    found: dict[int, dict[int, Vote]] = {1: {}, 2: {}}
    rows = LiveVote.objects.filter(question=question, participant__room=room)
    for voter, round_, response in rows.values_list("participant_id", "round", "response"):
        found[round_][voter] = tuple(response)
    return found


def _by_round(rows: list["Voter"]) -> Mapping[int, Mapping[int, Vote]]:
    return {n: {row.pk: row.votes[n] for row in rows if n in row.votes} for n in (1, 2)}


def _rows(room: LiveRoom, question: LiveQuestion | None, tag: str) -> list[Voter]:
    """Participants of the room, or the one with this tag, with their votes on a question. One query."""
    people = LiveParticipant.objects.filter(room=room, **({"tag": tag} if tag else {}))
    of = FilteredRelation("votes", condition=Q(votes__question=question.pk if question else None))
    found: dict[int, Voter] = {}
    wanted = ("pk", "tag", "pseudonym", "given__round", "given__response")
    for pk, own_tag, name, round_, response in people.annotate(given=of).values_list(*wanted):
        before = found.get(pk, Voter(pk, own_tag, name, {}))
        votes = {**before.votes, round_: tuple(response)} if round_ else before.votes
        found[pk] = Voter(pk, own_tag, name, votes)
    return list(found.values())


def shown(
    question: LiveQuestion,
    parts: frozenset[str],
    votes: Mapping[int, Mapping[int, Vote]],
    own: Voter | None,
) -> ShownQuestion:
    """The question with what belongs to these parts, and nothing else. `votes` are by round and voter."""
    text = asked(question)
    told = "key" in parts
    counts = _counts(text, parts, votes)
    mine = own.votes if own else {}
    round_ = 1 if question.phase in ("waiting", "vote1", "discuss") else 2
    stands = mine.get(2, mine.get(1, ())) if told else mine.get(round_, ())
    return ShownQuestion(
        pk=question.pk,
        number=question.position,
        phase=question.phase,
        prefix=f"live{question.pk}",
        round=round_,
        kind=text.kind,
        choose=text.choose if text.kind == "multiple" else 1,
        stem_html=text.stem_html,
        length=text.length,
        options=_options(text, counts, told, stands, mine.get(1, ())),
        parts=parts,
        first=counts[0],
        second=counts[1],
        shift=shift(votes[1], votes[2], text.key) if "second" in parts else None,
        keyed=told and text.key is not None,
        key_letters=_letters(text) if told else "",
        right=stands == text.key if told and text.key and stands else None,
        takeaway_html=text.takeaway_html if told else "",
        keepable=question.version is not None,
        picture_html=text.after_html if told else text.before_html,
        challenge_url=text.challenge_url if told else "",
    )


def _letters(text: Asked) -> str:
    return " and ".join(option.letter for option in text.options if option.id in (text.key or ()))


def _counts(
    text: Asked, parts: frozenset[str], votes: Mapping[int, Mapping[int, Vote]]
) -> tuple[Count | None, Count | None]:
    first = count(votes[1].values(), text.ids, text.key) if "first" in parts else None
    second = count(votes[2].values(), text.ids, text.key) if "second" in parts and votes[2] else None
    return first, second


def _options(
    text: Asked, counts: Sequence[Count | None], told: bool, stands: Vote, before: Vote
) -> tuple[ShownOption, ...]:
    return tuple(
        ShownOption(
            id=option.id,
            letter=option.letter,
            html=option.html,
            chosen=option.id in stands,
            chosen_before=option.id in before,
            correct=option.id in text.key if told and text.key is not None else None,
            why_html=option.why_html if told else "",
            bars=(_bar(counts[0], option.id), _bar(counts[1], option.id)),
        )
        for option in text.options
    )


def _bar(of: Count | None, option: str) -> Bar | None:
    if of is None or not of.told:
        return None
    votes = dict(of.chosen)[option]
    share = 100 * votes / of.voters
    return Bar(votes, f"{share:.0f}", f"{share:.1f}")


def _partner(question: LiveQuestion, participant: int) -> str:
    """The other of the pair: by the name the class knows, or the pseudonym. "" for nobody. One query."""
    pairs = LivePair.objects.filter(Q(one=participant) | Q(other=participant), question=question)
    pair: Any = pairs.select_related("one__membership", "other__membership").first()
    if pair is None:
        return ""
    other = pair.other if pair.one_id == participant else pair.one
    return other.pseudonym or (other.membership.name if other.membership else "")
