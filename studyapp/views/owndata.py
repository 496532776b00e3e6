"""What is kept of a learner, to take away or to delete."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from studyapp.actions.erasing import erase
from studyapp.actions.throttling import charge
from studyapp.forms.accounts import DeleteByPasswordForm, DeleteByWordForm
from studyapp.queries.export import archive
from studyapp.views import tries
from studyapp.views.access import GUEST_SESSION_KEY, known
from studyapp.views.entering import keep_waiting
from studyapp.views.fragments import page
from studyapp.views.frames import framed
from studyapp.views.offline import emptied
from studyapp.views.visits import Visit, visit


@require_safe
def data(request: HttpRequest) -> StreamingHttpResponse:
    """A zip of everything, for an account as for a guest."""
    seen = visit(request)
    pieces = archive(known(seen.learner), now=seen.now)
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="in-transit-{seen.today}.zip"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Delete everything, after a password; a guest, who has none, types a word."""
    seen = visit(request)
    if seen.learner is None and not request.user.is_authenticated:
        return redirect("account")  # nothing is kept, or it has just been deleted
    if request.method == "POST" and (wait := _counted(request, seen)):
        return wait
    form = _confirmation(request)
    if form.is_valid():
        return _forgotten(request, seen)
    context = framed(request, seen, "account", form=form)
    return page(request, "account/delete.html", context, status=422 if form.errors else 200)


def _confirmation(request: HttpRequest) -> DeleteByPasswordForm | DeleteByWordForm:
    sent = request.POST if request.method == "POST" else None
    if request.user.is_authenticated:
        return DeleteByPasswordForm(sent, check=request.user.check_password)
    return DeleteByWordForm(sent)


def _counted(request: HttpRequest, seen: Visit) -> HttpResponse | None:
    """The page that says to wait, where somebody tries passwords; a guest has none to be found out."""
    if not request.user.is_authenticated:
        return None
    trial = tries.password_asked(request.user)
    return None if charge(trial=trial, now=seen.now) else tries.too_many(request, seen, trial)


def _forgotten(request: HttpRequest, seen: Visit) -> HttpResponse:
    """All gone, here and in the browser; only a guest who waited behind an account is still there."""
    user = request.user if request.user.is_authenticated else None
    waiting = request.session.get(GUEST_SESSION_KEY) if user else None
    erase(learner=seen.learner, user=user, now=seen.now)
    logout(request)
    keep_waiting(request, waiting)
    messages.success(request, "Everything is deleted. Thank you for learning here.")
    return tries.forgotten(emptied(redirect("today")))
