"""Back into an account whose password is lost."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from studyapp.actions import recovery
from studyapp.actions.throttling import charge, give_back
from studyapp.forms.accounts import NewPasswordForm, RecoverForm
from studyapp.queries.accounts import codes_left, user_of_link
from studyapp.views import tries
from studyapp.views.access import User, own_account
from studyapp.views.entering import enter, guest_here
from studyapp.views.fragments import page
from studyapp.views.frames import framed
from studyapp.views.visits import visit

# One sentence for all: it must not tell who has an account.
NOT_RECOVERED = "This name and this code do not open an account. A code works once; check both and try again."


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def codes(request: HttpRequest) -> HttpResponse:
    """What recovery codes are for, and how many are left. Making new ones shows them, this one time."""
    user = own_account(request)
    if request.method == "POST":
        return show_codes(request, user)
    context = framed(request, visit(request), "account", left=codes_left(user))
    return page(request, "account/codes.html", context)


def show_codes(request: HttpRequest, user: User, onward: str = "") -> HttpResponse:
    """Make new codes and show them. No address brings this page back: only hashes are stored."""
    seen = visit(request)
    made = recovery.make_codes(user=user, now=seen.now)
    context = framed(request, seen, "account", codes=made, onward=onward or reverse("today"))
    return page(request, "account/new_codes.html", context)


@sensitive_post_parameters("code", "password")
@require_http_methods(["GET", "HEAD", "POST"])
def recover(request: HttpRequest) -> HttpResponse:
    """A name, one of its codes, a new password: and in."""
    seen = visit(request)
    trial = tries.recovering(request)
    if request.method == "POST" and not charge(trial=trial, now=seen.now):
        return tries.too_many(request, seen, trial)
    form = RecoverForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        sent = form.cleaned_data
        user = recovery.use_code(
            name=sent["username"], code=sent["code"], password=sent["password"], now=seen.now
        )
        if user is not None:
            give_back(trial=trial, now=seen.now)
            enter(request, user, seen, bring=sent["bring"])
            messages.success(request, f"Your new password is set. Codes left: {codes_left(user)}.")
            return tries.remembered(redirect("today"), user)
        form.add_error(None, NOT_RECOVERED)
    context = framed(request, seen, "account", form=form, guest=guest_here(request, seen))
    return page(request, "account/recover.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """Where a link of `manage.py resetlink` leads: a new password, once."""
    seen = visit(request)
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and recovery.use_link(uid=uid, token=token, password=form.cleaned_data["password"]):
        messages.success(request, "Your new password is set. Sign in with it.")
        return redirect("sign-in")
    works = user_of_link(uid, token) is not None
    status = 410 if not works else 422 if form.errors else 200
    return page(
        request, "account/reset.html", framed(request, seen, "account", form=form, works=works), status=status
    )
