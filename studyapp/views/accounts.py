"""Signing up, in and out, and the account itself. Nobody needs an account to study."""

from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp.actions import accounts as people
from studyapp.actions.recovery import change_password
from studyapp.actions.throttling import charge, give_back
from studyapp.forms.accounts import ChangePasswordForm, SignInForm, SignUpForm
from studyapp.queries.accounts import codes_left
from studyapp.views import tries
from studyapp.views.access import GUEST_SESSION_KEY, User, own_account
from studyapp.views.entering import BACKEND, enter, guest_here, keep_waiting
from studyapp.views.fragments import page
from studyapp.views.frames import framed
from studyapp.views.offline import emptied
from studyapp.views.recovery import show_codes
from studyapp.views.visits import Visit, visit


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Who you are here, and what hangs on it."""
    seen = visit(request)
    left = codes_left(request.user) if request.user.is_authenticated else 0
    own = {"left": left, "report_news": seen.frame.news}
    return page(request, "account/account.html", framed(request, seen, "account", **own))


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """A new account keeps everything done as a guest."""
    seen = visit(request)
    trial = tries.signing_up(request)
    if request.method == "POST" and not charge(trial=trial, now=seen.now):
        return tries.too_many(request, seen, trial)
    form = SignUpForm(request.POST if request.method == "POST" else None)
    user = _new_account(request, seen, form) if form.is_valid() else None
    if user is None:
        context = framed(request, seen, "account", form=form)
        return page(request, "account/sign_up.html", context, status=422 if form.errors else 200)
    messages.success(request, f"Welcome, {user.username}. Your work is kept in this account.")
    onward = resolve_url(_wanted(request))
    begun = show_codes(request, user, onward) if form.cleaned_data["codes"] else redirect(onward)
    return tries.remembered(begun, user)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Into an existing account. What a guest did here comes along, or waits until the next sign-out."""
    seen = visit(request)
    trial = tries.signing_in(request)
    if request.method == "POST" and not charge(trial=trial, now=seen.now):
        return tries.too_many(request, seen, trial)
    form = SignInForm(request, request.POST if request.method == "POST" else None)
    if form.is_valid():
        give_back(trial=trial, now=seen.now)
        enter(request, form.get_user(), seen, bring=form.cleaned_data["bring"])
        return tries.remembered(redirect(_wanted(request)), form.get_user())
    context = framed(request, seen, "account", form=form, guest=guest_here(request, seen))
    return page(request, "account/sign_in.html", context, status=422 if form.errors else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Out of the account; a guest's own work, if there was any, is back."""
    guest = request.session.get(GUEST_SESSION_KEY)
    logout(request)
    keep_waiting(request, guest)
    return emptied(redirect("today"))


@login_required
@sensitive_post_parameters("old_password", "new_password1", "new_password2")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Another password: this browser stays signed in, every other one is out."""
    user, seen = own_account(request), visit(request)
    trial = tries.password_asked(user)
    if request.method == "POST" and not charge(trial=trial, now=seen.now):
        return tries.too_many(request, seen, trial)
    form = ChangePasswordForm(user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        give_back(trial=trial, now=seen.now)
        change_password(user=user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(request, user)
        messages.success(request, "Your new password is set. Everywhere else you are signed out.")
        return redirect("account")
    context = framed(request, seen, "account", form=form)
    return page(request, "account/password.html", context, status=422 if form.errors else 200)


@require_POST
def time_zone(request: HttpRequest) -> HttpResponse:
    """The browser says which zone it is in; study days follow it."""
    learner = visit(request).learner
    if learner is None:
        return HttpResponse(status=204)  # a visitor without any work has no study days yet
    known = people.set_time_zone(learner=learner, name=request.POST.get("zone", "")[:64])
    return HttpResponse(status=204 if known else 400)


def _wanted(request: HttpRequest) -> str:
    """The page of this site that sent somebody to sign in; Today if none did."""
    path = request.GET.get("next", "")
    ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if ours else "today"


def _new_account(request: HttpRequest, seen: Visit, form: SignUpForm) -> User | None:
    """Made and signed in; None, with the fault in the form, if the name is taken."""
    guest, waiting = guest_here(request, seen), request.session.get(GUEST_SESSION_KEY)
    name = form.cleaned_data["username"]
    try:
        user = people.sign_up(name=name, password=form.cleaned_data["password"], guest=guest, now=seen.now)
    except IntegrityError:
        form.add_error("username", "This name is taken.")
        return None
    login(request, user, backend=BACKEND)
    request.session.pop(GUEST_SESSION_KEY, None)
    if guest is None:
        keep_waiting(request, waiting)  # in somebody else's session
    return user
