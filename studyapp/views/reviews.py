"""The review queue."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from studyapp.actions import reviews as queueing
from studyapp.domain.grading import InvalidResponse
from studyapp.domain.memory import Rating
from studyapp.forms.responses import read_judged_answer
from studyapp.queries import reviews as reading
from studyapp.views.access import known_learner, own_memory
from studyapp.views.fragments import page_or_part, wants_part
from studyapp.views.frames import framed
from studyapp.views.numbers import number_or_none
from studyapp.views.visits import visit

GRADED_BEFORE = "That one was graded already. Here is what comes next."


@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """The item at hand; or, after a question, its answer with every reason."""
    return _render(request)


@require_POST
def grade_card(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Again, Hard, Good or Easy. `number` says which showing of the card it was."""
    memory = own_memory(request, pk)
    rating = number_or_none(request.POST.get("rating"))
    if rating not in list(Rating) or memory.card is None:
        return HttpResponseBadRequest("A card is graded 1 to 4.")
    try:
        queueing.grade_card(memory=memory, number=number, grade=Rating(rating), now=visit(request).now)
    except queueing.AlreadyGraded:
        messages.info(request, GRADED_BEFORE)
    return redirect("review")


@require_POST
def grade_question(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Answer a question of the queue: right or wrong and how sure make the grade."""
    memory = own_memory(request, pk)
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
            now=visit(request).now,
        )
    except InvalidResponse as refusal:
        return _render(request, error=str(refusal), status=422)
    except queueing.AlreadyGraded:
        messages.info(request, GRADED_BEFORE)
        return redirect("review")
    return redirect(f"/review/?shown={done.pk}")


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back the newest review of today."""
    restored = queueing.undo(learner=known_learner(request), now=visit(request).now)
    messages.info(request, "Taken back." if restored else "There is nothing to take back today.")
    return redirect("review")


def _render(request: HttpRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    seen = visit(request)
    learner = seen.learner
    show = number_or_none(request.GET.get("show"))
    shown_id = number_or_none(request.GET.get("shown"))
    answered = (
        reading.review_shown(seen.course, learner, shown_id) if learner and shown_id is not None else None
    )
    if shown_id is not None and answered is None:
        raise Http404
    queue = None
    if learner:
        queue = reading.review_page(
            seen.course,
            learner,
            today=seen.today,
            now=seen.now,
            new_allowed=seen.new,
            reviewed=seen.frame.reviewed,
            show=show,
        )
    context = framed(
        request,
        seen,
        "review",
        queue=queue,
        answered=answered,
        show=show,
        error=error,
        token=uuid4(),
        notes=messages.get_messages(request) if wants_part(request) else (),
    )
    return page_or_part(request, "review.html", "queue", context, status=status)
