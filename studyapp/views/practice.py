"""Practice: build a quiz, run it, see its result."""

import secrets

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp.actions import practice as quizzes
from studyapp.domain.grading import InvalidResponse
from studyapp.forms.practice import PracticeForm
from studyapp.forms.responses import read_filled, read_judged_answer
from studyapp.queries import practice as reading
from studyapp.views.access import learner_for_writing, own_practice
from studyapp.views.fragments import page, page_or_part
from studyapp.views.frames import framed
from studyapp.views.numbers import number_or_none
from studyapp.views.visits import visit


@require_http_methods(["GET", "HEAD", "POST"])
def build(request: HttpRequest) -> HttpResponse:
    """Choose objectives, size and mode."""
    seen = visit(request)
    choices = [(objective.code, objective.short) for objective in seen.course.objectives]
    wanted = {"objectives": request.GET.getlist("objective")}
    form = PracticeForm(
        request.POST if request.method == "POST" else None, objectives=choices, initial=wanted
    )
    if form.is_valid():
        if reading.candidates(learner_id=None, objectives=form.cleaned_data["objectives"]):
            learner = learner_for_writing(request, seen.learner, seen.now)
            seed = secrets.randbits(48)
            session = quizzes.start(learner=learner, seed=seed, now=seen.now, **form.cleaned_data)
            return redirect("quiz", session.pk)
        form.add_error("objectives", "There is no practice question for this choice yet.")
    recent = reading.recent(seen.learner.pk) if seen.learner else ()
    status = 422 if form.errors else 200
    chosen = form["objectives"].value() or []
    context = framed(request, seen, "practice", form=form, recent=recent, chosen=chosen)
    return page(request, "practice/build.html", context, status=status)


@require_safe
def quiz(request: HttpRequest, pk: int) -> HttpResponse:
    """The question at hand, or the result."""
    seen = visit(request)
    session = own_practice(seen.learner, pk)
    shown = reading.quiz(seen.course, session, position=number_or_none(request.GET.get("q")))
    if shown.item is None and request.GET.get("q"):
        raise Http404
    template = "practice/quiz.html" if shown.item else "practice/result.html"
    return page_or_part(request, template, "quiz", framed(request, seen, "practice", quiz=shown))


@require_POST
def answer(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """Answer one question, once."""
    seen = visit(request)
    session = own_practice(seen.learner, pk)
    before = reading.quiz(seen.course, session, position=position)
    if before.item is None:
        raise Http404
    try:
        if before.item.state == "open":
            sent = read_judged_answer(request.POST)
            quizzes.answer(
                session=session,
                position=position,
                response=sent.response,
                confidence=sent.confidence,
                now=seen.now,
            )
    except quizzes.QuizIsOver:
        messages.info(request, "This quiz has ended, in another tab perhaps. Here is its result.")
        return redirect(_address(pk))
    except InvalidResponse as refusal:
        kept = reading.quiz(seen.course, session, position=position, filled=read_filled(request.POST))
        context = framed(request, seen, "practice", quiz=kept, error=str(refusal))
        return page_or_part(request, "practice/quiz.html", "quiz", context, status=422)
    if session.mode == "each":
        return redirect(f"{_address(pk)}?q={position}")
    return redirect(_address(pk))


@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """End the quiz early."""
    seen = visit(request)
    quizzes.finish(session=own_practice(seen.learner, pk), now=seen.now)
    return redirect(_address(pk))


@require_POST
def queue_misses(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the misses into the review queue."""
    seen = visit(request)
    added = quizzes.queue_misses(session=own_practice(seen.learner, pk), now=seen.now)
    messages.success(
        request,
        f"{added} {'question is' if added == 1 else 'questions are'} new in your reviews."
        if added
        else "These questions are in your reviews already.",
    )
    return redirect(_address(pk))


def _address(pk: int) -> str:
    return f"/practice/{pk}/"
