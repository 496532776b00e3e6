"""Coming into an account, by a password, a recovery code or a new account: what becomes of the guest."""

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest

from studyapp.actions.merging import bring_along
from studyapp.views.access import GUEST_SESSION_KEY, Learner, User
from studyapp.views.visits import Visit

BACKEND = "studyapp.queries.accounts.LearnerBackend"
GUEST_WAITS = "What you did as a guest is still in this browser, apart from your account: sign out to see it."
GUEST_JOINED = "What you did here as a guest is in your account now."


def guest_here(request: HttpRequest, seen: Visit) -> Learner | None:
    """The guest who would come along. One in somebody's session goes on waiting: it may be another person."""
    return None if request.user.is_authenticated else seen.learner


def enter(request: HttpRequest, user: User, seen: Visit, *, bring: bool) -> None:
    """Sign in. The guest of this browser joins the account if that is wanted, and waits otherwise."""
    guest, waiting = guest_here(request, seen), waiting_in(request, seen)
    login(request, user, backend=BACKEND)  # as somebody else than before, it empties the session
    request.session.pop(GUEST_SESSION_KEY, None)
    if bring_along(user=user, guest=guest if bring else None, now=seen.now):
        messages.success(request, GUEST_JOINED)
    elif waiting and not (bring and guest):  # else another tab has just brought the guest along
        keep_waiting(request, waiting)
        messages.info(request, GUEST_WAITS)


def waiting_in(request: HttpRequest, seen: Visit) -> str | None:
    """The key of the guest whom this browser knows; None for one who is no guest any more."""
    gone = not request.user.is_authenticated and seen.learner is None
    return None if gone else request.session.get(GUEST_SESSION_KEY)


def keep_waiting(request: HttpRequest, guest: str | None) -> None:
    """The guest of before is back when this session ends."""
    if guest:
        request.session[GUEST_SESSION_KEY] = guest
