"""What may fail only so often: who tries, the page that says how long to wait, browsers that are known."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from studyapp.domain.throttling import (
    PASSWORD_ASKED,
    RECOVERING,
    SIGNING_IN,
    SIGNING_UP,
    account_name,
    network_of,
    waiting_time,
)
from studyapp.queries.throttling import Trial, seconds_until_next
from studyapp.views.access import User
from studyapp.views.fragments import page
from studyapp.views.frames import framed
from studyapp.views.visits import Visit

KNOWN = "__Secure-known" if settings.HTTPS else "known"
KNOWN_PATH = "/account/"  # no other page is sent it
KNOWN_FOR = 365 * 24 * 60 * 60


def address_of(request: HttpRequest) -> str:
    """Where a request comes from; behind a proxy what that one has seen, which it writes last."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def signing_in(request: HttpRequest) -> Trial:
    """A name and a password."""
    return Trial("sign-in", SIGNING_IN, _who(request))


def recovering(request: HttpRequest) -> Trial:
    """A name and a recovery code."""
    return Trial("recover", RECOVERING, _who(request))


def signing_up(request: HttpRequest) -> Trial:
    """A new account: names that are taken are told, so nobody may ask for long."""
    return Trial("sign-up", SIGNING_UP, {"address": network_of(address_of(request))})


def password_asked(user: User) -> Trial:
    """The password of somebody who is signed in, asked once more: the browser may have been left open."""
    return Trial("password", PASSWORD_ASKED, {"person": f"account {user.pk}"})


def too_many(request: HttpRequest, seen: Visit, trial: Trial) -> HttpResponse:
    """The page that says how long to wait. It tells nothing of what was tried."""
    seconds = max(seconds_until_next(trial, seen.now), 1)
    context = framed(request, seen, "", wait=waiting_time(seconds))
    return told_to_wait(page(request, "429.html", context, status=429), seconds)


def told_to_wait(response: HttpResponse, seconds: int) -> HttpResponse:
    """The same in a header, for programs."""
    response.headers["Retry-After"] = str(seconds)
    return response


def remembered(response: HttpResponse, user: User) -> HttpResponse:
    """The account was in use in this browser: nobody else's failures can keep it out here."""
    response.set_cookie(
        KNOWN,
        _tag(user.username),
        max_age=KNOWN_FOR,
        path=KNOWN_PATH,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


def forgotten(response: HttpResponse) -> HttpResponse:
    """An account that is deleted leaves no such word."""
    response.delete_cookie(KNOWN, path=KNOWN_PATH, samesite="Lax")
    return response


def _who(request: HttpRequest) -> dict[str, str]:
    """A browser that is known for this name; else all from here, the name from here, and from anywhere."""
    name = request.POST.get("username", "")
    if constant_time_compare(request.COOKIES.get(KNOWN, ""), _tag(name)):
        return {"known browser": account_name(name)}
    network = network_of(address_of(request))
    return {"address": network, "name here": f"{network}|{account_name(name)}", "name": account_name(name)}


def _tag(name: str) -> str:
    """Tells one name from another and is no name itself; made alike for a name that nobody has."""
    return salted_hmac("studyapp.known-browser", account_name(name), algorithm="sha256").hexdigest()[:32]
