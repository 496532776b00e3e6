"""Reports of questions: a learner's own, and the desk of the staff."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp.actions import reports as filing
from studyapp.forms.reports import OutcomeForm, ReportForm
from studyapp.queries import reportdesk
from studyapp.queries import reports as reading
from studyapp.views.access import known, staff_member
from studyapp.views.fragments import page
from studyapp.views.frames import framed
from studyapp.views.numbers import number_or_none
from studyapp.views.visits import Visit, visit

THANKS = "Thank you. Your report is kept; you will find its outcome under “Your reports”, by way of Account."
TOO_MANY = (
    f"{filing.MOST_OPEN} of your reports are still open, which is as many as we can keep for one person. "
    "Please wait until some are answered."
)
LATER = "Somebody else answered this report a moment before you. Your answer was not kept."


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """One's own reports and what came of them."""
    seen = visit(request)
    own = reading.own_reports(seen.learner.pk) if seen.learner else ()
    context = framed(request, seen, "account", reports=own, fresh=sum(report.fresh for report in own))
    return page(request, "reports/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Report a question that was shown with its key; whoever has not seen it so gets 404."""
    seen = visit(request)
    learner = known(seen.learner)
    sent = request.POST if request.method == "POST" else None
    asked = request.GET if sent is None else sent
    version, place = number_or_none(asked.get("version")), asked.get("place", "")
    shown = reading.reportable(seen.course, learner.pk, version, place, now=seen.now)
    if shown is None:
        raise Http404
    if shown.kept:
        return page(request, "reports/kept.html", framed(request, seen, "account", shown=shown))
    form = ReportForm(sent, kinds=reading.KINDS)
    if form.is_valid():
        try:
            filing.file_report(learner=learner, shown=shown, now=seen.now, **form.cleaned_data)
        except filing.TooManyOpen:
            form.add_error(None, TOO_MANY)
        else:
            messages.success(request, THANKS)
            return redirect(shown.back_url)
    context = framed(request, seen, "account", form=form, shown=shown)
    return page(request, "reports/new.html", context, status=422 if form.errors else 200)


@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """The outcomes have been read."""
    here = visit(request)
    filing.mark_seen(learner=known(here.learner), now=here.now)
    return redirect("reports")


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Everybody's reports, for the staff."""
    staff_member(request)
    here = visit(request)
    state = request.GET.get("state", "")
    if state not in ("", *reportdesk.STATES):
        raise Http404
    found = reportdesk.desk(state=state, page=number_or_none(request.GET.get("page")) or 1)
    return page(request, "reports/desk.html", framed(request, here, "account", desk=found, state=state))


@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One report with its question revealed, and the form to answer it."""
    staff_member(request)
    return _case(request, visit(request), pk, OutcomeForm())


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a report. Of two at once the second is told, and keeps what was written."""
    staff = staff_member(request)
    here = visit(request)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return _case(request, here, pk, form, status=422)
    try:
        closed = filing.close_report(report_id=pk, staff=staff, now=here.now, **form.cleaned_data)
    except filing.ClosedMeanwhile:
        return _case(request, here, pk, form, error=LATER, status=409)
    messages.success(request, "Answered." if closed == 1 else f"Answered, {closed} reports in all.")
    return redirect("reports-all")


def _case(
    request: HttpRequest, here: Visit, pk: int, form: OutcomeForm, *, error: str = "", status: int = 200
) -> HttpResponse:
    found = reportdesk.case(here.course, pk)
    if found is None:
        raise Http404
    context = framed(request, here, "account", case=found, form=form, error=error)
    return page(request, "reports/case.html", context, status=status)
