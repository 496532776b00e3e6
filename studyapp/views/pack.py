"""Today's queue to take along, and the grades that come back from where there was no network."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from studyapp.actions import reviews as queueing
from studyapp.domain.grading import InvalidResponse
from studyapp.domain.memory import Rating
from studyapp.domain.sending import Sent
from studyapp.forms.responses import read_judged_answer
from studyapp.forms.reviews import read_kept, read_version
from studyapp.queries.pack import pack as pack_of
from studyapp.views.access import Memory, own_memory
from studyapp.views.fragments import page, personal
from studyapp.views.frames import framed
from studyapp.views.numbers import number_or_none
from studyapp.views.visits import visit

NOT_ASKED = "The question has changed meanwhile, and this answer no longer fits it."


@require_safe
def pack(request: HttpRequest) -> HttpResponse:
    """What is due today, on one page that needs no network once it is there."""
    seen = visit(request)
    learner = seen.learner
    items = pack_of(seen.course, learner, moment=seen.moment, counts=seen.counts) if learner else ()
    return page(request, "reviews/pack.html", framed(request, seen, "review", items=items))


@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Store one grade given without network, once. The answer repeats its token, or says why it cannot be."""
    seen = visit(request)
    pk, sent = read_kept(request.POST, now=seen.now)
    memory = own_memory(seen.learner, pk)
    try:
        result = _store(memory, request.POST, sent, seen.now)
    except InvalidResponse as refusal:
        return _said(422, refused=str(refusal))
    except queueing.NotAsked:
        return _said(409, refused=NOT_ASKED)
    except queueing.AlreadyGraded:
        return _said(409)  # somebody else graded it at the same moment: it fits when it is sent again
    return _said(200, token=str(sent.token or ""), **result)


def _store(memory: Memory, data: QueryDict, sent: Sent, now: datetime) -> dict[str, str]:
    """Store it; of a question, what came of it and where its key is shown."""
    if memory.question is None:
        rating = number_or_none(data.get("rating"))
        if rating not in list(Rating):
            raise InvalidResponse("A card is graded 1 to 4.")
        queueing.grade_card(memory=memory, sent=sent, grade=Rating(rating), now=now)
        return {}
    answer = read_judged_answer(data)
    done = queueing.grade_question(
        memory=memory,
        sent=sent,
        version_id=read_version(data),
        response=answer.response,
        confidence=answer.confidence,
        token=answer.token,
        now=now,
    )
    right = done.answer is not None and done.answer.correct
    return {"shown": f"{reverse('review')}?shown={done.pk}", "verdict": "Right" if right else "Not yet"}


def _said(status: int, **what: str) -> HttpResponse:
    return personal(JsonResponse(what, status=status))
