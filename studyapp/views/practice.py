"""Practice: build a quiz, run it, see its result."""

import secrets
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp.actions import practice as quizzes
from studyapp.domain.grading import InvalidResponse
from studyapp.domain.picking import Wish
from studyapp.domain.timing import in_words, pace
from studyapp.forms.practice import TIMES_THE_PACE, DrillForm, PracticeForm, PrecheckForm
from studyapp.forms.responses import read_answer, read_filled, read_judged_answer
from studyapp.queries import picking, quizresult
from studyapp.queries import practice as reading
from studyapp.views.access import PracticeSession, learner_for_writing, own_practice
from studyapp.views.fragments import page, page_or_part
from studyapp.views.frames import framed
from studyapp.views.numbers import number_or_none
from studyapp.views.visits import Visit, visit

DRILL = {"objectives": [], "size": 10, "mode": "each"}
PRECHECK = {"pick": "precheck", "objectives": [], "size": 3, "mode": "end"}
NOTHING = "There is no practice question for this choice yet."
ENDED = "This quiz has ended, in another tab perhaps. Here is its result."
TIME_OVER = "The time was over before this arrived, so it does not count. What you answered before does."


@require_http_methods(["GET", "HEAD", "POST"])
def build(request: HttpRequest) -> HttpResponse:
    """Choose what to draw from, objectives, size, time and mode."""
    seen = visit(request)
    form = _form(request, seen)
    if form.is_valid():
        choice = dict(form.cleaned_data)
        if started := _start(request, seen, pace=_pace(seen, choice.pop("times")), **choice):
            return started
        form.add_error("objectives" if choice["objectives"] else "pick", NOTHING)
    learner_id = seen.learner.pk if seen.learner else None
    own = {
        "form": form,
        "offers": picking.offers(seen.course, learner_id=learner_id, now=seen.now),
        "recent": reading.recent(seen.course, learner_id, now=seen.now) if learner_id else (),
        "chosen": form["objectives"].value() or [],
        "paces": {name: in_words(of) for name, times in TIMES_THE_PACE.items() if (of := _pace(seen, times))},
    }
    context = framed(request, seen, "practice", **own)
    return page(request, "practice/build.html", context, status=422 if form.errors else 200)


@require_POST
def drill(request: HttpRequest) -> HttpResponse:
    """One press starts a quiz of one idea or lesson, or of what went wrong."""
    seen = visit(request)
    form = DrillForm(request.POST)
    started = _start(request, seen, **DRILL, **form.cleaned_data) if form.is_valid() else None
    if started is None:
        messages.info(request, "There is nothing to drill there just now.")
    return started or redirect("practice")


@require_POST
def precheck(request: HttpRequest, slug: str) -> HttpResponse:
    """Three questions before a lesson, which count for nothing."""
    seen = visit(request)
    if seen.course.lesson(slug) is None:
        raise Http404
    form = PrecheckForm(request.POST)
    token = form.cleaned_data["token"] if form.is_valid() else uuid4()
    started = _start(request, seen, **PRECHECK, subject=slug, token=token)
    if started is None:
        messages.info(request, "There is no practice question for this lesson yet.")
    return started or redirect("lesson", slug)


@require_safe
def quiz(request: HttpRequest, pk: int) -> HttpResponse:
    """The question at hand, or the result."""
    seen = visit(request)
    session = own_practice(seen.learner, pk)
    position = number_or_none(request.GET.get("q"))
    if position is None and reading.is_over(session, seen.now):
        found = quizresult.result(seen.course, session, now=seen.now)
        context = framed(request, seen, "practice", result=found, quiz=found.quiz, token=uuid4())
        return page_or_part(request, "practice/result.html", "quiz", context)
    shown = reading.quiz(seen.course, session, position=position, now=seen.now)
    if shown.item is None:
        raise Http404
    return page_or_part(request, "practice/quiz.html", "quiz", framed(request, seen, "practice", quiz=shown))


@require_POST
def answer(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """Answer one question, once."""
    seen = visit(request)
    session = own_practice(seen.learner, pk)
    before = reading.quiz(seen.course, session, position=position, now=seen.now)
    if before.item is None:
        raise Http404
    try:
        if before.item.state == "open":
            _take(request, seen, session, before, position)
    except quizzes.QuizIsOver:
        quizzes.finish(session=session, now=seen.now)
        messages.info(request, ENDED if before.in_time else TIME_OVER)
        return redirect(_address(pk))
    except InvalidResponse as refusal:
        filled = read_filled(request.POST)
        kept = reading.quiz(seen.course, session, position=position, now=seen.now, filled=filled)
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
    session = own_practice(seen.learner, pk)
    added = quizzes.queue_misses(session=session, now=seen.now)
    messages.success(
        request,
        f"{added} question{' is' if added == 1 else 's are'} new in your reviews."
        if added
        else "These questions are in your reviews already.",
    )
    return redirect(_address(pk))


def _form(request: HttpRequest, seen: Visit) -> PracticeForm:
    """The form as sent; as it comes, with what the address asks for."""
    return PracticeForm(
        request.POST if request.method == "POST" else None,
        objectives=[(objective.code, objective.short) for objective in seen.course.objectives],
        pairs=[(pair.slug, f"{pair.title} · {pair.questions}") for pair in seen.course.pairs],
        initial={"objectives": request.GET.getlist("objective"), "pick": request.GET.get("pick", "mixed")},
    )


def _take(
    request: HttpRequest, seen: Visit, session: PracticeSession, before: reading.Quiz, position: int
) -> None:
    """Store the answer sent. Raises QuizIsOver or InvalidResponse."""
    if before.finished:
        raise quizzes.QuizIsOver
    read = read_judged_answer if before.counted else read_answer
    sent = read(request.POST)
    confidence = sent.confidence or ""
    quizzes.answer(
        session=session, position=position, response=sent.response, confidence=confidence, now=seen.now
    )


def _start(request: HttpRequest, seen: Visit, **choice: Any) -> HttpResponse | None:
    """To the quiz just drawn. None if nothing fits, and then nobody has become a learner."""
    seed = secrets.randbits(48)
    if seen.learner is None:
        wish = Wish(choice["pick"], choice.get("subject", ""), choice["size"])
        found = picking.draw(wish, learner_id=None, objectives=choice["objectives"], seed=seed, now=seen.now)
        if not found.versions:
            return None
    learner = learner_for_writing(request, seen.learner, seen.now)
    try:
        session = quizzes.start(learner=learner, seed=seed, now=seen.now, **choice)
    except quizzes.NothingToPractise:
        return None
    return redirect(_address(session.pk))


def _pace(seen: Visit, times: float | None) -> timedelta | None:
    """The time for a question at so many times the pace of the real exam."""
    exam = seen.course.info.exam
    return None if times is None else pace(exam.minutes, exam.questions, times)


def _address(pk: int) -> str:
    return f"/practice/{pk}/"
