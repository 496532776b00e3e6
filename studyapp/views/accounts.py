"""Signing up, in and out. Nobody needs an account to study."""

from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp.actions import accounts as people
from studyapp.forms.accounts import SignUpForm
from studyapp.views.access import GUEST_SESSION_KEY
from studyapp.views.fragments import page
from studyapp.views.frames import framed
from studyapp.views.offline import emptied
from studyapp.views.visits import visit

GUEST_WAITS = (
    "Your account has work of its own. What you did as a guest is still in this browser: sign out to see it."
)
BACKEND = "studyapp.queries.accounts.LearnerBackend"


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Who you are here, and what hangs on it."""
    return page(request, "account/account.html", framed(request, visit(request), "account"))


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """A new account keeps everything done as a guest."""
    seen = visit(request)
    form = SignUpForm(request.POST if request.method == "POST" else None)
    waiting = request.session.get(GUEST_SESSION_KEY)
    known_before = request.user.is_authenticated  # somebody else's session: a guest in it goes on waiting
    if form.is_valid():
        try:
            user = people.sign_up(
                name=form.cleaned_data["username"],
                password=form.cleaned_data["password"],
                guest=None if known_before else seen.learner,
                now=seen.now,
            )
        except IntegrityError:
            form.add_error("username", "This name is taken.")
        else:
            login(request, user, backend=BACKEND)
            request.session.pop(GUEST_SESSION_KEY, None)
            if known_before and waiting:
                request.session[GUEST_SESSION_KEY] = waiting
            messages.success(request, f"Welcome, {user.username}. Your work is kept in this account.")
            return redirect("today")
    context = framed(request, seen, "account", form=form)
    return page(request, "account/sign_up.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Into an existing account. What a guest did here is adopted, or waits until the next sign-out."""
    seen = visit(request)
    form = AuthenticationForm(request, request.POST if request.method == "POST" else None)
    if form.is_valid():
        user = form.get_user()
        waiting = request.session.get(GUEST_SESSION_KEY)
        guest = None if request.user.is_authenticated else seen.learner
        login(request, user)
        adopted = people.adopt(user=user, guest=guest, now=seen.now)
        if adopted:
            request.session.pop(GUEST_SESSION_KEY, None)
        elif waiting:
            request.session[GUEST_SESSION_KEY] = waiting  # signing in as somebody else empties the session
            messages.info(request, GUEST_WAITS)
        return redirect("today")
    context = framed(request, seen, "account", form=form)
    return page(request, "account/sign_in.html", context, status=422 if form.errors else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Out of the account; a guest's own work, if there was any, is back."""
    guest = request.session.get(GUEST_SESSION_KEY)
    logout(request)
    if guest:
        request.session[GUEST_SESSION_KEY] = guest
    return emptied(redirect("today"))


@require_POST
def time_zone(request: HttpRequest) -> HttpResponse:
    """The browser says which zone it is in; study days follow it."""
    learner = visit(request).learner
    if learner is None:
        return HttpResponse(status=204)  # a visitor without any work has no study days yet
    known = people.set_time_zone(learner=learner, name=request.POST.get("zone", "")[:64])
    return HttpResponse(status=204 if known else 400)
