"""The review queue."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from studyapp.actions import reviews as queueing
from studyapp.domain.grading import InvalidResponse
from studyapp.domain.memory import Rating
from studyapp.forms.responses import read_filled, read_judged_answer
from studyapp.queries import reviews as reading
from studyapp.views.access import known, own_memory
from studyapp.views.fragments import page_or_part
from studyapp.views.frames import framed
from studyapp.views.numbers import number_or_none
from studyapp.views.visits import Visit, visit

GRADED_BEFORE = "That one was graded already. Here is what comes next."


@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """The item at hand; or, after a question, its answer with every reason."""
    return _render(request, visit(request))


@require_POST
def grade_card(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Again, Hard, Good or Easy. `number` says which showing of the card it was."""
    seen = visit(request)
    memory = own_memory(seen.learner, pk)
    rating = number_or_none(request.POST.get("rating"))
    if rating not in list(Rating) or memory.card is None:
        return HttpResponseBadRequest("A card is graded 1 to 4.")
    try:
        queueing.grade_card(memory=memory, number=number, grade=Rating(rating), now=seen.now)
    except queueing.AlreadyGraded:
        messages.info(request, GRADED_BEFORE)
    return redirect("review")


@require_POST
def grade_question(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Answer a question of the queue: right or wrong and how sure make the grade."""
    seen = visit(request)
    memory = own_memory(seen.learner, pk)
    if memory.question is None:
        return HttpResponseBadRequest("This is a card, not a question.")
    try:
        sent = read_judged_answer(request.POST)
        done = queueing.grade_question(
            memory=memory,
            number=number,
            response=sent.response,
            confidence=sent.confidence,
            token=sent.token,
            now=seen.now,
        )
    except InvalidResponse as refusal:
        return _render(request, seen, refused=pk, error=str(refusal), status=422)
    except queueing.AlreadyGraded:
        messages.info(request, GRADED_BEFORE)
        return redirect("review")
    return redirect(f"/review/?shown={done.pk}")


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back the newest review of today."""
    seen = visit(request)
    restored = queueing.undo(learner=known(seen.learner), now=seen.now)
    messages.info(request, "Taken back." if restored else "There is nothing to take back today.")
    return redirect("review")


def _render(
    request: HttpRequest, seen: Visit, *, refused: int | None = None, error: str = "", status: int = 200
) -> HttpResponse:
    learner = seen.learner
    show, shown = (number_or_none(request.GET.get(name)) for name in ("show", "shown"))
    answered = reading.review_shown(seen.course, learner, shown) if learner and shown is not None else None
    if shown is not None and answered is None:
        raise Http404
    queue = None
    if learner is not None:
        queue = reading.review_page(
            seen.course,
            learner,
            today=seen.today,
            now=seen.now,
            new_allowed=seen.new,
            reviewed=seen.frame.reviewed,
            show=show,
            refused=refused,
            filled=read_filled(request.POST),
        )
    own = {
        "queue": queue,
        "answered": answered,
        "show": show,
        "error": error,
        "token": uuid4(),
    }
    return page_or_part(
        request, "review.html", "queue", framed(request, seen, "review", **own), status=status
    )
