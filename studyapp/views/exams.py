"""Practice exams: choose, sit, hand in, read the report."""

import secrets
from datetime import datetime
from decimal import Decimal
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp.actions import assignedexams
from studyapp.actions import exams as sittings
from studyapp.actions.examlog import Sent
from studyapp.domain.blueprint import BlueprintTooLarge
from studyapp.domain.grading import Filled, InvalidResponse
from studyapp.forms.examsaves import ExamSave, read_exam_save, read_filter, read_time_factor
from studyapp.forms.responses import read_filled
from studyapp.queries import examforms, examreport
from studyapp.queries import exams as reading
from studyapp.queries.classtime import least_factor
from studyapp.queries.papercheck import one_question, overview
from studyapp.views.access import (
    Attempt,
    claimed_attempt,
    current_learner,
    learner_for_writing,
    own_attempt,
)
from studyapp.views.fragments import leave_for, page, wants_part
from studyapp.views.frames import framed
from studyapp.views.marking import marked, session_tag
from studyapp.views.numbers import number_or_none
from studyapp.views.reportcharts import pace_words, range_chart
from studyapp.views.sittings import framed_sitting, told_refused, told_saved
from studyapp.views.visits import Visit, visit

EMPTY = Filled()
TOO_LATE = "The time was over before this arrived, so it does not count."


@require_safe
def exam_list(request: HttpRequest) -> HttpResponse:
    """Every form, and the attempts so far."""
    seen = visit(request)
    done = reading.attempts(seen.learner.pk, now=seen.now) if seen.learner else ()
    return page(
        request,
        "exams/list.html",
        framed(request, seen, "exams", attempts=done, groups=examforms.groups(seen.course)),
    )


@require_safe
def exam_format(request: HttpRequest) -> HttpResponse:
    """What is known of the real exam, and where sources differ."""
    seen = visit(request)
    return page(request, "exams/format.html", framed(request, seen, "exams", exam=seen.course.info.exam))


@require_http_methods(["GET", "HEAD", "POST"])
def exam(request: HttpRequest, slug: str) -> HttpResponse:
    """What to expect; a POST starts the clock, or goes on with the sitting already open."""
    seen = visit(request)
    form = next((form for form in seen.course.exams if form.slug == slug), None)
    if form is None:
        raise Http404
    if request.method == "POST":
        learner = learner_for_writing(request, seen.learner, seen.now)
        try:
            attempt = assignedexams.begin(
                learner=learner,
                exam=form,
                seed=secrets.randbits(48),
                time_factor=read_time_factor(request.POST),
                now=seen.now,
            )
            return redirect(f"/attempts/{attempt.pk}/?q=1")
        except BlueprintTooLarge as fault:
            messages.error(request, f"This form cannot be drawn just now: {fault}")
    running = reading.open_attempt(seen.learner.pk, now=seen.now, slug=slug) if seen.learner else None
    least = least_factor(seen.learner, form.pk, now=seen.now) if seen.learner else Decimal(1)
    context = framed(
        request,
        seen,
        "exams",
        exam=form,
        times=examforms.times(form, least, now=seen.now),
        running=running,
    )
    return page(request, "exams/start.html", context)


@require_safe
def sitting(request: HttpRequest, pk: int) -> HttpResponse:
    """One question, or the review screen."""
    seen = visit(request)
    attempt = own_attempt(seen.learner, pk)
    if reading.is_over(attempt, seen.now):
        return redirect("report", pk)
    return _sitting(request, seen, attempt, position=number_or_none(request.GET.get("q")))


