"""The only way from a request or an id in an address to an object. A stranger gets 404."""

from datetime import date, datetime
from hashlib import blake2b
from typing import cast

from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from studyapp.actions.accounts import create_learner
from studyapp.domain.recoverycode import canonical
from studyapp.domain.roles import Right, Role, may
from studyapp.models import Assignment as Assignment  # the other views know these by this door
from studyapp.models import Attempt as Attempt
from studyapp.models import ClassGroup as ClassGroup
from studyapp.models import Classroom as Classroom
from studyapp.models import Exam as Exam
from studyapp.models import Learner as Learner
from studyapp.models import LiveRoom as LiveRoom
from studyapp.models import Membership as Membership
from studyapp.models import Memory as Memory
from studyapp.models import PracticeSession as PracticeSession
from studyapp.models import Question as Question
from studyapp.models import QuestionDraft as QuestionDraft
from studyapp.models import RosterDraft as RosterDraft
from studyapp.models import User as User
from studyapp.queries.accounts import guest, learner_of
from studyapp.queries.calendarfeed import feed_at
from studyapp.queries.frame import Frame, frame_in
from studyapp.queries.live import Pulse, pulse
from studyapp.queries.memories import memory_of

GUEST_SESSION_KEY = "guest"
LARGEST = 2**63 - 1  # of the ids that a database can be asked for


def current_learner(request: HttpRequest) -> Learner | None:
    """Whoever is studying: the account's learner, else the guest of this session, else nobody yet."""
    if request.user.is_authenticated:
        return learner_of(request.user)
    key = request.session.get(GUEST_SESSION_KEY)
    return guest(key) if key else None


def visitor_tag(request: HttpRequest) -> str:
    """Whoever is asking, as a word that tells nothing of them: the same at each visit, "visitor" for nobody.

    What a browser keeps for use without network is kept under it. No salt: a learner's key is secret enough,
    and a tag that changed with SECRET_KEY would strand the answers that wait to be sent.
    """
    user = request.user
    if user.is_authenticated:
        learner = learner_of(user)
        name = str(learner.key) if learner else f"account {user.pk}"
    else:
        name = request.session.get(GUEST_SESSION_KEY, "")
    return blake2b(name.encode(), digest_size=10, person=b"visitor").hexdigest() if name else "visitor"


def learner_for_writing(request: HttpRequest, learner: Learner | None, now: datetime) -> Learner:
    """The learner of this visit, made on the spot for a visitor's first act. Reading never makes one."""
    if learner is None:
        user = request.user if request.user.is_authenticated else None
        learner = create_learner(user=user, now=now)
        if user is None:
            request.session[GUEST_SESSION_KEY] = str(learner.key)
    return learner


def own_account(request: HttpRequest) -> User:
    """The account signed in; a guest has none and gets 404."""
    if not request.user.is_authenticated:
        raise Http404
    return request.user


def known(learner: Learner | None) -> Learner:
    """A learner who may own something; a visitor without any work gets 404."""
    if learner is None:
        raise Http404
    return learner


def staff_member(request: HttpRequest) -> User:
    """Whoever may see and answer everybody's reports. For all others the address does not exist."""
    user = request.user
    if not user.is_authenticated or not user.is_staff:
        raise Http404
    return user


def sitting_to_extend(staff: User, account: int, pk: int) -> Attempt:
    """A sitting of this account, with exam and account. One's own is not there: somebody else gives time."""
    if account > LARGEST:
        raise Http404
    rows = Attempt.objects.select_related("exam", "learner__user").exclude(learner__user=staff)
    return get_object_or_404(rows, pk=pk, learner__user=account)


def calendar_of(token: str) -> Learner:
    """The learner whose calendar has this address; whoever knows it needs no session."""
    found = feed_at(token)
    if found is None:
        raise Http404
    return found.learner


def own_practice(learner: Learner | None, pk: int) -> PracticeSession:
    """A quiz of this learner."""
    return get_object_or_404(PracticeSession, pk=pk, learner=known(learner))


def own_attempt(learner: Learner | None, pk: int) -> Attempt:
    """A sitting of this learner, with its exam."""
    return get_object_or_404(Attempt.objects.select_related("exam"), pk=pk, learner=known(learner))


def claimed_attempt(learner: Learner | None, pk: int) -> Attempt:
    """The sitting a save is for, not read yet: the save reads and locks it as this learner's or finds none.

    So a save, the one thing that has to be quick when everybody does it at once, reads it once.
    """
    return Attempt(pk=pk, learner=known(learner))


