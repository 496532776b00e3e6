"""Who of a class may need a word, by the rules of `domain.risk`; one learner is told the same of herself."""

from dataclasses import dataclass
from datetime import UTC, datetime

from studyapp.domain.assigning import is_overdue
from studyapp.domain.evidence import tallies_of
from studyapp.domain.readiness import pass_share, reaches
from studyapp.domain.risk import RULES, Flag, flags
from studyapp.domain.risk import Facts as RiskFacts
from studyapp.queries.catalogue import Catalogue
from studyapp.queries.classfacts import Facts, facts
from studyapp.queries.classsheet import Item, Member, Room, Sheet, learners_of, own_sheet, sheet
from studyapp.queries.classwork import TodoList, todos_of, work
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
    """The list for the staff of a class. Two queries."""
    read = sheet(learners_of(classroom_id), active=True)
    flagged = _flags(course, read, facts(read, now, scores=True, tries_in=classroom_id), now)
    told = [AtRisk(member, said) for member, said in flagged if said]
    told.sort(key=lambda one: -len(one.flags))  # stable: by name among equals
    return RiskList(tuple(RULES.values()), tuple(told), len(read.members))


def own_work(course: Catalogue, membership: int, classroom_id: int, *, now: datetime) -> OwnWork:
    """What one learner has to do, and what that list says of her, in the same words. Two queries."""
    read = own_sheet(membership, classroom_id)
    did = facts(read, now, scores=True, tries_in=classroom_id)
    flagged = _flags(course, read, did, now)
    return OwnWork(
        todos_of(read, did, now), next((said for _, said in flagged), ()), read.rooms[classroom_id]
    )


def _flags(
    course: Catalogue, read: Sheet, did: Facts, now: datetime
) -> list[tuple[Member, tuple[Flag, ...]]]:
    """Whoever has not joined yet has done nothing, and nobody minds."""
    unstored = points_of(did)
    people = [member for member in read.members if member.learner is not None]
    asked, passes = blueprint(course), pass_share(course.info.exam.pass_mark)
    found = []
    for member in people:
        tries = did.tries.get(member.learner or 0, ())
        known = RiskFacts(
            joined_at=member.joined_at or now,
            last_at=member.last_at,
            overdue=sum(_is_overdue(read, did, item, member, now) for item in read.items),
            exam_below=_below(read, did, unstored, member),
            reaches=reaches(tallies_of(tries, objectives=asked), blueprint=asked, passes=passes),
        )
        found.append((member, flags(known, now)))
    return found


def _is_overdue(read: Sheet, did: Facts, item: Item, member: Member, now: datetime) -> bool:
    """What is not due yet is not looked at."""
    if not read.has(item, member):
        return False
    found = read.window(item, member)
    if found.due_at is None or found.due_at >= now:
        return False
    return is_overdue(found, work(read, did, item, member, found), now)


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
