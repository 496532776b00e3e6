"""Support: the staff look an account up and give more time in a sitting. Nobody else finds it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from studyapp.actions import exams
from studyapp.forms.support import LookUpForm, TimeForm
from studyapp.queries import support as reading
from studyapp.queries.support import Extendable
from studyapp.views.access import LARGEST, Attempt, User, sitting_to_extend, staff_member
from studyapp.views.fragments import page
from studyapp.views.frames import framed
from studyapp.views.visits import Visit, visit

MEANWHILE = (
    "The end of this sitting has moved, or the sitting is over, since you opened this page. "
    "Nothing was changed; here is how it stands now."
)
TOO_MUCH = "That is more than this sitting can be given. Nothing was changed."


@require_safe
def look_up(request: HttpRequest) -> HttpResponse:
    """Accounts by the beginning of their name. Without a name, nobody."""
    staff_member(request)
    here = visit(request)
    form = LookUpForm(request.GET)
    name = form.cleaned_data["name"] if form.is_valid() else ""
    found, more = reading.accounts_named(name) if name else ((), False)
    context = framed(request, here, "account", form=form, name=name, found=found, more=more)
    return page(request, "support/look_up.html", context, status=422 if form.errors else 200)


@require_safe
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: when what was done, and nothing of how it went."""
    staff = staff_member(request)
    here = visit(request)
    found = reading.account_file(pk, now=here.now) if pk <= LARGEST else None
    if found is None:
        raise Http404
    own = found.pk == staff.pk
    return page(request, "support/account.html", framed(request, here, "account", file=found, own=own))


@require_http_methods(["GET", "HEAD", "POST"])
def more_time(request: HttpRequest, account: int, pk: int) -> HttpResponse:
    """More time in somebody else's sitting: a form, and the deed."""
    staff = staff_member(request)
    here = visit(request)
    attempt = sitting_to_extend(staff, account, pk)
    sitting = reading.extendable(attempt, now=here.now)
    if request.method != "POST":
        return _form(request, here, sitting, TimeForm(most=sitting.most))
    form = TimeForm(request.POST, most=sitting.most)
    if not form.is_valid():
        return _form(request, here, sitting, form, status=422)
    if not _used(form, sitting) and (refusal := _give(staff, attempt, sitting, form, here)):
        sitting = reading.extendable(sitting_to_extend(staff, account, pk), now=here.now)  # as it is by now
        if not _used(form, sitting):
            return _form(request, here, sitting, form, error=refusal, status=409)
    messages.success(request, f"The sitting has {form.cleaned_data['minutes']} minutes more.")
    return redirect("support-account", account)


def _used(form: TimeForm, sitting: Extendable) -> bool:
    """Whether the time has been given by this form: a second click gives none, and is no fault."""
    return sitting.given_already(form.cleaned_data["seen"], form.cleaned_data["minutes"])


def _give(staff: User, attempt: Attempt, sitting: Extendable, form: TimeForm, here: Visit) -> str:
    """Give the time; the answer is why not, if so."""
    asked = form.cleaned_data
    if asked["seen"] != sitting.seen or not sitting.takes or sitting.deadline is None:
        return MEANWHILE
    if asked["minutes"] > sitting.most:
        return TOO_MUCH
    until = sitting.later(asked["minutes"])
    try:
        exams.extend(attempt=attempt, deadline=until, staff=staff, reason=asked["reason"], now=here.now)
    except (exams.TooLate, ValueError):
        return MEANWHILE
    return ""


def _form(
    request: HttpRequest,
    here: Visit,
    sitting: Extendable,
    form: TimeForm,
    *,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    context = framed(request, here, "account", sitting=sitting, form=form, error=error)
    return page(request, "support/time.html", context, status=status)