def own_memory(learner: Learner | None, pk: int) -> Memory:
    """An item in this learner's queue."""
    someone = known(learner)
    memory = memory_of(someone.pk, pk) if pk <= LARGEST else None
    if memory is None:
        raise Http404
    memory.learner = someone  # read already, with the fitted weights
    return memory


def member_of(learner: Learner | None, classroom_pk: int) -> Membership:
    """This learner's place in a class, with the class. Whoever has left or was removed has none any more."""
    if classroom_pk > LARGEST:
        raise Http404
    rows = Membership.objects.select_related("classroom", "learner")
    return get_object_or_404(rows, classroom=classroom_pk, learner=known(learner), left_at=None)


def member_framed(
    learner: Learner | None, classroom_pk: int, *, today: date, now: datetime
) -> tuple[Membership, Frame]:
    """The same with the frame of the page around it, which are one query together."""
    someone = known(learner)
    found = (
        frame_in(classroom_pk, learner_id=someone.pk, today=today, now=now)
        if classroom_pk <= LARGEST
        else None
    )
    if found is None:
        raise Http404
    seen, membership = found
    membership.learner = someone  # read already
    return membership, seen


def allowed(membership: Membership, right: Right) -> Membership:
    """The same membership if its role has the right. For all others the address does not exist."""
    if not may(cast(Role, membership.role), right):
        raise Http404
    return membership


def member_in(classroom: Classroom, pk: int) -> Membership:
    """Somebody of this class, whoever left included; of another class nobody is found."""
    rows = Membership.objects.select_related("classroom", "learner")
    return get_object_or_404(rows, pk=pk, classroom=classroom)


def group_in(classroom: Classroom, pk: int) -> ClassGroup:
    """A group of this class."""
    return get_object_or_404(ClassGroup, pk=pk, classroom=classroom)


def exam_in(membership: Membership, pk: int) -> Exam:
    """An exam of the class of this member; a withdrawn one is there for who makes exams alone."""
    rows = Exam.objects.filter(classroom=membership.classroom_id)
    if not may(cast(Role, membership.role), "edit_assignments"):
        rows = rows.filter(retired_at=None)
    return get_object_or_404(rows, pk=pk)


def draft_of(membership: Membership) -> RosterDraft:
    """The class list that this person has read and not imported."""
    return get_object_or_404(RosterDraft, membership=membership)


def seat_in(learner: Learner | None, code: str) -> tuple[LiveRoom, Membership]:
    """A live room of a class this learner belongs to, and the place there. Two queries."""
    rooms = LiveRoom.objects.select_related("current__version__question")
    room = get_object_or_404(rooms, code=canonical(code))
    membership = member_of(learner, room.classroom_id)
    room.classroom = membership.classroom  # read already
    return room, membership


def live_pass(learner: Learner, room: LiveRoom) -> str:
    """What a page of a room shows instead of its session when it asks whether anything is new.

    Reading session and account would cost twice what the question does. It opens nothing but that question:
    whatever is new is given to a session alone, and a member who was removed is refused all the same.
    """
    return Signer(salt=f"live room {room.code}").sign(str(learner.pk))


def pulse_in(request: HttpRequest, code: str, *, running: bool) -> Pulse:
    """Where a live room is, for a member; with its counts for those who run it. One query, with a pass."""
    code = canonical(code)
    try:
        learner_id = int(Signer(salt=f"live room {code}").unsign(request.GET.get("as", "")))
    except BadSignature:
        learner_id = known(current_learner(request)).pk
    found = pulse(code, learner_id, crowd=running)
    if found is None or (running and not may(cast(Role, found.role), "run_live")):
        raise Http404
    return found


def assignment_in(membership: Membership, pk: int) -> Assignment:
    """An assignment of this member's class that has not been withdrawn."""
    rows = Assignment.objects.select_related("exam").filter(withdrawn_at=None)
    return get_object_or_404(rows, pk=pk, classroom=membership.classroom_id)


def own_question(classroom: Classroom, pk: int) -> Question:
    """A question that this class has of its own, retired or not."""
    rows = Question.objects.filter(pool="class", current__isnull=False).select_related("current", "lesson")
    return get_object_or_404(rows, pk=pk, classroom=classroom)


def question_draft_of(membership: Membership) -> QuestionDraft:
    """The questions that this person has read and not imported."""
    return get_object_or_404(QuestionDraft, membership=membership)
