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
from studyapp.forms.reviews import read_sent, read_version
from studyapp.queries import reviews as reading
from studyapp.queries.aside import aside
from studyapp.queries.pathanswers import ChallengeKey, due_challenges
from studyapp.views.access import known, own_memory
from studyapp.views.aside import bring_challenge_back, put_challenge_off, put_off
from studyapp.views.fragments import page
from studyapp.views.frames import framed, part_framed
from studyapp.views.numbers import number_or_none
from studyapp.views.visits import Visit, arrival, visit, visit_by

GRADED_BEFORE = "That one was graded already. Here is what comes next."
MOVED = "This question has changed meanwhile. Here is what comes next."
PUT_OFF = "Put off until tomorrow."
SET_ASIDE = "Set aside. It comes back when you bring it back."
BACK = "It is in your reviews again."


@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """The item at hand; or, after a question, its answer with every reason."""
    return _render(request, visit(request))


@require_POST
def grade_card(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Again, Hard, Good or Easy. `number` says which showing of the card it was."""
    came = arrival(request)
    memory = own_memory(came.learner, pk)
    rating = number_or_none(request.POST.get("rating"))
    if rating not in list(Rating) or memory.card is None:
        return HttpResponseBadRequest("A card is graded 1 to 4.")
    sent = read_sent(request.POST, number=number, now=came.now)
    try:
        queueing.grade_card(memory=memory, sent=sent, grade=Rating(rating), now=came.now)
    except queueing.AlreadyGraded:
        messages.info(request, GRADED_BEFORE)
    return redirect("review")


@require_POST
def grade_question(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Answer a question of the queue: right or wrong and how sure make the grade."""
    came = arrival(request)
    memory = own_memory(came.learner, pk)
    if memory.question is None:
        return HttpResponseBadRequest("This is a card, not a question.")
    try:
        answer = read_judged_answer(request.POST)
        done = queueing.grade_question(
            memory=memory,
            sent=read_sent(request.POST, number=number, now=came.now),
            version_id=read_version(request.POST),
            response=answer.response,
            confidence=answer.confidence,
            token=answer.token,
            now=came.now,
        )
    except InvalidResponse as refusal:
        return _render(request, visit_by(came), refused=pk, error=str(refusal), status=422)
    except (queueing.AlreadyGraded, queueing.NotAsked) as late:
        messages.info(request, MOVED if isinstance(late, queueing.NotAsked) else GRADED_BEFORE)
        return redirect("review")
    return redirect(f"/review/?shown={done.pk}")


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back the newest review of today."""
    seen = visit(request)
    restored = queueing.undo(learner=known(seen.learner), now=seen.now)
    messages.info(request, "Taken back." if restored else "There is nothing to take back today.")
    return redirect("review")


@require_POST
def bury(request: HttpRequest, pk: int) -> HttpResponse:
    """Not today."""
    seen = visit(request)
    queueing.bury(memory=own_memory(seen.learner, pk), now=seen.now)
    messages.info(request, PUT_OFF)
    return redirect("review")


@require_POST
def suspend(request: HttpRequest, pk: int) -> HttpResponse:
    """Not until it is brought back."""
    seen = visit(request)
    queueing.suspend(memory=own_memory(seen.learner, pk), now=seen.now)
    messages.info(request, SET_ASIDE)
    return redirect("review")


@require_POST
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Into the queue again."""
    queueing.bring_back(memory=own_memory(visit(request).learner, pk))
    messages.info(request, BACK)
    return redirect("review-aside")


@require_POST
def put_off_challenge(request: HttpRequest, slug: str, challenge: str) -> HttpResponse:
    """Not today, of a challenge."""
    seen = visit(request)
    put_challenge_off(request, _challenge(seen, slug, challenge), seen.today)
    messages.info(request, PUT_OFF)
    return redirect("review")


@require_POST
def bring_back_challenge(request: HttpRequest, slug: str, challenge: str) -> HttpResponse:
    """Today after all."""
    seen = visit(request)
    bring_challenge_back(request, _challenge(seen, slug, challenge), seen.today)
    messages.info(request, BACK)
    return redirect("review-aside")


@require_safe
def aside_list(request: HttpRequest) -> HttpResponse:
    """What is set aside, put off, or keeps being forgotten."""
    seen = visit(request)
    later = put_off(request, seen.today)
    due = due_challenges(seen.course, seen.learner, seen.schedule, seen.today) if later else ()
    own = {
        "lines": aside(seen.course, seen.learner.pk, today=seen.today) if seen.learner else (),
        "challenges": [line for line in due if line.key in later],
    }
    return page(request, "reviews/aside.html", framed(request, seen, "review", **own))


def _challenge(seen: Visit, slug: str, challenge: str) -> ChallengeKey:
    """A challenge of the course; whoever has no queue gets 404, as for a card."""
    known(seen.learner)
    text = seen.course.path(slug)
    if text is None or text.challenge(challenge) is None:
        raise Http404
    return slug, challenge


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
            moment=seen.moment,
            counts=seen.counts,
            reviewed=seen.frame.reviewed,
            show=show,
            refused=refused,
            filled=read_filled(request.POST),
            put_off=put_off(request, seen.today),
        )
    own = {
        "queue": queue,
        "answered": answered,
        "show": show,
        "over": seen.over,
        "since": request.GET.get("since") or int(seen.now.timestamp() * 1000),
        "error": error,
        "token": uuid4(),
    }
    return part_framed(request, seen, "review", "review.html#queue", own, status=status)
