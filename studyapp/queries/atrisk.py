"""Who of a class may need a word, by the rules of `domain.risk`; one learner is told the same of herself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from studyapp.domain.readiness import highest, pass_share
from studyapp.domain.risk import RULES, Flag, flags
from studyapp.domain.risk import Facts as RiskFacts
from studyapp.queries.catalogue import Catalogue
from studyapp.queries.classfacts import Facts, facts
from studyapp.queries.classsheet import Member, Room, Sheet, learners_of, own_sheet, sheet
from studyapp.queries.classtries import tries_by_learner
from studyapp.queries.classwork import TodoList, todos_of, where
from studyapp.queries.gradebook import Scores, passed, points_of
from studyapp.queries.readiness import blueprint


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A learner and what the rules say."""

    member: Member
    flags: tuple[Flag, ...]


@dataclass(frozen=True)
class OwnWork:
    """The page of one learner: what to do, and what the staff reads of her."""

    todos: TodoList
    flags: tuple[Flag, ...]
    room: Room


@dataclass(frozen=True)
class RiskList:
    """Those of whom a rule says something, most rules first; `learners` is how many were looked at."""

    rules: tuple[str, ...]
    found: tuple[AtRisk, ...]
    learners: int


def at_risk(course: Catalogue, classroom_id: int, *, now: datetime) -> RiskList:
    """The list for the staff of a class. Three queries."""
    read = sheet(learners_of(classroom_id), active=True)
    flagged = _flags(course, read, facts(read, now, scores=True), classroom_id, now)
    told = [AtRisk(member, said) for member, said in flagged if said]
    told.sort(key=lambda one: -len(one.flags))  # stable: by name among equals
    return RiskList(tuple(RULES.values()), tuple(told), len(read.members))


def own_work(course: Catalogue, membership: int, classroom_id: int, *, now: datetime) -> OwnWork:
    """What one learner has to do, and what that list says of her, in the same words. Three queries."""
    read = own_sheet(membership, classroom_id)
    did = facts(read, now, scores=True)
    flagged = _flags(course, read, did, classroom_id, now)
    return OwnWork(
        todos_of(read, did, now), next((said for _, said in flagged), ()), read.rooms[classroom_id]
    )


def _flags(
    course: Catalogue, read: Sheet, did: Facts, classroom_id: int, now: datetime
) -> list[tuple[Member, tuple[Flag, ...]]]:
    """Whoever has not joined yet has done nothing, and nobody minds."""
    unstored = points_of(did)
    people = [member for member in read.members if member.learner is not None]
    ends = _highest(course, [member.learner for member in people if member.learner], classroom_id, now)
    passes = pass_share(course.info.exam.pass_mark)
    found = []
    for member in people:
        states = [where(read, did, item, member, now) for item in read.items]
        known = RiskFacts(
            joined_at=member.joined_at or now,
            last_at=member.last_at,
            overdue=sum(state is not None and state.overdue for state in states),
            exam_below=_below(read, did, unstored, member),
            range_high=ends.get(member.learner or 0),
            passes=passes,
        )
        found.append((member, flags(known, now)))
    return found


def _highest(course: Catalogue, learners: list[int], classroom_id: int, now: datetime) -> Mapping[int, float]:
    """The upper end of each learner's readiness for the whole exam, where there is enough to say so."""
    asked = blueprint(course)
    told = {
        learner: highest(tries, now=now, blueprint=asked)
        for learner, tries in tries_by_learner(learners, classroom_id, now).items()
    }
    return {learner: end for learner, end in told.items() if end is not None}


def _below(read: Sheet, did: Facts, unstored: Scores, member: Member) -> bool | None:
    """Whether the newest sitting of an exam that the class set ended below its pass mark."""
    newest, below = datetime.min.replace(tzinfo=UTC), None
    for item in read.items:
        if item.kind != "exam" or not read.has(item, member):
            continue
        opens = read.window(item, member).opens_at or item.created_at
        for one in did.sittings.get((item.exam or 0, member.learner or 0), ()):
            if one.over is not None and one.begun >= opens and one.over > newest:
                newest, below = one.over, not passed(one, unstored)
    return below
