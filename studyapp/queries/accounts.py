"""Who is asking."""

from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.tokens import default_token_generator
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from studyapp.models import Answer, Learner, LessonProgress, RecoveryCode, Review, User
from studyapp.queries.prepared import objects_of

ANSWERS_WORTH_KEEPING = 5


class LearnerBackend(ModelBackend):
    """Django's own backend; the learner comes with the account in the one query every page makes."""

    def get_user(self, user_id: int) -> User | None:
        """The active account with its learner joined, or None."""
        found = objects_of(
            "account",
            {"pk": user_id},
            lambda own: User.objects.select_related("learner__parameter_set").filter(pk=own["pk"]),
        )
        return next((user for user in found if self.user_can_authenticate(user)), None)


def guest(key: str) -> Learner | None:
    """The guest learner a session names. An account's learner is not reached this way."""
    found = objects_of(
        "guest",
        {"key": UUID(key)},
        lambda own: Learner.objects.select_related("parameter_set").filter(key=own["key"], user=None),
    )
    return next(iter(found), None)


def learner_of(user: User) -> Learner | None:
    """The learner of an account, if it has one (an account made by a command has none at first)."""
    try:
        return user.learner
    except Learner.DoesNotExist:
        return None


def user_named(name: str) -> User | None:
    """The account of this name, however it is capitalised."""
    return User.objects.filter(folded=name.casefold()).first()


def learner_named(name: str) -> Learner | None:
    """The learner of that account, if it has one."""
    rows = Learner.objects.select_related("user", "parameter_set")
    return rows.filter(user__folded=name.casefold()).first()


def codes_left(user: User) -> int:
    """How many recovery codes have not been used yet."""
    return RecoveryCode.objects.filter(user=user, used_at=None).count()


def link_of(user: User) -> tuple[str, str]:
    """What names the user and what proves the right to a new password, for an address. Works once."""
    return urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)


def user_of_link(uid: str, token: str) -> User | None:
    """The active account a link was made for, while it works."""
    try:
        pk = int(urlsafe_base64_decode(uid))
    except (ValueError, OverflowError):
        return None
    user = User.objects.filter(pk=pk, is_active=True).first() if 0 < pk < 2**63 else None
    return user if user is not None and default_token_generator.check_token(user, token) else None


def sessions_of(user: User) -> list[str]:
    """The keys of every session signed in to an account. Reads all there are: for rare acts only."""
    owner = str(user.pk)
    return [
        session.session_key
        for session in Session.objects.iterator()
        if session.get_decoded().get(SESSION_KEY) == owner
    ]


def has_work_worth_keeping(learner_id: int) -> bool:
    """Whether a guest would miss what clearing the browser loses: a lesson, a review, or a few answers."""
    own = {"learner": OuterRef("pk")}
    answers = Answer.objects.filter(**own).order_by("pk")[ANSWERS_WORTH_KEEPING - 1 : ANSWERS_WORTH_KEEPING]
    worth = (
        Q(Exists(LessonProgress.objects.filter(**own, finished_at__isnull=False)))
        | Q(Exists(Review.objects.filter(**own, undone_at=None)))
        | Q(Exists(answers))
    )
    return Learner.objects.filter(worth, pk=learner_id).exists()
