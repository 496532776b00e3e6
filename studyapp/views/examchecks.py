"""Checking one question during a sitting that shows its keys at once."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from studyapp.actions import examchecks
from studyapp.actions.exams import TooLate
from studyapp.forms.examsaves import read_check
from studyapp.queries import exams as reading
from studyapp.queries.papercheck import OneQuestion, one_question
from studyapp.views.access import Attempt, own_attempt
from studyapp.views.fragments import page
from studyapp.views.sittings import framed_sitting
from studyapp.views.visits import Visit, visit

ANSWER_FIRST = "Choose an answer first; then you can check it."
SAY_HOW_SURE = "Say how sure you are, then check the answer."
MOVED = "Your answer has changed meanwhile, in another tab perhaps. Here it is as it stands."
TOO_LATE = "The time was over before this arrived, so it does not count."


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """What a check does; a POST freezes the answer and shows its key."""
    seen = visit(request)
    attempt = own_attempt(seen.learner, pk)
    if attempt.review != "at_once":
        raise Http404
    if reading.is_over(attempt, seen.now):
        return redirect("report", pk)
    shown = one_question(seen.course, attempt, position, now=seen.now)
    if shown is None:
        raise Http404
    if not shown.answered:
        messages.info(request, ANSWER_FIRST)
    elif not shown.checked:
        return _checked(request, seen, attempt, shown)
    return redirect(_address(pk, position))


def _checked(request: HttpRequest, seen: Visit, attempt: Attempt, shown: OneQuestion) -> HttpResponse:
    if request.method != "POST":
        return _ask(request, seen, attempt, shown)
    sent = read_check(request.POST)
    if sent.confidence is None:
        return _ask(request, seen, attempt, shown, error=SAY_HOW_SURE)
    try:
        examchecks.check(
            attempt=attempt,
            position=shown.position,
            version=sent.version,
            confidence=sent.confidence,
            now=seen.now,
        )
    except examchecks.AnswerMoved:
        messages.info(request, MOVED)
        return redirect("attempt-check", attempt.pk, shown.position)
    except examchecks.NothingToCheck:
        messages.info(request, ANSWER_FIRST)
    except TooLate:
        messages.warning(request, TOO_LATE)
    return redirect(_address(attempt.pk, shown.position))


def _ask(
    request: HttpRequest, seen: Visit, attempt: Attempt, shown: OneQuestion, *, error: str = ""
) -> HttpResponse:
    sitting = reading.sitting(seen.course, attempt, position=shown.position, now=seen.now)
    if sitting is None:
        raise Http404
    context = framed_sitting(request, seen, attempt, sitting, one=shown, error=error)
    return page(request, "exams/check.html", context, status=422 if error else 200)


def _address(pk: int, position: int) -> str:
    return f"/attempts/{pk}/?q={position}"