@require_POST
def save(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """Store the answer, the flag, what is ruled out, and go where the button says.

    No `visit`: what a page needs of course and queue costs more than the save.
    """
    now, attempt = timezone.now(), claimed_attempt(current_learner(request), pk)
    try:
        sent = read_exam_save(request.POST, touched=wants_part(request))
        saved = _stored(request, attempt, position, sent, now)
    except InvalidResponse as refusal:
        if wants_part(request):
            return marked(told_refused(refusal), "refused")
        return marked(_refused(request, pk, position, refusal), "refused")
    except sittings.TooLate:
        messages.warning(request, TOO_LATE)
        return marked(leave_for(request, f"/attempts/{pk}/report/"), "closed")
    except sittings.NoSuchQuestion as fault:
        raise Http404 from fault
    if wants_part(request):
        response = told_saved(attempt, position, saved, now=now)
    else:
        response = redirect(_next(pk, position, request.POST.get("go", str(position))))
    return marked(response, saved.word, revision=sent.revision, version=saved.version)


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, with what is still open; a POST hands the paper in."""
    seen = visit(request)
    attempt = own_attempt(seen.learner, pk)
    if request.method == "POST":
        sittings.submit(attempt=attempt, now=seen.now)
        return redirect("report", pk)
    if reading.is_over(attempt, seen.now):
        return redirect("report", pk)
    return _last_look(request, seen, attempt, "exams/submit.html")


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The result of a finished attempt; a running one goes on."""
    seen = visit(request)
    attempt = own_attempt(seen.learner, pk)
    if not reading.is_over(attempt, seen.now):
        return redirect("attempt", pk)
    if reading.still_takes_answers(attempt, seen.now):
        return page(request, "exams/closing.html", framed(request, seen, "exams", pk=pk))
    shown = examreport.report(seen.course, attempt, now=seen.now)
    charts = {"ranges": range_chart(shown), "pace": pace_words(shown)}
    context = framed(request, seen, "exams", report=shown, token=uuid4(), **charts)
    return page(request, "exams/report.html", context)


@require_POST
def queue_misses(request: HttpRequest, pk: int) -> HttpResponse:
    """Put what stands in for the misses into the review queue."""
    seen = visit(request)
    attempt = own_attempt(seen.learner, pk)
    if reading.still_takes_answers(attempt, seen.now):
        return redirect("report", pk)
    added = sittings.queue_misses(attempt=attempt, now=seen.now)
    messages.success(
        request,
        f"{added} {'item is' if added == 1 else 'items are'} new in your reviews."
        if added
        else "What stands in for your misses is in your reviews already.",
    )
    return redirect("report", pk)


def _stored(
    request: HttpRequest, attempt: Attempt, position: int, sent: ExamSave, now: datetime
) -> sittings.Saved:
    origin = Sent(sent.client, sent.revision, sent.at, session_tag(request))
    return sittings.save(
        attempt=attempt,
        position=position,
        response=sent.response,
        flagged=sent.flagged,
        struck=sent.struck,
        clears=sent.clears,
        sent=origin,
        now=now,
    )


def _refused(request: HttpRequest, pk: int, position: int, refusal: InvalidResponse) -> HttpResponse:
    seen = visit(request)
    attempt = own_attempt(seen.learner, pk)
    filled = read_filled(request.POST)
    return _sitting(request, seen, attempt, position=position, filled=filled, error=str(refusal), status=422)


def _sitting(
    request: HttpRequest,
    seen: Visit,
    attempt: Attempt,
    *,
    position: int | None,
    filled: Filled = EMPTY,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    if position is None:
        return _last_look(request, seen, attempt, "exams/review.html")
    shown = reading.sitting(seen.course, attempt, position=position, filled=filled, now=seen.now)
    if shown is None:
        raise Http404
    context = framed_sitting(request, seen, attempt, shown, error=error)
    if shown.checks:
        one = one_question(seen.course, attempt, position, now=seen.now)
        if one is not None and one.checked:
            return page(request, "exams/checked.html", context | {"one": one}, status=status)
    return page(request, "exams/sitting.html", context, status=status)


def _last_look(request: HttpRequest, seen: Visit, attempt: Attempt, template: str) -> HttpResponse:
    shown = reading.sitting(seen.course, attempt, position=None, now=seen.now)
    if shown is None:
        raise Http404
    paper = overview(attempt, shown=read_filter(request.GET))
    return page(request, template, framed_sitting(request, seen, attempt, shown, paper=paper))


def _next(pk: int, position: int, target: str) -> str:
    """Where a button of a question leads: to the check of it, another question, the last look."""
    if target == "check":
        return f"/attempts/{pk}/{position}/check/"
    return f"/attempts/{pk}/" + (f"?q={target}" if number_or_none(target) else "")
